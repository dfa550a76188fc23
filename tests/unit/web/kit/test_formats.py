from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from concierta.web.kit import formats

NBSP = "\N{NO-BREAK SPACE}"


def spaced(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("value", "spanish", "english"),
    [
        (0, "0", "0"),
        (1440, "1.440", "1,440"),
        (-1440, "−1.440", "−1,440"),
        (1234567, "1.234.567", "1,234,567"),
        (Decimal("1440.000000"), "1.440", "1,440"),
        (Decimal("12.500000"), "12,5", "12.5"),
        (Decimal("8.746"), "8,75", "8.75"),
        (Decimal("0.005"), "0,01", "0.01"),
        (Decimal("-0.001"), "0", "0"),
        (Fraction(1, 3), "0,33", "0.33"),
        (None, "Sin dato", None),
        ("", "Sin dato", None),
    ],
)
def test_numbers(value, spanish, english):
    assert formats.number(value) == spanish
    if english is not None:
        with override("en"):
            assert formats.number(value) == english


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (1440, "personas", "1.440\u00a0personas"),
        (1, "documentos", "1\u00a0documento"),
        (Decimal("1.000000"), "unidades productivas", "1\u00a0unidad productiva"),
        (1, "tuits", "tuits:\u00a01"),
        (Decimal("1.5"), "documentos", "1,5\u00a0documentos"),
        (0, "documentos", "0\u00a0documentos"),
        (1, "%", "1\u00a0%"),
        (1, "Porcentaje", "1\u00a0Porcentaje"),
        (1, "mes", "1\u00a0mes"),
        (7, "", "7"),
        (None, "personas", "Sin dato"),
    ],
)
def test_a_quantity_goes_with_its_unit_and_one_is_never_a_plural(value, unit, said):
    assert formats.measure(value, unit) == said


def test_a_rate_is_known_by_its_unit():
    assert [formats.is_rate(unit) for unit in ("%", "% de vacantes", "Porcentaje", "personas", "")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_a_column_has_a_fixed_number_of_places():
    assert [formats.decimal(value) for value in (12, Decimal("8.746"), 1440)] == ["12,0", "8,7", "1.440,0"]


@pytest.mark.parametrize(
    ("fraction", "spanish", "english"),
    [
        (Fraction(912, 1461), "62,4 %", "62.4%"),
        (Fraction(1, 2), "50 %", "50%"),
        (1, "100 %", "100%"),
        (0, "0 %", "0%"),
        (Fraction(13, 10), "130 %", "130%"),
        (Fraction(-8, 100), "−8 %", "−8%"),
        (Fraction(9996, 10000), "99,9 %", "99.9%"),
        (Fraction(99999, 100000), "99,9 %", "99.9%"),
        (Fraction(1, 10000), "< 0,1 %", "< 0.1%"),
        (Decimal("0.8182"), "81,8 %", "81.8%"),
        (None, "Sin dato", None),
    ],
)
def test_percentages(fraction, spanish, english):
    assert spaced(formats.percent(fraction)) == spanish
    if english is not None:
        with override("en"):
            assert spaced(formats.percent(fraction)) == english


def test_the_space_before_the_sign_does_not_break():
    assert formats.percent(Fraction(1, 2)) == f"50{NBSP}%"


@given(st.builds(lambda part, rest: Fraction(part, part + rest), st.integers(1, 10**12), st.integers(1, 10**12)))
def test_what_is_neither_nothing_nor_everything_never_reads_as_such(fraction):
    assert spaced(formats.percent(fraction)) not in ("0 %", "100 %")


@pytest.mark.parametrize(
    ("pesos", "said", "exact"),
    [
        (2_527_000_000_000, "$ 2.527 mil millones", "$ 2.527.000.000.000"),
        (15_300_000_000, "$ 15,3 mil millones", "$ 15.300.000.000"),
        (1_500_000_000, "$ 1.500 millones", "$ 1.500.000.000"),
        (12_340_000, "$ 12,3 millones", "$ 12.340.000"),
        (950_000, "$ 950.000", "$ 950.000"),
        (0, "$ 0", "$ 0"),
        (None, "Sin dato", "Sin dato"),
    ],
)
def test_pesos(pesos, said, exact):
    assert spaced(formats.pesos(pesos)) == said
    assert spaced(formats.pesos_exact(pesos)) == exact


def test_money_carries_the_exact_amount():
    assert spaced(formats.money(1_500_000_000)) == (
        '<data value="1500000000" title="$ 1.500.000.000">$ 1.500 millones</data>'
    )


def test_pesos_in_english_say_the_currency():
    with override("en"):
        assert spaced(formats.pesos_exact(950_000)) == "COP 950,000"
        assert spaced(formats.pesos(1_500_000_000)).startswith("COP 1.5 ")


def test_dates():
    day = date(2025, 6, 30)
    assert formats.long_date(day) == "30 de junio de 2025"
    assert spaced(formats.short_date(day)) == "30 jun 2025"
    assert formats.long_date(None) == "Sin dato"
    with override("en"):
        assert formats.long_date(day) == "30 June 2025"


def test_a_moment_is_read_in_bogota():
    after_midnight_in_london = datetime(2025, 7, 1, 2, 5, tzinfo=UTC)
    assert formats.long_date(after_midnight_in_london) == "30 de junio de 2025"
    assert spaced(formats.date_time(after_midnight_in_london)) == "30 de junio de 2025, 9:05 p. m."


@pytest.mark.parametrize(("hour", "said"), [(5, "12:00 a. m."), (17, "12:00 p. m."), (18, "1:00 p. m.")])
def test_midnight_and_noon(hour, said):
    assert spaced(formats.date_time(datetime(2025, 6, 30, hour, tzinfo=UTC))) == f"30 de junio de 2025, {said}"


def test_periods():
    assert formats.period("2024-T4") == "4.º trimestre de 2024"
    assert formats.period("2024") == "2024"
    with override("en"):
        assert formats.period("2024-T4") == "Q4 2024"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "vence hoy"),
        (1, "vence en 1 día"),
        (3, "vence en 3 días"),
        (-1, "venció hace 1 día"),
        (-2, "venció hace 2 días"),
        (None, "Sin dato"),
    ],
)
def test_due(days, said):
    assert formats.due(days) == said


def test_points():
    assert formats.percentage_points(Fraction(-124, 1000)) == "−12,4 puntos"
    assert formats.percentage_points(Fraction(1, 100)) == "1 punto"


@pytest.mark.parametrize(
    ("fraction", "said"),
    [(Fraction(39999, 100000), "39,9 %"), (Fraction(4, 5), "80 %"), (0.62, "62 %"), (None, "Sin dato")],
)
def test_beside_a_band_a_percentage_is_cut_and_never_contradicts_it(fraction, said):
    assert spaced(formats.percent_down(fraction)) == said


def test_a_float_counts_as_it_is_written():
    assert formats.number(2.675) == "2,68"
