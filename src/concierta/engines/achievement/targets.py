"""What a plan must satisfy before its achievement can mean anything."""

from fractions import Fraction

from .accumulation import Accumulation
from .errors import InvalidFigures, Problem
from .quantities import Number, Series, exact, known, not_negative


def check_cumulative_targets(targets: Series, cycle_target: Number | None) -> None:
    """Refuses yearly targets whose sum is not the target of the cycle (`YEARS_DO_NOT_ADD_UP`).

    For cumulative indicators only. Both must be given: a sum of nothing is not 0.
    """
    programmed = known(targets)
    total = sum(programmed.values(), Fraction(0)) if programmed else None
    expected = None if cycle_target is None else exact(cycle_target)
    if total != expected:
        raise InvalidFigures(Problem.YEARS_DO_NOT_ADD_UP, years=total, cycle=expected)


def check_target_direction(accumulation: Accumulation, *, baseline: Number | None, target: Number | None) -> None:
    """Refuses a target that the type cannot read.

    A capacity target below its baseline or a reduction target above it would reward moving the wrong way
    (`TARGET_AGAINST_DIRECTION`). Types read as A/T cannot have a negative target (`NEGATIVE`).
    """
    if target is None:
        return
    if accumulation not in {Accumulation.CAPACITY, Accumulation.REDUCTION}:
        not_negative("target", target)
        return
    if baseline is None:
        return
    gain = exact(target) - exact(baseline)
    if (gain > 0) if accumulation.lower_is_better else (gain < 0):
        raise InvalidFigures(
            Problem.TARGET_AGAINST_DIRECTION, accumulation=accumulation, baseline=baseline, target=target
        )


def implied_cycle_target(accumulation: Accumulation, targets: Series) -> Fraction | None:
    """The target of the cycle where the plan states only years: their sum when cumulative, else the last."""
    programmed = list(known(targets).values())
    if not programmed:
        return None
    return sum(programmed, Fraction(0)) if accumulation is Accumulation.CUMULATIVE else programmed[-1]
