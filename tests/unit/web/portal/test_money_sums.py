"""What each source says of the money adds up: at every tier, in every year and over all of them, to the peso."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.budgets.enums import MoneySource
from concierta.engines.finance import NOTHING, Stages, total
from concierta.publishing.queries import read_package
from concierta.web.portal.budgets import years
from concierta.web.portal.budgets.years import constant_pesos
from concierta.web.portal.corte import Corte, SourceMoney
from concierta.web.portal.corte.money_rows import Leaf
from factories.packages import invented_tables, row, write_package
from unit.web.portal.test_mesa import html, text

PATHS = (("a",), ("a", "a1"), ("a", "a1", "a11"), ("a", "a2"), ("b",), ("b", "b1"), ())

leaves = st.lists(
    st.builds(
        lambda year, path, place, pesos: Leaf(year, "p" if path else "", "c", "e", place, path, Stages(*pesos)),
        st.sampled_from((2023, 2024, 2025)),
        st.sampled_from(PATHS),
        st.sampled_from(("", "07", "20")),
        st.lists(st.none() | st.integers(0, 10**13), min_size=11, max_size=11),
    ),
    max_size=12,
)


def told_by(found: list[Leaf]) -> SourceMoney:
    return SourceMoney(MoneySource.BUDGET, found, found, {leaf.year: None for leaf in found})


@given(leaves)
def test_each_part_is_the_sum_of_its_leaves_in_every_year_and_in_all(found: list[Leaf]):
    source = told_by(found)
    for year in (2023, 2024, 2025, None):
        of_year = [leaf for leaf in found if year in (None, leaf.year)]
        for node in {node for path in PATHS for node in path}:
            assert source.by_node().get((node, year), NOTHING) == total(
                leaf.stages for leaf in of_year if node in leaf.path
            )


@given(leaves)
def test_the_widest_parts_and_what_is_outside_the_plan_are_everything(found: list[Leaf]):
    source = told_by(found)
    for year in (*source.years, None):
        parts = [source.by_node().get((node, year), NOTHING) for node in "ab"]
        assert total([*parts, source.outside_plan().get(("", year), NOTHING)]) == source.total(year)


@given(leaves)
def test_territories_and_entities_are_everything_too(found: list[Leaf]):
    source = told_by(found)
    for sums in (source.by_territory(), source.by_entity()):
        for year in (*source.years, None):
            assert total(stages for (_key, of), stages in sums.items() if of == year) == source.total(year)


def corte_of(tmp_path: Path, **rows: list) -> Corte:
    return Corte(read_package(write_package(tmp_path / "corte", invented_tables() | rows)))


def test_the_follow_up_is_told_by_the_last_period_of_each_year_that_states_money(tmp_path: Path):
    project = "BP26000000"
    corte = corte_of(
        tmp_path,
        project_money=[
            row("project_money", project=project, period=period, modified=final, obligated=obligated)
            for period, final, obligated in (("2024-T3", 90, 10), ("2024-T4", 100, 80), ("2025-T1", None, None))
        ],
    )
    source = next(source for source in corte.money_sources if source.kind is MoneySource.MATRIX)
    assert source.as_of == {2024: date(2024, 12, 31)}
    assert (source.total(None).final, source.total(2024).obligation) == (100, 80)


def test_what_the_budget_carries_in_kind_is_in_no_sum(tmp_path: Path):
    lines = [
        row("budget_lines", fiscal_year=2025, line=fund, funding_source=fund, final=pesos, entity="e1")
        for fund, pesos in (("121", 7), ("especie", 5))
    ]
    funds = [
        row("funding_sources", funding_source="121", name="Propios", kind="own"),
        row("funding_sources", funding_source="especie", name="Aulas", kind="in_kind"),
    ]
    corte = corte_of(tmp_path, budget_lines=lines, funding_sources=funds)
    assert corte.money_sources[0].total(2025).final == 7


def test_years_are_told_one_by_one_and_added_up(site: Path):
    page = text(site, "dinero/anios")
    assert "De $ 1.770 millones apropiados entre 2024 y 2025 se ha obligado el 31,1 %" in page
    assert "2024 200.000.000 200.000.000 150.000.000 100.000.000 75 % Corte que lo cierra, al 31 dic 2024" in page
    assert "2025 1.470.000.000 1.570.000.000 400.000.000 300.000.000 25,5 % 31 mar 2025" in page
    assert "Todos los años 1.670.000.000 1.770.000.000 550.000.000 400.000.000 31,1 %" in page


@pytest.mark.parametrize(
    ("amounts", "finding"),
    [
        ({"final": 9, "obligation": 3}, "De $ 9 apropiados en 2025 se ha obligado el 33,3 %; no hay otros años"),
        ({"final": 9}, "Apropiados $ 9 hasta 2025; nadie ha dicho cuánto se obligó"),
        ({"initial": 9}, "Nadie dice cuánto se apropió hasta 2025"),
    ],
)
def test_what_is_not_stated_is_said_and_no_zero(tmp_path: Path, amounts: dict[str, int], finding: str):
    lines = [row("budget_lines", fiscal_year=2025, line="L", entity="e1", **amounts)]
    corte = corte_of(tmp_path, budget_lines=lines, project_money=[])
    assert years.finding(corte).replace("\xa0", " ") == finding


def test_a_closed_year_leads_to_the_frozen_corte_that_closed_it(site: Path):
    assert 'href="../../cortes/2024-12-31/dinero/"' in html(site, "dinero/anios")
    assert 'href="../../../../cortes/2024-12-31/dinero/"' in html(site, "cortes/2025-03-31/dinero/anios")


def test_the_corte_that_closes_a_year_does_not_lead_to_itself(site: Path):
    assert "Corte que lo cierra" not in text(site, "cortes/2024-12-31/dinero/anios")
    assert "25,5 % 31 dic 2024" in text(site, "cortes/2024-12-31/dinero/anios")


def test_constant_pesos_say_their_index_their_formula_and_what_they_lack(site: Path):
    page = text(site, "dinero/anios")
    assert "Lo mismo en pesos de 2024, descontada la inflación" in page
    assert "Con el índice «Precios al consumidor» (base: 2018 = 100). Fuente: DANE." in page
    assert "Pesos de 2024 = pesos del año × índice de 2024 (130) ÷ índice del año" in page
    assert "El índice no trae 2025" in page
    assert "2025 No lo trae Sin dato Sin dato Sin dato Todos los años Sin dato Sin dato Sin dato" in page


def test_constant_pesos_are_the_years_pesos_by_both_prices(tmp_path: Path):
    points = [
        row("price_index", index="ipc", name="IPC", year=year, value=Decimal(value), base="2018 = 100", source="DANE")
        for year, value in ((2024, "100"), (2025, "110"))
    ]
    lines = [
        row("budget_lines", fiscal_year=year, line="L", entity="e1", final=final, obligation=final, payment=0)
        for year, final in ((2024, 200), (2025, 300))
    ]
    (found,) = constant_pesos(corte_of(tmp_path, price_index=points, budget_lines=lines, project_money=[]))
    assert found.missing == ""
    assert [list(map(str, cells)) for cells in found.accounts[0].table.rows] == [
        ["2024", "100", "220", "220", "0"],
        ["2025", "110", "300", "300", "0"],
        ["<b>Todos los años</b>", "", "520", "520", "0"],
    ]


def test_an_index_that_begins_after_the_corte_is_no_price(tmp_path: Path):
    point = row("price_index", index="ipc", name="IPC", year=2026, value=Decimal(100), base="2026", source="DANE")
    (found,) = constant_pesos(corte_of(tmp_path, price_index=[point]))
    assert (found.title, found.accounts) == ("El índice «IPC» no trae ningún año hasta 2025", [])


def test_every_tier_is_on_one_page_with_what_is_outside_the_plan(site: Path):
    page = text(site, "dinero/partes")
    assert "«Empleo de calidad» tiene el 95,5 % de lo apropiado en 2025: $ 1.500 millones de $ 1.570 millones" in page
    assert "Empleo de calidad Eje EJE-1 1.400.000.000 1.500.000.000 400.000.000 300.000.000 26,7 %" in page
    assert "Fuera del plan 1 proyecto que el plan no tiene 70.000.000 70.000.000 0 0 0 %" in page
    assert "Todo el dinero 1.470.000.000 1.570.000.000 400.000.000 300.000.000 25,5 %" in page
    assert "1.770.000.000 550.000.000 31,1 %" in page
    assert "2 partes del plan no tienen dinero en esta fuente: sin dato, que no es cero." in page


def test_the_other_source_has_a_page_of_its_own(site: Path):
    assert 'href="../../dinero/partes/matrix/"' in html(site, "dinero/partes")
    assert "Empleo de calidad Eje EJE-1 4.500.000.009 5.400.000.009" in text(site, "dinero/partes/matrix")


def test_what_is_for_the_whole_city_is_told_first_and_as_such(site: Path):
    page = text(site, "dinero/territorio")
    assert "Todo lo apropiado en 2025 es para toda la ciudad" in page
    assert "Toda la ciudad 1.470.000.000 1.570.000.000 400.000.000" in page
    assert "Comuna 7 Sin dato Sin dato Sin dato Sin dato Sin dato 200.000.000 150.000.000 75 %" in page


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (
            "ejes/eje-1",
            "Según el presupuesto Año Inicial pesos Definitiva pesos Obligado pesos Pagado pesos Ejecución 2024",
        ),
        ("ejes/eje-1", "Todos los años 1.600.000.000 1.700.000.000 550.000.000 400.000.000 32,4 %"),
        ("territorio/07", "2024 200.000.000 200.000.000 150.000.000 100.000.000 75 %"),
        ("dinero/entidades", "Planeación de Ejemplo tiene el 100 % de lo apropiado en 2025: $ 1.570 millones"),
    ],
)
def test_each_thing_says_its_own_money(site: Path, path: str, words: str):
    assert words in text(site, path)
