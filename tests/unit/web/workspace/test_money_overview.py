"""The money of a plan: the finding, five ways to group it, several years, real pesos, and what asks for attention."""

import re
from datetime import date
from decimal import Decimal

import pytest

from concierta.budgets.enums import FundingKind
from concierta.budgets.operations import LineExecution, keep_price_index, record_execution
from factories.money import AT, CUT_OFF, make_fund, make_line
from factories.queries import count_queries

pytestmark = pytest.mark.django_db

MONEY = "/trabajo/planes/cali/dinero/"


def spend(cast, *lines, obligation=250, cut_off=CUT_OFF) -> None:
    figures = [LineExecution(line, obligation, obligation, obligation, min(100, obligation)) for line in lines]
    record_execution(plan=cast.plan, cut_off=cut_off, figures=figures, by=cast.secretary, at=AT)


def title(response) -> str:
    return re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)[1].replace("\u00a0", " ")


def names(response) -> list[str]:
    """The row headers of the Mesa that groups the money, in their order."""
    table = response.content.decode().split('id="tabla"')[1].split("</table>")[0].split("<tbody")[1]
    return [re.sub(r"<span.*|<[^>]+>", "", one) for one in re.findall(r'<th scope="row".*?>(.*?)</th>', table)]


def test_without_a_budget_the_page_says_what_it_will_show_and_how_to_begin(cast, visitor):
    answer = visitor(cast.secretary).get(MONEY)

    assert title(answer) == "Todavía no hay dinero registrado en este plan"
    assert "Cargar un archivo de ejecución" in answer.content.decode()


def test_the_title_says_how_much_of_the_year_is_obligated(cast, visitor):
    spend(cast, make_line(cast))

    assert title(visitor(cast.reporter).get(MONEY)) == "De 2025 se ha obligado el 25 %: $ 250 de $ 1.000"


def test_what_nobody_spent_yet_is_told_apart_from_nothing_spent(cast, visitor):
    make_line(cast)

    answer = visitor(cast.reporter).get(f"{MONEY}?corte=2025-06-30")

    assert title(answer) == "Apropiados $ 1.000 en 2025; nadie ha dicho cuánto se obligó"


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        ("fuente", ["Fondo 200", "Fondo 121000"]),
        ("parte", ["Empleo de calidad"]),
        ("entidad", ["Desarrollo"]),
        ("proyecto", ["Proyecto 2", "Proyecto 1"]),
        ("territorio", ["Toda la ciudad"]),
        ("otra", ["Fondo 200", "Fondo 121000"]),
    ],
)
def test_the_same_money_is_grouped_in_five_ways(cast, visitor, by, rows):
    first = make_line(cast)
    second = make_line(cast, code="2", initial=3_000, funding_source=make_fund(cast, "200", FundingKind.ROYALTIES))
    spend(cast, first, second)

    assert names(visitor(cast.reporter).get(f"{MONEY}?por={by}")) == rows


def test_projects_are_looked_for_by_code_or_words_without_accents(cast, visitor):
    spend(cast, make_line(cast), make_line(cast, code="2"))
    client = visitor(cast.reporter)

    assert names(client.get(f"{MONEY}?q=bp-2")) == ["Proyecto 2"]
    assert names(client.get(f"{MONEY}?q=PROYÉCTO+1")) == ["Proyecto 1"]
    assert "Ningún proyecto con ese filtro" in client.get(f"{MONEY}?q=nada").content.decode()


def test_obligations_without_result_are_counted_and_lead_to_their_projects(cast, visitor):
    spend(cast, make_line(cast))
    spend(cast, make_line(cast, code="2"), obligation=0)
    client = visitor(cast.reporter)

    page = client.get(MONEY).content.decode()
    href = re.search(r'href="(\?[^"]*alerta=obligations_without_result#tabla)"', page)[1]

    assert "Obliga dinero sin resultado ni explicación: " in page
    assert names(client.get(MONEY + href.split("#")[0])) == ["Proyecto 1"]


def test_what_ends_the_year_unspent_at_this_pace_is_named_only_at_a_cut_off(cast, visitor):
    spend(cast, make_line(cast, initial=1_000), obligation=100)
    client = visitor(cast.reporter)

    # 100 in 90 of 365 days is 405,6 in the year: 595 stay, a started peso counting.
    assert "sin obligar $\u00a0595." in client.get(MONEY).content.decode()
    assert "cierra el año" not in client.get(f"{MONEY}?corte=2025-05-02").content.decode()


