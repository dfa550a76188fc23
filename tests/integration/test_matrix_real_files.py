"""The three real cuts of Cali's Action Plan, against figures counted here by the plainest possible reader."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from concierta.kernel.periods import Period
from concierta.plans.matrix import MatrixDraft, load_profile, read_matrix
from concierta.plans.matrix.reconcile import TOLERANCE
from concierta.workbooks.book import Book, ForeignFile
from concierta.workbooks.findings import Report
from concierta.workbooks.layout import Layout
from concierta.workbooks.table import Body, read_table

FOLDER = Path(__file__).resolve().parents[3] / "shared/data/plans/cali"

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.any_database,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the public files are not at {FOLDER}"),
]

CUTS = {
    "cuadro_1s_2024_09.xlsx": (Period(2024, 3), 7_238, 30, 844, 1_348, 2),
    "cuadro_1s_2024_12.xlsx": (Period(2024, 4), 7_449, 30, 846, 1_373, 9),
    "cuadro_1s_2025_03.xlsx": (Period(2025, 1), 3_303, 27, 559, 657, 9),
}
MONEY = {
    "initial": "Presupuesto Inicial",
    "modified": "Presupuesto Modificado",
    "executed": "Ejecución",
    "obligated": "Obligado",
    "paid": "Pagos",
}


@pytest.fixture(scope="module", params=sorted(CUTS))
def cut(request: pytest.FixtureRequest) -> tuple[str, MatrixDraft, list[str], list[list[Any]]]:
    path = FOLDER / request.param
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    at = next(index for index, row in enumerate(rows) if row[0] == "Cód centro gestor")
    draft = read_matrix(path, profile=load_profile("cuadro-1s"))
    return request.param, draft, [" ".join(str(cell).split()) for cell in rows[at]], rows[at + 1 :]


Cut = tuple[str, MatrixDraft, list[str], list[list[Any]]]


def test_the_whole_file_is_read(cut: Cut) -> None:
    name, draft, _headers, rows = cut
    period, activities, entities, projects, products, header_row = CUTS[name]
    assert len(rows) == activities
    counts = draft.counts
    assert (draft.period, draft.period_source, draft.header_row) == (period, "data", header_row)
    assert (counts.rows, counts.activities) == (activities, activities)
    assert (counts.entities, counts.projects, counts.products) == (entities, projects, products)


def test_every_total_of_money_is_the_sum_of_its_cells_to_the_peso(cut: Cut) -> None:
    _name, draft, headers, rows = cut
    for field, header in MONEY.items():
        column = headers.index(header)
        cells = [row[column] for row in rows]
        odd = {cell for cell in cells if isinstance(cell, str)}
        assert odd <= {"$ -", ""}
        assert all(cell == int(cell) for cell in cells if not isinstance(cell, str))
        assert getattr(draft.money, field) == sum(int(cell) for cell in cells if not isinstance(cell, str))


def test_np_is_said_of_the_products_whose_quantity_says_it_and_of_no_other(cut: Cut) -> None:
    """In these cuts none does: three products of December 2024 have a blank or a dash, which says nothing."""
    name, draft, headers, rows = cut
    quantities = [row[headers.index("Cantidad Programada Producto")] for row in rows]
    assert sum(str(cell).strip().upper() == "NP" for cell in quantities) == 0
    assert [product.key for product in draft.plan.products if product.not_programmed] == []
    silent = [product for product in draft.plan.products if product.programmed is None]
    assert len(silent) == (3 if name == "cuadro_1s_2024_12.xlsx" else 0)


def test_every_distinct_code_of_the_file_is_in_the_draft(cut: Cut) -> None:
    _name, draft, headers, rows = cut

    def text(value: Any) -> str:
        return f"{value:.0f}" if isinstance(value, float) and value < 2**53 else str(value)

    projects = {text(row[headers.index("Cód BP")]) for row in rows}
    assert {project.code for project in draft.plan.projects} == projects
    bpin = {text(row[headers.index("Cód BPIN")]) for row in rows} - {"N/A"}
    assert {project.bpin for project in draft.plan.projects} - {""} == bpin
    goals = {text(row[headers.index("Meta PD")]) for row in rows}
    assert {goal.code for product in draft.plan.products for goal in product.goals} == goals
    stated = Counter(text(row[headers.index("Cód Actividad")]) for row in rows if isinstance(row[10], str))
    assert Counter(activity.code for activity in draft.plan.activities if activity.code in stated) == stated
    assert len({activity.key for activity in draft.plan.activities}) == len(rows)


def _every_row(layout: Layout, report: Report) -> Body:
    first = layout.header_index + 1
    body = layout.sheet.rows[first:]
    return range(first + 1, first + 1 + len(body)), body


def test_every_cell_left_without_a_figure_is_a_declared_blank_or_a_finding() -> None:
    """Nothing is silently dropped: what the profile's declared words do not explain is in the report."""
    profile, unexplained = load_profile("cuadro-1s"), set()
    for name in CUTS:
        whole = Book(ForeignFile(name, (FOLDER / name).read_bytes()))
        table = read_table(whole, profile, {}, _every_row)
        layout, raw, rows = table.layout, table.raw, table.rows
        assert (layout.unknown, layout.repeated) == ([], [])
        told = {(finding.row, finding.column) for finding in table.report.finished()}
        for (field, _quarter), index in layout.slots.items():
            values = table.typed[field, _quarter]
            for row, cell, value in zip(rows, raw[index], values, strict=True):
                if value is None and cell != "" and (row, layout.title(index)) not in told:
                    unexplained.add((profile.columns[field].type, " ".join(str(cell).split())))
    nothing_written = {"", "0.0", "0 0", "0 0 0", "0,00 0", "0,00 0 0", "-", ".", "N/A", "NA"}
    assert {text for kind, text in unexplained if kind == "text"} == nothing_written
    assert {pair for pair in unexplained if pair[0] != "text"} == {
        ("territory", "99.0"),
        ("date", "N/A"),
        ("date", "NA"),
        ("code", "N/A"),
        ("quantity", "-"),
        ("quantity", "NP"),
    }


