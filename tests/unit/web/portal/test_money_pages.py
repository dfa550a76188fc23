"""Dinero: every peso is in one state, cash and in kind are never one sum, and only what was disbursed counts."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from concierta.web.portal.budgets.flow import flow_links
from concierta.web.portal.budgets.lines import stage_table
from concierta.web.portal.budgets.mobilisation import table
from concierta.web.portal.budgets.sums import lines_of_year
from concierta.web.portal.corte import Corte
from concierta.web.portal.corte.money_rows import cash
from factories.packages import row
from unit.web.portal.test_mesa import html, text


@pytest.mark.parametrize(
    ("path", "finding"),
    [
        ("dinero", "De $ 1.570 millones para 2025 se ha obligado el 25,5 %; falta por comprometer $ 470 millones"),
        ("dinero/proyectos", "0 de 1 proyectos con obligaciones no tienen todavía un resultado verificado"),
        ("dinero/fuentes", "El presupuesto y el seguimiento coinciden en 0 de 1 proyectos"),
        (
            "dinero/aportes",
            "De $ 400 millones que ofrecieron los firmantes se verificaron $ 150 millones; aparte, 1 en especie",
        ),
        ("dinero/gestion", "Se pidieron $ 900 millones, se aprobaron $ 600 millones y llegaron $ 250 millones"),
    ],
)
def test_each_page_begins_with_what_it_says(site: Path, path: str, finding: str):
    assert f"<h1>{finding}</h1>" in html(site, path).replace("\xa0", " ").replace("&nbsp;", " ")


def test_cash_and_in_kind_stand_apart_with_their_signatory(site: Path):
    page = text(site, "dinero/aportes")
    assert "Dinero ofrecido · declarado · verificado $ 400.000.000 · $ 160.000.000 · $ 150.000.000" in page
    assert "En especie, asesores: ofrecido · declarado · verificado 2 · 2 · 1" in page
    assert "Sin valorar" in page


def test_a_promise_of_means_says_what_was_verified_of_it(site: Path):
    assert "Entregado y verificado: $ 150 millones de $ 400 millones." in text(site, "compromisos/c1/cp-1")


def test_leverage_counts_only_what_was_disbursed(site: Path):
    assert "llegaron 62,5 de otros: $ 250 millones entre $ 400 millones" in text(site, "dinero/gestion")


def test_pesos_of_another_currency_say_their_rate_its_day_and_who_says_it():
    corte = Stated()
    amount = row(
        "opportunity_amounts",
        opportunity="GR-01",
        kind="requested",
        amount=Decimal(100_000),
        currency="USD",
        rate=Decimal("4123.56"),
        rate_on=date(2025, 1, 20),
        rate_source="TRM",
        pesos=412_356_000,
    )
    corte.table = lambda name: [amount] if name == "opportunity_amounts" else []  # type: ignore[method-assign]
    asked = row("opportunities", opportunity="GR-01", title="Formación", state="requested", funder="OIT", projects="P")
    (cells,) = table(corte, [asked._replace(requested=412_356_000, funder_kind="international")]).rows  # type: ignore[arg-type]
    said = [str(cell).replace("\xa0", " ") for cell in cells]
    assert said[2] == '412.356.000<br><span class="small quiet">USD 100.000 a 4.123,56 pesos (TRM, 20 ene 2025)</span>'
    assert "<br>" not in said[3]


def test_what_is_missing_is_read_against_what_is_appropriated(site: Path):
    assert "2.000.000.000 1.500.000.000 500.000.000 Ficha" in text(site, "dinero/gestion")


def test_a_project_shows_its_lines_down_to_the_row_of_the_file(site: Path):
    project = text(site, "proyectos/bp26000000")
    assert "Su presupuesto, línea por línea, hasta la fila del archivo" in project
    lines = text(site, "proyectos/bp26000000/dinero")
    assert "Recursos propios · Libre destinación 900.000.000 1.000.000.000 800.000.000" in lines
    assert "Columnas del archivo: Definitiva: PPTO. MODIFICADO (AE); Pagado: PAGOS (AI)." in lines


def test_a_project_adds_its_years_up(site: Path):
    stages = text(site, "proyectos/bp26000000/dinero").partition("Línea por línea")[0]
    assert "2024 200.000.000 200.000.000 Sin dato Sin dato 150.000.000 100.000.000" in stages
    assert "Todos los años 1.600.000.000 1.700.000.000 1.300.000.000 1.100.000.000 550.000.000 400.000.000" in stages


def test_what_a_project_has_in_kind_is_in_no_sum_of_its_years():
    lines = [row("budget_lines", fiscal_year=2025, line=fund, funding_source=fund, final=5) for fund in ("1", "9")]
    corte = Stated(*lines)
    corte.table = lambda name: [row("funding_sources", funding_source="9", kind="in_kind")]  # type: ignore[method-assign]
    assert [list(cells)[:3] for cells in stage_table(cash(corte, lines)).rows] == [["2025", "Sin dato", "5"]]  # type: ignore[arg-type]


class Stated:
    """As much of a corte as the flow asks for."""

    year = 2025

    def __init__(self, *lines) -> None:
        self.lines = lines
        self.projects: dict[str, object] = {}

    def table(self, name: str):
        return self.lines if name == "budget_lines" else []


def line(**amounts: int):
    return row("budget_lines", fiscal_year=2025, line="L", **amounts)


def test_every_peso_of_the_appropriation_is_in_exactly_one_state():
    corte: Corte = Stated(line(final=100, availability=90, registration=70, obligation=40, payment=25))  # type: ignore
    links, left_out = flow_links(corte, lines_of_year(corte))
    assert {link.state: link.amount for link in links} == {
        "Pagado": 25,
        "Obligado, por pagar": 15,
        "Comprometido, por recibir": 30,
        "Con CDP, sin comprometer": 20,
        "Sin CDP": 10,
    }
    assert (sum(link.amount for link in links), left_out) == (100, 0)


def test_a_line_that_contradicts_itself_is_not_drawn_and_is_counted():
    corte: Corte = Stated(line(final=100, availability=90, registration=70, obligation=40, payment=43))  # type: ignore
    assert flow_links(corte, lines_of_year(corte)) == ([], 1)


def test_what_the_budget_carries_in_kind_is_not_money():
    corte = Stated(row("budget_lines", fiscal_year=2025, line="L", funding_source="9", final=5))
    corte.table = lambda name: (  # type: ignore[method-assign]
        [row("funding_sources", funding_source="9", name="Especie", kind="in_kind")]
        if name == "funding_sources"
        else corte.lines
    )
    assert lines_of_year(corte) == []  # type: ignore[arg-type]
