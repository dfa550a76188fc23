"""One project's money and one line: figures with their cells, contracts, needs, and writing a line down."""

import re

import pytest

from concierta.budgets.enums import ActType, Effect, ModificationKind
from concierta.budgets.matrix import load_budget_profile, read_budget
from concierta.budgets.models import BudgetLine, Contract, FundingSource, ProjectNeed
from concierta.budgets.operations import LineChange, link_contract, load_budget, record_modification
from concierta.people.models import Territory
from factories.cast import make_product
from factories.money import AT, CUT_OFF, execution_file, make_fund, make_line
from factories.queries import count_queries

pytestmark = pytest.mark.django_db

MONEY = "/trabajo/planes/cali/dinero/"
PROJECT = f"{MONEY}proyectos/BP-1/"
URL = "https://community.secop.gov.co/Public/1"


def load(cast, *rows) -> None:
    profile = load_budget_profile("cali-ejecucion")
    draft = read_budget(execution_file(*rows), profile=profile, cut_off=CUT_OFF, filename="ejecucion.csv")
    load_budget(plan=cast.plan, draft=draft, by=cast.secretary, at=AT)


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def new_line(**given) -> dict:
    return {
        "fiscal_year": "2025",
        "funding_source": FundingSource.objects.get().pk,
        "initial": "1.500.000",
        "what": "",
        "territory": "",
        "vintage": "current",
        "object_code": "",
        "object_name": "",
        "source": "POAI 2025",
    } | given


def test_a_line_of_a_file_says_its_row_and_what_the_file_contradicts(cast, visitor):
    make_product(cast, "1")
    load(cast, {}, {"Pospre": "2-3", "TOTAL ACUMUL OBLIGAC": " 700 "})

    page = text(visitor(cast.reporter).get(PROJECT))

    assert "De $ 2.000 de 2025 se ha obligado el 55 %: $ 1.100" in page
    assert re.findall(r'<span class="m-cell">(.*?)</span>', page) == ["ejecucion.csv, fila 2", "ejecucion.csv, fila 3"]
    assert "Obligado ($ 700) pasa de RP ($ 600)" in page


def test_each_figure_of_a_line_says_the_column_it_was_read_in(cast, visitor):
    make_product(cast, "1")
    load(cast)

    page = text(visitor(cast.reporter).get(f"{MONEY}lineas/{BudgetLine.objects.get().pk}/"))

    assert "31 de marzo de 2025" in page
    assert ">ejecucion.csv, fila 2</a>" in page
    assert 'data-label="Columna del archivo">TOTAL ACUMUL OBLIGAC (Y)<' in page


def test_a_line_of_another_plan_is_not_in_this_one(cast, visitor):
    line = make_line(cast)
    BudgetLine.objects.update(plan=type(cast.plan).objects.create(
        slug="otro", name="Otro", starts_on=cast.plan.starts_on, ends_on=cast.plan.ends_on,
        state="in_force", secretariat=cast.planeacion))  # fmt: skip

    assert visitor(cast.secretary).get(f"{MONEY}lineas/{line.pk}/").status_code == 404


def test_a_code_that_only_the_file_knows_is_shown_and_said_so(cast, visitor):
    load(cast)

    assert "El plan no tiene este proyecto" in text(visitor(cast.secretary).get(PROJECT))


def test_a_project_that_nobody_knows_is_not_found(cast, visitor):
    assert visitor(cast.reporter).get(f"{MONEY}proyectos/NADA/").status_code == 404


def test_a_project_shows_its_acts_contracts_and_what_it_still_needs(cast, visitor):
    line = make_line(cast)
    record_modification(
        plan=cast.plan, fiscal_year=2025, kind=ModificationKind.ADDITION, act_type=ActType.DECREE, act_number="17",
        act_date=CUT_OFF, changes=[LineChange(line, Effect.ADDITION, 500)], by=cast.secretary, at=AT,
    )  # fmt: skip
    link_contract(project=line.project, process_id="CO1.7", url=URL, value=900, by=cast.secretary, at=AT)
    ProjectNeed.objects.create(project=line.project, fiscal_year=2025, amount=4_000, source="POAI")

    page = text(visitor(cast.reporter).get(f"{PROJECT}?corte=2025-03-31"))

    assert "Decreto 17<span>Adición · 31 de marzo de 2025" in page
    assert "Necesita $ 4.000 este año, según POAI." in page
    assert "Sin apropiar: $ 2.500." in page
    assert f'<a href="{URL}" rel="noreferrer">CO1.7</a>' in page
    assert "Quitar" not in page


