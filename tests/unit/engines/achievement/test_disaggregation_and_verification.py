from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.achievement import (
    InvalidFigures,
    Problem,
    Ratio,
    VerifiedFigure,
    aggregate_ratio,
    check_members,
    verification_factor,
)

members = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 1000), min_size=1, max_size=6)
parts = st.lists(st.builds(Ratio, st.none() | st.integers(0, 500), st.none() | st.integers(0, 500)), max_size=6)


def refusal(*args, **kwargs):
    with pytest.raises(InvalidFigures) as refused:
        check_members(*args, **kwargs)
    return refused.value.problem


@given(members, st.integers(1, 100))
def test_members_against_their_total(figures, margin):
    added = sum(figures.values())
    check_members(figures, total=added, exhaustive=True)
    check_members(figures, total=added + margin, exhaustive=False)
    assert refusal(figures, total=added + margin, exhaustive=True) is Problem.MEMBERS_SHORT_OF_TOTAL
    for exhaustive in (True, False):
        assert refusal(figures, total=added - margin, exhaustive=exhaustive) is Problem.MEMBERS_OVER_TOTAL


def test_a_set_with_a_member_without_figure_is_checked_from_above_only():
    figures = {"mujer": 620, "hombre": None}
    check_members(figures, total=1000, exhaustive=True)
    assert refusal(figures, total=619, exhaustive=True) is Problem.MEMBERS_OVER_TOTAL


def test_members_without_a_total_are_refused():
    assert refusal({"mujer": 1}, total=None, exhaustive=False) is Problem.TOTAL_MISSING
    check_members({"mujer": None}, total=None, exhaustive=True)


def test_a_negative_member_is_refused():
    assert refusal({"mujer": -1, "hombre": 2}, total=1, exhaustive=True) is Problem.NEGATIVE


def test_ratios_aggregate_figures_and_never_percentages():
    comunas = [Ratio(1, 2), Ratio(1, 8)]
    assert aggregate_ratio(comunas) == Fraction(1, 5)
    assert [comuna.value for comuna in comunas] == [Fraction(1, 2), Fraction(1, 8)]


@given(parts, st.randoms(use_true_random=False))
def test_an_aggregate_is_order_free_and_lies_between_its_parts(ratios, random):
    aggregate = aggregate_ratio(ratios)
    assert aggregate == aggregate_ratio(random.sample(ratios, k=len(ratios)))
    defined = [r.value for r in ratios if r.value is not None]
    # A part of 1 over 0 has no rate of its own, yet its numerator counts: only the lower bound survives it.
    if aggregate is not None:
        assert aggregate >= min(defined)


@given(parts, st.none() | st.integers(0, 500))
def test_half_a_ratio_never_counts(ratios, figure):
    assert aggregate_ratio([*ratios, Ratio(None, figure)]) == aggregate_ratio(ratios)
    assert aggregate_ratio([*ratios, Ratio(figure, None)]) == aggregate_ratio(ratios)


def test_the_verification_factor_weighs_by_what_was_reported():
    figures = [VerifiedFigure(1000, 900), VerifiedFigure(440, 0), VerifiedFigure(60, 60)]
    assert verification_factor(figures) == Fraction(960, 1500)


def test_what_nobody_has_verified_yet_does_not_count():
    assert verification_factor([VerifiedFigure(1000, 900), VerifiedFigure(500, None)]) == Fraction(9, 10)
    assert verification_factor([VerifiedFigure(500, None)]) is None
    assert verification_factor([]) is None
    assert verification_factor([VerifiedFigure(0, 0)]) is None


@given(st.lists(st.integers(1, 1000), min_size=1))
def test_everything_confirmed_is_one(reported):
    assert verification_factor(VerifiedFigure(figure, figure) for figure in reported) == 1
