"""Achievement of one indicator over the whole cycle (cuatrienio), from its yearly series."""

from fractions import Fraction

from .accumulation import Accumulation, FlowPolicy, Horizon
from .errors import InvalidFigures, Problem
from .quantities import Number, Series, exact_or_null, known
from .year import kept, year_achievement

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
) -> Fraction | None:
    """The raw fraction of the cycle (1 = target met) or null.

    `targets` names every year of the cycle, with None where nothing is programmed; `series` holds the
    actuals of any of those years. `cycle_target` is read by cumulative, stock, capacity and reduction;
    `flow_policy` is compulsory for flow; `horizon` concerns averages only. Actuals after the year
    `through` are not read, so that a past cut-off can be recomputed. What was achieved in a year without
    target has no yearly result, but it is part of ΣA and may be A_last.

    Raises `InvalidFigures` on a year outside the cycle, a missing policy, or a contradictory target.
    """
    if outside := set(series) - set(targets):
        raise InvalidFigures(Problem.YEAR_OUTSIDE_CYCLE, years=sorted(outside))
    actuals = {year: value for year, value in known(series).items() if through is None or year <= through}

    if accumulation is Accumulation.FLOW and flow_policy is None:
        raise InvalidFigures(Problem.FLOW_POLICY_MISSING)
    if accumulation is Accumulation.FLOW and flow_policy is FlowPolicy.FINAL_YEAR:
        return _final_year(actuals, targets)
    if accumulation in AVERAGED:
        return _mean(year_achievements(accumulation, actuals, targets, baseline), targets, horizon)
    if _is_to_be_kept(accumulation, cycle_target, baseline):
        lower = accumulation.lower_is_better
        years = {
            year: kept(actuals[year], target, lower_is_better=lower)
            for year, target in _programmed(targets).items()
            if year in actuals
        }
        return _mean(years, targets, horizon)
    if not actuals:
        return None
    is_sum = accumulation is Accumulation.CUMULATIVE
    figure = sum(actuals.values(), Fraction(0)) if is_sum else actuals[max(actuals)]
    return year_achievement(accumulation, actual=figure, target=cycle_target, baseline=baseline)


def year_achievements(
    accumulation: Accumulation, series: Series, targets: Series, baseline: Number | None = None
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
        )
        for year, target in sorted(targets.items())
    }


def years_without_figure(series: Series, targets: Series, *, through: int) -> tuple[int, ...]:
    """Programmed years up to `through` with no actual: what a mean to date leaves out and must disclose."""
    return tuple(year for year in _programmed(targets) if year <= through and series.get(year) is None)


def _programmed(targets: Series) -> dict[int, Fraction]:
    return {year: target for year, target in known(targets).items() if target != 0}


def _final_year(actuals: Series, targets: Series) -> Fraction | None:
    programmed = _programmed(targets)
    if not programmed:
        return None
    final = max(programmed)
    return year_achievement(Accumulation.FLOW, actual=actuals.get(final), target=programmed[final])


def _is_to_be_kept(accumulation: Accumulation, target: Number | None, baseline: Number | None) -> bool:
    if accumulation not in {Accumulation.CAPACITY, Accumulation.REDUCTION} or not target:
        return False
    return exact_or_null(target) == exact_or_null(baseline)


def _mean(
    years: dict[int, Fraction] | dict[int, Fraction | None], targets: Series, horizon: Horizon
) -> Fraction | None:
    counted = [value for value in years.values() if value is not None]
    if not counted:
        return None
    divisor = len(counted) if horizon is Horizon.TO_DATE else len(_programmed(targets))
    return sum(counted, Fraction(0)) / divisor
