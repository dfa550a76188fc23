"""An invented table of seven voting entities: a session without quorum, one that decides, one that looks back."""

import hashlib
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from factories.packages.corte import InventedCorte
from factories.packages.minutes import SHA256

HOUR = timedelta(hours=1)
VOTING = ("e0", "e1", "e3", "e4")
DISSENT = "La meta se baja sin haber probado lo que ya se acordó. No la acompañamos."


def digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


def add_table(corte: InventedCorte) -> None:
    """Four entities vote, the verifier has voice only. Everything happened in the year before the cut-off."""
    add = corte.add
    start = datetime(2024, 1, 15, 14, tzinfo=corte.at.tzinfo)
    add(
        "technical_table", agreement="acuerdo", name="Mesa Técnica de Concertación", name_en="Technical Table",
        secretariat="e0", chair="e1",
    )  # fmt: skip
    add(
        "table_rules", version=1, effective_on=date(2024, 1, 1), notice_days=5, extraordinary_notice_days=2,
        quorum="half_plus_one", majority="simple", period_months=3,
    )  # fmt: skip
    for entity in (*VOTING, "e2"):
        add("seats", entity=entity, has_vote=entity in VOTING, since=date(2024, 1, 1))
    for entity, attended in (("e0", 3), ("e1", 3), ("e2", 1), ("e3", 2), ("e4", 1)):
        add("attendance_record", entity=entity, held=3, attended=attended, share=Decimal(attended) / 3)
    _without_quorum(corte, start)
    _that_decides(corte, start + timedelta(days=91))
    _that_looks_back(corte, start + timedelta(days=182))
    _amendments(corte)
    _measure(corte)
    _tasks(corte)


def _session(corte: InventedCorte, number: int, at: datetime, **values: Any) -> None:
    held: dict[str, Any] = {
        "kind": "ordinary",
        "mode": "mixed",
        "place": "Sala de juntas",
        "state": "closed",
        "opened_at": at + HOUR / 6,
        "closed_at": at + 2 * HOUR,
    }
    corte.add(
        "sessions", session=number, starts_at=at, noticed_at=at - timedelta(days=9), rules=1, **(held | values)
    )  # fmt: skip


def _people(corte: InventedCorte, session: int, at: datetime, *stays: tuple[str, int, int | None]) -> None:
    """Entity, minutes after the hour of its arrival, and of its departure."""
    for number, (entity, arrived, left) in enumerate(stays, start=1):
        corte.add(
            "attendance", session=session, number=number, entity=entity, arrived_at=at + timedelta(minutes=arrived),
            left_at=None if left is None else at + timedelta(minutes=left), delegated=entity == "e3",
        )  # fmt: skip


def _quorum(corte: InventedCorte, session: int, at: datetime, *steps: tuple[int, int]) -> None:
    for number, (minutes, present) in enumerate(steps, start=1):
        corte.add(
            "quorum", session=session, number=number, at=at + timedelta(minutes=minutes), present=present, voting=4,
            needed=3, reached=present >= 3,
        )  # fmt: skip


def _without_quorum(corte: InventedCorte, at: datetime) -> None:
    reason = "A las diez no había quórum: estaban dos de cuatro entidades con voto y hacían falta tres."
    _session(corte, 1, at, state="not_held", opened_at=None, closed_at=at + HOUR, not_held_reason=reason)
    _people(corte, 1, at, ("e0", 0, None), ("e1", 5, None), ("e2", 10, None))
    _quorum(corte, 1, at, (0, 1), (5, 2))
    corte.add("agenda_items", session=1, item=1, title="Avance del plan", source="manual", conflicts=0)


