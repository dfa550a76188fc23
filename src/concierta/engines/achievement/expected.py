"""Where a plan should be at a cut-off, and the pace that follows. Shown beside the band, never mixed into it."""

from datetime import date
from fractions import Fraction

from .errors import InvalidFigures, Problem
from .quantities import Number, not_negative, ratio


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


def pace(achievement: Fraction | None, expected: Fraction | None) -> Fraction | None:
    """Achievement ÷ expected progress: below 1 is behind. Null while nothing is expected yet.

    Kept straight, it is also where the cycle would close: 50 % when 62.42 % was expected closes at 80 %.
    """
    if achievement is None or expected is None:
        return None
    return ratio(achievement, expected)