@pytest.mark.parametrize("by", ["fuente", "parte", "entidad", "proyecto", "territorio"])
def test_every_row_says_what_its_own_pace_leaves_unobligated(cast, visitor, by):
    spend(cast, make_line(cast, initial=1_000_000_000), obligation=100_000_000)
    client = visitor(cast.reporter)
    left = re.compile(r'data-label="A este paso queda"><data value="(\d+)"')

    assert left.findall(client.get(f"{MONEY}?por={by}").content.decode()) == ["594444445"]
    for between in ("corte=2025-05-02", "vigencia=todas"):
        assert "A este paso queda" not in client.get(f"{MONEY}?por={by}&{between}").content.decode()


def test_what_nobody_verified_is_told_apart_from_nothing_achieved(cast, visitor):
    spend(cast, make_line(cast))
    page = visitor(cast.reporter).get(f"{MONEY}?por=proyecto").content.decode()

    assert re.findall(r'data-label="(?:Físico|Eficiencia)">([^<]*)<', page) == ["Sin dato", "Sin dato"]


def test_years_are_added_up_when_asked_and_said_in_pesos_of_one(cast, visitor):
    spend(cast, make_line(cast, fiscal_year=2024, initial=2_000_000), obligation=1_000_000, cut_off=date(2024, 12, 31))
    spend(cast, make_line(cast, code="2", initial=2_000_000), obligation=500_000)
    keep_price_index(
        slug="ipc",
        name="IPC",
        base="2018 = 100",
        source="DANE",
        points={2024: Decimal(100), 2025: Decimal(110)},
        by=None,
        at=AT,
    )
    answer = visitor(cast.reporter).get(f"{MONEY}?vigencia=todas")
    years = answer.content.decode().split('id="anios"')[1]

    assert title(answer) == "En todos los años se ha obligado el 37,5 %: $ 1,5 millones de $ 4 millones"
    assert "en pesos de 2025 según IPC (DANE)" in years
    assert re.findall(r">([\d,]+)</data>", years) == ["2", "1", "2,2", "1,1", "2", "0,5", "2", "0,5"]


@pytest.mark.parametrize(
    ("points", "caption", "told", "figures"),
    [
        (
            {2023: "100", 2024: "110"},
            "Millones de pesos · en pesos de 2024 según IPC (DANE)",
            "El índice no trae 2025: sin dato en pesos reales.",
            ["2", "1", "2", "1", "2", "0,5"],
        ),
        ({2026: "100"}, "Millones de pesos", "El índice «IPC» no trae ningún año hasta 2025.", ["2", "1", "2", "0,5"]),
    ],
    ids=["an index that ends before the page's year", "an index that begins after it"],
)
def test_real_pesos_are_of_the_latest_year_with_a_price_by_the_day_of_the_page(
    cast, visitor, points, caption, told, figures
):
    spend(cast, make_line(cast, fiscal_year=2024, initial=2_000_000), obligation=1_000_000, cut_off=date(2024, 12, 31))
    spend(cast, make_line(cast, code="2", initial=2_000_000), obligation=500_000)
    prices = {year: Decimal(value) for year, value in points.items()}
    keep_price_index(slug="ipc", name="IPC", base="2018 = 100", source="DANE", points=prices, by=None, at=AT)

    years = visitor(cast.reporter).get(MONEY).content.decode().split('id="anios"')[1]

    assert re.search("<caption>(.*)</caption>", years)[1] == caption
    assert told in years
    assert re.findall(r">([\d,]+)</data>", years) == figures


def test_the_page_costs_the_same_with_one_project_and_with_four(cast, visitor):
    spend(cast, make_line(cast))
    client = visitor(cast.secretary)
    pages = [f"{MONEY}?por={by}" for by in ("fuente", "parte", "entidad", "proyecto", "territorio")]
    client.get(MONEY)
    few = [count_queries(lambda page=page: client.get(page)) for page in pages]
    for code in ("2", "3", "4"):
        spend(cast, make_line(cast, code=code, funding_source=make_fund(cast, code)))
    client.get(MONEY)

    assert [count_queries(lambda page=page: client.get(page)) for page in pages] == few
