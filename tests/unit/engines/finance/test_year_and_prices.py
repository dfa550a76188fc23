from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.finance import (
    MoneyProblem,
    MoneyRefused,
    Stages,
    base_year,
    deflate,
    to_pesos,
    year_elapsed,
    year_pace,
)


def test_a_quarter_into_the_year_a_quarter_obligated_leaves_nothing_at_risk():
    pace = year_pace(Stages(final=365, obligation=90), 2025, date(2025, 3, 31))
    assert (pace.elapsed, pace.projected, pace.unspent, pace.at_risk, pace.pace) == (
        Fraction(90, 365),
        365,
        275,
        0,
        1,
    )


def test_half_the_pace_leaves_half_at_risk():
    pace = year_pace(Stages(final=730, obligation=90), 2025, date(2025, 3, 31))
    assert (pace.projected, pace.at_risk, pace.pace) == (365, 365, Fraction(1, 2))


def test_a_started_peso_is_at_risk():
    assert year_pace(Stages(final=100, obligation=1), 2025, date(2025, 3, 31)).at_risk == 96


def test_at_the_end_of_the_year_what_is_unspent_is_lost():
    pace = year_pace(Stages(final=100, obligation=60), 2024, date(2024, 12, 31))
    assert (pace.elapsed, pace.at_risk) == (1, 40)


@pytest.mark.parametrize("stages", [Stages(final=1), Stages(obligation=1), Stages()])
def test_what_is_not_stated_has_no_pace(stages: Stages):
    assert year_pace(stages, 2025, date(2025, 3, 31)) is None


def test_a_year_that_has_not_begun_has_no_pace_and_one_that_is_over_is_over():
    assert year_pace(Stages(final=1, obligation=0), 2026, date(2025, 3, 31)) is None
    assert year_elapsed(2024, date(2025, 3, 31)) == 1
    assert year_elapsed(2024, date(2024, 1, 1)) == Fraction(1, 366)


@given(st.integers(0, 10**13), st.fractions(0, 1), st.dates(date(2025, 1, 1), date(2025, 12, 31)))
def test_what_is_at_risk_lies_between_nothing_and_what_is_unspent(final, share, cut_off):
    pace = year_pace(Stages(final=final, obligation=int(share * final)), 2025, cut_off)
    assert 0 <= pace.at_risk <= pace.unspent


def test_pesos_of_one_year_in_those_of_another():
    index = {2024: Decimal("144.88"), 2023: Decimal("137.72")}
    assert deflate(137_720, 2023, 2024, index) == 144_880
    assert deflate(144_880, 2024, 2024, index) == 144_880


def test_a_missing_price_is_no_price():
    assert deflate(1, 2022, 2024, {2024: Decimal(1)}) is None
    assert deflate(1, 2024, 2022, {2024: Decimal(1)}) is None
    assert deflate(None, 2024, 2024, {2024: Decimal(1)}) is None


@given(st.integers(0, 10**15), st.integers(1, 10**6), st.integers(1, 10**6))
def test_there_and_back_is_where_one_was(amount, one, other):
    index = {1: Decimal(one), 2: Decimal(other)}
    real = deflate(amount, 1, 2, index)
    assert real * Fraction(one) / Fraction(other) == amount


@pytest.mark.parametrize(
    ("amount", "rate", "pesos"),
    [
        ("100000.00", "4123.56", 412_356_000),
        ("0.5", "1", 0),
        ("1.5", "1", 2),
        ("99999999999999999.99", "4123.567891", 412_356_789_099_999_999_959),
    ],
)
def test_other_currencies_come_to_whole_pesos_half_to_even(amount, rate, pesos):
    assert to_pesos(Decimal(amount), "USD", Decimal(rate)) == pesos


@pytest.mark.parametrize(
    ("amount", "currency", "rate", "problem"),
    [
        (1.5, "USD", Decimal(1), MoneyProblem.NOT_EXACT),
        (True, "COP", None, MoneyProblem.NOT_EXACT),
        (Decimal("NaN"), "COP", None, MoneyProblem.NOT_EXACT),
        (Decimal("1.5"), "COP", None, MoneyProblem.NOT_EXACT),
        (Decimal(1), "COP", Decimal(1), MoneyProblem.RATE_OF_PESOS),
        (Decimal(1), "USD", None, MoneyProblem.RATE_MISSING),
        (Decimal(1), "USD", Decimal(0), MoneyProblem.RATE_MISSING),
    ],
)
def test_what_cannot_be_pesos_is_refused(amount, currency, rate, problem):
    with pytest.raises(MoneyRefused) as caught:
        to_pesos(amount, currency, rate)
    assert caught.value.problem is problem


def test_pesos_are_said_in_the_latest_year_with_a_price_that_is_not_after_the_figures():
    index = {2023: Decimal("137.72"), 2024: Decimal("144.88"), 2026: Decimal(160)}
    assert [base_year(index, until) for until in (2022, 2023, 2025, 2026)] == [None, 2023, 2024, 2026]
