from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.workbooks.numbers import exact, plain_code, read_number


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
