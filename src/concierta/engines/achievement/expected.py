"""Where a plan should be at a cut-off, and the pace that follows. Shown beside the band, never mixed into it."""

from datetime import date
from fractions import Fraction

from .accumulation import Accumulation
from .errors import InvalidFigures, Problem
from .measure import Measure, day_of, figure_of_day, is_held, periods_add_up
from .periods import fold_periods
from .quantities import Number, Series, exact, not_negative, ratio


def scheduled_progress(programmed_to_date: Number | None, cycle_target: Number | None) -> Fraction | None:
    """The programmed cumulative target ÷ the target of the cycle. Null where either is not programmed or T = 0."""
    if programmed_to_date is None or cycle_target is None:
        return None
    programmed = not_negative("programmed_to_date", programmed_to_date)
    target = not_negative("cycle_target", cycle_target)
    if programmed > target:
        raise InvalidFigures(Problem.SCHEDULE_OUT_OF_RANGE, programmed=programmed, target=target)
    return ratio(programmed, target)


def elapsed_progress(cut_off: date, *, starts_on: date, ends_on: date) -> Fraction:
    """Days elapsed ÷ days of the cycle, first and last day included.

    30-Jun-2026 in 2024–2027 is 912/1461. Before the first day it is 0, after the last 1.
    """
    days = (ends_on - starts_on).days + 1
    if days <= 0:
        raise InvalidFigures(Problem.CYCLE_BACKWARDS, starts_on=starts_on, ends_on=ends_on)
    elapsed = (cut_off - starts_on).days + 1
    return Fraction(min(max(elapsed, 0), days), days)


def expected_progress(
    cut_off: date,
    *,
    starts_on: date,
    ends_on: date,
    programmed_to_date: Number | None = None,
    cycle_target: Number | None = None,
) -> Fraction:
    """What was programmed by the cut-off; for an unscheduled target, the days elapsed."""
    scheduled = scheduled_progress(programmed_to_date, cycle_target)
    return elapsed_progress(cut_off, starts_on=starts_on, ends_on=ends_on) if scheduled is None else scheduled


def expected_value(
    accumulation: Accumulation,
    *,
    target: Number,
    start: Number,
    elapsed: Fraction,
    cut_off: date,
    measure: Measure = Measure.COUNT,
    scheduled: Series | None = None,
    quarter: int = 4,
) -> Fraction | None:
    """The value of the year that should have been reached by the cut-off, in the indicator's own unit.

    `scheduled` are the targets of its quarters, read up to `quarter`. Without them: what is held (a level to maintain,
    a rate without a path) is due whole from the first day; what adds up, in the share `elapsed` of the year; a level,
    on the way from `start`, the level the year was to begin at. A date is null until it comes.
    """
    if measure is Measure.DATE:
        return exact(target) if exact(target) <= figure_of_day(cut_off) and day_of(target) else None
    adds = periods_add_up(measure, accumulation)
    held = is_held(measure, accumulation)
    beginning = Fraction(0) if adds else exact(start)
    if scheduled is not None and any(value is not None for value in scheduled.values()):
        programmed = fold_periods(accumulation, scheduled, through=quarter, measure=measure)
        if programmed is not None:
            return programmed
        return _first_of(scheduled) if measure.is_rate and held else beginning
    if held:
        return exact(target)
    return beginning + (exact(target) - beginning) * elapsed


def _first_of(scheduled: Series) -> Fraction:
    return next(exact(value) for _, value in sorted(scheduled.items()) if value is not None)


def pace(achievement: Fraction | None, expected: Fraction | None) -> Fraction | None:
    """Achievement ÷ expected progress: below 1 is behind. Null while nothing is expected yet.

    Kept straight, it is also where the cycle would close: 50 % when 62.42 % was expected closes at 80 %.
    """
    if achievement is None or expected is None:
        return None
    return ratio(achievement, expected)
