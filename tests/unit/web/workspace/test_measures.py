"""An adjustment measure from the figures that show a problem to the Mesa's verdict."""

import re
from datetime import date, timedelta

import pytest

from concierta.amendments.models import AdjustmentMeasure
from concierta.kernel.clock import now, today
from concierta.mesa.models import AgendaItem
from concierta.mesa.operations import plan_session
from factories.amendments import (
    DECIDED_AT,
    adopted_measure,
    amendable_plan,
    decision_for_measure,
    proposed_measure,
)
from factories.queries import count_queries

pytestmark = pytest.mark.django_db

LIST = "/trabajo/planes/cali/medidas/"
NEW = f"{LIST}nueva/"
LATER = DECIDED_AT + timedelta(days=180)


@pytest.fixture
def plan():
    return amendable_plan()


def written(plan, **given) -> dict:
    words = {
        "act": "save",
        "title": "Jornadas en comunas",
        "problem": "La formación va por debajo.",
        "measure": "Llevar jornadas a cinco comunas.",
        "success": "Llegar a 900 personas.",
        "evaluate_on": (today() + timedelta(days=90)).isoformat(),
        "entity": "desarrollo",
        "person": "",
        "amendment": "",
        "part": [f"indicator-{plan.indicator.pk}"],
        f"sought-indicator-{plan.indicator.pk}": "900",
    }
    return words | given


def test_it_is_proposed_with_the_figures_that_show_the_problem(plan, visitor):
    answer = visitor(plan.secretary).post(NEW, written(plan))

    made = AdjustmentMeasure.objects.get()
    assert answer.headers["Location"] == f"/trabajo/medidas/{made.pk}/"
    assert [(one.indicator.code, one.sought) for one in made.figures.all()] == [("R-01", 900)]


def test_the_agenda_quotes_a_long_problem_and_says_that_there_is_more(plan, visitor):
    proposal = proposed_measure(plan, problem="La formación va tarde. " * 40)
    session = plan_session(mesa=plan.mesa, starts_at=now() + timedelta(days=20), by=plan.secretary, at=now())

    visitor(plan.secretary).post(
        f"/trabajo/medidas/{proposal.pk}/", {"act": "agenda", "place": f"session-{session.pk}"}
    )

    why = AgendaItem.objects.get().why
    assert (why[:22], why[-1], len(why) <= 500) == ("La formación va tarde.", "…", True)


def test_choosing_a_figure_loses_nothing_and_complains_of_nothing(plan, visitor):
    client = visitor(plan.secretary)
    blank = written(plan, part=[], problem="Va tarde.", title="")

    found = client.post(NEW, blank | {"act": "search", "q": "ip-2"}).content.decode()
    added = client.post(NEW, blank | {"act": f"add:indicator-{plan.outputs['IP-2'].pk}"}).content.decode()

    assert f'value="add:indicator-{plan.outputs["IP-2"].pk}"' in found
    assert "Va tarde.</textarea>" in added
    assert f'name="sought-indicator-{plan.outputs["IP-2"].pk}"' in added
    assert "Hoy: Sin dato" in added
    assert "c-error-summary" not in added


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"part": []}, "Señale al menos una cifra"),
        ({"evaluate_on": "2025-01-01"}, "una fecha por venir"),
        ({"success": ""}, "Qué contaría como éxito"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_written(plan, visitor, given, words):
    answer = visitor(plan.secretary).post(NEW, written(plan, **given))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Llevar jornadas a cinco comunas.</textarea>" in answer.content.decode()
    assert not AdjustmentMeasure.objects.exists()


def test_its_decision_adopts_it_and_fixes_the_value_before(plan, visitor):
    measure = proposed_measure(plan)
    decision = decision_for_measure(plan, measure)
    path = f"/trabajo/medidas/{measure.pk}/"

    answer = visitor(plan.secretary).post(path, {"act": "adopt", "decision": decision.pk}, follow=True)

    assert "quedó fijado como el antes" in answer.content.decode()
    assert AdjustmentMeasure.objects.get().state == "adopted"


def test_at_its_date_the_table_says_whether_it_worked(plan, visitor):
    measure = adopted_measure(plan)
    decision = decision_for_measure(plan, measure, LATER)
    path = f"/trabajo/medidas/{measure.pk}/"
    verdict = {"act": "evaluate", "verdict": "partly", "evaluation": "Se llegó a 700.", "decision": decision.pk}

    silent = visitor(plan.secretary).post(path, verdict | {"evaluation": ""})
    page = visitor(plan.secretary).post(path, verdict, follow=True).content.decode()

    assert silent.status_code == 422
    assert "La mesa concluyó que funcionó en parte" in page
    assert "Se llegó a 700." in page
    assert "Qué sigue" not in page


def test_the_decision_that_adopted_it_does_not_judge_it(plan, visitor):
    page = visitor(plan.secretary).get(f"/trabajo/medidas/{adopted_measure(plan).pk}/").content.decode()

    assert "La mesa no ha tomado una decisión sobre ella" in page


def test_before_sought_and_today_are_told_side_by_side(plan, visitor):
    page = visitor(plan.reporter).get(f"/trabajo/medidas/{proposed_measure(plan).pk}/").content.decode()

    row = re.search(r"R-01</span></th>(.*?)</tr>", page, re.DOTALL)[1].replace("\N{NO-BREAK SPACE}", " ")
    assert re.findall(r">([^<]+)</td>", row) == ["se fija al adoptarla", "900 personas", "Sin dato"]


def test_it_is_negated_only_with_a_reason(plan, visitor):
    path = f"/trabajo/medidas/{proposed_measure(plan).pk}/"

    assert visitor(plan.secretary).post(path, {"act": "reject", "reason": ""}).status_code == 422
    visitor(plan.secretary).post(path, {"act": "reject", "reason": "No hay recursos."})

    assert AdjustmentMeasure.objects.get().closed_reason == "No hay recursos."


def test_whoever_has_no_part_in_it_only_reads(plan, visitor):
    path = f"/trabajo/medidas/{proposed_measure(plan).pk}/"

    assert "Qué sigue" not in visitor(plan.reporter).get(path).content.decode()
    assert visitor(plan.reporter).post(path, {"act": "reject", "reason": "No."}).status_code == 400
    assert visitor(plan.reporter).get(NEW).status_code == 403


def test_the_list_puts_first_what_must_be_judged(plan, visitor):
    adopted_measure(plan)
    proposed_measure(plan, title="La otra", evaluate_on=date(2027, 3, 31))

    page = visitor(plan.secretary).get(LIST).content.decode()

    assert "<h1>Toca evaluar 1 medida</h1>" in page
    assert page.index("Toca evaluarlas") < page.index("Esperan la decisión de la mesa")
    assert "R-01 (se busca 900)" in page


def test_an_empty_list_says_what_will_be_there(plan, visitor):
    assert "Todavía no hay medidas de ajuste" in visitor(plan.reporter).get(LIST).content.decode()


def test_the_list_costs_the_same_queries_with_one_and_with_four(plan, visitor):
    client = visitor(plan.secretary)
    proposed_measure(plan)
    client.get(LIST)
    few = count_queries(lambda: client.get(LIST))
    for n in range(3):
        proposed_measure(plan, title=f"Otra {n}")

    assert count_queries(lambda: client.get(LIST)) == few
