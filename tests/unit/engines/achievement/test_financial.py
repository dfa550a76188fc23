from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.achievement import (
    Appropriation,
    Execution,
    InvalidFigures,
    Problem,
    check_reduction,
    check_transfers,
    efficiency,
)

pesos = st.integers(0, 10**15)
STEPS = ("final", "availability", "registration", "obligation", "payment")


@given(st.lists(pesos, min_size=5, max_size=5))
def test_execution_is_accepted_exactly_when_the_chain_descends(amounts):
    descends = all(above >= below for above, below in pairwise(amounts))
    if descends:
        Execution(*amounts)
    else:
        with pytest.raises(InvalidFigures) as refused:
            Execution(*amounts)
        assert refused.value.problem is Problem.EXECUTION_CHAIN_BROKEN


@pytest.mark.parametrize("position", range(4))
def test_the_refusal_names_the_two_steps(position):
    amounts = [500, 400, 300, 200, 100]
    amounts[position + 1] = amounts[position] + 1
    with pytest.raises(InvalidFigures) as refused:
        Execution(*amounts)
    assert refused.value.details["above"] == STEPS[position]
    assert refused.value.details["below"] == STEPS[position + 1]


def test_a_negative_payment_is_refused():
    with pytest.raises(InvalidFigures) as refused:
        Execution(final=5, availability=4, registration=3, obligation=2, payment=-1)
    assert refused.value.details["above"] == "payment"


@given(st.lists(pesos, min_size=5, max_size=5).map(lambda amounts: sorted(amounts, reverse=True)))
def test_shares_descend_and_stay_within_one(amounts):
    execution = Execution(*amounts)
    shares = [
        execution.availability_share,
        execution.registration_share,
        execution.obligation_share,
        execution.payment_share,
    ]
    if execution.final == 0:
        assert shares == [None] * 4
    else:
        assert shares == sorted(shares, reverse=True)
        assert shares[0] <= 1
        assert shares[2] * execution.final == execution.obligation


@given(pesos, pesos, pesos)
def test_the_final_appropriation_adds_what_enters_and_takes_what_leaves(initial, more, other):
    changed = Appropriation(initial, additions=more, reductions=more, credits=other, counter_credits=other)
    assert changed.final == initial
    assert Appropriation(initial, additions=more).final - initial == more
    assert Appropriation(initial + more, reductions=more).final == initial
    assert Appropriation(initial, credits=other).final - initial == other
    assert Appropriation(initial + other, counter_credits=other).final == initial


@pytest.mark.parametrize("name", ["initial", "additions", "reductions", "credits", "counter_credits"])
def test_modifications_are_given_as_positive_amounts(name):
    with pytest.raises(InvalidFigures) as refused:
        Appropriation(**{"initial": 10, name: -1})
    assert (refused.value.problem, refused.value.details["field"]) == (Problem.NEGATIVE, name)


def test_an_appropriation_cannot_fall_below_zero():
    with pytest.raises(InvalidFigures) as refused:
        Appropriation(10, reductions=11)
    assert refused.value.details["field"] == "final"


def test_a_reduction_takes_at_most_the_uncommitted_balance():
    execution = Execution(final=1500, availability=1350, registration=1200, obligation=900, payment=840)
    check_reduction(execution, 300)
    with pytest.raises(InvalidFigures) as refused:
        check_reduction(execution, 301)
    assert refused.value.problem is Problem.REDUCTION_OVER_BALANCE
    with pytest.raises(InvalidFigures):
        check_reduction(execution, -1)


def test_transfers_cancel():
    check_transfers([Appropriation(100, counter_credits=30), Appropriation(50, credits=30)])
    with pytest.raises(InvalidFigures) as refused:
        check_transfers([Appropriation(100, counter_credits=30), Appropriation(50, credits=31)])
    assert (refused.value.problem, refused.value.details) == (Problem.TRANSFERS_DO_NOT_CANCEL, {"net": 1})


def test_efficiency_is_null_without_obligations():
    assert efficiency(Fraction(72, 100), 0) is None
    assert efficiency(Fraction(72, 100), None) is None
    assert efficiency(None, Fraction(60, 100)) is None


@given(st.fractions(min_value=1, max_value=9), st.fractions(min_value=Fraction(1, 100), max_value=1))
def test_efficiency_caps_the_physical_achievement(physical, obligated):
    assert efficiency(physical, obligated) == 1 / obligated
