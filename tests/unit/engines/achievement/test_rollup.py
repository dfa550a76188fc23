from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.achievement import (
    Child,
    InvalidFigures,
    Problem,
    capped,
    check_sibling_weights,
    exceeds_target,
    roll_up,
    weighted_mean,
)

raw = st.fractions(min_value=-3, max_value=3)
children = st.lists(st.builds(Child, st.none() | raw, st.integers(0, 100)), max_size=8)


@given(st.none() | raw)
def test_the_cap_bounds_and_changes_nothing_between(value):
    result = capped(value)
    if value is None:
        assert result is None
    elif 0 <= value <= 1:
        assert result == value
    else:
        assert result == (1 if value > 1 else 0)


@given(children)
def test_the_mean_lies_between_its_children(siblings):
    counted = [capped(c.achievement) for c in siblings if c.achievement is not None and c.weight]
    mean = weighted_mean(siblings)
    if not counted:
        assert mean is None
    else:
        assert min(counted) <= mean <= max(counted)


@given(children, st.randoms(use_true_random=False))
def test_the_order_of_siblings_does_not_matter(siblings, random):
    assert roll_up(random.sample(siblings, k=len(siblings))) == roll_up(siblings)


@given(children, st.integers(1, 100))
def test_only_the_proportion_of_weights_matters(siblings, factor):
    scaled = [Child(child.achievement, child.weight * factor) for child in siblings]
    assert roll_up(scaled) == roll_up(siblings)


@given(children, st.integers(1, 100))
def test_a_null_child_drops_out_and_the_rest_renormalise(siblings, weight):
    with_null = [*siblings, Child(None, weight)]
    assert weighted_mean(with_null) == weighted_mean(siblings)
    assert roll_up(with_null).coverage <= roll_up(siblings).coverage


@given(st.lists(st.none() | raw, min_size=1))
def test_no_weights_are_equal_weights(values):
    unweighted = roll_up(Child(value) for value in values)
    assert unweighted == roll_up(Child(value, 7) for value in values)


@given(children, children, raw, st.integers(0, 100), st.fractions(min_value=0, max_value=2))
def test_a_better_child_never_lowers_its_parent(before, after, value, weight, gain):
    siblings, better = [*before, Child(value, weight), *after], [*before, Child(value + gain, weight), *after]
    assert (weighted_mean(siblings) is None) or weighted_mean(better) >= weighted_mean(siblings)


def test_coverage_tells_how_much_weight_the_mean_rests_on():
    result = roll_up([Child(Fraction(1, 2), 60), Child(None, 30), Child(None, 10)])
    assert (result.achievement, result.coverage) == (Fraction(1, 2), Fraction(3, 5))
    assert roll_up([]).achievement is None
    assert roll_up([Child(None)]).coverage == 0


def test_a_child_over_its_target_lends_nothing_to_its_siblings():
    assert weighted_mean([Child(3, 50), Child(0, 50)]) == Fraction(1, 2)


def test_over_100_percent_asks_for_a_warning():
    assert exceeds_target(Fraction(101, 100))
    assert not exceeds_target(1)
    assert not exceeds_target(None)


@given(st.lists(st.integers(1, 100), min_size=1, max_size=6))
def test_sibling_weights_must_add_up(weights):
    check_sibling_weights(weights, total=sum(weights))
    with pytest.raises(InvalidFigures) as refused:
        check_sibling_weights([*weights, 1], total=sum(weights))
    assert refused.value.problem is Problem.WEIGHTS_DO_NOT_ADD_UP


def test_sibling_weights_add_to_100_unless_none_is_given():
    check_sibling_weights([40, 35, 25])
    check_sibling_weights([None, None])
    check_sibling_weights([])
    with pytest.raises(InvalidFigures):
        check_sibling_weights([40, 35, 24])


def test_some_weights_without_the_others_are_refused():
    with pytest.raises(InvalidFigures) as refused:
        check_sibling_weights([100, None])
    assert refused.value.problem is Problem.WEIGHTS_INCOMPLETE


def test_a_negative_weight_is_refused():
    with pytest.raises(InvalidFigures) as refused:
        weighted_mean([Child(1, -1), Child(1, 101)])
    assert refused.value.problem is Problem.NEGATIVE
