from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.finance import (
    Cash,
    InKind,
    MeansTotal,
    MoneyRefused,
    Valuation,
    in_cash,
    in_kind,
)


def test_comfandi_gives_money_and_two_advisers():
    """DOMAIN §7, scenario 2: they stand side by side, and nothing is the sum of both."""
    total = MeansTotal.of([in_cash(400_000_000), in_kind(Decimal(2), "asesores")])
    assert total.cash == Cash(400_000_000)
    assert total.in_kind == InKind(unvalued={"asesores": Decimal(2)})
    assert total.in_kind.worth == Valuation(Decimal(0))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Cash(1), Valuation(Decimal(1))),
        (Cash(1), InKind()),
        (InKind(), Cash(1)),
        (Valuation(Decimal(1)), Cash(1)),
        (Cash(1), 1),
        (MeansTotal(), Cash(1)),
        (1, MeansTotal()),
    ],
)
def test_cash_and_in_kind_cannot_be_added(one, other):
    with pytest.raises(TypeError):
        one + other


def test_what_is_valued_says_its_worth_beside_its_quantity():
    total = in_kind(Decimal("2.5"), "meses", 8_000_001) + in_kind(Decimal(3), "salones") + in_kind(Decimal(1), "meses")
    assert total.in_kind.worth == Valuation(Decimal("20000002.5"))
    assert total.in_kind.valued == {"meses": Decimal("2.5")}
    assert total.in_kind.unvalued == {"salones": Decimal(3), "meses": Decimal(1)}
    assert total.in_kind.quantities == {"meses": Decimal("3.5"), "salones": Decimal(3)}
    assert total.cash == Cash(0)


@pytest.mark.parametrize("amount", [1.5, True, "1", Decimal(1)])
def test_cash_is_whole_pesos(amount):
    with pytest.raises(MoneyRefused):
        Cash(amount)


means = st.one_of(
    st.builds(in_cash, st.integers(0, 10**12)),
    st.builds(
        in_kind,
        st.decimals(0, 10**6, places=2),
        st.sampled_from(["asesores", "salones", "horas"]),
        st.none() | st.integers(1, 10**8),
    ),
)


@given(st.lists(means, max_size=20), st.randoms())
def test_the_order_of_adding_changes_nothing(items, random):
    shuffled = list(items)
    random.shuffle(shuffled)
    one, other = MeansTotal.of(items), MeansTotal.of(shuffled)
    assert one == other
    assert one.cash.pesos == sum(item.cash.pesos for item in items)
    assert one.in_kind.worth.pesos == sum(item.in_kind.worth.pesos for item in items)
