"""A promise is made by whoever keeps it, and counts once another entity says that anybody could tell."""

from datetime import date

import pytest

from concierta.agreements.enums import Ambition, PledgeState
from concierta.agreements.models import Pledge, PledgeDelay
from factories.agreements import in_force, promised
from factories.pages import text

pytestmark = pytest.mark.django_db

LIST = "/trabajo/acuerdos/acuerdo/promesas/"
NEW = f"{LIST}nueva/"


def page_of(pledge: Pledge) -> str:
    return f"{LIST}{pledge.pk}/"


def written(living, **given) -> dict:
    return {
        "entity": "sena", "clause": str(living.clause.pk), "code": "SENA-1", "text": "Formar 40 grupos",
        "kind": "in_kind", "quantity": "40", "unit": "grupos", "due_on": "2027-06-30", **given,
    }  # fmt: skip


def test_an_entity_enters_its_own_promise_and_it_is_confirmed(visitor):
    living = in_force()
    answer = visitor(living.spokespeople["sena"]).post(NEW, written(living))
    pledge = Pledge.objects.get()
    assert answer.headers["Location"] == page_of(pledge)
    assert (pledge.state, pledge.confirmed_by, pledge.quantity) == (
        PledgeState.CONFIRMED,
        living.spokespeople["sena"],
        40,
    )


def test_the_secretariat_proposes_one_and_the_entity_confirms_it(visitor):
    living = in_force()
    visitor(living.secretary).post(NEW, written(living))
    pledge = Pledge.objects.get()
    assert pledge.state == PledgeState.PROPOSED
    sonia = visitor(living.spokespeople["sena"])
    assert "Confirmar o no una promesa de SENA" in text(sonia.get("/trabajo/"))
    assert "<h1>1 promesa espera la palabra de su entidad</h1>" in text(sonia.get(LIST))
    sonia.post(page_of(pledge), {"act": "confirm"})
    pledge.refresh_from_db()
    assert pledge.state == PledgeState.CONFIRMED


def test_the_entity_says_that_it_does_not_make_it_and_why(visitor):
    living = in_force()
    pledge = promised(living, state=PledgeState.PROPOSED)
    client = visitor(living.spokespeople["sena"])
    assert client.post(page_of(pledge), {"act": "decline", "reason": ""}).status_code == 422
    client.post(page_of(pledge), {"act": "decline", "reason": "No hay instructores."})
    pledge.refresh_from_db()
    assert pledge.state == PledgeState.DECLINED
    assert "No hay instructores." in text(client.get(page_of(pledge)))


@pytest.mark.parametrize(("said", "state"), [("yes", PledgeState.STANDING), ("no", PledgeState.NOT_VERIFIABLE)])
def test_a_verifier_says_if_it_can_be_verified_and_how_far_it_goes(visitor, said, state):
    living = in_force()
    pledge = promised(living, state=PledgeState.CONFIRMED)
    client = visitor(living.verifier)
    assert "<h1>1 promesa por valorar</h1>" in text(client.get(LIST))
    client.post(page_of(pledge), {"act": "assess", "verifiable": said, "ambition": "modest", "reason": "Se cuentan."})
    pledge.refresh_from_db()
    assert (pledge.state, pledge.ambition, pledge.assessed_for) == (state, Ambition.MODEST, living.control)
    shown = text(visitor(living.reporter).get(f"/trabajo/compromisos/{pledge.pk}/"))
    assert "Modesta" in shown
    assert "Se cuentan." in shown


def test_a_promise_without_a_date_is_not_taken_as_verifiable(visitor):
    living = in_force()
    pledge = promised(living, state=PledgeState.CONFIRMED, due_on=None)
    said = {"act": "assess", "verifiable": "yes", "ambition": "modest", "reason": "x"}
    refused = visitor(living.verifier).post(page_of(pledge), said)
    assert (refused.status_code, "Sin fecha nadie puede decir" in text(refused)) == (409, True)


def test_who_promised_it_does_not_assess_it_and_sees_why(visitor):
    living = in_force()
    pledge = promised(living, state=PledgeState.CONFIRMED)
    page = text(visitor(living.outsider).get(page_of(pledge)))
    assert "SENA tiene parte en esto: le corresponde a otra entidad." in page


def test_a_late_promise_is_explained_with_its_cause_and_its_next_step(visitor):
    living = in_force("camara")
    other = promised(living, "CAM-1", "camara", due_on=date(2025, 6, 30))
    pledge = promised(living, depends_on=other, milestone="Cuarenta grupos con su acta")
    client = visitor(living.spokespeople["sena"])
    given = {"act": "explain", "cause": "coordination", "next_step": "Reunirse", "next_on": "2030-01-01"}
    client.post(page_of(pledge), given)
    delay = PledgeDelay.objects.get()
    assert (delay.cause, delay.next_on) == ("coordination", date(2030, 1, 1))
    for path in (page_of(pledge), f"/trabajo/compromisos/{pledge.pk}/"):
        shown = text(client.get(path))
        assert "Va tarde porque espera la promesa CAM-1 de CAMARA, cuya fecha también pasó" in shown
        assert "Cuarenta grupos con su acta" in shown
    assert "Reunirse, para el 1 ene 2030" in text(client.get(page_of(pledge)))


def test_a_promise_that_is_not_late_is_not_explained(visitor):
    living = in_force()
    pledge = promised(living, due_on=date(2030, 1, 1))
    answer = visitor(living.spokespeople["sena"]).post(page_of(pledge), {"act": "explain"})
    assert answer.status_code == 400


def test_a_promise_of_another_agreement_is_not_at_this_address(visitor):
    living = in_force()
    pledge = promised(living)
    assert visitor(living.secretary).get(f"/trabajo/acuerdos/otro/promesas/{pledge.pk}/").status_code == 404
