from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.workbooks.figures import exact, plain_code, read_date, read_number


@pytest.mark.parametrize(
    ("text", "number", "ambiguous"),
    [
        ("28.760.251", "28760251", False),
        ("28,760,251", "28760251", False),
        ("0,95", "0.95", False),
        ("1,00", "1.00", False),
        ("0.165", "0.165", False),
        ("1.234", "1234", True),
        ("1,234", "1.234", True),
        ("1.234,5", "1234.5", False),
        ("1,234.5", "1234.5", False),
        ("1234,567", "1234.567", False),
        (" 44\u00a0893\u00a0000 ", "44893000", False),
        ("-12", "-12", False),
        ("5,1E+3", "5.1E+3", False),
        (",5", "0.5", False),
        ("7.", "7.0", False),
    ],
)
def test_numbers_are_read_as_people_in_colombia_write_them(text: str, number: str, ambiguous: bool) -> None:
    assert read_number(text, ",") == (Decimal(number), ambiguous)


@pytest.mark.parametrize(
    "text", ["", "-", "1.2.3", "1,23,4", "doce", "1.234.56", "1,5,6", "12 personas", "NaN", "1e999"]
)
def test_what_is_not_a_number_is_not_made_one(text: str) -> None:
    assert read_number(text, ",") is None


def test_the_profile_decides_the_only_ambiguous_case() -> None:
    assert read_number("1.234", ".") == (Decimal("1.234"), True)
    assert read_number("1.234", ",") == (Decimal("1234"), True)


@given(st.integers(min_value=1_000_000, max_value=10**15))
def test_grouped_thousands_read_back_whichever_the_mark(number: int) -> None:
    assert read_number(f"{number:,}", ".") == (Decimal(number), False)
    assert read_number(f"{number:,}".replace(",", "."), ",") == (Decimal(number), False)


@given(st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False))
def test_two_decimals_read_back_with_either_mark(number: Decimal) -> None:
    assert read_number(f"{number:.2f}", ",") == (number, False)
    assert read_number(f"{number:.2f}".replace(".", ","), ".") == (number, False)


def test_spreadsheet_numbers_are_their_shortest_writing_to_six_places() -> None:
    assert exact(0.1) == Decimal("0.1")
    assert exact(1 / 3) == Decimal("0.333333")
    assert exact(3.0) == Decimal(3)
    assert exact(float("nan")) is None
    assert exact(float("inf")) is None


def test_codes_lose_what_the_spreadsheet_added_and_nothing_else() -> None:
    assert plain_code(2020760010121.0) == "2020760010121"
    assert plain_code("62010010003") == "62010010003"
    assert plain_code("62010010003.0") == "62010010003"
    assert plain_code("05001") == "05001"
    assert plain_code("5103BP26003057101") == "5103BP26003057101"
    assert plain_code(5.10420240300001e16) == "51042024030000100"


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
