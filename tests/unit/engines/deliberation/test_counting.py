"""Quorum and majorities for every number of entities."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.deliberation import quorum_needed, votes_needed

VOTING = st.integers(0, 500)


@pytest.mark.parametrize(
    ("rule", "voting", "needed"),
    [
        ("half_plus_one", 12, 7),
        ("half_plus_one", 11, 6),
        ("half_plus_one", 1, 1),
        ("half_plus_one", 0, 1),
        ("two_thirds", 12, 8),
        ("two_thirds", 11, 8),
        ("two_thirds", 10, 7),
        ("two_thirds", 1, 1),
        ("two_thirds", 0, 1),
    ],
)
def test_quorum_of_known_tables(rule: str, voting: int, needed: int) -> None:
    assert quorum_needed(rule, voting) == needed


@pytest.mark.parametrize(
    ("rule", "present", "needed"),
    [("simple", 7, 4), ("simple", 8, 5), ("two_thirds", 7, 5), ("two_thirds", 9, 6), ("absolute", 7, 7)],
)
def test_votes_of_twelve_that_carry_a_motion(rule: str, present: int, needed: int) -> None:
    assert votes_needed(rule, present=present, voting=12) == needed


@given(VOTING)
def test_no_two_separate_groups_have_quorum(voting: int) -> None:
    assert 2 * quorum_needed("half_plus_one", voting) > voting
    assert quorum_needed("two_thirds", voting) >= max(1, Fraction(2, 3) * voting)


@given(VOTING)
def test_one_entity_fewer_is_not_enough(voting: int) -> None:
    assert 2 * (quorum_needed("half_plus_one", voting) - 1) <= voting
    assert quorum_needed("two_thirds", voting) - 1 < max(1, Fraction(2, 3) * voting)


@given(VOTING.flatmap(lambda voting: st.tuples(st.just(voting), st.integers(0, voting))))
def test_a_carried_motion_has_more_for_than_the_rest_of_whom_it_is_asked(counts: tuple[int, int]) -> None:
    voting, present = counts
    simple = votes_needed("simple", present=present, voting=voting)
    assert simple > present - simple
    assert simple - 1 <= present - (simple - 1)
    absolute = votes_needed("absolute", present=present, voting=voting)
    assert absolute > voting - absolute
    assert votes_needed("two_thirds", present=present, voting=voting) >= max(1, Fraction(2, 3) * present)
    assert simple <= absolute


@given(VOTING)
def test_with_nobody_free_to_vote_nothing_is_carried(voting: int) -> None:
    for rule in ("simple", "absolute", "two_thirds"):
        assert votes_needed(rule, present=0, voting=voting) >= 1


def test_what_makes_no_sense_is_an_error() -> None:
    for wrong in (
        lambda: quorum_needed("all", 12),
        lambda: quorum_needed("half_plus_one", -1),
        lambda: votes_needed("all", present=1, voting=12),
        lambda: votes_needed("simple", present=-1, voting=12),
        lambda: votes_needed("simple", present=13, voting=12),
    ):
        with pytest.raises(ValueError, match=r"unknown|counted|present"):
            wrong()
