from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from concierta.plans.matrix import MatrixDraft
from concierta.workbooks import refusals

Read = Callable[..., MatrixDraft]
Row = Callable[..., dict[str, Any]]
Told = Callable[[MatrixDraft, str], list[tuple[int, str, str, str]]]


@pytest.mark.parametrize("header_row", [1, 2, 9, 25])
def test_the_header_row_is_found_wherever_it_is(read: Read, make_row: Row, header_row: int) -> None:
    draft = read([make_row()], header_row=header_row)
    assert draft.header_row == header_row
    assert draft.plan.activities[0].row == header_row + 1


def test_headers_match_whatever_their_accents_case_and_line_breaks(read: Read, make_row: Row) -> None:
    titles = {"Cód BP": "COD  BP", "Nombre BP": "nombre\nBP", "% Avance Proyecto": "%  avance\n proyecto"}
    draft = read([make_row()], titles=titles)
    assert [project.code for project in draft.plan.projects] == ["BP26000001"]
    assert draft.plan.project_followups[0].progress == Decimal("0.5")


def test_missing_columns_are_named(read: Read, make_row: Row, headers: list[str]) -> None:
    fewer = [header for header in headers if header not in ("Cód BP", "Pagos")]
    with pytest.raises(refusals.MissingColumns) as caught:
        read([make_row()], headers=fewer)
    assert caught.value.params["columns"] == "«Cód BP»; «Pagos»"
    assert caught.value.params["row"] == 2


def test_a_matrix_of_something_else_is_the_wrong_file(read: Read, make_row: Row) -> None:
    with pytest.raises(refusals.WrongFile):
        read([make_row()], headers=["Nombre BP", "Comuna", "Barrio"])


def test_headers_without_rows(read: Read) -> None:
    with pytest.raises(refusals.NoRows):
        read([])


def test_the_sheet_may_have_another_name(read: Read, make_row: Row) -> None:
    assert read([make_row()], sheet="Hoja1").sheet == "Hoja1"


def test_repeated_progress_columns_belong_to_the_quarter_before_them(read: Read, make_row: Row) -> None:
    row = make_row() | {
        "Ejecución Fisica Trimestre II": 20,
        "% de Avance Producto|II": 0.2,
        "% de Avance Actividad\nTrimestre II": 0.2,
    }
    draft = read([row])
    assert [(f.period.label, f.executed, f.progress) for f in draft.plan.product_followups] == [
        ("2024-T3", Decimal(50), Decimal("0.5"))
    ]
    assert [(f.period.label, f.executed, f.progress) for f in draft.plan.earlier_product_followups] == [
        ("2024-T2", Decimal(20), Decimal("0.2"))
    ]
    assert [(f.period.label, f.progress) for f in draft.plan.earlier_activity_followups] == [
        ("2024-T2", Decimal("0.2"))
    ]


def exchanged(row: dict[str, Any]) -> dict[str, Any]:
    """The columns as they came in March 2025: the programmed quantity under the code's header, and so on."""
    return row | {
        "Cód Producto MGA": row["Programación PI Año 1"],
        "Nombre Producto MGA": row["Cód Producto MGA"],
        "Programación PI Año 1": row["Nombre Producto MGA"],
    }


def test_columns_under_one_anothers_headers_are_told_apart_by_content(
    read: Read, make_row: Row, findings_of: Told
) -> None:
    rows = [
        make_row() | {"Cód Actividad": f"A{n}", "Programación PI Año 1": value} for n, value in enumerate((3, "NP"))
    ]
    draft = read([exchanged(row) for row in rows])
    product = draft.plan.products[0]
    assert (product.code, product.name) == ("3602018", "Servicio de formación para el trabajo")
    assert product.indicative_programmed == Decimal(3)
    assert findings_of(draft, "columns-exchanged") == [
        (2, "Nombre Producto MGA (Z)", "3602018", "Cód Producto MGA"),
        (2, "Programación PI Año 1 (AA)", "Servicio de formación para el trabajo", "Nombre Producto MGA"),
        (2, "Cód Producto MGA (Y)", "3", "Programación PI Año 1"),
    ]


def test_columns_in_their_place_are_left_alone(read: Read, make_row: Row, findings_of: Told) -> None:
    assert findings_of(read([make_row()]), "columns-exchanged") == []


def test_columns_that_no_order_explains_are_refused(read: Read, make_row: Row) -> None:
    with pytest.raises(refusals.MixedColumns, match="Cód Producto MGA"):
        read([make_row() | {"Cód Producto MGA": "pronto", "Programación PI Año 1": "mañana"}])


def test_a_column_that_the_profile_does_not_know_is_told(
    read: Read, make_row: Row, headers: list[str], findings_of: Told
) -> None:
    draft = read([make_row() | {"Barrio": "Siloé"}], headers=[*headers, "Barrio", "Vacía"])
    assert findings_of(draft, "column-unknown") == [(2, "Barrio (BA)", "Barrio", "1")]


def test_a_repeated_column_is_told(read: Read, make_row: Row, headers: list[str], findings_of: Told) -> None:
    draft = read([make_row() | {"Comuna|2": 3}], headers=[*headers, "Comuna|2"])
    assert findings_of(draft, "column-repeated") == [(2, "Comuna (BA)", "Comuna", "1")]
    assert draft.plan.activities[0].territory is None
