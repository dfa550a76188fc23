from collections.abc import Callable
from decimal import Decimal
from typing import Any

from concierta.plans.matrix import MatrixDraft
from concierta.plans.matrix.draft import ReconciliationRow

Read = Callable[..., MatrixDraft]
Row = Callable[..., dict[str, Any]]
D = Decimal


def of(draft: MatrixDraft, level: str, measure: str) -> list[tuple[Decimal | None, Decimal | None, Decimal | None]]:
    rows = [row for row in draft.reconciliation if (row.level, row.measure) == (level, measure)]
    return [(row.stated, row.recomputed, row.difference) for row in rows]


def test_product_progress_is_the_weighted_sum_of_its_activities(read: Read, make_row: Row) -> None:
    rows = [
        make_row(**{"Cód_Actividad": f"A{n}", "Ponderación_de": w, "%_de_Avance_Actividad_Trimestre_III": p})
        for n, (w, p) in enumerate([(0.6, 0.5), (0.4, 1), (None, 1)])
    ]
    assert of(read(rows), "product", "progress") == [(D("0.5"), D("0.70"), D("-0.20"))]


def test_project_progress_is_the_weighted_sum_of_its_products(read: Read, make_row: Row) -> None:
    rows = [
        make_row(**{"Cód_Producto": 3602018 + n, "Ponderación_producto": w, "%_de_Avance_Producto|III": p})
        for n, (w, p) in enumerate([(0.25, 0.4), (0.75, 0.8)])
    ]
    assert of(read(rows), "project", "progress") == [(D("0.5"), D("0.70"), D("-0.20"))]


def test_what_was_not_reported_has_no_difference(read: Read, make_row: Row) -> None:
    row = make_row(Ponderación_de=None)
    assert of(read([row]), "product", "progress") == [(D("0.5"), None, None)]


def test_weights_that_do_not_add_to_one_are_shown(read: Read, make_row: Row) -> None:
    rows = [make_row(Cód_Actividad=f"A{n}", Ponderación_de=0.4) for n in range(2)]
    assert of(read(rows), "product", "weights") == [(D("0.8"), D(1), D("-0.2"))]
    assert of(read(rows), "project", "weights") == []


def test_a_total_row_is_compared_with_the_sum_and_never_added_to_it(read: Read, make_row: Row) -> None:
    rows = [make_row(Cód_Actividad="A1"), make_row(Cód_Actividad="A2"), {"Nombre BP": "TOTAL GENERAL", "Pagos": 1_300}]
    draft = read(rows)
    assert draft.counts.rows == 2
    assert draft.money.paid == 1_200
    assert [row for row in draft.reconciliation if row.code in ("paid", "initial")] == [
        ReconciliationRow("total", "initial", "", "initial", None, D(2_000), None),
        ReconciliationRow("total", "paid", "", "paid", D(1_300), D(1_200), D(100)),
    ]
    assert [(f.row, f.code) for f in draft.findings] == [(5, "row-total")]
