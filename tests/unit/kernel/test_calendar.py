from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.kernel.calendar import (
    add_months,
    add_working_days,
    is_working_day,
    own_reason,
    use_own_days,
    working_days_between,
)

RECEIVED = date(2026, 3, 10)
days = st.dates(min_value=date(2015, 1, 1), max_value=date(2035, 12, 31))


@pytest.mark.parametrize(
    ("term", "due"),
    [(10, date(2026, 3, 25)), (15, date(2026, 4, 1)), (23, date(2026, 4, 15)), (30, date(2026, 4, 24))],
)
def test_terms_of_a_petition_received_on_10_march_2026(term, due):
    assert add_working_days(RECEIVED, term) == due


@pytest.mark.parametrize(
    "holiday",
    # The last two are of Ley 2578/2026.
    [
        date(2026, 7, 13),
        date(2027, 7, 12),
        date(2026, 3, 23),
        date(2026, 4, 2),
        date(2026, 4, 3),
        date(2026, 12, 25),
        date(2025, 1, 6),
    ],
)
def test_colombian_holidays_are_not_working_days(holiday):
    assert not is_working_day(holiday)


def test_the_holiday_of_ley_2578_begins_in_2026():
    assert is_working_day(date(2025, 7, 14))


@pytest.fixture
def own_days() -> Iterator[None]:
    use_own_days({date(2026, 3, 11): "Decreto 100", date(2026, 3, 14): "Sábado"})
    yield
    use_own_days({})


@pytest.mark.usefixtures("own_days")
def test_the_city_s_own_days_are_not_working_days_and_say_why():
    assert not is_working_day(date(2026, 3, 11))
    assert (own_reason(date(2026, 3, 11)), own_reason(date(2026, 3, 12))) == ("Decreto 100", "")


def test_a_term_that_was_counted_before_is_counted_again(own_days):
    assert add_working_days(RECEIVED, 10) == date(2026, 3, 26)
    assert working_days_between(RECEIVED, date(2026, 3, 25)) == 9
    use_own_days({})
    assert add_working_days(RECEIVED, 10) == date(2026, 3, 25)
    assert working_days_between(RECEIVED, date(2026, 3, 25)) == 10


def test_a_term_cannot_run_backwards():
    with pytest.raises(ValueError, match="backwards"):
        add_working_days(RECEIVED, -1)


def test_a_term_of_no_days_ends_the_same_day():
    assert add_working_days(RECEIVED, 0) == RECEIVED


@given(days, st.integers(min_value=1, max_value=120))
def test_a_term_ends_on_a_working_day_and_counts_back_to_itself(start, term):
    due = add_working_days(start, term)
    assert is_working_day(due)
    assert working_days_between(start, due) == term


@given(days, days)
def test_counting_backwards_is_the_negative(a, b):
    assert working_days_between(a, b) == -working_days_between(b, a)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2025, 1, 20), 3, date(2025, 4, 20)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(start, months, end):
    assert add_months(start, months) == end
