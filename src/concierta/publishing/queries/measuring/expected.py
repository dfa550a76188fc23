"""Where an indicator should be at the cut-off, in its own unit and as a fraction of the year."""

from decimal import Decimal
from fractions import Fraction

from concierta.engines.achievement import Accumulation, fold_periods, year_achievement
from concierta.publishing.queries.measuring.facts import Calendar, IndicatorFacts


def expected_value_of_year(
    facts: IndicatorFacts, calendar: Calendar, targets: dict[int, Decimal | None]
) -> Fraction | None:
    """The value that was programmed by the cut-off. Null when the year is not programmed.

    Quarterly targets say it; otherwise the days elapsed do: a share of the target for what adds up, the way from where
    the year began to the target for a level, and the target itself, all year long, for what is to be maintained.
    """
    target = targets.get(calendar.year)
    if not target:
        return None
    kind = facts.accumulation
    start = Fraction(0) if kind.periods_add_up else _start_of_year(facts, calendar, targets)
    quarters = {quarter: value for (year, quarter), value in facts.targets.items() if year == calendar.year and quarter}
    if any(value is not None for value in quarters.values()):
        programmed = fold_periods(kind, quarters, through=calendar.quarter)
        return start if programmed is None else programmed
    if kind is Accumulation.MAINTENANCE:
        return Fraction(target)
    return start + (Fraction(target) - start) * calendar.elapsed_of_year()


def expected_year(
    facts: IndicatorFacts, calendar: Calendar, targets: dict[int, Decimal | None], expected: Fraction | None
) -> Fraction | None:
    """The fraction that the year's formula gives for the expected value, between 0 and 1."""
    if expected is None:
        return None
    fraction = year_achievement(
        facts.accumulation,
        actual=expected,
        target=targets[calendar.year],
        baseline=facts.baseline,
        previous=_start_of_year(facts, calendar, targets),
    )
    if fraction is None:
        return calendar.elapsed_of_year()
    return min(max(fraction, Fraction(0)), Fraction(1))


def _start_of_year(facts: IndicatorFacts, calendar: Calendar, targets: dict[int, Decimal | None]) -> Fraction:
    """The level the plan meant the year to begin at: the last target before it, else the baseline, else nothing."""
    before = [value for year, value in targets.items() if value is not None and year < calendar.year]
    if before:
        return Fraction(before[-1])
    return Fraction(0) if facts.baseline is None else Fraction(facts.baseline)
