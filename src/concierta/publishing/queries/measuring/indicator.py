"""One indicator at a cut-off: its year, its cycle, and where both should be."""

from decimal import Decimal
from fractions import Fraction

from concierta.engines.achievement import (
    Accumulation,
    FlowPolicy,
    InvalidFigures,
    Measure,
    Ratio,
    check_measure,
    cycle_achievement,
    fold_ratios,
    implied_cycle_target,
    is_held,
    mean_of_years,
    rate_of,
    year_achievement,
    year_achievements,
)
from concierta.publishing.queries.measuring.expected import expected_value_of_year, expected_year
from concierta.publishing.queries.measuring.facts import Calendar, Figure, IndicatorFacts, Reading

BASELINE_MISSING = "baseline_missing"
Values = dict[int, Decimal | Fraction]
AVERAGED = frozenset({Accumulation.ANNUAL_REDUCTION, Accumulation.FLOW, Accumulation.MAINTENANCE})


def read_indicator(facts: IndicatorFacts, calendar: Calendar) -> Reading:
    """Reads the figures up to the cut-off. The year's value is that of its latest period, since values are to date.

    Of a ratio kept as flow, each of whose periods has two figures of its own, it is Σ numerators ÷ Σ denominators.

    A rejected or not verifiable report verifies nothing; it does not undo what an earlier period of the year verified.
    """
    seen = [figure for figure in facts.figures if figure.cut_off <= calendar.cut_off]
    this_year = [figure for figure in seen if figure.year == calendar.year]
    latest = this_year[-1] if this_year else None
    targets = yearly_targets(facts, calendar)
    target = targets.get(calendar.year)
    reading = Reading(
        programmed=facts.is_programmed(target),
        cycle_programmed=False,
        status=latest.status if latest else "no_data",
        as_of=latest.period if latest else "",
        target=target,
        reported_value=_of_year(facts, this_year, "reported"),
        verified_value=_of_year(facts, this_year, "verified"),
    )
    try:
        check_measure(facts.measure, facts.accumulation)
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
    verified, reported, possible = (_series(facts, seen, which) for which in ("verified", "reported", "possible"))
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


def _year(facts: IndicatorFacts, targets: dict[int, Decimal | None], series: Values, year: int) -> Fraction | None:
    first = year == min(targets)
    return year_achievement(
        facts.accumulation,
        actual=series.get(year),
        target=targets[year],
        baseline=facts.baseline,
        previous=facts.baseline if first else series.get(year - 1),
        measure=facts.measure,
    )


def _cycle_due(facts: IndicatorFacts, targets: dict[int, Decimal | None], year: int) -> bool:
    """True if the cycle has anything to answer for yet: an average only once a programmed year has begun."""
    programmed = [when for when, value in targets.items() if facts.is_programmed(value)]
    if facts.accumulation not in AVERAGED:
        return bool(programmed)
    if _only_final_year(facts):
        return bool(programmed) and max(programmed) <= year
    return any(when <= year for when in programmed)


def _cycle(facts: IndicatorFacts, targets: dict[int, Decimal | None], series: Values, year: int) -> Fraction | None:
    """The cycle to date; in an average, a programmed year already begun and without figure is a zero, not a gap.

    A year that has a figure and no year before it to be compared with (annual_reduction after a gap) is null: it drops
    out, and the gap is not counted twice.
    """
    kind = facts.accumulation
    if kind in AVERAGED and not _only_final_year(facts):
        years = year_achievements(kind, series, targets, facts.baseline, facts.measure)
        begun = [when for when, value in targets.items() if facts.is_programmed(value) and when <= year]
        if all(years[when] is None for when in begun):
            return None
        counted = {
            when: value or Fraction(0)
            for when in begun
            if (value := years[when]) is not None or series.get(when) is None
        }
        return mean_of_years(counted, facts.year_weights)
    return cycle_achievement(
        kind,
        series=series,
        targets=targets,
        cycle_target=implied_cycle_target(kind, targets),
        baseline=facts.baseline,
        flow_policy=facts.flow_policy,
        through=year,
        measure=facts.measure,
        year_weights=facts.year_weights,
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
    begun = [when for when, value in targets.items() if facts.is_programmed(value) and when <= calendar.year]
    if kind in AVERAGED:
        if _only_final_year(facts):
            return Fraction(1) if max(begun) < calendar.year else in_year
        due = {when: Fraction(1) if when < calendar.year else in_year or Fraction(0) for when in begun}
        return mean_of_years(due, facts.year_weights)
    if not begun and is_held(facts.measure, kind):
        return Fraction(1)
    if not begun:
        return Fraction(0) if kind is Accumulation.CUMULATIVE else calendar.elapsed_of_plan()
    series = {when: expected if when == calendar.year else targets[when] for when in begun}
    return cycle_achievement(
        kind,
        series=series,
        targets=targets,
        cycle_target=implied_cycle_target(kind, targets),
        baseline=facts.baseline,
        measure=facts.measure,
        year_weights=facts.year_weights,
    )


def _only_final_year(facts: IndicatorFacts) -> bool:
    return facts.accumulation is Accumulation.FLOW and facts.flow_policy is FlowPolicy.FINAL_YEAR


def _series(facts: IndicatorFacts, figures: list[Figure], which: str) -> Values:
    """Year → its value, of the years that have one."""
    by_year: dict[int, list[Figure]] = {}
    for figure in figures:
        by_year.setdefault(figure.year, []).append(figure)
    found = {year: _of_year(facts, of_year, which) for year, of_year in by_year.items()}
    return {year: value for year, value in found.items() if value is not None}


def _of_year(facts: IndicatorFacts, figures: list[Figure], which: str) -> Decimal | Fraction | None:
    """The value of a year from its periods so far: the latest, or of a flow of ratios their sums."""
    if facts.measure is Measure.RATIO:
        pairs = _pairs(figures, which)
        total = fold_ratios(facts.accumulation, pairs)
        if total is not None and total.numerator is not None and total.denominator is not None:
            return rate_of(total.numerator, total.denominator, facts.unit)
    return _last(figures, which)


def _pairs(figures: list[Figure], which: str) -> dict[int, Ratio | None]:
    """The two figures of each period, by its place; of the year's own period alone where it has them."""
    found: dict[int, Ratio | None] = {place: getattr(figure, f"{which}_ratio") for place, figure in enumerate(figures)}
    whole = [place for place, pair in found.items() if figures[place].of_whole_year and pair is not None]
    return {place: found[place] for place in whole} or found


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
