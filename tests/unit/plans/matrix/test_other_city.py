"""Another city: axis → line → project, no codes for the tiers, no products, no activities, a semicolon file."""

from decimal import Decimal

import pytest

from concierta.kernel.periods import Period
from concierta.plans.matrix import MatrixDraft, read_matrix
from concierta.plans.matrix.draft import MoneyDraft, NodeDraft, ProjectDraft
from concierta.plans.matrix.profile import parse_profile
from concierta.workbooks import refusals

PROFILE = parse_profile(
    {
        "name": "yumbo",
        "tiers": [{"name": "Eje", "headers": ["Eje"]}, {"name": "Línea", "headers": ["Línea"]}],
        "meaning": {"totals": r"^\s*total", "zero_pesos": ["-"]},
        "period": {"filename": r"(?P<year>20\d\d)"},
        "columns": {
            "entity_name": {"type": "name", "headers": ["Responsable"], "required": True},
            "project_code": {"type": "code", "headers": ["Cód. proyecto"], "required": True, "width": 4},
            "project_name": {"type": "name", "headers": ["Proyecto"], "required": True},
            "project_progress": {"type": "percent", "headers": ["Avance"], "scale": 100},
            "activity_progress": {"type": "percent", "headers": ["Avance físico"], "scale": 100},
            "executed": {"type": "pesos", "headers": ["Ejecutado"]},
        },
    }
)

TEXT = """Alcaldía de Yumbo;;;;;;
Eje;Línea;Responsable;Cód. proyecto;Proyecto;Avance;Avance físico;Ejecutado
Empleo;Formación;Secretaría de Educación;0001;Becas, cupos y auxilios;40,5;40,5;$ 1.200.000
Empleo;Intermediación;Secretaría de Desarrollo;0002;Ruta de empleo;100%;;-
;;;;Total;;;1.200.000
"""


def read(data: bytes, filename: str = "yumbo 2025.csv") -> MatrixDraft:
    return read_matrix(data, profile=PROFILE, filename=filename)


def test_the_tiers_are_the_citys_own() -> None:
    plan = read(TEXT.encode()).plan
    assert [tier.name for tier in plan.tiers] == ["Eje", "Línea"]
    assert plan.nodes == [
        NodeDraft(1, "empleo", "Empleo", None),
        NodeDraft(2, "formacion", "Formación", "empleo"),
        NodeDraft(2, "intermediacion", "Intermediación", "empleo"),
    ]
    assert plan.projects[0] == ProjectDraft(
        code="0001", name="Becas, cupos y auxilios", entity="secretaria-de-educacion", node="formacion"
    )


def test_a_project_without_products_is_its_own_product_and_activity() -> None:
    draft = read(TEXT.encode())
    assert [(p.key, p.name) for p in draft.plan.products] == [
        ("0001/0001", "Becas, cupos y auxilios"),
        ("0002/0002", "Ruta de empleo"),
    ]
    assert [(a.key, a.name) for a in draft.plan.activities] == [
        ("0001/0001/0001", "Becas, cupos y auxilios"),
        ("0002/0002/0002", "Ruta de empleo"),
    ]
    assert [f.progress for f in draft.plan.project_followups] == [Decimal("0.405"), Decimal(1)]
    assert [f.progress for f in draft.plan.activity_followups] == [Decimal("0.405"), None]
    assert [f.money for f in draft.plan.activity_followups] == [MoneyDraft(executed=1_200_000), MoneyDraft(executed=0)]


def test_the_period_may_be_a_whole_year() -> None:
    draft = read(TEXT.encode())
    assert (draft.period, draft.period_source) == (Period(2025), "filename")


def test_the_total_row_is_reconciled() -> None:
    draft = read(TEXT.encode())
    assert [(r.stated, r.recomputed) for r in draft.reconciliation if r.code == "executed"] == [
        (Decimal(1_200_000), Decimal(1_200_000))
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_any_usual_encoding_and_delimiter_reads_the_same(encoding: str, delimiter: str) -> None:
    same = read(TEXT.replace(";", delimiter).encode(encoding))
    assert same.plan == read(TEXT.encode()).plan


def test_a_comma_file_with_quotes() -> None:
    lines = [line.split(";") for line in TEXT.splitlines()]
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    assert read(text.encode()).plan == read(TEXT.encode()).plan


def test_lines_of_different_length_are_read() -> None:
    assert read(TEXT.replace("100%;;-", "100%").encode()).plan.activity_followups[1].money == MoneyDraft()


def test_a_text_file_of_something_else_is_the_wrong_file() -> None:
    with pytest.raises(refusals.WrongFile):
        read(b"hola\nmundo\n", "notas.csv")


def test_a_csv_called_xlsx_is_refused() -> None:
    with pytest.raises(refusals.NameBelies):
        read(TEXT.encode(), "yumbo 2025.xlsx")


@pytest.mark.parametrize("text", [";" * 7_000_000, "\n" * 7_000_000, "a\n" + ";" * 4_000 + "\nb" * 4_000])
def test_a_text_bomb_is_refused_before_it_becomes_a_grid(text: str) -> None:
    with pytest.raises(refusals.TooManyCells):
        read(text.encode(), "bomba.csv")
