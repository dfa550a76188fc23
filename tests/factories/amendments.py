"""A plan in force with a Mesa that moves it: two axes, three projects, an outcome indicator, and how to decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.amendments.models import AdjustmentMeasure, Amendment
from concierta.amendments.operations import (
    adopt_amendment,
    adopt_measure,
    propose_amendment,
    propose_measure,
    put_on_agenda,
)
from concierta.amendments.proposals import NewIndicator, NewProduct, NewProject, ProposedChange, ProposedFigure
from concierta.indicators.models import Indicator, Target
from concierta.kernel.periods import Period
from concierta.mesa.enums import MotionState, SessionState
from concierta.mesa.models import AgendaItem, Decision, Mesa, Motion, Session
from concierta.people.models import Entity
from concierta.plans.models import Activity, Node, Product, Project, ReportingPeriod, Tier
from concierta.reporting.enums import Outcome
from concierta.reporting.models import Report
from concierta.reporting.operations import review_report, submit_report
from concierta.verification.enums import Method
from concierta.verification.operations import verify_report
from factories.cast import AT, Cast, make_cast, make_entity, make_indicator, make_period
from factories.mesa import MesaCast, make_mesa
from factories.reports import draft_report, evidence_of

#: The tenth of April of 2025, nine in the morning in Cali: the session that decides, unless told otherwise.
DECIDED_AT = datetime(2025, 4, 10, 14, tzinfo=UTC)
EFFECTIVE_ON = date(2025, 4, 15)
MINUTE = timedelta(minutes=1)


@dataclass(kw_only=True)
class AmendableCast(MesaCast):
    """`first` (60 %) has BP-1 (40 %) and BP-2 (60 %), `second` (40 %) BP-3. Every output has 1,000 a year until 2027.

    `cast.indicator` is an outcome of the whole plan, R-01. Output indicators by code: IP-1, IP-2, IP-3.
    """

    first: Node
    second: Node
    projects: dict[str, Project]
    products: dict[str, Product]
    outputs: dict[str, Indicator]
    periods: dict[str, ReportingPeriod]
    univalle: Entity
    activity: Activity


def amendable_plan(cast: Cast | None = None) -> AmendableCast:
    mesa = make_mesa(cast or make_cast(), voting=("sena", "cut", "andi"))
    plan, univalle = mesa.plan, make_entity("univalle")
    plan.agreement, plan.presenter = mesa.agreement, mesa.planeacion
    plan.save()
    tier = Tier.objects.create(plan=plan, depth=1, slug="eje", singular="Eje", plural="Ejes")
    first, second = (
        Node.objects.create(plan=plan, tier=tier, code=code, name=f"Eje {code}", weight=Decimal(weight))
        for code, weight in (("1", "0.6"), ("2", "0.4"))
    )
    for year in (2025, 2026, 2027):
        Target.objects.create(indicator=mesa.indicator, year=year, value=1000)
    projects, products, outputs = {}, {}, {}
    for number, node, weight in ((1, first, "0.4"), (2, first, "0.6"), (3, second, None)):
        code = f"BP-{number}"
        projects[code] = Project.objects.create(
            plan=plan, node=node, entity=mesa.desarrollo, code=code, name=f"Proyecto {number}",
            weight=weight and Decimal(weight),
        )  # fmt: skip
        products[code] = Product.objects.create(
            project=projects[code], code="P-1", name=f"Producto {number}", unit="personas", goal_code="45.1"
        )
        outputs[f"IP-{number}"] = make_indicator(mesa, f"IP-{number}", product=products[code])
        for year in (2025, 2026, 2027):
            Target.objects.create(indicator=outputs[f"IP-{number}"], year=year, value=1000)
    activity = Activity.objects.create(
        product=products["BP-1"], code="01", name="Jornadas", starts_on=date(2025, 2, 1), ends_on=date(2025, 11, 30)
    )
    labels = ("2025-T1", "2025-T2", "2025-T3", "2025-T4")
    periods = {"2024-T4": mesa.period} | {label: make_period(plan, label) for label in labels}
    return AmendableCast(
        **vars(mesa), first=first, second=second, projects=projects, products=products, outputs=outputs,
        periods=periods, univalle=univalle, activity=activity,
    )  # fmt: skip


def change(
    subject: str = "IP-1",
    after: Any = 800,
    key: str = "2025",
    field: ChangeField = ChangeField.TARGET,
    kind: SubjectKind = SubjectKind.INDICATOR,
) -> ProposedChange:
    """The target of IP-1 in 2025 becomes 800, unless told otherwise."""
    return ProposedChange(kind, subject, field, after, key)


def weigh(**weights: str | None) -> list[ProposedChange]:
    """`BP_1="0.5"`: the weight of a project."""
    return [
        change(code.replace("_", "-"), weight, "", ChangeField.WEIGHT, SubjectKind.PROJECT)
        for code, weight in weights.items()
    ]


def new_project(weight: str | None = None, node: str = "eje/2", **indicator: Any) -> NewProject:
    """With one product and one indicator, IP-9, of `univalle`: 500 a year from 2025."""
    fields: dict[str, Any] = {
        "code": "IP-9",
        "name": "Egresados vinculados",
        "accumulation": "flow",
        "reporter": "univalle",
        "unit": "personas",
        "targets": {"2025": "500", "2026": "500"},
    }
    product = NewProduct(code="P-9", name="Vinculación de egresados", indicator=NewIndicator(**(fields | indicator)))
    share = None if weight is None else Decimal(weight)
    return NewProject(node=node, entity="univalle", name="Egresados", products=(product,), weight=share)


def addition(project: str = "BP-9", after: Any = None, **fields: Any) -> ProposedChange:
    return change(project, after or new_project(**fields), "", ChangeField.ADDED, SubjectKind.PROJECT)


def closing(code: str, on: date | None = None) -> ProposedChange:
    return change(code, on, "", ChangeField.CLOSED, SubjectKind.PROJECT)


def proposed_amendment(
    cast: AmendableCast, changes: Sequence[ProposedChange] = (change(),), **fields: Any
) -> Amendment:
    given = {
        "plan": cast.plan,
        "title": "Ajuste de metas",
        "cause": "La demanda cayó en el primer trimestre.",
        "effective_on": EFFECTIVE_ON,
        "changes": changes,
        "by": cast.secretary,
        "at": AT,
    }
    return propose_amendment(**(given | fields))


def session_of(cast: AmendableCast, at: datetime = DECIDED_AT) -> Session:
    """A closed session of the Mesa, as plain rows: who came and voted is the Mesa's own affair."""
    known = Session.objects.filter(mesa=cast.mesa, starts_at=at).first()
    return known or Session.objects.create(
        mesa=cast.mesa,
        number=Session.objects.count() + 1,
        starts_at=at,
        state=SessionState.CLOSED,
        rules=cast.mesa.rules.get(),
        noticed_at=at - timedelta(hours=2),
        opened_at=at,
        closed_at=at + timedelta(hours=3),
    )


