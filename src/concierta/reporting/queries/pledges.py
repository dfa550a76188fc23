"""What each signatory promised, what of it was verified, and what it still has to report or to assess."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from concierta.agreements.models import Pledge
from concierta.engines.achievement import Accumulation, Measure, implied_cycle_target
from concierta.indicators.enums import IndicatorKind
from concierta.indicators.models import Indicator, Target
from concierta.kernel.alphabet import alphabetical
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.models import Entity, User
from concierta.plans.models import Plan, ReportingPeriod
from concierta.plans.permissions import check_can_see_plan
from concierta.reporting.enums import Outcome, Rating, ReportState
from concierta.reporting.models import Report, SelfAssessment
from concierta.reporting.queries.assessments import AssessmentObligation, owed_of, quarters_first
from concierta.reporting.queries.standing import Standing, deadlines_of, standings

#: Counted from nothing, so that one can say how much is left. The others measure from a baseline.
_ADDS_UP = frozenset({Accumulation.CUMULATIVE, Accumulation.FLOW, Accumulation.STOCK, Accumulation.MAINTENANCE})


@dataclass(frozen=True, slots=True)
class PledgeFigure:
    """One indicator of a pledge, in its own unit. `promised` over the whole plan: what its years add up to, if they do,
    or else the last of them; `reported` and `verified` likewise to date. None is "no figure", never zero."""

    indicator: Indicator
    promised: Fraction | None
    reported: Fraction | None
    verified: Fraction | None

    @property
    def remaining(self) -> Fraction | None:
        """What is not verified yet of what was promised; None where it starts from a baseline, or is no quantity."""
        if self.promised is None or not Measure(self.indicator.measure).adds_up:
            return None
        if Accumulation(self.indicator.accumulation) not in _ADDS_UP:
            return None
        return max(self.promised - (self.verified or 0), Fraction(0))

    @property
    def is_delivered(self) -> bool:
        """True if all of it is verified."""
        if self.promised is None or self.verified is None:
            return False
        if self.indicator.measure == Measure.DATE:
            return 0 < self.verified <= self.promised
        if Accumulation(self.indicator.accumulation).lower_is_better:
            return self.verified <= self.promised
        return self.verified >= self.promised


@dataclass(frozen=True, slots=True)
class PledgeStanding:
    """One pledge as of a date. Measurable if it has `figures`; if not, `assessments` (newest first) speak for it.

    `reports_owed` and `assessments_owed` are what its periods ask and nobody has sent; `next_due` the first of them,
    or else when the running period will ask again.
    """

    pledge: Pledge
    figures: tuple[PledgeFigure, ...]
    assessments: tuple[SelfAssessment, ...]
    reports_owed: tuple[Standing, ...]
    assessments_owed: tuple[AssessmentObligation, ...]
    next_due: date | None

    @property
    def is_measurable(self) -> bool:
        return bool(self.figures)

    @property
    def is_delivered(self) -> bool:
        """All its figures verified as promised; or, if it is declarative, kept in the opinion of the Mesa."""
        if self.figures:
            return all(figure.is_delivered for figure in self.figures)
        answered = [assessment for assessment in self.assessments if assessment.opinion]
        return bool(answered) and answered[0].opinion == Rating.KEPT

    @property
    def overdue(self) -> int:
        return sum(one.overdue for one in self.reports_owed) + sum(one.overdue for one in self.assessments_owed)


@dataclass(frozen=True, slots=True)
class EntityPledges:
    """What one signatory promised, with what it delivered and what it owes."""

    entity: Entity
    pledges: tuple[PledgeStanding, ...]

    @property
    def promised(self) -> int:
        return len(self.pledges)

    @property
    def delivered(self) -> int:
        return sum(standing.is_delivered for standing in self.pledges)

    @property
    def owed(self) -> int:
        """Reports and assessments that its pledges ask for and were not sent, late or not yet."""
        return sum(len(standing.reports_owed) + len(standing.assessments_owed) for standing in self.pledges)

    @property
    def overdue(self) -> int:
        return sum(standing.overdue for standing in self.pledges)

    @property
    def next_due(self) -> date | None:
        return min((standing.next_due for standing in self.pledges if standing.next_due), default=None)


def pledge_standings(user: User | None, plan: Plan, on: date, *, entity: Entity | None = None) -> list[EntityPledges]:
    """Each signatory of the plan's agreement (or `entity` alone) with its pledges as of `on`, by name.

    For whoever may see the plan. A constant number of queries.
    """
    check_can_see_plan(user, plan)
    pledges = Pledge.objects.filter(clause__agreement=plan.agreement_id).select_related("clause__agreement", "entity")
    if entity is not None:
        pledges = pledges.filter(entity=entity)
    by_entity: dict[Entity, list[PledgeStanding]] = defaultdict(list)
    for standing in standings_of_pledges(plan, list(pledges.order_by("clause__ordinal", "code")), on):
        by_entity[standing.pledge.entity].append(standing)
    return [
        EntityPledges(one, tuple(by_entity[one]))
        for one in sorted(by_entity, key=lambda one: (alphabetical(one.name), one.pk))
    ]


def pledge_standing_for(user: User | None, plan: Plan, pk: int, on: date) -> PledgeStanding:
    """One pledge of the plan's agreement as of `on`, for whoever may see the plan; otherwise NotFound."""
    check_can_see_plan(user, plan)
    found = list(
        Pledge.objects.filter(pk=pk, clause__agreement=plan.agreement_id).select_related("clause__agreement", "entity")
    )
    if not found:
        raise NotFound(gettext_noop("En el acuerdo de este plan no hay tal promesa."))
    return standings_of_pledges(plan, found, on)[0]


