from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.finance import (
    DEFAULT_PROBABILITIES,
    Gap,
    Prospect,
    StageForecast,
    apportion,
    forecast,
    funding_gap,
    leverage,
)


def test_leverage_counts_what_was_disbursed():
    """DOMAIN §7, scenario 12: of 900 requested and 600 approved, 250 came."""
    assert leverage(250, 1_000) == Fraction(1, 4)


@pytest.mark.parametrize("own", [0, None])
def test_there_is_no_leverage_without_own_obligations(own):
    assert leverage(250, own) is None


def test_a_forecast_is_by_stage_and_of_what_has_not_come():
    found = forecast(
        [
            Prospect("approved", 600, 0),
            Prospect("disbursed", 600, 250),
            Prospect("requested", 900, 0),
            Prospect("requested", None, 0),
            Prospect("refused", 5_000, 0),
        ],
        {"requested": Fraction(1, 4), "approved": Fraction(3, 4), "disbursed": Fraction(1)},
    )
    assert found.stages == (
        StageForecast("requested", 2, 900, Fraction(1, 4), Fraction(225)),
        StageForecast("approved", 1, 600, Fraction(3, 4), Fraction(450)),
        StageForecast("disbursed", 1, 350, Fraction(1), Fraction(350)),
    )
    assert found.expected == 1_025


def test_more_than_was_agreed_leaves_nothing_outstanding():
    assert Prospect("disbursed", 100, 120).outstanding == 0


def test_chances_grow_with_the_stages_and_none_is_certain():
    chances = list(DEFAULT_PROBABILITIES.values())
    assert chances == sorted(chances)
    assert all(0 < chance < 1 for chance in chances)


def test_an_unknown_need_is_no_gap():
    assert funding_gap(None, appropriated=5) is None


def test_what_one_project_has_too_much_of_does_not_fund_another():
    lacking = funding_gap(100, appropriated=60, contributed=10, obtained=5)
    rich = funding_gap(100, appropriated=150)
    assert lacking == Gap(100, 60, 10, 5, unfunded=25, surplus=0)
    assert lacking + rich == Gap(200, 210, 10, 5, unfunded=25, surplus=50)
    assert lacking.funded == 75


def test_the_pesos_left_over_go_to_the_largest_remainders():
    assert apportion(10, [1, 2]) == [3, 7]
    assert apportion(100, [1, 1, 1]) == [34, 33, 33]


@given(st.integers(0, 10**13), st.lists(st.integers(1, 100), min_size=1, max_size=12))
def test_shares_add_up_to_the_peso_and_none_is_a_peso_off(amount, parts):
    split = apportion(amount, parts)
    assert sum(split) == amount
    for share, part in zip(split, parts, strict=True):
        assert abs(share - Fraction(amount * part, sum(parts))) < 1
