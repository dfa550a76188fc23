"""Whether a commitment is kept, from figures that anybody can count again; and when whoever signed it is silent.

A figure is so many of so many: done of due. A state is read from its share with two thresholds, and of several states
the worst that says anything counts. Nothing is averaged: two shares of different things have no mean.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction


class ClauseState(StrEnum):
    """How a signatory stands to a commitment on a day. The last four are no judgement."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT_KEPT = "not_kept"
    NOT_DUE = "not_due"
    NO_PROMISE = "no_promise"
    NOT_BOUND = "not_bound"
    NOT_INSTALLED = "not_installed"


#: From the worst to the one that says least: of several, the first of these is the state of the whole.
_WEIGH = (
    ClauseState.NOT_KEPT,
    ClauseState.PARTLY,
    ClauseState.KEPT,
    ClauseState.NOT_DUE,
    ClauseState.NOT_INSTALLED,
    ClauseState.NO_PROMISE,
)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which share of what was due a commitment is kept, and from which in part [D]."""

    kept: Fraction = Fraction(3, 4)
    partly: Fraction = Fraction(1, 2)

    def __post_init__(self) -> None:
        if not 0 < self.partly <= self.kept <= 1:
            raise ValueError("thresholds are shares: more than nothing, and the first no higher than the second")


def state_of_share(done: int | Fraction, due: int | Fraction, thresholds: Thresholds) -> ClauseState:
    """KEPT, PARTLY or NOT_KEPT by `done` ÷ `due`; NOT_DUE where nothing was due. ValueError for less than nothing.

    What was done in part of something counts: the share is exact and compared unrounded.
    """
    if done < 0 or due < 0:
        raise ValueError("nobody did less than nothing")
    if not due:
        return ClauseState.NOT_DUE
    share = Fraction(done) / Fraction(due)
    if share >= thresholds.kept:
        return ClauseState.KEPT
    return ClauseState.PARTLY if share >= thresholds.partly else ClauseState.NOT_KEPT


def state_of_all(done: int, due: int) -> ClauseState:
    """Of what is kept or broken one by one (promises): all, some or none; NOT_DUE where nothing was due."""
    if not 0 <= done <= due:
        raise ValueError("of what was due, some was done")
    if not due:
        return ClauseState.NOT_DUE
    return ClauseState.KEPT if done == due else ClauseState.PARTLY if done else ClauseState.NOT_KEPT


def worst(states: Iterable[ClauseState]) -> ClauseState:
    """The state of the whole: the worst that says anything; NO_PROMISE of nothing."""
    found = set(states)
    return next((state for state in _WEIGH if state in found), ClauseState.NO_PROMISE)


@dataclass(frozen=True, slots=True)
class SilenceRule:
    """After how many missed obligations a signatory is notified, and after how long without an answer it is silent
    [D]: two, and a year, as the Covenant of Mayors and the Global Compact do."""

    missed: int = 2
    silent_after: timedelta = timedelta(days=365)


class Voice(StrEnum):
    """The state of a signatory that follows from its obligations."""

    ACTIVE = "active"
    NOTIFIED = "notified"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something due on a day; `filed_on` when it came, None while it has not."""

    due_on: date
    filed_on: date | None


def voice(
    obligations: Iterable[Obligation],
    *,
    notified_on: date | None,
    on: date,
    since: date | None = None,
    rule: SilenceRule | None = None,
) -> Voice:
    """How a signatory stands on a day. `notified_on`: when it was told that it owes; None while it was not. `since`:
    from when it is bound, or answered; what was due before that notifies nobody again.

    An obligation is missed once its day has passed and nothing has come. Not told yet, it is NOTIFIED from the second
    missed one. Told, any filing since then makes it ACTIVE again, and a year without any makes it SILENT.
    """
    rule = rule or SilenceRule()
    known = list(obligations)
    if notified_on is None:
        missed = sum(
            1
            for one in known
            if (since is None or since <= one.due_on) and one.due_on < on and not (one.filed_on and one.filed_on <= on)
        )
        return Voice.NOTIFIED if missed >= rule.missed else Voice.ACTIVE
    if any(one.filed_on is not None and notified_on <= one.filed_on <= on for one in known):
        return Voice.ACTIVE
    return Voice.SILENT if on - notified_on >= rule.silent_after else Voice.NOTIFIED