def standings_of_pledges(plan: Plan, pledges: list[Pledge], on: date) -> list[PledgeStanding]:
    indicators = (
        Indicator.objects.filter(plan=plan, kind=IndicatorKind.PLEDGE, pledge__in=[pledge.pk for pledge in pledges])
        .select_related("plan", "reporter", "product__project", "pledge")
        .order_by("code")
    )
    measured: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in indicators:
        measured[indicator.pledge_id or 0].append(indicator)
    periods = quarters_first(ReportingPeriod.objects.filter(plan=plan).select_related("plan"))
    ended = [period for period in periods if period.cut_off <= on]
    figures = {figure.indicator.pk: figure for figure in _figures(list(indicators), on)}
    reports: dict[int, list[Standing]] = defaultdict(list)
    for standing in standings(indicators, ended, on):
        if standing.needs_report:
            reports[standing.indicator.pledge_id or 0].append(standing)
    assessments = _assessments(plan, pledges, on)
    owed: dict[int, list[AssessmentObligation]] = defaultdict(list)
    for one in owed_of([pledge for pledge in pledges if pledge.pk not in measured], ended, on):
        owed[one.pledge.pk].append(one)
    running = next((period for period in periods if period.cut_off > on), None)
    later = deadlines_of(running).report_due(running.cut_off) if running else None
    return [
        PledgeStanding(
            pledge=pledge,
            figures=tuple(figures[indicator.pk] for indicator in measured[pledge.pk]),
            assessments=tuple(assessments[pledge.pk]),
            reports_owed=tuple(reports[pledge.pk]),
            assessments_owed=tuple(owed[pledge.pk]),
            next_due=min([*_due(reports[pledge.pk]), *_due(owed[pledge.pk])], default=later),
        )
        for pledge in pledges
    ]


def kept_pledges(plan: Plan, pledges: list[Pledge], on: date) -> set[int]:
    """The keys of those that `standings_of_pledges` would find delivered, without what they still owe. Five queries."""
    keys = [pledge.pk for pledge in pledges]
    rows = Indicator.objects.filter(plan=plan, kind=IndicatorKind.PLEDGE, pledge__in=keys).order_by("code")
    indicators = list(rows.only("pledge", "measure", "accumulation"))
    missing = {figure.indicator.pledge_id for figure in _figures(indicators, on) if not figure.is_delivered}
    measured = {indicator.pledge_id for indicator in indicators}
    opinions = SelfAssessment.objects.filter(period__plan=plan, period__cut_off__lte=on, pledge__in=keys).exclude(
        opinion=""
    )
    last = dict(opinions.order_by("period__cut_off", "pk").values_list("pledge_id", "opinion"))
    return {pk for pk in keys if (pk not in missing if pk in measured else last.get(pk) == Rating.KEPT)}


def _due(owed: Iterable[Standing | AssessmentObligation]) -> list[date]:
    return [one.due_on for one in owed]


def _figures(indicators: list[Indicator], on: date) -> list[PledgeFigure]:
    keys = [indicator.pk for indicator in indicators]
    targets: dict[int, dict[int, Decimal | None]] = defaultdict(dict)
    rows = Target.objects.filter(indicator__in=keys, quarter__isnull=True).order_by("year")
    for pk, year, value in rows.values_list("indicator_id", "year", "value"):
        targets[pk][year] = value
    reported: dict[int, dict[int, Decimal | None]] = defaultdict(dict)
    verified: dict[int, dict[int, Decimal | None]] = defaultdict(dict)
    said = (
        Report.objects.filter(indicator__in=keys, period__cut_off__lte=on)
        .exclude(state__in=(ReportState.DRAFT, ReportState.RETURNED, ReportState.SUPERSEDED))
        .order_by("period__cut_off", "version")
    )
    columns = ("indicator_id", "period__year", "value", "outcome", "verified_value")
    for pk, year, value, outcome, found in said.values_list(*columns):
        # Values are to date (ADR 0004): the last one of a year is the year's.
        reported[pk][year] = value
        if outcome in (Outcome.VERIFIED, Outcome.ADJUSTED):
            verified[pk][year] = found
    return [
        PledgeFigure(
            indicator,
            *(
                implied_cycle_target(Accumulation(indicator.accumulation), by_year)
                for by_year in (targets[indicator.pk], reported[indicator.pk], verified[indicator.pk])
            ),
        )
        for indicator in indicators
    ]


def _assessments(plan: Plan, pledges: list[Pledge], on: date) -> dict[int, list[SelfAssessment]]:
    found: dict[int, list[SelfAssessment]] = defaultdict(list)
    rows = SelfAssessment.objects.filter(
        period__plan=plan, period__cut_off__lte=on, pledge__in=[pledge.pk for pledge in pledges]
    )
    for row in rows.select_related("period", "opinion_decision").order_by("-period__cut_off", "-pk"):
        found[row.pledge_id].append(row)
    return found
