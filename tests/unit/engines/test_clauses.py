"""A commitment is as kept as its share says; silence is two missed obligations and then a year without an answer."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.clauses import (
    ClauseState,
    Obligation,
    SilenceRule,
    Thresholds,
    Voice,
    state_of_all,
    state_of_share,
    voice,
    worst,
)

LIMITS = Thresholds()
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
S = ClauseState


@pytest.mark.parametrize(
    ("done", "due", "state"),
    [(0, 0, S.NOT_DUE), (0, 4, S.NOT_KEPT), (1, 4, S.NOT_KEPT), (2, 4, S.PARTLY), (3, 4, S.KEPT), (5, 4, S.KEPT)],
)
def test_a_share_is_read_by_two_thresholds(done: int, due: int, state: ClauseState) -> None:
    assert state_of_share(done, due, LIMITS) == state


def test_a_share_is_compared_unrounded() -> None:
    assert state_of_share(Fraction(74_999, 1000), 100, LIMITS) == S.PARTLY


@pytest.mark.parametrize(
    ("done", "due", "state"), [(0, 0, S.NOT_DUE), (0, 2, S.NOT_KEPT), (1, 2, S.PARTLY), (2, 2, S.KEPT)]
)
def test_promises_are_kept_one_by_one(done: int, due: int, state: ClauseState) -> None:
    assert state_of_all(done, due) == state


def test_more_than_was_due_is_not_counted_one_by_one() -> None:
    with pytest.raises(ValueError, match="of what was due"):
        state_of_all(3, 2)
    with pytest.raises(ValueError, match="less than nothing"):
        state_of_share(-1, 2, LIMITS)
    with pytest.raises(ValueError, match="thresholds"):
        Thresholds(Fraction(1, 2), Fraction(3, 4))


@given(st.lists(st.sampled_from(list(S)), max_size=8), st.sampled_from(list(S)))
def test_one_more_state_never_makes_the_whole_better(states: list[ClauseState], more: ClauseState) -> None:
    order = [S.NOT_KEPT, S.PARTLY, S.KEPT, S.NOT_DUE, S.NOT_INSTALLED, S.NO_PROMISE]
    judged = [state for state in states if state != S.NOT_BOUND]
    if judged and more != S.NOT_BOUND:
        assert order.index(worst([*judged, more])) <= order.index(worst(judged))


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 10))
def test_doing_more_never_makes_a_commitment_worse(done: int, due: int, more: int) -> None:
    order = [S.NOT_KEPT, S.PARTLY, S.KEPT]
    before, after = state_of_share(done, due, LIMITS), state_of_share(done + more, due, LIMITS)
    assert order.index(after) >= order.index(before)


def test_of_nothing_there_is_no_promise() -> None:
    assert worst([]) == S.NO_PROMISE


ON = date(2026, 6, 30)


def missed(*days: int) -> list[Obligation]:
    return [Obligation(ON - timedelta(days=day), None) for day in days]


@pytest.mark.parametrize(
    ("days", "says"), [((), "active"), ((1,), "active"), ((1, 40), "notified"), ((0, 0), "active")]
)
def test_the_second_missed_obligation_notifies(days: tuple[int, ...], says: str) -> None:
    assert voice(missed(*days), notified_on=None, on=ON) == says


def test_what_came_late_is_not_missed_any_more() -> None:
    late = [Obligation(ON - timedelta(days=40), ON - timedelta(days=1)), *missed(50)]
    assert voice(late, notified_on=None, on=ON) == Voice.ACTIVE


def test_what_was_due_before_it_answered_notifies_nobody_again() -> None:
    answered = ON - timedelta(days=30)
    assert voice(missed(31, 60, 90), notified_on=None, on=ON, since=answered) == Voice.ACTIVE
    assert voice(missed(1, 30, 90), notified_on=None, on=ON, since=answered) == Voice.NOTIFIED


@pytest.mark.parametrize(("ago", "says"), [(364, "notified"), (365, "silent")])
def test_a_year_without_an_answer_is_silence(ago: int, says: str) -> None:
    assert voice(missed(400, 500), notified_on=ON - timedelta(days=ago), on=ON) == says


def test_filing_anything_since_one_was_told_is_an_answer() -> None:
    told = ON - timedelta(days=400)
    filed = [*missed(500, 600), Obligation(ON - timedelta(days=30), ON)]
    assert voice(filed, notified_on=told, on=ON) == Voice.ACTIVE
    before = [*missed(500, 600), Obligation(told, told - timedelta(days=1))]
    assert voice(before, notified_on=told, on=ON) == Voice.SILENT


@given(st.lists(st.builds(Obligation, DAYS, st.none() | DAYS), max_size=6), DAYS, st.integers(1, 4))
def test_nobody_is_notified_for_less_than_the_rule_says(known: list[Obligation], on: date, least: int) -> None:
    found = voice(known, notified_on=None, on=on, rule=SilenceRule(missed=least))
    owed = [one for one in known if one.due_on < on and (one.filed_on is None or one.filed_on > on)]
    assert (found == Voice.NOTIFIED) == (len(owed) >= least)
