"""What an agreement asks: to sign, to answer for promises, to look at those of others, to explain, to renew."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from concierta.agreements.enums import DelayCause, PledgeState
from concierta.agreements.operations import explain_delay, record_norm
from concierta.agreements.text import TOLD_BEFORE
from concierta.evaluation.operations import withdraw_milestone
from concierta.plans.models import Plan
from concierta.steering.queries import digests_on, dues, path_of
from factories import AT, count_queries
from factories.agreements import brought_paper, in_force, later, make_living, mandated, promised, signed
from factories.evaluation import declared_milestone
from factories.steering import Line, of_kind

pytestmark = pytest.mark.django_db

#: Five working days after 3 January 2025, with a holiday among them.
ANSWER = date(2025, 1, 13)
ON = date(2025, 1, 7)
ENDS = date(2027, 12, 31)
KINDS = (
    "mandate",
    "signature",
    "paper",
    "milestone",
    "pledge_answer",
    "pledge_assessment",
    "pledge_delay",
    "agreement",
)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


def leads(kind: str, on: date = ON) -> str:
    (due,) = [one for one in dues(on, date(2026, 12, 31)) if one.kind == kind]
    return path_of(due)


def test_an_open_text_asks_first_who_signs_for_the_entity():
    make_living()
    assert of_kind("mandate", ON, ANSWER) == {"text:1:sena": Line(ANSWER, "sena", None)}
    assert leads("mandate") == reverse("agreement_mandate", args=["acuerdo", "sena"])
    assert of_kind("signature", ON, ANSWER) == {}


def test_with_a_mandate_it_asks_whom_it_names_to_read_and_sign():
    living = make_living()
    mandated(living, "sena")
    assert of_kind("mandate", ON, ANSWER) == {}
    assert of_kind("signature", ON, ANSWER) == {"text:1:sena": Line(ANSWER, "sena", "Sonia Sena")}
    assert leads("signature") == reverse("agreement_text", args=["acuerdo", 1])


def test_what_is_signed_or_brought_on_paper_is_asked_no_more():
    living = make_living("camara")
    signed(living, "sena")
    brought_paper(living, "camara")
    assert of_kind("signature", ON, ANSWER) == of_kind("mandate", ON, ANSWER) == {}


def test_a_paper_waits_for_the_plans_verifier():
    living = make_living()
    paper = brought_paper(living, "sena")
    assert of_kind("paper", ON, ANSWER) == {f"paper:{paper.pk}": Line(ANSWER, "control", "Vera Verifica")}
    assert leads("paper") == reverse("check_paper", args=["acuerdo", paper.pk])


def test_a_milestone_waits_for_the_plans_verifier():
    living = in_force()
    milestone = declared_milestone(living)
    assert of_kind("milestone", ON, ANSWER) == {f"milestone:{milestone.pk}": Line(ANSWER, "control", "Vera Verifica")}
    assert leads("milestone") == reverse("milestone", args=["acuerdo", milestone.pk])
    withdraw_milestone(milestone=milestone, reason="Error.", by=living.spokespeople["sena"], at=AT)
    assert of_kind("milestone", ON, ANSWER) == {}


def test_where_the_verifier_signed_it_the_secretariat_finds_another():
    living = make_living()
    Plan.objects.update(verifier=living.sena)
    paper = brought_paper(living, "sena")
    assert of_kind("paper", ON, ANSWER) == {f"paper:{paper.pk}": Line(ANSWER, "planeacion", "Sara Secretaria")}


def test_a_proposed_promise_waits_for_its_entity_and_a_confirmed_one_for_a_verifier():
    living = in_force()
    proposed = promised(living, state=PledgeState.PROPOSED)
    confirmed = promised(living, "P-2", state=PledgeState.CONFIRMED)
    assert of_kind("pledge_answer", ON, ANSWER) == {"pledge:C1:P-1": Line(ANSWER, "sena", None)}
    assert of_kind("pledge_assessment", ON, ANSWER) == {"pledge:C1:P-2": Line(ANSWER, "control", "Vera Verifica")}
    assert leads("pledge_answer") == reverse("agreement_pledge", args=["acuerdo", proposed.pk])
    assert leads("pledge_assessment") == reverse("agreement_pledge", args=["acuerdo", confirmed.pk])


def test_nobody_is_asked_to_confirm_a_promise_under_what_they_have_not_signed():
    promised(make_living(), state=PledgeState.PROPOSED)
    assert of_kind("pledge_answer", ON, ANSWER) == {}


def test_a_late_promise_waits_for_its_entity_to_say_why():
    living = in_force()
    pledge = promised(living)
    on = date(2026, 1, 5)
    assert of_kind("pledge_delay", pledge.due_on, date(2026, 12, 31)) == {}
    assert of_kind("pledge_delay", on, date(2026, 12, 31)) == {"pledge:C1:P-1": Line(date(2026, 1, 8), "sena", None)}
    explain_delay(
        pledge=pledge, cause=DelayCause.MONEY, next_step="Pedirlo", next_on=date(2026, 3, 1),
        by=living.spokespeople["sena"], at=later(370),
    )  # fmt: skip
    assert of_kind("pledge_delay", on, date(2026, 12, 31)) == {}


def test_everybody_with_a_part_is_told_once_when_half_a_year_is_left():
    living = in_force()
    told = ENDS - TOLD_BEFORE
    found = of_kind("agreement", told, told)
    assert {one.entity for one in found.values()} == {"sena", "planeacion", "control"}
    letters = {content.person: content for content in digests_on(told)}
    for person in (living.secretary, living.reviewer, living.verifier, living.outsider, living.spokespeople["sena"]):
        lines = [bundle for bundle in letters[person].dates if bundle.kind == "agreement"]
        assert [bundle.title for bundle in lines] == [
            "El acuerdo termina el 31 de diciembre de 2027 y hay que decidir si se renueva: Acuerdo"
        ]
    assert of_kind("agreement", told + timedelta(days=1), told + timedelta(days=9)) == {}


def test_once_the_framework_ended_the_secretariat_owes_its_renewal():
    living = in_force()
    last = date(2025, 12, 31)
    record_norm(
        agreement=living.agreement, code="PD", title="Plan", is_framework=True, since=date(2024, 1, 1), until=last,
        by=living.secretary, at=AT,
    )  # fmt: skip
    (line,) = of_kind("agreement", date(2026, 1, 2)).values()
    assert line == Line(last, "planeacion", "Sara Secretaria", overdue=True)
    assert leads("agreement", date(2026, 1, 2)) == reverse("agreement", args=["acuerdo"])


def test_the_number_of_questions_does_not_depend_on_how_much_waits():
    living = make_living("camara", "cut")
    brought_paper(living, "sena")
    promised(living, state=PledgeState.PROPOSED)
    few = count_queries(lambda: dues(ON, ENDS))
    brought_paper(living, "camara")
    mandated(living, "cut")
    promised(living, "P-2", state=PledgeState.PROPOSED)
    assert count_queries(lambda: dues(ON, ENDS)) == few


def test_late_promises_cost_the_same_questions_one_or_three():
    living = in_force()
    promised(living)
    few = count_queries(lambda: dues(date(2026, 1, 5), ENDS))
    for code in ("P-2", "P-3"):
        promised(living, code)
    assert count_queries(lambda: dues(date(2026, 1, 5), ENDS)) == few
