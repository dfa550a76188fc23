"""Small groups of people stay unidentifiable, also by subtraction."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.publishing.queries.small_counts import counts_people, hidden_cells


@pytest.mark.parametrize("unit", ["personas", "Número de mujeres", "jóvenes formados", "beneficiarios"])
def test_units_of_people_are_known(unit):
    assert counts_people(unit)


@pytest.mark.parametrize("unit", ["kilómetros", "empresas", "", "Porcentaje"])
def test_other_units_are_not(unit):
    assert not counts_people(unit)


@pytest.mark.parametrize(
    ("cells", "hidden"),
    [
        ({"a": 620, "b": 380}, set()),
        ({"a": 620, "b": 376, "c": 4}, {"b", "c"}),
        ({"a": 620, "b": 3, "c": 4}, {"b", "c"}),
        ({"a": 5, "b": 0}, set()),
        ({"a": 4, "b": 0}, {"a", "b"}),
    ],
)
def test_what_is_hidden(cells, hidden):
    assert hidden_cells({key: Decimal(value) for key, value in cells.items()}) == hidden


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 30).map(Decimal), max_size=6))
def test_one_cell_is_never_hidden_alone_among_others(cells):
    hidden = hidden_cells(cells)
    assert len(hidden) != 1 or len(cells) == 1
    assert all(category in hidden for category, value in cells.items() if 0 < value < 5)
