from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.finance import FIELDS, NOTHING, Breach, Stages, breaches, total

pesos = st.integers(-(10**15), 10**15)
maybe = st.none() | pesos
any_stages = st.builds(Stages, **dict.fromkeys(FIELDS, maybe))


def test_the_worked_example_of_the_domain():
    """DOMAIN §3: 1,200+300−50+80−30 = 1,500 M; 1,350, 1,200, 900 and 840 are 90/80/60/56 %."""
    stages = Stages(
        initial=1_200,
        additions=300,
        reductions=50,
        credits=80,
        counter_credits=30,
        final=1_500,
        availability=1_350,
        registration=1_200,
        obligation=900,
        payment=840,
    )
    assert breaches(stages) == ()
    assert [stages.share(one) for one in (1_350, 1_200, 900, 840)] == [
        Fraction(9, 10),
        Fraction(4, 5),
        Fraction(3, 5),
        Fraction(14, 25),
    ]
    assert (stages.execution, stages.unspent, stages.modifications) == (Fraction(3, 5), 600, 300)


def test_a_payment_above_its_obligation_is_told_with_both_figures():
    assert breaches(Stages(obligation=1_280_000, payment=1_280_003)) == (
        Breach("chain", "obligation", "payment", 1_280_000, 1_280_003),
    )


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("final", "availability"),
        ("availability", "registration"),
        ("registration", "obligation"),
        ("obligation", "payment"),
        ("final", "payment"),
    ],
)
def test_a_rise_is_told_between_neighbours_and_over_what_is_not_stated(above: str, below: str):
    assert [(one.left, one.right) for one in breaches(Stages(**{above: 1, below: 2}))] == [(above, below)]


def test_a_final_that_is_not_its_initial_and_modifications_is_told():
    assert breaches(Stages(initial=10, additions=5, final=14)) == (
        Breach("identity", "final", "initial and modifications", 14, 15),
    )


@pytest.mark.parametrize("name", FIELDS)
def test_a_figure_below_zero_is_told(name: str):
    found = breaches(Stages(**{name: -1}))
    assert (found[0].kind, found[0].left, found[0].left_value) == ("negative", name, -1)


def test_what_is_not_stated_contradicts_nothing():
    assert breaches(NOTHING) == ()
    assert (NOTHING.execution, NOTHING.unspent, NOTHING.modifications) == (None, None, None)
    assert Stages(final=0, obligation=0).execution is None


@given(st.lists(any_stages))
def test_a_total_is_the_naive_sum_of_every_column(items: list[Stages]):
    summed = total(items)
    for name in FIELDS:
        stated = [getattr(one, name) for one in items if getattr(one, name) is not None]
        assert getattr(summed, name) == (sum(stated) if stated else None)


@given(any_stages, any_stages, any_stages)
def test_the_order_of_adding_changes_nothing(one: Stages, two: Stages, three: Stages):
    assert (one + two) + three == one + (two + three)
    assert one + two == two + one
    assert one + NOTHING == one
