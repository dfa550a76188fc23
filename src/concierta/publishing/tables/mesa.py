"""The Mesa Técnica: who sits at it, by which rules, and how often each entity came."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from concierta.mesa.models import Mesa, Rules, Seat
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.queries.mesa_record import mesa_record
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.columns import code, day, decision_by_then, entity, flag, fraction, text, whole

QUORUMS = ("half_plus_one", "two_thirds")
MAJORITIES = ("simple", "absolute", "two_thirds")


def _mesa(snapshot: Snapshot) -> list[Mesa]:
    mesa = mesa_record(snapshot).mesa
    return [mesa] if mesa is not None and snapshot.plan.agreement is not None else []


TECHNICAL_TABLE = PublishedTable(
    "technical_table",
    "Mesa Técnica",
    "Technical table",
    "La mesa del acuerdo: quién la convoca y quién la preside. Sin filas: el acuerdo no tiene mesa registrada.",
    "The table of the agreement: who convenes it and who presides. No rows: the agreement has no table on record.",
    ("agreement",),
    (
        code("agreement", "Acuerdo", "Agreement", references="agreements.agreement", required=True,
             read=lambda _, snapshot: mesa_record(snapshot).slug),
        text("name", "Nombre", "Name", required=True),
        text("name_en", "Nombre en inglés", "Name in English"),
        entity("secretariat", "Entidad que la convoca y lleva las actas", "Entity that convenes it and keeps minutes"),
        entity("chair", "Entidad que la preside", "Entity that presides"),
    ),
    objects=_mesa,
)  # fmt: skip


def _rules(snapshot: Snapshot) -> Iterable[Rules]:
    """The first version, and those whose decision had been taken."""
    record = mesa_record(snapshot)
    for rules in Rules.objects.filter(mesa=record.mesa).order_by("version") if record.mesa else ():
        if rules.decision_id is None or record.decision(rules.decision_id):
            yield rules


RULES = PublishedTable(
    "table_rules",
    "Reglas de la mesa",
    "Rules of the table",
    "Cada versión de las reglas. La primera vino con la mesa; las demás citan la decisión que las cambió.",
    "Each version of the rules. The first came with the table; every other cites the decision that changed them.",
    ("version",),
    (
        whole("version", "Versión", "Version", required=True),
        day("effective_on", "Desde cuándo rige", "In force from", required=True),
        whole("notice_days", "Antelación de la convocatoria", "Notice", unit="working days", required=True),
        whole("extraordinary_notice_days", "Antelación de una sesión extraordinaria",
              "Notice of an extraordinary session", unit="working days", required=True),
        text("quorum", "Quórum", "Quorum", values=QUORUMS, required=True),
        text("majority", "Mayoría", "Majority", values=MAJORITIES, required=True),
        whole("period_months", "Una sesión ordinaria al menos cada", "An ordinary session at least every",
              unit="months", required=True),
        code("decision", "Decisión que las cambió", "Decision that changed them", references="decisions.decision",
             read=decision_by_then("decision_id")),
        whole("delegations_per_person", "Entidades por las que una persona puede hablar por delegación",
              "Entities that one person may speak for by delegation"),
    ),
    objects=_rules,
)  # fmt: skip


def _ended(seat: Seat, snapshot: Snapshot) -> date | None:
    return seat.until if seat.until is not None and seat.until <= mesa_record(snapshot).today else None


SEATS = PublishedTable(
    "seats",
    "Puestos en la mesa",
    "Seats at the table",
    "Qué entidades tienen voz o voto en la mesa, y desde cuándo.",
    "Which entities have a voice or a vote at the table, and since when.",
    ("entity", "since"),
    (
        entity("entity", "Entidad", "Entity"),
        flag("has_vote", "Tiene voz y voto; si no, solo voz", "It has voice and vote; otherwise voice only"),
        day("since", "Desde", "Since", required=True),
        day("until", "Hasta; vacío: sigue", "Until; empty: it goes on", read=_ended),
    ),
    objects=lambda snapshot: mesa_record(snapshot).seats.values(),
)


class _Attended(NamedTuple):
    entity: str
    attended: int
    held: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.attended, self.held) if self.held else None


def _attendance(snapshot: Snapshot) -> list[_Attended]:
    record = mesa_record(snapshot).attendance
    return [_Attended(entity, attended, held) for entity, (attended, held) in sorted(record.items())]


ATTENDANCE_RECORD = PublishedTable(
    "attendance_record",
    "Asistencia por entidad",
    "Attendance by entity",
    "A cuántas de las sesiones que se celebraron mientras tuvo puesto fue cada entidad, hasta publicarse el corte.",
    "How many of the sessions held while it had a seat each entity attended, until the cut-off was published.",
    ("entity",),
    (
        entity("entity", "Entidad", "Entity", read="entity"),
        whole("held", "Sesiones celebradas", "Sessions held", required=True),
        whole("attended", "Sesiones a las que fue", "Sessions it attended", required=True),
        fraction("share", "Parte a la que fue; vacía si no hubo ninguna", "Share attended; empty if there was none"),
    ),
    objects=_attendance,
)
