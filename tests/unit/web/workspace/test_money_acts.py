"""Acts that change appropriations, with their lines chosen on the page; and how far lines kept by hand were spent."""

import re
from datetime import date

import pytest

from concierta.budgets.models import BudgetLine, ExecutionCut, Modification
from concierta.budgets.operations import LineExecution, record_execution
from factories.money import AT, CUT_OFF, make_line
from factories.queries import count_queries

pytestmark = pytest.mark.django_db

MONEY = "/trabajo/planes/cali/dinero/"
ACTS = f"{MONEY}actos/"
NEW = f"{ACTS}nuevo/?vigencia=2025"


def act(*lines, amount="300", **given) -> dict:
    chosen = {f"amount-{line.pk}": amount for line in lines}
    return {
        "act": "save",
        "part": [line.pk for line in lines],
        "kind": "addition",
        "act_type": "decree",
        "act_number": "0412",
        "act_date": "2025-03-10",
        "decision": "",
        "reason": "Mayor recaudo.",
        **chosen,
    } | given


def test_a_year_without_acts_says_where_those_of_official_lines_are(cast, visitor):
    page = visitor(cast.reporter).get(f"{ACTS}?vigencia=2025").content.decode()

    assert "Ningún acto registrado cambió la apropiación de 2025" in page
    assert "Registrar un acto" not in page


def test_an_addition_is_recorded_with_its_act_and_shown(cast, visitor):
    line = make_line(cast)

    answer = visitor(cast.secretary).post(NEW, act(line), follow=True)

    made = Modification.objects.get()
    assert (made.act_number, made.act_date, made.increase) == ("0412", date(2025, 3, 10), 300)
    assert "1 acto cambió la apropiación de 2025" in answer.content.decode()
    assert "Decreto 0412" in answer.content.decode()


def test_a_transfer_gives_to_one_line_what_it_takes_from_another(cast, visitor):
    gives, takes = make_line(cast), make_line(cast, code="2")
    ways = {f"effect-{gives.pk}": "counter_credit", f"effect-{takes.pk}": "credit"}

    visitor(cast.secretary).post(NEW, act(gives, takes, kind="transfer", **ways))

    changes = Modification.objects.get().lines.order_by("line").values_list("line", "effect", "amount")
    assert list(changes) == [(gives.pk, "counter_credit", 300), (takes.pk, "credit", 300)]


def test_a_transfer_that_gives_more_than_it_takes_is_refused_and_nothing_typed_is_lost(cast, visitor):
    gives, takes = make_line(cast), make_line(cast, code="2")
    ways = {f"effect-{gives.pk}": "counter_credit", f"effect-{takes.pk}": "credit", f"amount-{takes.pk}": "301"}

    answer = visitor(cast.secretary).post(NEW, act(gives, takes, kind="transfer", **ways))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "los créditos suman $ 301 y los contracréditos $ 300" in page
    assert 'value="0412"' in page
    assert 'value="301"' in page
    assert "Mayor recaudo." in page
    assert not Modification.objects.exists()


def test_a_reduction_over_what_is_free_names_the_line(cast, visitor):
    line = make_line(cast)

    answer = visitor(cast.secretary).post(NEW, act(line, kind="reduction", amount="1.001"))

    assert answer.status_code == 422
    assert "se le quitan $ 1.001 y sin comprometer hay $ 1.000" in answer.content.decode()


def test_an_act_without_lines_is_refused(cast, visitor):
    answer = visitor(cast.secretary).post(NEW, act())

    assert answer.status_code == 422
    assert "Diga qué líneas cambia el acto." in answer.content.decode()


def test_a_line_is_looked_for_added_and_taken_away_without_losing_what_was_typed(cast, visitor):
    line, other = make_line(cast), make_line(cast, code="2")
    client = visitor(cast.secretary)
    typed = act(line) | {"q": "bp-2"}

    found = client.post(NEW, typed | {"act": "search"}).content.decode()
    added = client.post(NEW, typed | {"act": f"add:{other.pk}"}).content.decode()
    gone = client.post(NEW, typed | {"act": f"remove:{line.pk}"}).content.decode()

    assert f'value="add:{other.pk}"' in found
    assert "c-error-summary" not in added
    assert re.findall(r'name="part" value="(\d+)"', added) == [str(line.pk), str(other.pk)]
    assert re.findall(r'name="part" value="(\d+)"', gone) == []
    assert 'value="0412"' in gone


