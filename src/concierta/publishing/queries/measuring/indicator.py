"""One indicator at a cut-off: its year, its cycle, and where both should be."""

from decimal import Decimal
from fractions import Fraction

from concierta.engines.achievement import (
    Accumulation,
    FlowPolicy,
    InvalidFigures,
    cycle_achievement,
    implied_cycle_target,
    year_achievement,
    year_achievements,
)
from concierta.publishing.queries.measuring.expected import expected_value_of_year, expected_year
from concierta.publishing.queries.measuring.facts import Calendar, Figure, IndicatorFacts, Reading

BASELINE_MISSING = "baseline_missing"
AVERAGED = frozenset({Accumulation.ANNUAL_REDUCTION, Accumulation.FLOW, Accumulation.MAINTENANCE})


def read_indicator(facts: IndicatorFacts, calendar: Calendar) -> Reading:
    """Reads the figures up to the cut-off. The year's value is that of its latest period, since values are to date.

    A rejected or not verifiable report verifies nothing; it does not undo what an earlier period of the year verified.
    """
    seen = [figure for figure in facts.figures if figure.cut_off <= calendar.cut_off]
    this_year = [figure for figure in seen if figure.year == calendar.year]
    latest = this_year[-1] if this_year else None
    targets = yearly_targets(facts, calendar)
    target = targets.get(calendar.year)
    reading = Reading(
        programmed=bool(target),
        cycle_programmed=False,
        status=latest.status if latest else "no_data",
        as_of=latest.period if latest else "",
        target=target,
        reported_value=_last(this_year, "reported"),
        verified_value=_last(this_year, "verified"),
    )
    try:
        return _measured(facts, calendar, targets, reading, seen)
    except InvalidFigures as contradiction:
        return _without(reading, contradiction.problem.value)


def yearly_targets(facts: IndicatorFacts, calendar: Calendar) -> dict[int, Decimal | None]:
    """The target of each year of the cycle, None where nothing is programmed. Quarters alone do not make a year."""
    stated = {year: value for (year, quarter), value in facts.targets.items() if quarter is None}
    years = {*range(calendar.starts_on.year, calendar.ends_on.year + 1), *stated, calendar.year}
    years |= {figure.year for figure in facts.figures}
    return {year: stated.get(year) for year in sorted(years)}


def _measured(
    facts: IndicatorFacts,
    calendar: Calendar,
    targets: dict[int, Decimal | None],
    reading: Reading,
    seen: list[Figure],
) -> Reading:
    kind = facts.accumulation
    if kind.needs_baseline and facts.baseline is None:
        return _without(reading, BASELINE_MISSING)
    verified, reported, possible = (_series(seen, which) for which in ("verified", "reported", "possible"))
    expected = expected_value_of_year(facts, calendar, targets)
    in_year = expected_year(facts, calendar, targets, expected)
    due = _cycle_due(facts, targets, calendar.year)
    return Reading(
        programmed=reading.programmed,
        cycle_programmed=due,
        status=reading.status,
        as_of=reading.as_of,
        target=reading.target,
        expected_value=expected,
        reported_value=reading.reported_value,
        verified_value=reading.verified_value,
        verified_year=_year(facts, targets, verified, calendar.year),
        reported_year=_year(facts, targets, reported, calendar.year),
        possible_year=_year(facts, targets, possible, calendar.year),
        expected_year=in_year,
        verified_cycle=_cycle(facts, targets, verified, calendar.year) if due else None,
        reported_cycle=_cycle(facts, targets, reported, calendar.year) if due else None,
        expected_cycle=_expected_cycle(facts, calendar, targets, expected, in_year) if due else None,
    )


def _year(
    facts: IndicatorFacts, targets: dict[int, Decimal | None], series: dict[int, Decimal], year: int
) -> Fraction | None:
    first = year == min(targets)
    return year_achievement(
        facts.accumulation,
        actual=series.get(year),
        target=targets[year],
        baseline=facts.baseline,
        previous=facts.baseline if first else series.get(year - 1),
    )


def _cycle_due(facts: IndicatorFacts, targets: dict[int, Decimal | None], year: int) -> bool:
    """Whether the cycle has anything to answer for yet: an average only once a programmed year has begun."""
    programmed = [when for when, value in targets.items() if value]
    if facts.accumulation not in AVERAGED:
        return bool(programmed)
    if _only_final_year(facts):
        return bool(programmed) and max(programmed) <= year
    return any(when <= year for when in programmed)


def _cycle(
    facts: IndicatorFacts, targets: dict[int, Decimal | None], series: dict[int, Decimal], year: int
) -> Fraction | None:
    """The cycle to date; in an average, a programmed year already begun and without figure is a zero, not a gap."""
    kind = facts.accumulation
    if kind in AVERAGED and not _only_final_year(facts):
        years = year_achievements(kind, series, targets, facts.baseline)
        begun = [when for when, value in targets.items() if value and when <= year]
        known = [value for when in begun if (value := years[when]) is not None]
        return sum(known, Fraction(0)) / len(begun) if known else None
    return cycle_achievement(
        kind,
        series=series,
        targets=targets,
        cycle_target=implied_cycle_target(kind, targets),
        baseline=facts.baseline,
        flow_policy=facts.flow_policy,
        through=year,
    )


def _expected_cycle(
    facts: IndicatorFacts,
    calendar: Calendar,
    targets: dict[int, Decimal | None],
    expected: Fraction | None,
    in_year: Fraction | None,
) -> Fraction | None:
    """What `_cycle` would give had everything gone as programmed; days elapsed while no year has a target yet."""
    kind = facts.accumulation
    begun = [when for when, value in targets.items() if value and when <= calendar.year]
    if kind in AVERAGED:
        if _only_final_year(facts):
            return Fraction(1) if max(begun) < calendar.year else in_year
        past = sum(1 for when in begun if when < calendar.year)
        return (past + (in_year or 0)) / Fraction(len(begun))
    if not begun:
        return Fraction(0) if kind is Accumulation.CUMULATIVE else calendar.elapsed_of_plan()
    series = {when: expected if when == calendar.year else targets[when] for when in begun}
    return cycle_achievement(
        kind,
        series=series,
        targets=targets,
        cycle_target=implied_cycle_target(kind, targets),
        baseline=facts.baseline,
    )


def _only_final_year(facts: IndicatorFacts) -> bool:
    return facts.accumulation is Accumulation.FLOW and facts.flow_policy is FlowPolicy.FINAL_YEAR


def _series(figures: list[Figure], which: str) -> dict[int, Decimal]:
    """Year → value of its latest period that has one."""
    return {figure.year: value for figure in figures if (value := getattr(figure, which)) is not None}


def _last(figures: list[Figure], which: str) -> Decimal | None:
    return next((value for figure in reversed(figures) if (value := getattr(figure, which)) is not None), None)


def _without(reading: Reading, problem: str) -> Reading:
    """The same facts with nothing computed from them: out of every average, with the reason."""
    return Reading(
        programmed=False,
        cycle_programmed=False,
        status=reading.status,
        as_of=reading.as_of,
        target=reading.target,
        reported_value=reading.reported_value,
        verified_value=reading.verified_value,
        problem=problem,
    )
