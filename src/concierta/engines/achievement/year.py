"""Achievement of one indicator in one year, as the raw fraction (1 = target met, may pass 1 or go below 0)."""

from fractions import Fraction

from .accumulation import Accumulation
from .errors import InvalidFigures, Problem
from .measure import Measure, day_of
from .quantities import Number, exact, exact_or_null, not_negative, ratio
from .targets import check_target_direction


def is_programmed(accumulation: Accumulation, target: Number | None, start: Number | None = None) -> bool:
    """True if the target can be answered for. None is NP; zero is a target only for a distance not yet covered.

    `start` is the baseline, or of annual_reduction the figure of the year before; None while unknown.
    """
    if target is None:
        return False
    if exact(target) != 0:
        return True
    return accumulation.reads_a_path and (start is None or exact(start) != 0)


def year_achievement(
    accumulation: Accumulation,
    *,
    actual: Number | None,
    target: Number | None,
    baseline: Number | None = None,
    previous: Number | None = None,
    measure: Measure = Measure.COUNT,
) -> Fraction | None:
    """The formula of the type for a year.

    `baseline` is read by capacity and reduction, `previous` (the actual of the year before; in the first
    year, the baseline) by annual_reduction. Null when the year is not programmed, when the formula would divide by
    zero, and when a figure it needs is missing: a year without actual leaves the next one of annual_reduction null,
    never zero. A date is 1 if done on its day or before, else 0. Raises `InvalidFigures` where the target contradicts
    the type.
    """
    start = previous if accumulation is Accumulation.ANNUAL_REDUCTION else baseline
    if target is None or not is_programmed(accumulation, target, start):
        return None
    if measure is Measure.DATE:
        return on_time(actual, target)
    check_target_direction(accumulation, baseline=baseline, target=target)
    if actual is None:
        return None
    return _formula(accumulation, exact(actual), exact(target), exact_or_null(start))


def on_time(actual: Number | None, target: Number) -> Fraction | None:
    """1 if it was done on the target day or before, 0 if later or not yet (an actual of 0). Refuses what is no day."""
    if day_of(target) is None:
        raise InvalidFigures(Problem.NOT_A_DAY, value=target)
    if actual is None:
        return None
    done = exact(actual)
    if done == 0:
        return Fraction(0)
    if day_of(done) is None:
        raise InvalidFigures(Problem.NOT_A_DAY, value=actual)
    return Fraction(int(done <= exact(target)))


def kept(actual: Fraction, target: Fraction, *, lower_is_better: bool = False) -> Fraction | None:
    """How far a level was kept: min(1, A/T), or min(1, T/A) where less is better. Null over a target of zero.

    The mirror matters: unemployment to be held at 12 that rises to 15 was kept at 80 %, not at 100 %.
    A level below zero cannot be kept in proportion and is refused (`NEGATIVE`).
    """
    if not_negative("target", target) == 0:
        return None
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
