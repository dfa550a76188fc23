from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.workbooks.cells import Cells, convert
from concierta.workbooks.findings import Report
from concierta.workbooks.profile import Profile


def reading(profile: Profile, field: str, raw: Any) -> tuple[Any, str | None]:
    read = Cells(profile.columns[field], profile, ",").converter()(raw)
    return read.value, read.issue


@pytest.mark.parametrize(
    ("raw", "value", "issue"),
    [
        (0.1525, "0.1525", None),
        ("15.25%", "0.1525", None),
        ("100,00%", "1", None),
        ("0,50%", "0.005", None),
        ("0,24", "0.24", None),
        (1.79, "1.79", "over-100"),
        ("179%", "1.79", "over-100"),
        (40.53, None, "out-of-range"),
        (-0.1, None, "negative"),
        ("casi", None, "not-a-percent"),
        ("#N/A", None, "excel-error"),
        ("", None, None),
        ("N/A", None, None),
    ],
)
def test_progress(cuadro: Profile, raw: Any, value: str | None, issue: str | None) -> None:
    assert reading(cuadro, "product_progress", raw) == (None if value is None else Decimal(value), issue)


@pytest.mark.parametrize(
    ("raw", "value", "issue"),
    [
        (0.3, "0.3", None),
        ("30%", "0.3", None),
        (10.0, None, "weight-over-100"),
        (2051.0, None, "weight-over-100"),
        (1 / 3, "0.333333", None),
    ],
)
def test_weights_never_pass_one(cuadro: Profile, raw: Any, value: str | None, issue: str | None) -> None:
    assert reading(cuadro, "activity_weight", raw) == (None if value is None else Decimal(value), issue)


@pytest.mark.parametrize(
    ("raw", "value", "issue"),
    [
        (85222000.0, 85222000, None),
        ("$ -", 0, None),
        ("-", 0, None),
        ("", None, None),
        ("$ 1.200", 1200, None),
        (" 44.893.000 ", 44893000, None),
        ("1,200", 1200, None),
        ("1.200,50", 1200, "cents"),
        (10.5, 10, "cents"),
        (11.5, 12, "cents"),
        (-5.0, None, "negative"),
        ("mil", None, "not-pesos"),
        ("#REF!", None, "excel-error"),
        (1e19, None, "out-of-range"),
        (float(2**53 + 2), 2**53 + 2, "number-imprecise"),
    ],
)
def test_pesos_are_whole(cuadro: Profile, raw: Any, value: int | None, issue: str | None) -> None:
    assert reading(cuadro, "paid", raw) == (value, issue)


@pytest.mark.parametrize(
    ("raw", "value", "issue"),
    [
        ("0,95", "0.95", None),
        ("28.760.251", "28760251", None),
        ("1.234", "1234", "number-ambiguous"),
        ("NP", None, None),
        ("-", None, None),
        (0.0, "0", None),
        ("doce", None, "not-a-number"),
        (1e30, None, "out-of-range"),
        ("9" * 60, None, "out-of-range"),
        ("1E-99", "0", None),
    ],
)
def test_quantities(cuadro: Profile, raw: Any, value: str | None, issue: str | None) -> None:
    assert reading(cuadro, "programmed", raw) == (None if value is None else Decimal(value), issue)


@pytest.mark.parametrize(
    ("raw", "value", "issue"),
    [
        (2020760010121.0, "2020760010121", None),
        (5.10420240300001e16, "51042024030000100", "code-imprecise"),
        ("5,10420240300001E+16", "51042024030000100", "code-imprecise"),
        ("N/A", None, None),
        (" BP26002678 ", "BP26002678", None),
        (1.5, "1.5", None),
    ],
)
def test_codes_are_text(cuadro: Profile, raw: Any, value: str | None, issue: str | None) -> None:
    assert reading(cuadro, "project_bpin", raw) == (value, issue)


def test_a_code_of_another_shape_is_kept_and_told(cuadro: Profile) -> None:
    assert reading(cuadro, "product_code", "X-9") == ("X-9", "code-shape")


