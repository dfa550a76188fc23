"""An index of prices: read from lines as people write them, and kept whole in the place of the one before."""

from decimal import Decimal

import pytest

from concierta.budgets.matrix import read_prices, text_of_prices
from concierta.budgets.operations import keep_price_index
from concierta.budgets.queries import price_changes, price_index
from concierta.kernel.errors import Invalid, NotFound
from factories.money import AT


@pytest.mark.parametrize(
    "text",
    [
        "2023;137,72\n2024;144,88",
        "2023;137.72\r\n2024;144.88\r\n",
        "año,índice\n2023,137.72\n2024,144.88",
        "2023\t137,72\n2024\t144,88",
        '"año";"valor"\n"2023";"137,72"\n"2024";"144,88"',
        "2023,137,72\n\n2024,144,88",
        "2023  137,72\n2024 144,88",
    ],
)
def test_a_line_is_a_year_and_its_value_however_they_are_set_apart(text):
    assert read_prices(text) == {2023: Decimal("137.72"), 2024: Decimal("144.88")}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2024;144,88\nveinticinco;150", "Línea 2: «veinticinco» no es un año."),
        ("24;144,88", "Línea 1: «24» no es un año."),
        ("2024", "Línea 1: «» no es un valor del índice."),
        ("2024;mucho", "Línea 1: «mucho» no es un valor del índice."),
        ("2024;0", "Línea 1: «0» no es un valor del índice."),
        ("2024;-3", "no es un valor del índice."),
        ("2024;144,88;provisional", "«144,88;provisional» no es un valor del índice."),
        ("2024;144,88\n2024;145", "Línea 2: el año 2024 ya está más arriba."),
        ("2024;1.234", "«1.234» se puede leer de dos maneras."),
    ],
)
def test_a_line_that_is_not_one_is_refused_with_its_number(text, words):
    with pytest.raises(Invalid) as refused:
        read_prices(text)
    assert words in str(refused.value)
    assert refused.value.field == "points"


@pytest.mark.parametrize("content", ["año;índice".encode(), "año;índice".encode("cp1252"), "\ufeffaño;índice".encode()])
def test_a_file_is_text_as_spreadsheets_save_it(content):
    assert text_of_prices(content) == "año;índice"


def test_what_is_no_text_is_refused():
    with pytest.raises(Invalid, match="no es un texto"):
        text_of_prices(b"PK\x03\x04\x00\x00\x8d")


@pytest.mark.django_db
@pytest.mark.parametrize("points", [{2024: Decimal("1.1234567")}, {2024: Decimal(10) ** 8}, {1899: Decimal(1)}, {}])
def test_what_does_not_fit_is_refused(points):
    with pytest.raises(Invalid) as refused:
        keep_price_index(slug="ipc", name="IPC", base="2018", source="DANE", points=points, by=None, at=AT)
    assert refused.value.field == "points"


@pytest.mark.django_db
def test_what_replacing_one_changes_is_known_year_by_year():
    points = {2022: Decimal(1), 2023: Decimal(2), 2024: Decimal(3)}
    keep_price_index(slug="ipc", name="IPC", base="2018", source="DANE", points=points, by=None, at=AT)
    found = price_changes(price_index("ipc"), {2023: Decimal(2), 2024: Decimal(4), 2025: Decimal(5)})
    assert [(one.year, one.before, one.after) for one in found] == [
        (2022, 1, None),
        (2023, 2, 2),
        (2024, 3, 4),
        (2025, None, 5),
    ]
    assert [(one.before, one.after) for one in price_changes(None, {2024: Decimal(3)})] == [(None, 3)]
    with pytest.raises(NotFound):
        price_index("ipp")
