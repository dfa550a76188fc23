"""The self-assessments of declarative pledges: those that are owed, and those that were made."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from concierta.agreements.enums import MADE
from concierta.agreements.models import Pledge
from concierta.evidence.models import Evidence
from concierta.kernel.calendar import working_days_between
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.people.queries import entities_where
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan, ReportingPeriod
from concierta.plans.permissions import check_can_see_plan
from concierta.reporting.models import SelfAssessment
from concierta.reporting.queries.standing import deadlines_of


@dataclass(frozen=True, slots=True)
class AssessmentObligation:
    """A declarative pledge that its signatory has not assessed in a period that ended."""

    pledge: Pledge
    period: ReportingPeriod
    due_on: date
    on: date

    @property
    def overdue(self) -> bool:
        return self.on > self.due_on

    @property
    def working_days_left(self) -> int:
        """Until the due date, counting it; negative once it has passed."""
        return working_days_between(self.on, self.due_on)


def assessments_owed(on: date) -> list[AssessmentObligation]:
    """What every signatory has yet to assess as of `on`, by due date and code. A constant number of queries.

    Of the plans in force, each period that has ended; after the due date of the pledge nothing more is asked.
    """
    periods = ReportingPeriod.objects.filter(plan__state=PlanState.IN_FORCE, cut_off__lte=on)
    return owed_of(declarative_pledges(), periods.select_related("plan"), on)


def assessments_i_owe(user: User, on: date) -> list[AssessmentObligation]:
    """Those of the entities `user` reports for."""
    pledges = declarative_pledges().filter(entity__in=entities_where(user, Role.REPORTER))
    periods = ReportingPeriod.objects.filter(plan__state=PlanState.IN_FORCE, cut_off__lte=on)
    return owed_of(pledges, periods.select_related("plan"), on)


def assessment_for(user: User | None, pk: int) -> SelfAssessment:
    """One assessment, with the opinion if there is one, for whoever may see its plan; otherwise NotFound."""
    found = _assessments().filter(pk=pk).first()
    if found is None:
        raise NotFound(gettext_noop("No hay tal autoevaluación, o no es visible para usted."))
    check_can_see_plan(user, found.period.plan)
    return found


def assessments_of(user: User | None, plan: Plan) -> QuerySet[SelfAssessment]:
    """Every assessment made in the periods of `plan`, newest period first."""
    check_can_see_plan(user, plan)
    return (
        _assessments().filter(period__plan=plan).order_by("-period__cut_off", "pledge__clause__ordinal", "pledge__code")
    )


def assessment_of_period(user: User | None, plan: Plan, pledge: int, period: int) -> SelfAssessment | None:
    """What was sent of a pledge in a period of `plan`, by primary keys; None if nothing was."""
    return assessments_of(user, plan).filter(pledge=pledge, period=period).first()


def assessments_without_opinion(plan: Plan) -> QuerySet[SelfAssessment]:
    """Those that the Mesa has yet to answer, oldest first. For the agenda, which is the secretariat's."""
    return _assessments().filter(period__plan=plan, opinion="").order_by("period__cut_off", "pledge__code")


def evidence_to_assess_with(user: User, pledge: Pledge) -> QuerySet[Evidence]:
    """The evidence of the signatory, for whoever reports for it; nothing for anybody else."""
    return Evidence.objects.filter(
        entity=pledge.entity_id, entity__in=entities_where(user, Role.REPORTER)
    ).select_related("file")


def evidence_brought(user: User, pledge: Pledge, keys: Sequence[int]) -> list[Evidence]:
    """The evidence of `keys` that `user` may assess `pledge` with, in that order."""
    brought = evidence_to_assess_with(user, pledge).in_bulk(keys)
    return [brought[pk] for pk in keys if pk in brought]


def declarative_pledges() -> QuerySet[Pledge]:
    """The pledges that no indicator measures, of those that somebody made: one that is only proposed asks nothing."""
    return (
        Pledge.objects.filter(indicators__isnull=True, state__in=MADE)
        .select_related("clause__agreement", "entity")
        .order_by("clause__ordinal", "code")
    )


def owed_of(pledges: Iterable[Pledge], periods: Iterable[ReportingPeriod], on: date) -> list[AssessmentObligation]:
    """What is owed of `pledges` for `periods` of their agreements' plans. Two queries besides the two given.

    Where a year and its last quarter are both open, the quarter is what is asked: they end on the same day.
    """
    chosen = list(pledges)
    by_agreement: dict[int | None, list[ReportingPeriod]] = defaultdict(list)
    for period in quarters_first(periods):
        by_agreement[period.plan.agreement_id].append(period)
    made = set(
        SelfAssessment.objects.filter(pledge__in=[pledge.pk for pledge in chosen])
        .order_by()
        .values_list("pledge_id", "period__plan_id", "period__cut_off")
    )
    owed = [
        AssessmentObligation(pledge, period, deadlines_of(period).report_due(period.cut_off), on)
        for pledge in chosen
        for period in by_agreement[pledge.clause.agreement_id]
        if (pledge.pk, period.plan_id, period.cut_off) not in made
        and (pledge.due_on is None or period.period.starts_on <= pledge.due_on)
    ]
    return sorted(owed, key=lambda one: (one.due_on, one.pledge.code))


def quarters_first(periods: Iterable[ReportingPeriod]) -> Sequence[ReportingPeriod]:
    """One period for each plan and cut-off: the quarter where there is one."""
    chosen: dict[tuple[int, date], ReportingPeriod] = {}
    for period in sorted(periods, key=lambda period: (period.cut_off, period.quarter is None)):
        chosen.setdefault((period.plan_id, period.cut_off), period)
    return list(chosen.values())


def _assessments() -> QuerySet[SelfAssessment]:
    return SelfAssessment.objects.select_related(
        "pledge__clause__agreement",
        "pledge__entity",
        "period__plan__secretariat",
        "made_by",
        "opinion_decision__session",
    ).prefetch_related("evidence__file")