def test_every_row_is_where_the_findings_say(cut: Cut) -> None:
    _name, draft, headers, rows = cut
    for finding in draft.findings:
        if finding.row > draft.header_row:
            header = re.sub(r" \([A-Z]+\)$", "", finding.column)
            cells = [
                rows[finding.row - draft.header_row - 1][index]
                for index, title in enumerate(headers)
                if title == header
            ]
            assert (
                any(
                    finding.value == (str(int(c)) if isinstance(c, float) and c == int(c) and c < 2**53 else str(c))
                    for c in cells
                )
                or finding.code == "code-imprecise"
            )


def test_references_of_the_tree_are_all_inside_it(cut: Cut) -> None:
    plan = cut[1].plan
    nodes = {(node.level, node.code) for node in plan.nodes}
    assert all(node.parent is None or (node.level - 1, node.parent) in nodes for node in plan.nodes)
    assert {(len(plan.tiers), project.node) for project in plan.projects} <= nodes
    assert {project.entity for project in plan.projects} <= {entity.code for entity in plan.entities}
    assert {product.project for product in plan.products} == {project.code for project in plan.projects}
    assert {activity.product for activity in plan.activities} == {product.key for product in plan.products}
    territories = {f"{n:02}" for n in [*range(1, 23), *range(51, 66)]} | {"RURAL"}
    assert {activity.territory for activity in plan.activities} - {None} <= territories


def test_most_stated_progress_is_what_its_parts_add_to(cut: Cut) -> None:
    """What justifies (project, MGA code) as the identity of a product."""
    name, draft, _headers, _rows = cut
    compared = [
        row
        for row in draft.reconciliation
        if (row.level, row.measure) == ("product", "progress") and row.difference is not None
    ]
    agree = sum(abs(row.difference) <= TOLERANCE for row in compared if row.difference is not None)
    assert (name, agree, len(compared)) in {
        ("cuadro_1s_2024_09.xlsx", 1_338, 1_348),
        ("cuadro_1s_2024_12.xlsx", 1_275, 1_275),
        ("cuadro_1s_2025_03.xlsx", 657, 657),
    }


def test_the_quirks_of_march_2025_are_told() -> None:
    draft = read_matrix(FOLDER / "cuadro_1s_2025_03.xlsx", profile=load_profile("cuadro-1s"))
    kinds = Counter(finding.code for finding in draft.findings)
    assert kinds["columns-exchanged"] == 3
    assert kinds["activity-repeated"] == 2
    assert kinds["date-implausible"] == 2
    assert kinds["weight-over-100"] == 5
    assert {(f.row, f.value) for f in draft.findings if f.code == "date-implausible"} == {
        (107, "1/3/0205"),
        (2057, "2/2/0205"),
    }
    product = next(p for p in draft.plan.products if p.key == "BP26005266/4599019")
    assert (product.name, product.goal_code) == ("Documentos de planeación", "63020010001")
