"""Achievement of one indicator in one year, as the raw fraction (1 = target met, may pass 1 or go below 0)."""

from fractions import Fraction

from .accumulation import Accumulation
from .quantities import Number, exact, exact_or_null, not_negative, ratio
from .targets import check_target_direction


def year_achievement(
    accumulation: Accumulation,
    *,
    actual: Number | None,
    target: Number | None,
    baseline: Number | None = None,
    previous: Number | None = None,
) -> Fraction | None:
    """The formula of the type for a year.

    `baseline` is read by capacity and reduction, `previous` (the actual of the year before; in the first
    year, the baseline) by annual_reduction. Null when the year is not programmed or T = 0, and when a
    figure the formula needs is missing. Raises `InvalidFigures` where the target contradicts the type.
    """
    if target is None or exact(target) == 0:
        return None
    check_target_direction(accumulation, baseline=baseline, target=target)
    if actual is None:
        return None
    start = exact_or_null(previous if accumulation is Accumulation.ANNUAL_REDUCTION else baseline)
    return _formula(accumulation, exact(actual), exact(target), start)


def kept(actual: Fraction, target: Fraction, *, lower_is_better: bool = False) -> Fraction:
    """How far a level was kept: min(1, A/T), or min(1, T/A) where less is better.

    The mirror matters: unemployment to be held at 12 that rises to 15 was kept at 80 %, not at 100 %.
    A level below zero cannot be kept in proportion and is refused (`NEGATIVE`).
    """
    not_negative("target", target)
    if lower_is_better:
        return Fraction(1) if actual <= target else target / actual
    return min(Fraction(1), actual / target)


def _formula(accumulation: Accumulation, actual: Fraction, target: Fraction, start: Fraction | None) -> Fraction | None:
    match accumulation:
        case Accumulation.CUMULATIVE | Accumulation.STOCK | Accumulation.FLOW:
            return ratio(actual, target)
        case Accumulation.MAINTENANCE:
            return kept(actual, target)
        case Accumulation.CAPACITY | Accumulation.REDUCTION | Accumulation.ANNUAL_REDUCTION:
            return _from_start(actual, target, start, lower_is_better=accumulation.lower_is_better)


def _from_start(
    actual: Fraction, target: Fraction, start: Fraction | None, *, lower_is_better: bool
) -> Fraction | None:
    if start is None:
        return None
    # Nothing left to gain: the level is to be kept. Beyond the target already happens to annual_reduction
    # alone (last year did better than this year asks), where the quotient would reward a relapse.
    if start == target or (lower_is_better and start < target):
        return kept(actual, target, lower_is_better=lower_is_better)
    return (actual - start) / (target - start)