def item_of(cast: AmendableCast, subject: str = "", at: datetime = DECIDED_AT) -> AgendaItem:
    session = session_of(cast, at)
    return AgendaItem.objects.create(
        session=session, ordinal=session.items.count() + 1, title="Modificación del plan", subject=subject
    )


def decision_on(
    cast: AmendableCast,
    item: AgendaItem,
    state: MotionState = MotionState.CARRIED,
    mesa: Mesa | None = None,
) -> Decision:
    """A carried motion of `item`, five minutes into its session."""
    at = item.session.starts_at + 5 * MINUTE
    motion = Motion.objects.create(
        item=item,
        text="Aprobar la modificación.",
        state=state,
        opened_at=at,
        closed_at=at + MINUTE,
        present=3,
        needed=2,
    )
    return Decision.objects.create(
        mesa=mesa or item.session.mesa,
        session=item.session,
        motion=motion,
        number=f"{at.year}-{Decision.objects.count() + 1:02d}",
        text=motion.text,
        decided_at=at + MINUTE,
    )


def decision_for(cast: AmendableCast, amendment: Amendment, at: datetime = DECIDED_AT) -> Decision:
    """The amendment stood on the agenda and the Mesa carried it."""
    item = item_of(cast, at=at)
    Amendment.objects.filter(pk=amendment.pk).update(item=item)
    return decision_on(cast, item)