@pytest.mark.parametrize(
    ("raw", "value", "issue"),
    [
        (99.0, None, None),
        ("Comuna 99", None, None),
        (3.0, "03", None),
        ("COMUNA 3", "03", None),
        ("comuna 21", "21", None),
        (52.0, "52", None),
        ("MONTEBELLO", "64", None),
        ("PICHINDÉ", "57", None),
        ("PICHINDE", "57", None),
        ("Corregimiento Pance", "53", None),
        ("ZONA RURAL", "RURAL", None),
        ("Zona norte", None, "territory-unknown"),
        (23.0, None, "territory-unknown"),
    ],
)
def test_territories(cuadro: Profile, raw: Any, value: str | None, issue: str | None) -> None:
    assert reading(cuadro, "territory", raw) == (value, issue)


@pytest.mark.parametrize(
    ("raw", "value", "issue"),
    [
        (date(2024, 3, 22), date(2024, 3, 22), None),
        ("1/15/2025", date(2025, 1, 15), "date-month-first"),
        ("2/2/0205", None, "date-implausible"),
        (date(1900, 1, 1), None, "date-implausible"),
        ("31/1272024", None, "not-a-date"),
        (45373.0, date(2024, 3, 22), "date-serial"),
        ("NA", None, None),
        ("#N/A", None, "excel-error"),
        (7.0, None, "not-a-date"),
    ],
)
def test_dates(cuadro: Profile, raw: Any, value: date | None, issue: str | None) -> None:
    assert reading(cuadro, "starts_on", raw) == (value, issue)


@pytest.mark.parametrize("raw", ["\n\n", "0\n0\n0", "-\n\n", "0,00\n0\n0", 0.0, "", "N/A"])
def test_an_explanation_of_zeros_and_dashes_says_nothing(cuadro: Profile, raw: Any) -> None:
    assert reading(cuadro, "activity_explanation", raw) == (None, None)


def test_an_explanation_keeps_its_lines(cuadro: Profile) -> None:
    assert reading(cuadro, "activity_explanation", "\nEnero: 0\n\nFebrero: 3") == ("Enero: 0\n\nFebrero: 3", None)


@pytest.mark.parametrize(
    ("raw", "kept", "issue"),
    [
        ("\uf0b7 Ferias de empleo", "• Ferias de empleo", "character"),
        ("Ferias 汉", "Ferias [U+6C49]", "character"),
        ("Ferias ✓ 🎉", "Ferias ✓ 🎉", None),
    ],
)
def test_a_text_that_could_not_be_printed_is_written_otherwise_and_told(
    cuadro: Profile, raw: str, kept: str, issue: str | None
) -> None:
    assert reading(cuadro, "project_name", raw) == (kept, issue)


def test_a_truth_value_is_not_the_number_one(cuadro: Profile) -> None:
    report = Report("Hoja")
    values = convert([1.0, True], cuadro.columns["paid"], cuadro, title="Pagos (A)", rows=[2, 3], report=report)
    assert values == [1, None]
    assert [(f.row, f.value, f.code) for f in report.finished()] == [(3, "VERDADERO", "not-pesos")]


def test_text_numbers_with_three_decimals_follow_the_rest_of_their_column(cuadro: Profile) -> None:
    report = Report("Hoja")
    column = cuadro.columns["programmed"]
    values = convert(["1.234", "0.5"], column, cuadro, title="C", rows=[2, 3], report=report)
    assert values == [Decimal("1.234"), Decimal("0.5")]
    assert [(f.row, f.code, f.result) for f in report.finished()] == [(2, "number-ambiguous", "1.234")]


@given(st.sampled_from(["paid", "programmed", "product_progress", "activity_weight"]), st.floats())
def test_the_short_way_gives_what_the_long_way_gives(cuadro: Profile, field: str, raw: float) -> None:
    cells = Cells(cuadro.columns[field], cuadro, ",")
    value, read = cells.sound_number()(raw), cells.converter()(raw)
    assert value is None or (read.value, read.issue, type(read.value)) == (value, None, type(value))


@given(st.lists(st.sampled_from([0.0, 1.0, "$ -", "x", "", -1.0, "1.200"]), max_size=40))
def test_a_column_converts_as_its_cells_one_by_one(cuadro: Profile, cells: list[Any]) -> None:
    report = Report("Hoja")
    column = cuadro.columns["paid"]
    values = convert(cells, column, cuadro, title="P", rows=range(len(cells)), report=report)
    one_by_one = [Cells(column, cuadro, ",").converter()(cell) for cell in cells]
    assert values == [read.value for read in one_by_one]
    assert len(report.finished()) == sum(read.issue is not None for read in one_by_one)
