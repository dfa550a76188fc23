from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.kernel.decimals import as_kept, plain


@pytest.mark.parametrize(
    ("value", "text"),
    [("1440.000000", "1440"), ("0.250000", "0.25"), ("-0", "0"), ("1E+3", "1000"), ("0.000000", "0"), ("100", "100")],
)
def test_one_way_to_write_a_decimal(value, text):
    assert plain(Decimal(value)) == text


def test_no_value_is_no_text():
    assert plain(None) is None


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=6))
def test_equal_values_are_written_alike(value):
    assert Decimal(plain(value)) == value
    assert plain(value) == plain(value.normalize())


@pytest.mark.parametrize(
    ("said", "kept"), [(None, None), ("0.25", "0.25"), ("0.33333333333", "0.333333"), ("12.0000001", "12"), ("-0", "0")]
)
def test_a_quantity_as_it_was_said_is_read_with_what_the_database_keeps_of_it(said, kept):
    assert as_kept(said) == kept
