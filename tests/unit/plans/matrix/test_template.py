import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from concierta.kernel.periods import Period
from concierta.plans.matrix import load_profile, read_matrix
from concierta.plans.matrix.draft import MoneyDraft
from concierta.plans.matrix.template import template_columns, write_template
from concierta.workbooks import refusals

ROW: dict[str, Any] = {
    "tier1_code": "01",
    "tier1_name": "Empleo de calidad",
    "tier2_code": "0101",
    "tier2_name": "Formación",
    "tier3_code": "010101",
    "tier3_name": "Formación pertinente",
    "entity_code": "0890",
    "entity_name": "SENA Regional Valle",
    "unit": "Centro de gestión",
    "project_code": "P-001",
    "project_bpin": "0020240001",
    "project_name": "Formación para el trabajo",
    "project_progress": Decimal("0.25"),
    "product_code": "001",
    "product_name": "Personas formadas",
    "product_weight": 1,
    "programmed": "NP",
    "product_executed": Decimal("12.5"),
    "activity_code": "0001",
    "activity_name": "Cursos cortos",
    "activity_weight": Decimal("0.4"),
    "activity_progress": Decimal("0.5"),
    "activity_explanation": "Enero\nFebrero",
    "territory": "07",
    "starts_on": date(2025, 1, 15),
    "ends_on": date(2025, 11, 30),
    "initial": 9_007_199_254_740_991,
    "modified": 10,
    "executed": 8,
    "obligated": 7,
    "paid": 0,
}


def written(**arguments: Any) -> bytes:
    buffer = io.BytesIO()
    write_template(buffer, **arguments)
    return buffer.getvalue()


def test_the_same_template_has_the_same_bytes() -> None:
    assert written() == written()
    assert written(rows=[ROW], period=Period(2025, 1)) == written(rows=[ROW], period=Period(2025, 1))


def test_the_template_explains_itself_and_declares_every_column() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(written()))
    assert book.sheet_names == ["Datos", "Instrucciones", "Listas"]
    titles = [str(cell).removesuffix(" *") for cell in book.get_sheet_by_name("Datos").to_python()[3]]
    columns = template_columns(load_profile("concierta"))
    assert titles == [column.headers[0] for column in columns]
    guide = book.get_sheet_by_name("Instrucciones").to_python()
    assert [row[0] for row in guide[-len(columns) :]] == titles
    assert all(row[3] for row in guide[-len(columns) :])


def test_the_empty_template_is_not_a_plan_yet() -> None:
    with pytest.raises(refusals.NoRows):
        read_matrix(written(), profile=load_profile("concierta"), filename="plantilla.xlsx")


def test_a_filled_template_comes_back_as_it_was_written() -> None:
    second = ROW | {"activity_code": "0002", "activity_weight": Decimal("0.6"), "activity_progress": None, "paid": None}
    data = written(rows=[ROW, second], period=Period(2025, 1))
    draft = read_matrix(data, profile=load_profile("concierta"), filename="plan.xlsx")
    assert draft.findings == []
    assert (draft.period, draft.period_source) == (Period(2025, 1), "stated")
    assert [(node.level, node.code, node.parent) for node in draft.plan.nodes] == [
        (1, "01", None),
        (2, "0101", "01"),
        (3, "010101", "0101"),
    ]
    assert draft.plan.entities[0].code == "0890"
    project, product = draft.plan.projects[0], draft.plan.products[0]
    assert (project.code, project.bpin, project.node) == ("P-001", "0020240001", "010101")
    assert (product.key, product.programmed, product.weight) == ("P-001/001", None, Decimal(1))
    assert draft.plan.product_followups[0].executed == Decimal("12.5")
    assert draft.plan.project_followups[0].progress == Decimal("0.25")
    first, later = draft.plan.activities
    assert (first.territory, first.starts_on, first.ends_on) == ("07", date(2025, 1, 15), date(2025, 11, 30))
    assert (first.weight, later.weight) == (Decimal("0.4"), Decimal("0.6"))
    stated = draft.plan.activity_followups
    assert (stated[0].progress, stated[1].progress) == (Decimal("0.5"), None)
    assert stated[0].explanation == "Enero\nFebrero"
    assert stated[0].money == MoneyDraft(9_007_199_254_740_991, 10, 8, 7, 0)
    assert stated[1].money == MoneyDraft(9_007_199_254_740_991, 10, 8, 7, None)


def test_a_template_without_its_period_asks_for_it() -> None:
    with pytest.raises(refusals.PeriodUnknown):
        read_matrix(written(rows=[ROW]), profile=load_profile("concierta"), filename="plan.xlsx")
    named = read_matrix(written(rows=[ROW]), profile=load_profile("concierta"), filename="plan-2025-T2.xlsx")
    assert named.period == Period(2025, 2)


def test_the_official_form_can_be_templated_too() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(written(profile=load_profile("cuadro-1s"))))
    assert "MEDE01.03.01.P01.F05" in book.sheet_names


def test_no_text_in_a_workbook_is_a_formula():
    hostile = {field: "=1+1" for field, value in ROW.items() if isinstance(value, str)}
    target = io.BytesIO()
    write_template(target, rows=[ROW | hostile])
    with zipfile.ZipFile(target) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        assert b"=1+1" in book.read("xl/sharedStrings.xml")