def _that_decides(corte: InventedCorte, at: datetime) -> None:
    add = corte.add
    code = "PR-BP26000000-3502000"
    _session(corte, 2, at)
    _people(corte, 2, at, ("e0", 0, None), ("e1", 0, None), ("e3", 5, None), ("e4", 8, 60))
    _quorum(corte, 2, at, (0, 2), (5, 3), (8, 4), (60, 3))
    items: tuple[dict[str, Any], ...] = (
        {"title": "La meta de personas apoyadas va tarde", "source": "lagging", "subject": f"indicator:{code}",
         "why": "Se esperaba el 62,4 % y se verificó el 50 %."},
        {"title": "Peso del eje de emprendimiento", "source": "amendment", "subject": "amendment:2"},
        {"title": "Visita a los proyectos", "source": "manual",
         "dropped_reason": "La visita se hizo el 3 de abril y su informe está entre los documentos."},
        {"reserved_basis": "Ley 1712 de 2014, artículo 18, literal a"},
    )  # fmt: skip
    for number, item in enumerate(items, start=1):
        dropped = "dropped_reason" in item
        add(
            "agenda_items", session=2, item=number, conflicts=int(number == 2),
            opened_at=None if dropped else at + timedelta(minutes=10 * number),
            closed_at=None if dropped else at + timedelta(minutes=10 * number + 9), **item,
        )  # fmt: skip
    add("conflicts_of_interest", session=2, item=2, entity="e4")
    votes = (("e0", "for"), ("e1", "for"), ("e3", "for"), ("e4", "against"))
    _motion(corte, 2, 1, 1, at, "Bajar la meta de 2025 de 700 a 600 personas.", votes, "2024-01", dissent=DISSENT)
    _motion(corte, 2, 2, 2, at, "Subir el peso del eje de emprendimiento del 30 % al 35 %.", votes[:3], "2024-02")
    _motion(corte, 2, 3, 1, at, "Buscar a quienes se inscribieron y no empezaron.", votes[:3], "2024-03")
    _motion(corte, 2, 4, 1, at, "Cerrar el proyecto.", (("e0", "for"), ("e1", "against"), ("e3", "abstain")), "")
    add("papers", used_by="session", subject="2", number=1, item=1, title="Cifras de la inscripción",
        sha256=digest("cifras"), size=20480, media_type="application/pdf", entity="e3")  # fmt: skip
    add("papers", used_by="session", subject="2", number=2, title="Informe de la visita", sha256=digest("visita"),
        size=1_450_000, media_type="application/pdf", entity="e0")  # fmt: skip
    add("minutes", session=2, state="signed", approved_at=at + timedelta(days=20), content_sha256=SHA256,
        chair_signed_at=at + timedelta(days=21), secretary_signed_at=at + timedelta(days=22), event_index=40,
        event_leaf_hash=digest("minutes"))  # fmt: skip
    add("minutes_sections", session=2, section=1, text="Se abrió la sesión con quórum.\n\nSe leyó el orden del día.")
    add("minutes_sections", session=2, section=2, item=1, text="Desarrollo Económico explicó por qué va tarde.")
    add("minutes_sections", session=2, section=3, item=2, text="Planeación presentó los pesos.")
    add("minutes_sections", session=2, section=4, item=4, reserved_basis="Ley 1712 de 2014, artículo 18, literal a")
    add("minutes_remarks", session=2, number=1, section=2, entity="e4", text="Falta decir que se pidió aplazar.",
        state="accepted", answer="Se añadió.")  # fmt: skip


def _that_looks_back(corte: InventedCorte, at: datetime) -> None:
    add = corte.add
    _session(corte, 3, at, kind="extraordinary", mode="virtual", place="")
    _people(corte, 3, at, ("e0", 0, None), ("e1", 0, None), ("e3", 1, 50))
    _quorum(corte, 3, at, (0, 2), (1, 3), (50, 2))
    add("agenda_items", session=3, item=1, title="¿Funcionó buscar a los inscritos?", source="measure",
        subject="measure:1", opened_at=at, closed_at=at + HOUR / 2, conflicts=0)  # fmt: skip
    votes = (("e0", "for"), ("e1", "for"), ("e3", "for"))
    _motion(corte, 3, 1, 1, at, "La medida funcionó: se llegó a lo que se buscaba.", votes, "2024-04")
    add("minutes", session=3, state="circulated")


def _motion(
    corte: InventedCorte, session: int, motion: int, item: int, at: datetime, text: str,
    votes: tuple[tuple[str, str], ...], decision: str, *, dissent: str = "",
) -> None:  # fmt: skip
    choices = [choice for _, choice in votes]
    closed = at + timedelta(minutes=12 + motion)
    corte.add(
        "motions", session=session, motion=motion, item=item, text=text, proposed_by="e1",
        state="carried" if decision else "failed", opened_at=closed - timedelta(minutes=2), closed_at=closed,
        present=len(votes), needed=len(votes) // 2 + 1, votes_for=choices.count("for"),
        votes_against=choices.count("against"), abstentions=choices.count("abstain"),
    )  # fmt: skip
    for entity, choice in votes:
        corte.add("votes", session=session, motion=motion, entity=entity, choice=choice,
                  dissent=dissent if choice == "against" else "")  # fmt: skip
    if decision:
        corte.add("decisions", decision=decision, session=session, motion=motion, text=text, decided_at=closed,
                  event_index=20 + motion, event_leaf_hash=digest(decision))  # fmt: skip


