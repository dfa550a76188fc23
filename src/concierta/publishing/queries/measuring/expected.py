"""Where an indicator should be at the cut-off, in its own unit and as a fraction of the year."""

from decimal import Decimal
from fractions import Fraction

from concierta.engines.achievement import Measure, expected_value, year_achievement
from concierta.publishing.queries.measuring.facts import Calendar, IndicatorFacts


def expected_value_of_year(
    facts: IndicatorFacts, calendar: Calendar, targets: dict[int, Decimal | None]
) -> Fraction | None:
    """The value that was programmed by the cut-off. Null when the year is not programmed.

    The rule is the engine's (`expected_value`): quarterly targets say it; otherwise what is held is due whole, and the
    rest by the days elapsed.
    """
    target = targets.get(calendar.year)
    if target is None or not facts.is_programmed(target):
        return None
    quarters = {quarter: value for (year, quarter), value in facts.targets.items() if year == calendar.year and quarter}
    return expected_value(
        facts.accumulation,
        measure=facts.measure,
        target=target,
        start=_start_of_year(facts, calendar, targets),
        elapsed=calendar.elapsed_of_year(),
        cut_off=calendar.cut_off,
        scheduled=quarters,
        quarter=calendar.quarter,
    )


def expected_year(
    facts: IndicatorFacts, calendar: Calendar, targets: dict[int, Decimal | None], expected: Fraction | None
) -> Fraction | None:
    """The fraction that the year's formula gives for the expected value, between 0 and 1."""
    if expected is None:
        return Fraction(0) if _awaits_its_day(facts, calendar, targets) else None
    fraction = year_achievement(
        facts.accumulation,
        actual=expected,
        target=targets[calendar.year],
        baseline=facts.baseline,
        previous=_start_of_year(facts, calendar, targets),
        measure=facts.measure,
    )
    if fraction is None:
        return calendar.elapsed_of_year()
    return min(max(fraction, Fraction(0)), Fraction(1))


def _awaits_its_day(facts: IndicatorFacts, calendar: Calendar, targets: dict[int, Decimal | None]) -> bool:
    return facts.measure is Measure.DATE and facts.is_programmed(targets.get(calendar.year))


def _start_of_year(facts: IndicatorFacts, calendar: Calendar, targets: dict[int, Decimal | None]) -> Fraction:
    """The level the plan meant the year to begin at: the last target before it, else the baseline, else nothing."""
    before = [value for year, value in targets.items() if value is not None and year < calendar.year]
    if before:
        return Fraction(before[-1])
    return Fraction(0) if facts.baseline is None else Fraction(facts.baseline)
