from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.workbooks.dates import read_date


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("31/12/2024", (date(2024, 12, 31), None)),
        ("1/15/2025", (date(2025, 1, 15), "date-month-first")),
        ("12/31/24", (date(2024, 12, 31), "date-month-first")),
        ("2/3/2024", (date(2024, 3, 2), "date-ambiguous")),
        ("5/5/2024", (date(2024, 5, 5), None)),
        ("2024-12-31", (date(2024, 12, 31), None)),
        ("2024-12-31T00:00:00", (date(2024, 12, 31), None)),
        ("2/2/0205", (date(205, 2, 2), None)),
    ],
)
def test_dates_typed_as_text(text: str, read: tuple[date, str | None]) -> None:
    assert read_date(text) == read


@pytest.mark.parametrize(
    "text", ["29/112024", "31/1272024", "31//12/2024", "3011/2025", "31/11/2024", "02/27/20225", "pronto", "13/13/2024"]
)
def test_a_damaged_date_is_not_guessed(text: str) -> None:
    assert read_date(text) == (None, None)


@given(st.dates(min_value=date(2000, 1, 1)))
def test_day_first_dates_read_back(day: date) -> None:
    assert read_date(day.strftime("%d/%m/%Y"))[0] == day or day.day > 12
    if day.day > 12:
        assert read_date(day.strftime("%d/%m/%Y")) == (day, None)
        assert read_date(day.strftime("%m/%d/%Y")) == (day, "date-month-first")