def test_a_line_is_written_down_for_a_product_and_a_place(cast, visitor):
    product, place = make_product(cast, "1"), Territory.objects.create(code="C01", name="Comuna 1", kind="comuna")
    make_fund(cast)

    answer = visitor(cast.secretary).post(f"{PROJECT}linea/", new_line(what=f"p{product.pk}", territory="C01"))

    line = BudgetLine.objects.get()
    assert answer.headers["Location"].startswith(PROJECT)
    assert (line.initial, line.product, line.territory, line.source) == (1_500_000, product, place, "POAI 2025")


@pytest.mark.parametrize("written", ["1,000", "12.50", "mil", "-5", "1.0000", ""])
def test_pesos_that_could_be_read_in_two_ways_are_refused_and_stay_as_typed(cast, visitor, written):
    make_product(cast, "1")
    make_fund(cast)

    answer = visitor(cast.secretary).post(f"{PROJECT}linea/", new_line(initial=written))

    assert answer.status_code == 422
    assert not BudgetLine.objects.exists()
    assert not written or f'value="{written}"' in answer.content.decode()


def test_a_second_line_for_the_same_is_refused_with_what_to_do(cast, visitor):
    make_product(cast, "1")
    client = visitor(cast.secretary)
    make_line(cast, code="2")
    client.post(f"{PROJECT}linea/", new_line())

    again = client.post(f"{PROJECT}linea/", new_line())

    assert again.status_code == 422
    assert "cambie su valor con una modificación" in text(again)


def test_a_funding_source_leads_back_to_the_line_that_was_being_written(cast, visitor):
    make_product(cast, "1")

    answer = visitor(cast.secretary).post(
        f"{MONEY}fuentes/nueva/?proyecto=BP-1", {"code": "300", "name": "Regalías", "kind": "royalties"}
    )

    assert answer.headers["Location"] == f"{PROJECT}linea/"
    assert FundingSource.objects.get().kind == "royalties"


def test_what_a_project_needs_is_stated_with_its_source(cast, visitor):
    make_product(cast, "1")

    visitor(cast.secretary).post(
        f"{PROJECT}necesidad/", {"fiscal_year": "2026", "amount": "9.000", "source": "Marco fiscal"}
    )

    need = ProjectNeed.objects.get()
    assert (need.fiscal_year, need.amount, need.source) == (2026, 9_000, "Marco fiscal")


def test_a_contract_is_linked_to_its_line_and_unlinked_with_a_reason(cast, visitor):
    line, client = make_line(cast), visitor(cast.secretary)

    client.post(f"{PROJECT}contrato/", {"process_id": "CO1.9", "url": URL, "value": "1.200", "line": line.pk})

    contract = Contract.objects.get()
    assert (contract.process_id, contract.value, contract.line) == ("CO1.9", 1_200, line)

    drop = f"{PROJECT}contratos/{contract.pk}/quitar/"
    assert client.post(drop, {"reason": " "}).status_code == 422
    assert client.post(drop, {"reason": "Era de otro"}).headers["Location"] == f"{PROJECT}#contratos"
    assert not Contract.objects.exists()
    assert client.get(drop).status_code == 404


def test_an_address_that_is_no_address_is_refused_at_its_field(cast, visitor):
    make_line(cast)

    answer = visitor(cast.secretary).post(f"{PROJECT}contrato/", {"process_id": "CO1.9", "url": "javascript:alert(1)"})

    assert answer.status_code == 422
    assert 'href="#id_url"' in answer.content.decode()
    assert not Contract.objects.exists()


def test_a_project_costs_the_same_with_one_line_and_with_four(cast, visitor):
    product, client = make_line(cast).product, visitor(cast.secretary)
    client.get(PROJECT)
    few = count_queries(lambda: client.get(f"{PROJECT}?corte=2025-05-05"))
    for code in ("2", "3", "4"):
        line = make_line(cast, product, object_code=code)
        link_contract(project=product.project, process_id=code, url=URL, line=line, by=cast.secretary, at=AT)
    client.get(PROJECT)

    assert count_queries(lambda: client.get(f"{PROJECT}?corte=2025-05-05")) == few