def adopted_amendment(
    cast: AmendableCast,
    changes: Sequence[ProposedChange] = (change(),),
    decided_at: datetime = DECIDED_AT,
    **fields: Any,
) -> Amendment:
    amendment = proposed_amendment(cast, changes, **({"at": decided_at - timedelta(hours=1)} | fields))
    return adopt_amendment(
        amendment=amendment, decision=decision_for(cast, amendment, decided_at), by=cast.secretary,
        at=decided_at + timedelta(hours=1),
    )  # fmt: skip


def proposed_measure(cast: AmendableCast, **fields: Any) -> AdjustmentMeasure:
    given = {
        "plan": cast.plan,
        "title": "Jornadas en comunas",
        "problem": "La formación va por debajo de lo esperado.",
        "measure": "Llevar las jornadas a cinco comunas.",
        "success": "Llegar a 900 personas en el segundo semestre.",
        "entity": cast.desarrollo,
        "evaluate_on": date(2025, 9, 30),
        "figures": [ProposedFigure(cast.indicator, Decimal(900))],
        "by": cast.secretary,
        "at": AT,
    }
    return propose_measure(**(given | fields))


def decision_for_measure(cast: AmendableCast, measure: AdjustmentMeasure, at: datetime = DECIDED_AT) -> Decision:
    item = item_of(cast, at=at)
    AdjustmentMeasure.objects.filter(pk=measure.pk).update(item=item)
    return decision_on(cast, item)


def adopted_measure(cast: AmendableCast, decided_at: datetime = DECIDED_AT, **fields: Any) -> AdjustmentMeasure:
    measure = proposed_measure(cast, **fields)
    return adopt_measure(
        measure=measure, decision=decision_for_measure(cast, measure, decided_at), by=cast.secretary,
        at=decided_at + timedelta(hours=1),
    )  # fmt: skip


def on_an_agenda_to_come(cast: AmendableCast, amendment: Amendment) -> AgendaItem:
    """By the operation: an item of a session convened and not held yet."""
    session = Session.objects.create(
        mesa=cast.mesa, number=Session.objects.count() + 1, starts_at=DECIDED_AT, state=SessionState.NOTICED,
        rules=cast.mesa.rules.get(), noticed_at=AT,
    )  # fmt: skip
    item = AgendaItem.objects.create(session=session, ordinal=1, title="Modificación")
    return put_on_agenda(amendment=amendment, item=item, by=cast.secretary, at=AT)


def sent_figure(cast: AmendableCast, code: str, label: str, value: object) -> Report:
    """A report of `code` for a period, sent ten days after it ended."""
    indicator = Indicator.objects.get(plan=cast.plan, code=code)
    period = Period.parse(label)
    opened = ReportingPeriod.objects.filter(plan=cast.plan, year=period.year, quarter=period.quarter).first()
    at = datetime.combine(period.cut_off, AT.timetz()) + timedelta(days=10)
    draft = draft_report(
        cast, value, indicator=indicator, period=opened or make_period(cast.plan, label),
        evidence=[evidence_of(cast.desarrollo, cast.reporter, at=at)], at=at,
    )  # fmt: skip
    return submit_report(report=draft, by=cast.reporter, at=at + timedelta(hours=1))


def verified_figure(cast: AmendableCast, code: str, label: str, value: object) -> Report:
    """The same, reviewed and verified as claimed."""
    sent = sent_figure(cast, code, label, value)
    at = sent.submitted_at
    reviewed = review_report(report=sent, by=cast.reviewer, at=at + timedelta(hours=1))
    return verify_report(
        report=reviewed, outcome=Outcome.VERIFIED, method=Method.DESK_REVIEW, reason="Se contrastaron las actas.",
        by=cast.verifier, at=at + timedelta(hours=2),
    ).report  # fmt: skip


def target_of(code: str, year: int = 2025, quarter: int | None = None) -> Decimal | None:
    """As the live plan says it."""
    return Target.objects.get(indicator__code=code, year=year, quarter=quarter).value
