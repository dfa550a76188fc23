"""What the money bought: what was spent beside what was verified, what each unit cost, and what asks for attention."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from concierta.engines.achievement import AlertCode
from concierta.publishing.queries import read_package
from concierta.web.portal.budgets.bought import BY_ENTITY, BY_NODE, BY_PROJECT, LEVELS, alerts_finding
from concierta.web.portal.corte import Corte
from factories.packages import invented_tables, row, write_package
from unit.web.portal.test_mesa import text

#: BP26000000 and BP26000001, of different axes; each product of the first two is measured in persons.
FIRST, SECOND = "BP26000000", "BP26000001"


def corte_of(tmp_path: Path, *, obligated: dict[str, int], **changed: Any) -> Corte:
    """Two projects with the budget that is said; what `changed` names replaces a table."""
    lines = [
        row(
            "budget_lines",
            fiscal_year=2025,
            line=code,
            project=code,
            entity="e1",
            final=1_000,
            obligation=pesos,
        )
        for code, pesos in obligated.items()
    ]
    tables = invented_tables(projects=2, products=1) | {"budget_lines": lines} | changed
    return Corte(read_package(write_package(tmp_path / "corte", tables)))


def measured(indicator: str, **values: Any) -> Any:
    return row("measurements", indicator=indicator, period="2025-T1", **({"status": "verified"} | values))


def indicators(corte: Corte) -> list[str]:
    return [corte.indicator_of_product[corte.products_of[code][0].product].indicator for code in (FIRST, SECOND)]


def codes(corte: Corte, project: str) -> list[AlertCode]:
    return [one.code for one in BY_PROJECT.compared(corte, project).alerts]


def test_a_unit_costs_what_was_obligated_over_what_was_verified(tmp_path: Path):
    first, _second = indicators(corte_of(tmp_path / "a", obligated={FIRST: 900}))
    corte = corte_of(
        tmp_path, obligated={FIRST: 900}, measurements=[measured(first, reported_value=500, verified_value=450)]
    )
    found = BY_PROJECT.compared(corte, FIRST)
    assert (found.cost_per_unit, found.physical.unit) == (2, "personas")


@pytest.mark.parametrize("status", ["rejected", "not_verifiable"])
def test_what_was_refused_takes_nothing_from_what_was_verified_before(tmp_path: Path, status: str):
    first, _second = indicators(corte_of(tmp_path / "a", obligated={FIRST: 900}))
    before = row("periods", period="2025-T0", year=2025, quarter=1, cut_off=date(2025, 2, 28))
    corte = corte_of(
        tmp_path,
        obligated={FIRST: 900},
        periods=[*invented_tables()["periods"], before],
        measurements=[
            measured(first, verified_value=450)._replace(period="2025-T0"),
            measured(first, reported_value=500, status=status),
        ],
    )
    assert BY_PROJECT.compared(corte, FIRST).cost_per_unit == 2


def test_many_projects_have_a_unit_cost_only_if_each_that_spent_is_counted(tmp_path: Path):
    first, second = indicators(corte_of(tmp_path / "a", obligated={FIRST: 900}))
    one_counts = [measured(first, verified_value=450)]
    both_count = [*one_counts, measured(second, verified_value=50)]
    nodes = {"nodes": [one._replace(parent="" if one.code == "EJE-1" else "ejes/EJE-1")
                       for one in invented_tables()["nodes"]]}  # fmt: skip
    spent = {FIRST: 900, SECOND: 100}
    costs = [
        BY_NODE.compared(
            corte_of(tmp_path / str(n), obligated=obligated, measurements=told, **nodes), "ejes/EJE-1"
        ).cost_per_unit
        for n, (obligated, told) in enumerate(
            [(spent, both_count), (spent, one_counts), (spent | {SECOND: 0}, one_counts)]
        )
    ]
    assert costs == [2, None, 2]


def test_money_without_result_nor_reason_asks_for_attention(tmp_path: Path):
    corte = corte_of(tmp_path, obligated={FIRST: 900, SECOND: 0}, measurements=[], reports=[], achievement=[])
    assert codes(corte, FIRST) == [AlertCode.OBLIGATIONS_WITHOUT_RESULT]
    assert codes(corte, SECOND) == []


def test_a_reason_for_having_no_result_answers_it(tmp_path: Path):
    first, _second = indicators(corte_of(tmp_path / "a", obligated={FIRST: 900}))
    said = row("reports", report="r", indicator=first, period="2025-T1", stands=True, narrative="Se firmó en marzo.")
    corte = corte_of(tmp_path, obligated={FIRST: 900}, measurements=[], reports=[said], achievement=[])
    assert codes(corte, FIRST) == []


def test_a_result_that_nobody_verified_is_a_result_and_no_achievement(tmp_path: Path):
    first, _second = indicators(corte_of(tmp_path / "a", obligated={FIRST: 0}))
    achieved = row("achievement", level="project", subject=FIRST, verified_year=Decimal(0), expected_year=Decimal(1),
                   verified_share=Decimal(0), indicators=1, programmed=1, reported=1)  # fmt: skip
    said = measured(first, reported_value=500, status="reported")
    corte = corte_of(tmp_path, obligated={FIRST: 0}, measurements=[said], reports=[], achievement=[achieved])
    found = BY_PROJECT.compared(corte, FIRST)
    assert (found.physical.achieved, found.efficiency) == (None, None)
    assert codes(corte, FIRST) == [AlertCode.RESULT_WITHOUT_OBLIGATIONS, AlertCode.RESULT_WITHOUT_NARRATIVE]


def test_an_entity_answers_for_the_mean_of_its_programmed_projects(tmp_path: Path):
    corte = corte_of(tmp_path, obligated={FIRST: 1})
    entity = corte.projects[FIRST].entity
    projects = [row.project for row in corte.projects_of_entity[entity]]
    each = [BY_PROJECT.compared(corte, code).physical.achieved for code in projects]
    assert BY_ENTITY.compared(corte, entity).physical.achieved == sum(each) / len(each)


def test_where_nobody_owes_a_result_that_is_said_and_not_counted_to_zero(tmp_path: Path):
    spent, nothing = {FIRST: 900, SECOND: 900}, {"reports": [], "achievement": []}
    silent = corte_of(tmp_path / "silent", obligated=spent, measurements=[], **nothing)
    assert alerts_finding(silent, BY_NODE).endswith("partes del plan obligaron dinero y no dicen resultado ni razón")

    figures = [measured(one, reported_value=500, verified_value=450) for one in indicators(silent)]
    told = corte_of(tmp_path / "told", obligated=spent, measurements=figures, **nothing)
    assert alerts_finding(told, BY_NODE) == "Toda parte del plan que obligó dinero dice su resultado o su razón"


def test_without_money_in_the_year_there_is_nothing_to_compare(tmp_path: Path):
    corte = corte_of(tmp_path, obligated={}, project_money=[])
    assert [level.keys(corte) for level in LEVELS] == [[], [], []]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("dinero/proyectos", "1.500.000.000 400.000.000 26,7 %"),
        ("dinero/resultados", "Empleo de calidad 1.500.000.000 400.000.000 26,7 % 30 %"),
        ("dinero/resultados/entidades", "Planeación de Ejemplo 1.570.000.000 400.000.000 25,5 %"),
        ("dinero", "Fuera del plan 70.000.000 0 0 % — — — —"),
    ],
)
def test_each_level_is_on_its_page(site: Path, path: str, words: str):
    assert words in text(site, path)
