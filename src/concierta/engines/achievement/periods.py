"""Folding the periods of a year (quarters, months) into the year.

Targets and actuals fold by the same rule, so that they stay comparable at any cut-off:

* a cumulative or flow count (or money): the sum of the periods known;
* any other: the last period known, because each figure already is the state at its cut-off;
* a flow that is a rate with its two figures: Σ numerators ÷ Σ denominators (`fold_ratios`), never the sum nor the mean
  of percentages. Four quarters at 95 % are a year at 95 %.
"""

from collections.abc import Mapping
from fractions import Fraction

from .accumulation import Accumulation
from .disaggregation import Ratio, sum_of_ratios
from .errors import InvalidFigures, Problem
from .measure import Measure, periods_add_up
from .quantities import Number, Series, exact, known


def fold_periods(
    accumulation: Accumulation, figures: Series, *, through: int | None = None, measure: Measure = Measure.COUNT
) -> Fraction | None:
    """The figure of the year from its periods, up to period `through` where one is given.

    Periods without a figure add nothing; a year in which none has one is null.
    """
    counted = [value for period, value in known(figures).items() if through is None or period <= through]
    if not counted:
        return None
    return sum(counted, Fraction(0)) if periods_add_up(measure, accumulation) else counted[-1]


def fold_ratios(
    accumulation: Accumulation, figures: Mapping[int, Ratio | None], *, through: int | None = None
) -> Ratio | None:
    """The two figures of the year from those of its periods: their sums in a flow, the last pair known of a level.

    A period that lacks either figure is left out whole.
    """
    counted = [
        pair
        for period, pair in sorted(figures.items())
        if pair is not None and pair.is_whole and (through is None or period <= through)
    ]
    if not counted:
        return None
    return sum_of_ratios(counted) if accumulation.periods_add_up else counted[-1]


def check_period_targets(
    accumulation: Accumulation,
    period_targets: Series,
    year_target: Number | None,
    measure: Measure = Measure.COUNT,
) -> None:
    """Refuses period targets that do not fold into the target of the year (`PERIODS_DO_NOT_ADD_UP`).

    A year without any period target is unscheduled, which is allowed.
    """
    folded = fold_periods(accumulation, period_targets, measure=measure)
    if folded is None:
        return
    expected = None if year_target is None else exact(year_target)
    if folded != expected:
        raise InvalidFigures(Problem.PERIODS_DO_NOT_ADD_UP, periods=folded, year=expected)