def test_lines_of_another_year_are_not_offered_nor_taken(cast, visitor):
    line = make_line(cast, fiscal_year=2024)

    answer = visitor(cast.secretary).post(NEW, act(line) | {"act": "search", "q": "bp-1"})

    assert f"{line.pk}" not in re.findall(r'name="part" value="(\d+)"', answer.content.decode())
    assert "Nada con «bp-1»" in answer.content.decode()


def test_execution_of_own_lines_is_recorded_for_a_month(cast, visitor):
    line = make_line(cast)
    given = {f"{name}-{line.pk}": "400" for name in ("availability", "registration", "obligation", "payment")}

    answer = visitor(cast.secretary).post(
        f"{MONEY}proyectos/BP-1/ejecucion/", {"cut_off": "2025-03-31", **given}, follow=True
    )

    assert ExecutionCut.objects.get().payment == 400
    assert "se ha obligado el 40" in answer.content.decode()


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (("400", "500", "100", "0"), "no cabe en el CDP"),
        (("400", "", "100", "0"), "Falta esta cifra. Si no hay nada, escriba 0."),
        (("", "", "", ""), "Diga la ejecución de al menos una línea."),
    ],
)
def test_execution_that_does_not_hold_is_refused_and_stays_as_typed(cast, visitor, figures, words):
    line = make_line(cast)
    stages = ("availability", "registration", "obligation", "payment")
    given = {f"{name}-{line.pk}": value for name, value in zip(stages, figures, strict=True)}

    answer = visitor(cast.secretary).post(f"{MONEY}proyectos/BP-1/ejecucion/", {"cut_off": "2025-03-31", **given})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert all(f'value="{one}"' in answer.content.decode() for one in figures if one)
    assert not ExecutionCut.objects.exists()


def test_a_project_without_own_lines_says_how_their_execution_enters(cast, visitor):
    make_line(cast)
    BudgetLine.objects.update(origin="official")

    page = visitor(cast.secretary).get(f"{MONEY}proyectos/BP-1/ejecucion/?corte=2025-03-31").content.decode()

    assert "No hay líneas llevadas a mano en 2025" in page


def test_a_cut_is_taken_back_so_that_an_act_it_lacked_can_enter(cast, visitor):
    line, client = make_line(cast), visitor(cast.secretary)
    figures = [LineExecution(line, 0, 0, 0, 0)]
    record_execution(plan=cast.plan, cut_off=CUT_OFF, figures=figures, by=cast.secretary, at=AT)
    assert "retire ese corte" in client.post(NEW, act(line)).content.decode()

    client.post(f"{MONEY}ejecucion/retirar/", {"cut_off": "2025-03-31", "reason": "Faltaba el decreto 0412"})

    assert not ExecutionCut.objects.exists()
    assert client.post(NEW, act(line)).status_code == 302


def test_the_list_of_acts_and_the_form_cost_the_same_with_one_and_with_four(cast, visitor):
    client, lines = visitor(cast.secretary), [make_line(cast, code=str(n)) for n in range(4)]
    client.post(NEW, act(lines[0]))
    pages = (f"{ACTS}?vigencia=2025", f"{NEW}&q=bp&linea={lines[0].pk}")
    client.get(pages[0])
    few = [count_queries(lambda page=page: client.get(page)) for page in pages]
    for n, line in enumerate(lines):
        client.post(NEW, act(line, lines[n - 1], act_number=str(n)))
    client.get(pages[0])

    more = f"{NEW}&q=bp&" + "&".join(f"linea={line.pk}" for line in lines[:3])
    assert [count_queries(lambda page=page: client.get(page)) for page in (pages[0], more)] == few
