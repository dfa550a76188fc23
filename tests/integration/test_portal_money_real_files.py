"""The portal's money of the whole plan of Cali: each sum is that of the cells of its files, and no page is heavy."""

import csv
import io
from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from concierta.budgets.enums import MoneySource
from concierta.budgets.matrix import load_budget_profile, read_budget
from concierta.budgets.operations import keep_price_index, load_budget
from concierta.engines.finance import Stages, total
from concierta.plans.matrix import load_profile, read_matrix
from concierta.plans.models import Plan
from concierta.publishing.operations import freeze_corte
from concierta.publishing.queries import read_package
from concierta.reporting.operations.import_matrix import import_matrix
from concierta.web.portal import assets
from concierta.web.portal.corte import Corte, SourceMoney
from concierta.web.portal.pages import all_tasks
from concierta.web.portal.render import Renderer

pytestmark = [pytest.mark.django_db, pytest.mark.real_data, pytest.mark.slow]

CUTS = ("cuadro_1s_2024_09.xlsx", "cuadro_1s_2024_12.xlsx", "cuadro_1s_2025_03.xlsx")
AT = datetime(2026, 1, 5, 15, tzinfo=UTC)
COLUMNS = {
    "initial": "PPTO INICIAL",
    "final": "PPTO. MODIFICADO",
    "obligation": "TOTAL ACUMUL OBLIGAC",
    "payment": "PAGOS",
}
HEAVIEST = 60_000


@pytest.fixture
def files(real_data_folder: Path) -> Path:
    return real_data_folder / "plans" / "cali"


@pytest.fixture
def cells(files: Path) -> list[dict[str, str]]:
    """The execution file with nothing but the standard library: rows by header, as text."""
    text = (files / "budget_execution_2025_03.csv").read_bytes().decode("utf-8-sig")
    headers, *rows = csv.reader(io.StringIO(text), delimiter=";")
    names = [header.strip() for header in headers]
    return [dict(zip(names, map(str.strip, row), strict=True)) for row in rows]


@pytest.fixture
def cortes(files: Path, settings, tmp_path: Path) -> list[Corte]:
    """Cali at the end of 2024 and at the end of March 2025, with a price index that ends in 2024."""
    settings.HOME = tmp_path
    profile = load_profile("cuadro-1s")
    for file in (files / name for name in CUTS):
        import_matrix(plan="cali", draft=read_matrix(file, profile=profile, filename=file.name), by=None, at=AT)
    plan = Plan.objects.get(slug="cali")
    budget = read_budget(files / "budget_execution_2025_03.csv", profile=load_budget_profile("cali-ejecucion"))
    load_budget(plan=plan, draft=budget, by=None, at=AT)
    prices = {2023: Decimal("137.72"), 2024: Decimal("144.88")}
    keep_price_index(slug="ipc", name="IPC", base="2018 = 100", source="DANE", points=prices, by=None, at=AT)
    days = (date(2024, 12, 31), date(2025, 3, 31))
    for day in days:
        freeze_corte(plan=plan, cut_off=day, by=None, at=AT)
    return [Corte(read_package(tmp_path / "cortes" / "cali" / day.isoformat())) for day in days]


def test_the_sums_are_those_of_the_cells_and_the_pages_are_light(cortes: list[Corte], cells: list[dict[str, str]]):
    closing, corte = cortes
    budget, follow_up = corte.money_sources
    assert (budget.kind, follow_up.kind) == (MoneySource.BUDGET, MoneySource.MATRIX)
    assert (budget.years, follow_up.years) == ([2025], [2024, 2025])

    assert figures(budget.total(2025)) == naive(cells)[""]
    by_project = naive(cells, "BP")
    placed = {code: project.node for code, project in corte.projects.items()}
    for node in corte.nodes:
        below = [by_project[code] for code in by_project if node in [one.node for one in corte.trail(placed[code])]]
        expected = {name: sum(one[name] for one in below) for name in COLUMNS} if below else None
        found = budget.by_node().get((node, 2025))
        assert (figures(found) if found else None) == expected, node
    assert figures(budget.by_territory()["", 2025]) == naive(cells, "COMUNA")["SANTIAGO DE CALI"]
    for source in corte.money_sources:
        each_tier_is_the_sum_of_the_next(corte, source)

    # The year that 2025 calls closed is what the corte of its last day said.
    assert follow_up.total(2024) == closing.money_sources[0].total(2024)
    assert follow_up.total(None) == follow_up.total(2024) + follow_up.total(2025)

    weights: list[int] = []
    for found in (closing, corte):
        pages = [task for task in all_tasks(found) if "dinero/" in task.folder or is_of_a_part(found, task.folder)]
        weights += [len(content) for _path, content in Renderer(found, pages).pages()]
    # 2 kB for the icon and the script of the theme.
    assert max(weights) + len(assets.stylesheet()[1]) + 2_000 < HEAVIEST


def naive(cells: list[dict[str, str]], by: str = "") -> dict[str, dict[str, int]]:
    sums: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COLUMNS, 0))
    for row in cells:
        for name, header in COLUMNS.items():
            text = row[header]
            sums[row[by] if by else ""][name] += 0 if text == "-" else abs(int(text.replace(".", "")))
    return dict(sums)


def figures(stages: Stages) -> dict[str, int]:
    return {name: getattr(stages, name) for name in COLUMNS}


def each_tier_is_the_sum_of_the_next(corte: Corte, source: SourceMoney) -> None:
    sums = source.by_node()
    for year in (*source.years, None):
        parts = [sums[node.node, year] for node in corte.children[""] if (node.node, year) in sums]
        assert total(parts) == source.total(year)
        for node, children in corte.children.items():
            if node and (node, year) in sums and not corte.projects_of_node.get(node):
                assert total(sums[one.node, year] for one in children if (one.node, year) in sums) == sums[node, year]
        assert total(stages for (_place, of), stages in source.by_territory().items() if of == year) == source.total(
            year
        )


def is_of_a_part(corte: Corte, folder: str) -> bool:
    return any(folder.startswith(tier) for tier in (*corte.tier_folders.values(), "territorio/"))
