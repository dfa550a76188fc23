"""Achievement of one indicator over the whole cycle (cuatrienio), from its yearly series."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from .accumulation import Accumulation, FlowPolicy, Horizon
from .errors import InvalidFigures, Problem
from .measure import Measure, check_measure
from .quantities import Number, Series, exact_or_null, known, not_negative, ratio
from .year import is_programmed, kept, year_achievement

AVERAGED = frozenset({Accumulation.ANNUAL_REDUCTION, Accumulation.FLOW, Accumulation.MAINTENANCE})
"""Types whose cycle is read from their years, and that have no target of the cycle."""


def cycle_achievement(
    accumulation: Accumulation,
    *,
    series: Series,
    targets: Series,
    cycle_target: Number | None = None,
    baseline: Number | None = None,
    flow_policy: FlowPolicy | None = None,
    horizon: Horizon = Horizon.TO_DATE,
    through: int | None = None,
    measure: Measure = Measure.COUNT,
    year_weights: Series | None = None,
) -> Fraction | None:
    """The raw fraction of the cycle (1 = target met) or null.

    `targets` names every year of the cycle, with None where nothing is programmed; `series` holds the
    actuals of any of those years. `cycle_target` is read by cumulative, stock, capacity and reduction;
    `flow_policy` is compulsory for flow; `horizon` concerns averages only. Actuals after the year
    `through` are not read, so that a past cut-off can be recomputed. What was achieved in a year without
    target has no yearly result, but it is part of ΣA and may be A_last. `year_weights` (15, 35, 35, 15) weigh the years
    of an average; without them all weigh the same.

    Raises `InvalidFigures` on a year outside the cycle, a missing policy, a contradictory target, a measure that does
    not add up that way, or weights that leave a programmed year out.
    """
    check_measure(measure, accumulation)
    if outside := set(series) - set(targets):
        raise InvalidFigures(Problem.YEAR_OUTSIDE_CYCLE, years=sorted(outside))
    actuals = {year: value for year, value in known(series).items() if through is None or year <= through}

    if accumulation is Accumulation.FLOW and flow_policy is None:
        raise InvalidFigures(Problem.FLOW_POLICY_MISSING)
    if accumulation is Accumulation.FLOW and flow_policy is FlowPolicy.FINAL_YEAR:
        return _final_year(actuals, targets, measure)
    if accumulation in AVERAGED:
        years = year_achievements(accumulation, actuals, targets, baseline, measure)
        return _mean(years, _programmed(accumulation, targets), horizon, year_weights)
    if _is_to_be_kept(accumulation, cycle_target, baseline):
        lower, levels = accumulation.lower_is_better, _programmed(Accumulation.MAINTENANCE, targets)
        years = {
            year: kept(actuals[year], target, lower_is_better=lower)
            for year, target in levels.items()
            if year in actuals
        }
        return _mean(years, levels, horizon, year_weights)
    if not actuals:
        return None
    is_sum = accumulation is Accumulation.CUMULATIVE
    figure = sum(actuals.values(), Fraction(0)) if is_sum else actuals[max(actuals)]
    return year_achievement(accumulation, actual=figure, target=cycle_target, baseline=baseline)


def year_achievements(
    accumulation: Accumulation,
    series: Series,
    targets: Series,
    baseline: Number | None = None,
    measure: Measure = Measure.COUNT,
) -> dict[int, Fraction | None]:
    """The achievement of each year of the cycle, nulls included. The year before the first is the baseline."""
    if not targets:
        return {}
    first = min(targets)
    return {
        year: year_achievement(
            accumulation,
            actual=series.get(year),
            target=target,
            baseline=baseline,
            previous=baseline if year == first else series.get(year - 1),
            measure=measure,
        )
        for year, target in sorted(targets.items())
    }


def years_without_figure(
    series: Series, targets: Series, *, through: int, accumulation: Accumulation = Accumulation.FLOW
) -> tuple[int, ...]:
    """Programmed years up to `through` with no actual: what a mean to date leaves out and must disclose."""
    return tuple(year for year in _programmed(accumulation, targets) if year <= through and series.get(year) is None)


def mean_of_years(years: Mapping[int, Fraction], weights: Series | None = None) -> Fraction | None:
    """The mean of the years given, alike or by `weights`, which then must name each of them (`WEIGHTS_INCOMPLETE`)."""
    shares = weights_of_years(years, weights)
    total = sum(shares.values(), Fraction(0))
    return ratio(sum((value * shares[year] for year, value in years.items()), Fraction(0)), total)


def weights_of_years(years: Iterable[int], weights: Series | None) -> dict[int, Fraction]:
    """Year → its weight; 1 each where none are given."""
    if not weights:
        return dict.fromkeys(years, Fraction(1))
    given = {year: not_negative("weight", value) for year, value in weights.items() if value is not None}
    if missing := set(years) - set(given):
        raise InvalidFigures(Problem.WEIGHTS_INCOMPLETE, years=sorted(missing))
    return {year: given[year] for year in years}


def _programmed(accumulation: Accumulation, targets: Series) -> dict[int, Fraction]:
    return {year: target for year, target in known(targets).items() if is_programmed(accumulation, target)}


def _final_year(actuals: Series, targets: Series, measure: Measure) -> Fraction | None:
    programmed = _programmed(Accumulation.FLOW, targets)
    if not programmed:
        return None
    final = max(programmed)
    return year_achievement(Accumulation.FLOW, actual=actuals.get(final), target=programmed[final], measure=measure)


def _is_to_be_kept(accumulation: Accumulation, target: Number | None, baseline: Number | None) -> bool:
    if accumulation not in {Accumulation.CAPACITY, Accumulation.REDUCTION} or not target:
        return False
    return exact_or_null(target) == exact_or_null(baseline)


def _mean(
    years: Mapping[int, Fraction | None], programmed: Series, horizon: Horizon, weights: Series | None
) -> Fraction | None:
    counted = {year: value for year, value in years.items() if value is not None}
    if not counted:
        return None
    if horizon is Horizon.TO_DATE:
        return mean_of_years(counted, weights)
    return mean_of_years(dict.fromkeys(programmed, Fraction(0)) | counted, weights)
