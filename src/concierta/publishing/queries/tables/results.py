"""Rows of what the corte finds: achievement, measurements, and the rules they are made by."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from concierta.engines.achievement import Measure, pace
from concierta.kernel.clock import local_date
from concierta.publishing.datasets.column import DECIMAL_PLACES
from concierta.publishing.queries.achievement import BAND_SCALE, achievement_of, calendar_of, facts_on, indicator_facts
from concierta.publishing.queries.measuring import IndicatorFacts, Tally, read_indicator
from concierta.publishing.queries.method import deadlines_on, rules_on
from concierta.publishing.queries.snapshot import PeriodFacts, Snapshot
from concierta.publishing.queries.standing import ReportFacts
from concierta.publishing.queries.tables.reports import counted
from concierta.publishing.tables import results as declared

_UNIT = 10**DECIMAL_PLACES
_LOOKED_AT = ("verified", "adjusted", "rejected", "not_verifiable")


def achievement(snapshot: Snapshot) -> Iterator[Any]:
    found = achievement_of(snapshot)
    for level, keys in _levels(snapshot):
        for key in keys:
            tally = found.tallies[level, key]
            as_of = found.readings[key].as_of if level == "indicator" else ""
            yield _achievement_row(level, key, tally, as_of)


def measurements(snapshot: Snapshot) -> Iterator[Any]:
    """One row per indicator and period in which it was programmed or reported, by the plan in force at its end."""
    facts = indicator_facts(snapshot)
    standing = {(report.indicator, report.period): report for report in snapshot.reports if report.stands}
    published_on = local_date(snapshot.published_at) if snapshot.published_at else snapshot.cut_off
    for pk, indicator in snapshot.indicators.items():
        for period_pk, period in snapshot.periods.items():
            report = standing.get((pk, period_pk))
            then = facts_on(snapshot, facts, pk, period.cut_off)
            row = _measurement(snapshot, indicator.code, then, period, report, published_on)
            if row is not None:
                yield row


def method(snapshot: Snapshot) -> Iterator[Any]:
    for rule in rules_on(snapshot.cut_off):
        yield declared.METHOD.row(*rule)


def _measurement(
    snapshot: Snapshot,
    code: str,
    facts: IndicatorFacts,
    period: PeriodFacts,
    report: ReportFacts | None,
    published_on: date,
) -> Any | None:
    if report is None and _told_by_another(facts, period):
        return None
    reading = read_indicator(facts, calendar_of(snapshot, period.cut_off))
    if report is None and not reading.target:
        return None
    due_on = deadlines_on(period.cut_off).report_due(period.cut_off)
    later = any(figure.year == period.year and figure.cut_off > period.cut_off for figure in facts.figures)
    refused = report is not None and report.outcome in ("rejected", "not_verifiable")
    verified = report.verified_value if report else None
    in_year = _own(reading.verified_year, verified is not None)
    if refused and reading.programmed:
        in_year = Fraction(0)
    has_report = report is not None
    return declared.MEASUREMENTS.row(
        indicator=code,
        period=period.label,
        report=report.key if report else "",
        programmed=reading.programmed,
        target=reading.target,
        expected_value=published(reading.expected_value),
        reported_value=report.value if report else None,
        verified_value=verified,
        reported_to_date=_to_date(facts, reading.reported_value),
        verified_to_date=_to_date(facts, reading.verified_value),
        **counted(report),
        status=report.status if report else "no_data",
        verified_year=published(in_year),
        reported_year=published(_own(reading.reported_year, has_report)),
        verified_cycle=published(_own(reading.verified_cycle, verified is not None)),
        reported_cycle=published(_own(reading.reported_cycle, has_report)),
        expected_year=published(reading.expected_year),
        pace_year=published(pace(in_year, reading.expected_year)),
        band_year=BAND_SCALE.band_of(in_year) or "",
        due_on=due_on,
        overdue=reading.programmed and not has_report and not later and published_on > due_on,
    )


def _to_date(facts: IndicatorFacts, value: Decimal | Fraction | None) -> Decimal | None:
    return published(Fraction(value)) if facts.measure is Measure.RATIO and value is not None else None


def _own(achievement: Fraction | None, has_value: bool) -> Fraction | None:
    """The reading speaks of the year so far; a period without a value of its own has no achievement of its own."""
    return achievement if has_value else None


def _told_by_another(facts: IndicatorFacts, period: PeriodFacts) -> bool:
    """True if a period that ends the same day (the year and its last quarter) already has the figure."""
    return any(figure.cut_off == period.cut_off and figure.period != period.label for figure in facts.figures)


def _levels(snapshot: Snapshot) -> Iterable[tuple[str, list[str]]]:
    return (
        ("plan", [snapshot.plan.slug]),
        ("node", list(snapshot.node_keys.values())),
        ("project", [project.code for project in snapshot.projects.values()]),
        ("product", list(snapshot.product_keys.values())),
        ("indicator", [indicator.code for indicator in snapshot.indicators.values()]),
    )


def _achievement_row(level: str, key: str, tally: Tally, as_of: str) -> Any:
    return declared.ACHIEVEMENT.row(
        level=level,
        subject=key,
        verified_year=published(tally.verified_year),
        reported_year=published(tally.reported_year),
        possible_year=published(tally.possible_year),
        expected_year=published(tally.expected_year),
        pace_year=published(pace(tally.verified_year, tally.expected_year)),
        band_year=_band(tally, tally.verified_year),
        verified_cycle=published(tally.verified_cycle),
        reported_cycle=published(tally.reported_cycle),
        expected_cycle=published(tally.expected_cycle),
        pace_cycle=published(pace(tally.verified_cycle, tally.expected_cycle)),
        band_cycle=_band(tally, tally.verified_cycle),
        programmed_share=published(tally.programmed_share),
        verified_share=published(tally.verified_share),
        reported_share=published(tally.reported_share),
        weights=tally.weights,
        indicators=tally.indicators,
        programmed=tally.programmed,
        **tally.counts,
        as_of=as_of,
        problem=tally.problem,
    )


def _band(tally: Tally, verified: Fraction | None) -> str:
    """No band before anybody has looked: "not verified yet" is not a performance."""
    looked_at = any(tally.counts[status] for status in _LOOKED_AT)
    return (BAND_SCALE.band_of(verified) or "") if verified or looked_at else ""


def published(value: Fraction | None) -> Decimal | None:
    """An exact fraction as it is published: rounded half to even at the declared places."""
    return None if value is None else Decimal(round(value * _UNIT)).scaleb(-DECIMAL_PLACES)
