"""An agreement of any size in the middle of its life: promises, contributions, sessions, reports, milestones and tasks.

Written in bulk, and not by the operations: it is for what reads many of them at once.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal

from concierta.agreements.enums import MEASURED_BY_CODE
from concierta.agreements.models import Agreement, Clause, Competence, Norm, Pledge, Signatory
from concierta.budgets.models import Contribution, Delivery
from concierta.evaluation.models import Milestone
from concierta.indicators.models import Indicator, Target
from concierta.mesa.models import ActionItem, AgendaItem, Attendance, Mesa, Motion, Rules, Seat, Session, Vote
from concierta.people.models import Entity, Membership, User
from concierta.plans.models import Node, Plan, Project, ReportingPeriod, Tier
from concierta.reporting.models import Report, ReportStep, SelfAssessment
from factories.cast import CONFIRMED

#: The day on which it is looked at.
ON = date(2025, 11, 20)
_SINCE = date(2025, 1, 1)
_BEGUN = datetime(2025, 1, 2, 15, tzinfo=UTC)
_CUT_OFFS = ((1, date(2025, 3, 31)), (2, date(2025, 6, 30)), (3, date(2025, 9, 30)))
SESSIONS, MOTIONS_OF_A_SESSION = 10, 3


def whole_agreement(signatories: int, slug: str = "entero") -> Agreement:
    """Each signatory has made three promises, one with an indicator; brought two contributions, sat at ten sessions and
    voted on most motions, reported, assessed itself, and left a milestone, a competence and a task."""
    agreement = Agreement.objects.create(slug=slug, title="Acuerdo", signed_on=_SINCE)
    clauses = Clause.objects.bulk_create(
        Clause(agreement=agreement, code=code, ordinal=ordinal, title=code, text="…", measured=measured)
        for ordinal, (code, measured) in enumerate(MEASURED_BY_CODE.items(), 1)
    )
    entities = Entity.objects.bulk_create(
        Entity(code=f"{slug}-{number}", name=f"Entidad {number}", acronym=f"E{number}") for number in range(signatories)
    )
    checking = Entity.objects.create(code=f"{slug}-mira", name="Observatorio", acronym="OBS")
    asking, looking = (
        User.objects.create(email=f"{name}-{slug}@example.org", name=name, date_joined=_BEGUN)
        for name in ("ana", "vera")
    )
    Membership.objects.bulk_create(
        [
            *(Membership(**CONFIRMED, user=asking, entity=one, role="reporter", since=_SINCE) for one in entities),
            Membership(**CONFIRMED, user=looking, entity=checking, role="verifier", since=_SINCE),
        ]
    )
    stand = Signatory.objects.bulk_create(
        Signatory(agreement=agreement, entity=entity, state="active", state_since=_SINCE) for entity in entities
    )
    norm = Norm.objects.create(agreement=agreement, code="Ley 1", title="De empleo", since=_SINCE)
    Competence.objects.bulk_create(
        Competence(signatory=one, text="Formar", norm_name="Ley 1", norm=norm, stated_at=_BEGUN) for one in stand
    )
    plan = _plan(agreement, checking, slug)
    pledges = _pledges(clauses, entities)
    _contributions(plan, pledges, checking, looking)
    _reported(plan, pledges, checking, looking)
    _milestones(clauses, entities, checking, asking, looking)
    _table(agreement, entities, checking)
    return agreement


def _plan(agreement: Agreement, checking: Entity, slug: str) -> Plan:
    answers = dict.fromkeys(("secretariat", "reviewer", "verifier", "presenter"), checking)
    plan = Plan.objects.create(
        slug=slug, name=slug, agreement=agreement, starts_on=_SINCE, ends_on=date(2028, 12, 31), state="in_force",
        **answers,
    )  # fmt: skip
    tier = Tier.objects.create(plan=plan, depth=1, slug="ejes", singular="Eje", plural="Ejes")
    Node.objects.create(plan=plan, tier=tier, code="1", name="Empleo")
    ReportingPeriod.objects.bulk_create(
        ReportingPeriod(plan=plan, year=2025, quarter=quarter, cut_off=cut_off) for quarter, cut_off in _CUT_OFFS
    )
    return plan


def _pledges(clauses: list[Clause], entities: list[Entity]) -> list[Pledge]:
    """Under the first, the fourth and the sixth commitment, as in the paper that they signed."""
    return Pledge.objects.bulk_create(
        Pledge(
            clause=clauses[place], entity=entity, code=f"P{number}", text="Formar", kind="in_kind",
            quantity=Decimal(40), unit="grupos", due_on=date(2025, 10, 1 + number % 28), state="documented",
        )
        for place in (0, 3, 5)
        for number, entity in enumerate(entities)
    )  # fmt: skip


def _contributions(plan: Plan, pledges: list[Pledge], checking: Entity, looking: User) -> None:
    node = Node.objects.get(plan=plan)
    project = Project.objects.create(plan=plan, node=node, entity=checking, code="BP1", name="Proyecto")
    means = [pledge for pledge in pledges if pledge.clause.code == "C1"]
    made = Contribution.objects.bulk_create(
        [
            *(_contribution(plan, project, one, form="cash", kind="economic", amount=1_000_000) for one in means),
            *(
                _contribution(plan, project, one, form="in_kind", kind="human", quantity=Decimal(40), unit="grupos")
                for one in means
            ),
        ]
    )
    Delivery.objects.bulk_create(
        Delivery(
            contribution=one, form=one.form, delivered_on=date(2025, 5, 5), amount=one.amount, quantity=one.quantity,
            state="verified", outcome="verified", verified_amount=one.amount, verified_quantity=one.quantity,
            method="site_visit", reason="Se vio.", verifier=looking, verifier_entity=checking, verified_at=_BEGUN,
            declaring_entity=one.entity, declared_at=_BEGUN,
        )
        for one in made[::2]
    )  # fmt: skip


def _contribution(plan: Plan, project: Project, pledge: Pledge, **what: object) -> Contribution:
    return Contribution(
        plan=plan, project=project, entity=pledge.entity, pledge=pledge, description="Medios", declared_at=_BEGUN,
        due_on=date(2025, 8, 1), **what,
    )  # fmt: skip


def _reported(plan: Plan, pledges: list[Pledge], checking: Entity, looking: User) -> None:
    """Each promise of the fourth commitment by its indicator, those of the others by assessing themselves."""
    periods = list(ReportingPeriod.objects.filter(plan=plan).order_by("cut_off"))
    measured = [pledge for pledge in pledges if pledge.clause.code == "C4"]
    indicators = Indicator.objects.bulk_create(
        Indicator(
            plan=plan, kind="pledge", pledge=pledge, code=f"CO-{number}", name="Grupos", unit="grupos",
            accumulation="cumulative", reporter=pledge.entity,
        )
        for number, pledge in enumerate(measured)
    )  # fmt: skip
    Target.objects.bulk_create(Target(indicator=one, year=2025, value=Decimal(40)) for one in indicators)
    reports = Report.objects.bulk_create(
        Report(
            indicator=one, period=period, state="submitted", value=Decimal(10), reporter_entity=one.reporter,
            submitted_at=_moment(period.cut_off, 3), saved_at=_moment(period.cut_off, 3),
        )
        for one in indicators
        for period in periods
    )  # fmt: skip
    ReportStep.objects.bulk_create(
        ReportStep(report=one, act="submit", to_state="submitted", at=one.submitted_at) for one in reports
    )
    SelfAssessment.objects.bulk_create(
        SelfAssessment(pledge=pledge, period=period, rating="partly", text="…", made_at=_moment(period.cut_off, 4))
        for pledge in pledges
        if pledge not in measured
        for period in periods[:-1]
    )


def _milestones(clauses: list[Clause], entities: list[Entity], checking: Entity, asking: User, looking: User) -> None:
    seen = {"verifier": looking, "verifier_entity": checking, "verified_at": _BEGUN, "reason": "Consta."}
    Milestone.objects.bulk_create(
        Milestone(
            clause=clauses[place], entity=entity, kind=kind, title="Hito", instance="Concejo",
            reached_on=date(2025, 2, 3), declared_by=asking, declared_at=_BEGUN,
        )
        for place, kind in ((2, "presentation"), (7, "post"))
        for entity in entities
    )  # fmt: skip
    Milestone.objects.filter(clause__in=clauses).update(state="verified", **seen)


def _table(agreement: Agreement, entities: list[Entity], checking: Entity) -> None:
    mesa = Mesa.objects.create(agreement=agreement, name="Mesa", secretariat=checking, chair=checking)
    rules = Rules.objects.create(mesa=mesa, version=1, effective_on=_SINCE)
    seats = Seat.objects.bulk_create(Seat(mesa=mesa, entity=one, has_vote=True, since=_SINCE) for one in entities)
    for number in range(1, SESSIONS + 1):
        at = datetime(2025, number, 15, 15, tzinfo=UTC)
        lived = dict.fromkeys(("starts_at", "noticed_at", "opened_at", "closed_at"), at)
        session = Session.objects.create(mesa=mesa, number=number, state="closed", rules=rules, **lived)
        Attendance.objects.bulk_create(
            Attendance(session=session, seat=seat, arrived_at=at, left_at=at) for seat in _most(seats, number)
        )
        for ordinal in range(1, MOTIONS_OF_A_SESSION + 1):
            told = dict.fromkeys(("opened_at", "closed_at"), at)
            item = AgendaItem.objects.create(session=session, ordinal=ordinal, title="Punto", **told)
            motion = Motion.objects.create(item=item, text="…", opened_at=at)
            Vote.objects.bulk_create(
                Vote(motion=motion, seat=seat, choice="for", cast_at=at) for seat in _most(seats, number)
            )
    # In the order in which it happens: of a motion that ended, no vote is taken.
    Motion.objects.filter(item__session__mesa=mesa).update(state="carried", closed_at=at, present=len(seats), needed=1)
    ActionItem.objects.bulk_create(
        ActionItem(mesa=mesa, number=number, item=item, text="Traer", entity=entity, due_on=date(2025, 7, 1))
        for number, entity in enumerate(entities, 1)
    )


def _most(seats: list[Seat], but: int) -> Iterable[Seat]:
    """Nine of ten."""
    return (seat for place, seat in enumerate(seats) if (place + but) % 10)


def _moment(day: date, after: int) -> datetime:
    return datetime(day.year, day.month + 1, after, 15, tzinfo=UTC)
