"""The facts that the risk of a report is scored on, gathered for many reports in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum

from concierta.engines.achievement import Accumulation, InvalidFigures, Measure, periods_add_up, year_achievement
from concierta.engines.risk import RiskFacts
from concierta.indicators.models import Target
from concierta.kernel.calendar import working_days_between
from concierta.kernel.clock import local_date
from concierta.plans.models import ActivityFollowUp
from concierta.reporting.enums import Outcome, ReportState
from concierta.reporting.models import Report
from concierta.reporting.queries import deadlines_of


def risk_facts(reports: QuerySet[Report]) -> dict[int, RiskFacts]:
    """`RiskFacts` by report key. The number of queries does not depend on how many reports there are."""
    keys = reports.order_by().values("pk")
    money = money_behind(keys)
    targets = _targets(keys)
    history = _history(keys)
    counted = Report.objects.filter(pk__in=keys).annotate(
        returns=Count("steps", filter=Q(steps__act="return"), distinct=True),
        files=Count("evidence", distinct=True),
        first_sent_at=Min("steps__at", filter=Q(steps__act="submit")),
    )
    counts = {row[0]: row[1:] for row in counted.values_list("pk", "returns", "files", "first_sent_at").order_by()}
    facts = {}
    for report in reports:
        obligated, appropriated = money.get((report.indicator_id, report.period_id), (None, None))
        returns, files, first_sent_at = counts[report.pk]
        facts[report.pk] = RiskFacts(
            value=report.value,
            previous=_previous(report, history[report.indicator_id]),
            achievement=_achievement(report, targets, history[report.indicator_id]),
            obligated=obligated,
            financial=Fraction(obligated, appropriated) if obligated is not None and appropriated else None,
            days_late=_days_late(report, first_sent_at),
            times_returned=returns,
            evidence_count=files,
        )
    return facts


def money_behind(keys: QuerySet[Any, Any]) -> dict[tuple[int, int], tuple[int | None, int | None]]:
    """Obligated and appropriated pesos of each product, by indicator and period, as the matrix of the period says."""
    rows = (
        ActivityFollowUp.objects.filter(
            activity__product__indicator__in=Report.objects.filter(pk__in=keys).values("indicator")
        )
        .values_list("activity__product__indicator", "period")
        .annotate(spent=Sum("obligated"), available=Sum("modified"))
        .order_by()
    )
    return {(indicator, period): (spent, available) for indicator, period, spent, available in rows}


def _targets(keys: QuerySet[Any, Any]) -> dict[tuple[int, int], Decimal | None]:
    rows = Target.objects.filter(quarter__isnull=True, indicator__reports__in=keys)
    return {(target.indicator_id, target.year): target.value for target in rows}


def _history(keys: QuerySet[Any, Any]) -> dict[int, list[Report]]:
    """The figures already verified for the same indicators, oldest first."""
    history: dict[int, list[Report]] = defaultdict(list)
    indicators = Report.objects.filter(pk__in=keys).values("indicator")
    verified = (
        Report.objects.filter(indicator__in=indicators, verified_value__isnull=False)
        .exclude(state=ReportState.SUPERSEDED)
        .filter(outcome__in=(Outcome.VERIFIED, Outcome.ADJUSTED))
        .select_related("period")
        .order_by("period__cut_off", "version")
    )
    for report in verified:
        history[report.indicator_id].append(report)
    return history


def _previous(report: Report, history: Iterable[Report]) -> Decimal | None:
    before = [other for other in history if other.period.cut_off < report.period.cut_off]
    if periods_add_up(Measure(report.indicator.measure), Accumulation(report.indicator.accumulation)):
        # They grow from the first day of the year: only the same moment of another year compares with them.
        before = [other for other in before if other.period.quarter == report.period.quarter]
    return before[-1].verified_value if before else None


def _achievement(
    report: Report, targets: dict[tuple[int, int], Decimal | None], history: Iterable[Report]
) -> Fraction | None:
    """Achievement of the year with the reported value as its actual."""
    indicator, year = report.indicator, report.period.year
    last_year = [other for other in history if other.period.year == year - 1]
    try:
        return year_achievement(
            Accumulation(indicator.accumulation),
            actual=report.value,
            target=targets.get((indicator.pk, year)),
            baseline=indicator.baseline,
            previous=last_year[-1].verified_value if last_year else _start(report),
            measure=Measure(indicator.measure),
        )
    except InvalidFigures:
        return None


def _start(report: Report) -> Decimal | None:
    """What a fall is compared with when nothing is known of the year before: the baseline, in the plan's first year."""
    first = report.indicator.plan.starts_on.year == report.period.year
    return report.indicator.baseline if first else None


def _days_late(report: Report, first_sent_at: datetime | None) -> int:
    """Of the first sending: a report that was in time and came back later is not late for that.

    When somebody imported an official matrix says nothing about when its entity reported.
    """
    if first_sent_at is None or report.matrix_import_id is not None:
        return 0
    due = deadlines_of(report.period).report_due(report.period.cut_off)
    return _days_after(due, local_date(first_sent_at))


@lru_cache(maxsize=1024)
def _days_after(due: date, sent: date) -> int:
    """Thousands of reports share few dates; counting working days for each again was most of the queue's time."""
    return max(0, working_days_between(due, sent))
