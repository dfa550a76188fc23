"""Folding the periods of a year (quarters, months) into the year.

Targets and actuals fold by the same rule, so that they stay comparable at any cut-off:

* cumulative and flow: the sum of the periods known;
* the other five: the last period known, because each figure already is the state at its cut-off.

A flow that is a rate (a share of women hired, say) must not be summed: aggregate its numerators and
denominators first (`disaggregation.aggregate_ratio`).
"""

from fractions import Fraction

from .accumulation import Accumulation
from .errors import InvalidFigures, Problem
from .quantities import Number, Series, exact, known


def fold_periods(accumulation: Accumulation, figures: Series, *, through: int | None = None) -> Fraction | None:
    """The figure of the year from its periods, up to period `through` where one is given.

    Periods without a figure add nothing; a year in which none has one is null.
    """
    counted = [value for period, value in known(figures).items() if through is None or period <= through]
    if not counted:
        return None
    return sum(counted, Fraction(0)) if accumulation.periods_add_up else counted[-1]


def check_period_targets(accumulation: Accumulation, period_targets: Series, year_target: Number | None) -> None:
    """Refuses period targets that do not fold into the target of the year (`PERIODS_DO_NOT_ADD_UP`).

    A year without any period target is unscheduled, which is allowed.
    """
    folded = fold_periods(accumulation, period_targets)
    if folded is None:
        return
    expected = None if year_target is None else exact(year_target)
    if folded != expected:
        raise InvalidFigures(Problem.PERIODS_DO_NOT_ADD_UP, periods=folded, year=expected)
