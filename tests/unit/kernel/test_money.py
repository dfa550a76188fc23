import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.kernel.errors import Invalid
from concierta.kernel.money import parse_pesos


@pytest.mark.parametrize(
    ("text", "pesos"),
    [(" 44.893.000 ", 44_893_000), ("$ 1.200", 1200), ("-", 0), (" -   ", 0), ("$ -", 0), ("0", 0), ("-1.500", -1500)],
)
def test_pesos_as_people_write_them(text, pesos):
    assert parse_pesos(text) == pesos


@pytest.mark.parametrize("text", ["", "mil", "1.2", "1,5", "12.34.567", "1e6", "N/A", "$ 1.000,50"])
def test_what_is_not_whole_pesos_is_refused(text):
    with pytest.raises(Invalid):
        parse_pesos(text)


@given(st.integers(-(10**15), 10**15))
def test_a_written_amount_reads_back(pesos):
    assert parse_pesos(f"$ {pesos:,}".replace(",", ".")) == pesos