def _amendments(corte: InventedCorte) -> None:
    add, code = corte.add, "PR-BP26000000-3502000"
    for number, title, cause, decision in (
        (1, "La meta de 2025", "Tres de cada diez inscritos no empezaron.", "2024-01"),
        (2, "El peso de emprendimiento", "El eje recibió dos proyectos nuevos.", "2024-02"),
    ):
        add("amendments", amendment=number, title=title, cause=cause, effective_on=date(2024, 5, 1),
            touches_development_plan=number == 2, council_act="Acuerdo 0578 de 2024" if number == 2 else "",
            decision=decision, adopted_on=date(2024, 4, 15), proposed_by="e1", event_index=30 + number,
            event_leaf_hash=digest(f"amendment {number}"))  # fmt: skip
    changes: tuple[dict[str, Any], ...] = (
        {"kind": "indicator", "subject": code, "field": "target", "key": "2025", "before": "700", "after": "600"},
        {"kind": "indicator", "subject": code, "field": "responsible", "key": "presents", "before": "e1",
         "after": "e0", "entity_before": "e1", "entity_after": "e0"},
        {"kind": "node", "subject": "ejes/EJE-2", "field": "weight", "before": "0.3", "after": "0.35"},
        {"kind": "project", "subject": "BP26000001", "field": "ends_on", "before": "2025-06-30",
         "after": "2025-12-31"},
    )  # fmt: skip
    for number, change in enumerate(changes, start=1):
        add("amendment_changes", amendment=1 if number < 3 else 2, number=number, **change)


def _measure(corte: InventedCorte) -> None:
    add = corte.add
    add(
        "measures", measure=1, title="Buscar a los inscritos que no empezaron", problem="De 1.000 inscritos, 300 no "
        "empezaron.", action="Llamar a cada uno en dos semanas y ofrecerle otro horario.",
        success="Que 432 personas o más tengan el servicio en seis meses.", entity="e3", evaluate_on=date(2024, 7, 1),
        state="worked", due=False, decision="2024-03", adopted_on=date(2024, 4, 15),
        evaluation="Se llegó a 450 personas verificadas.", evaluated_on=date(2024, 7, 15),
        evaluation_decision="2024-04", event_index=35, event_leaf_hash=digest("measure"),
    )  # fmt: skip
    add(
        "measures", measure=2, title="Un segundo turno los sábados", problem="Quien trabaja no alcanza a llegar.",
        action="Abrir los sábados.", success="Que la mitad de los cupos del sábado se llene.", entity="e4",
        evaluate_on=date(2025, 6, 30), state="adopted", due=False, decision="2024-04", adopted_on=date(2024, 7, 15),
    )  # fmt: skip
    code = "PR-BP26000000-3502000"
    add("measured_figures", measure=1, indicator=code, before=Decimal(300), before_basis="verified",
        period_before="2024-T1", sought=Decimal(432), after=Decimal(450), after_basis="verified",
        period_after="2024-T2")  # fmt: skip
    add("measured_figures", measure=2, indicator="RE-01", sought=Decimal("11.4"))


def _tasks(corte: InventedCorte) -> None:
    tasks: tuple[dict[str, Any], ...] = (
        {"text": "Entregar la lista de inscritos.", "entity": "e3", "due_on": date(2024, 4, 30), "state": "checked",
         "done_on": date(2024, 4, 29), "done_note": "Se entregó la lista.", "checked_on": date(2024, 5, 3)},
        {"text": "Proponer horarios nuevos.", "entity": "e4", "due_on": date(2024, 4, 30), "state": "open",
         "overdue": True},
        {"text": "Informar a los gremios.", "entity": "e3", "due_on": date(2025, 12, 31), "state": "open"},
    )  # fmt: skip
    for number, task in enumerate(tasks, start=1):
        corte.add("action_items", action_item=number, session=2, item=1, decision="2024-03" if number == 1 else "",
                  **({"overdue": False} | task))  # fmt: skip
    corte.add("papers", used_by="action_item", subject="1", number=1, title="Lista de inscritos",
              sha256=digest("lista"), size=900, media_type="text/csv", entity="e3")  # fmt: skip
