"""Where each indicator stands in a period: what was sent, what is owed and by when."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from concierta.amendments.queries import PlanAsOf, plans_as_of
from concierta.indicators.models import Indicator, Target
from concierta.kernel.alphabet import alphabetical
from concierta.kernel.calendar import working_days_between
from concierta.kernel.clock import local_date, today
from concierta.kernel.deadlines import Deadlines, deadlines_at
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.queries import entities_where
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan, ReportingPeriod
from concierta.reporting.enums import ReportState
from concierta.reporting.models import Report, ReportStep
from concierta.reporting.permissions import check_can_oversee
from concierta.reporting.workflow import EDITABLE, UNDER_WAY


def deadlines_on(cut_off: date) -> Deadlines:
    """The version of the deadlines in force at a cut-off on that day (CONCIERTA_DEADLINES, or the defaults)."""
    return deadlines_at(cut_off, settings.DEADLINES)


def deadlines_of(period: ReportingPeriod) -> Deadlines:
    return deadlines_on(period.cut_off)


Targets = dict[tuple[int, int | None], Decimal | None]


@dataclass(frozen=True, slots=True)
class Return:
    """Why a report came back, and when."""

    reason: str
    on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """One indicator in one period as of a date. `report` is its latest version, None if nobody has begun.

    `due_on` of a returned report counts again from the day of its return [D]: its entity has the same time as before.
    """

    indicator: Indicator
    period: ReportingPeriod
    report: Report | None
    last_published: Report | None
    target: Decimal | None
    due_on: date
    on: date
    returned_reason: str = ""

    @property
    def state(self) -> ReportState | None:
        return None if self.report is None else ReportState(self.report.state)

    @property
    def needs_report(self) -> bool:
        """True if the reporting entity has something to do."""
        return self.report is None or self.report.state in EDITABLE

    @property
    def overdue(self) -> bool:
        """True if it should have been sent by now and was not."""
        return self.needs_report and self.on > self.due_on

    @property
    def working_days_left(self) -> int:
        """Until the due date, counting it; negative once it has passed."""
        return working_days_between(self.on, self.due_on)


def standings(indicators: QuerySet[Indicator], periods: Iterable[ReportingPeriod], on: date) -> list[Standing]:
    """The reports that `indicators` owe for `periods`, by due date and code, in a constant number of queries.

    An indicator owes nothing for a year in which it was not programmed (NP, or no target at all) nor while its project
    is no part of the plan, unless somebody has reported it all the same. Targets are those in force at the end of each
    period: what the Mesa moves later changes nothing of what was asked then.
    """
    by_plan: dict[int, list[ReportingPeriod]] = defaultdict(list)
    for period in sorted(periods, key=lambda period: period.cut_off):
        by_plan[period.plan_id].append(period)
    keys = indicators.order_by().values("pk")
    targets = _targets(keys)
    latest, published = _reports(indicators)
    returns = _returns(keys)
    plans = plans_as_of({indicator.plan_id for indicator in indicators}, on)
    then = {period.pk: plans[plan].at(period.cut_off) for plan in plans for period in by_plan[plan]}
    passing = _passing(indicators)
    found = []
    for indicator in indicators:
        for period in by_plan[indicator.plan_id]:
            report = latest.get((indicator.pk, period.pk))
            target = _target(targets[indicator.pk], indicator, period, then[period.pk], passing.get(indicator.pk))
            if target is None and report is None:
                continue
            came_back = returns.get(report.pk) if report is not None else None
            found.append(_standing(indicator, period, report, target, published[indicator.pk], came_back, on))
    return sorted(found, key=lambda standing: (standing.due_on, standing.indicator.code))


def standing_of(indicator: Indicator, period: ReportingPeriod, report: Report | None, on: date) -> Standing:
    """The standing of one version of one figure, owed or not."""
    only = [indicator.pk]
    before = Report.objects.filter(
        indicator=indicator, state=ReportState.PUBLISHED, period__cut_off__lt=period.cut_off
    ).select_related("period")
    then = plans_as_of([indicator.plan_id], period.cut_off)[indicator.plan_id]
    target = _target(_targets(only)[indicator.pk], indicator, period, then, _passing_of(indicator))
    came_back = _returns(only).get(report.pk) if report is not None and report.state == ReportState.RETURNED else None
    published = list(before.order_by("-period__cut_off", "-version")[:1])
    return _standing(indicator, period, report, target, published, came_back, on)


def _standing(
    indicator: Indicator,
    period: ReportingPeriod,
    report: Report | None,
    target: Decimal | None,
    published: list[Report],
    came_back: Return | None,
    on: date,
) -> Standing:
    deadlines = deadlines_of(period)
    before = [other for other in published if other.period.cut_off < period.cut_off]
    due_on = deadlines.report_due(period.cut_off)
    return Standing(
        indicator=indicator,
        period=period,
        report=report,
        last_published=before[-1] if before else None,
        target=target,
        due_on=max(due_on, deadlines.report_due(came_back.on)) if came_back else due_on,
        on=on,
        returned_reason=came_back.reason if came_back else "",
    )


def _returns(indicators: Sequence[int] | QuerySet[Any, Any]) -> dict[int, Return]:
    """The latest return by report, for those that are returned now."""
    steps = ReportStep.objects.filter(
        act="return", report__state=ReportState.RETURNED, report__indicator__in=indicators
    ).order_by("at", "pk")
    return {step.report_id: Return(step.note, local_date(step.at)) for step in steps}


def _targets(indicators: Sequence[int] | QuerySet[Any, Any]) -> dict[int, Targets]:
    """The live targets of each indicator."""
    rows = Target.objects.filter(indicator__in=indicators).order_by()
    found: dict[int, Targets] = defaultdict(dict)
    for indicator, year, quarter, value in rows.values_list("indicator_id", "year", "quarter", "value"):
        found[indicator][year, quarter] = value
    return found


def _passing(indicators: QuerySet[Indicator]) -> dict[int, tuple[str, date | None, date | None]]:
    """By indicator, the code and dates of its project, where it entered the plan later or has closed: few have."""
    project = "product__project__"
    rows = indicators.filter(Q(**{f"{project}entered_on__isnull": False}) | Q(**{f"{project}closed_on__isnull": False}))
    columns = ("pk", *(f"{project}{name}" for name in ("code", "entered_on", "closed_on")))
    return {pk: (code, entered, closed) for pk, code, entered, closed in rows.order_by().values_list(*columns)}


def _passing_of(indicator: Indicator) -> tuple[str, date | None, date | None] | None:
    project = indicator.product.project if indicator.product is not None else None
    if project is None or (project.entered_on is None and project.closed_on is None):
        return None
    return project.code, project.entered_on, project.closed_on


def _target(
    live: Targets,
    indicator: Indicator,
    period: ReportingPeriod,
    then: PlanAsOf,
    project: tuple[str, date | None, date | None] | None,
) -> Decimal | None:
    """As it was in force `then`, at the cut-off: of the very quarter if there is one, else of its year."""
    if project is not None and not then.has_project(*project):
        return None
    targets = then.targets(indicator.code, live)
    of_quarter = targets.get((period.year, period.quarter))
    return of_quarter if of_quarter is not None else targets.get((period.year, None))


def _reports(
    indicators: QuerySet[Indicator],
) -> tuple[dict[tuple[int, int], Report], dict[int, list[Report]]]:
    """The latest version by indicator and period, and the published ones by indicator, oldest period first."""
    latest: dict[tuple[int, int], Report] = {}
    published: dict[int, list[Report]] = defaultdict(list)
    reports = (
        Report.objects.filter(indicator__in=indicators.order_by().values("pk"))
        .filter(~Q(state=ReportState.SUPERSEDED))
        .select_related("period")
        .order_by("period__cut_off", "version")
    )
    for report in reports:
        latest[report.indicator_id, report.period_id] = report
        if report.state == ReportState.PUBLISHED:
            published[report.indicator_id].append(report)
    return latest, published


def what_i_owe(user: User, on: date) -> list[Standing]:
    """The reports that the entities `user` reports for owe as of `on`: what came back first, then the rest to act on.

    Somebody waits for what was returned and has said what to do. Each part is by due date.
    Covers every period of the plans in force whose cut-off has come; what is already sent and not yet checked stays in
    the list, so that one sees where it is. The number of queries does not depend on how many there are.
    """
    indicators = (
        Indicator.objects.filter(reporter__in=entities_where(user, Role.REPORTER), plan__state=PlanState.IN_FORCE)
        .select_related("plan", "reporter", "product__project", "pledge")
        .order_by("code")
    )
    periods = ReportingPeriod.objects.filter(plan__state=PlanState.IN_FORCE, cut_off__lte=on)
    owed = [
        standing
        for standing in standings(indicators, periods, on)
        if standing.state is None or standing.state in UNDER_WAY
    ]
    return sorted(owed, key=lambda standing: (not standing.needs_report, standing.state != ReportState.RETURNED))


_SETTLED = frozenset(
    {
        ReportState.VERIFIED,
        ReportState.ADJUSTED,
        ReportState.REJECTED,
        ReportState.NOT_VERIFIABLE,
        ReportState.PUBLISHED,
        ReportState.SUPERSEDED,
    }
)


@dataclass(frozen=True, slots=True)
class EntityStanding:
    """The reports of one entity in a period. `owed` counts all that is due from it; the rest say where each stands:
    owed = not_started + draft + returned + submitted + reviewed + checked, and overdue is among the first three."""

    entity: Entity
    standings: list[Standing] = field(default_factory=list)

    @property
    def owed(self) -> int:
        return len(self.standings)

    @property
    def not_started(self) -> int:
        return self._count(None)

    @property
    def draft(self) -> int:
        return self._count(ReportState.DRAFT)

    @property
    def returned(self) -> int:
        return self._count(ReportState.RETURNED)

    @property
    def submitted(self) -> int:
        return self._count(ReportState.SUBMITTED)

    @property
    def reviewed(self) -> int:
        return self._count(ReportState.REVIEWED)

    @property
    def checked(self) -> int:
        """Those about which a verifier has spoken, published or not."""
        return sum(standing.state in _SETTLED for standing in self.standings)

    @property
    def overdue(self) -> int:
        return sum(standing.overdue for standing in self.standings)

    def _count(self, state: ReportState | None) -> int:
        return sum(standing.state == state for standing in self.standings)


def who_owes_what(user: User, plan: Plan, period: ReportingPeriod, on: date | None = None) -> list[EntityStanding]:
    """Each reporting entity's standing in `period` as of `on` (today when not given), the most overdue first.

    Only for the secretariat of `plan`. The number of queries does not depend on how many indicators there are.
    """
    check_can_oversee(user, plan)
    indicators = (
        Indicator.objects.filter(plan=plan)
        .select_related("plan", "reporter", "product__project", "pledge")
        .order_by("code")
    )
    by_entity: dict[int, EntityStanding] = {}
    for standing in standings(indicators, [period], on or today()):
        entity = standing.indicator.reporter
        by_entity.setdefault(entity.pk, EntityStanding(entity)).standings.append(standing)
    return sorted(by_entity.values(), key=lambda row: (-row.overdue, alphabetical(row.entity.name)))
