"""On the page of a signatory, the secretariat puts on record what the table decided of it; nobody else does."""

from datetime import date

import pytest

from concierta.agreements.enums import PledgeState, SignatoryState
from concierta.evaluation.models import SignatoryDecision
from concierta.kernel.clock import now, today
from concierta.mesa.models import Mesa, Seat
from concierta.reporting.operations import submit_report
from factories.agreements import Living, in_force, make_living, promised
from factories.pages import text
from factories.pledges import mesa_decision
from factories.reports import draft_report, evidence_of

pytestmark = pytest.mark.django_db

SENA = "/trabajo/acuerdos/acuerdo/entidades/sena/"


def seated(living: Living) -> Living:
    """`sena` has a seat with vote at the table, which has decided something."""
    mesa = Mesa.objects.create(
        agreement=living.agreement, name="Mesa", secretariat=living.planeacion, chair=living.desarrollo
    )
    Seat.objects.create(mesa=mesa, entity=living.sena, has_vote=True, since=date(2024, 1, 1))
    return living


def suspension(living: Living, **given: object) -> dict[str, object]:
    decision = mesa_decision(living.agreement, living)
    return {"act": "suspend", "decision": str(decision.pk), "reason": "Un año en silencio.", **given}


def test_the_secretariat_suspends_by_a_decision_and_the_vote_goes(visitor):
    living = seated(in_force())
    client = visitor(living.secretary)
    client.post(SENA, suspension(living))
    assert living.signatory("sena").state == SignatoryState.SUSPENDED
    assert list(Seat.objects.order_by("since").values_list("has_vote", flat=True)) == [True, False]
    assert "Un año en silencio." in text(client.get(SENA))


@pytest.mark.parametrize("missing", ["decision", "reason"])
def test_a_suspension_says_its_decision_and_its_reason(visitor, missing):
    living = seated(in_force())
    assert visitor(living.secretary).post(SENA, suspension(living, **{missing: ""})).status_code == 422
    assert living.signatory("sena").state == SignatoryState.ACTIVE


@pytest.mark.parametrize("who", ["outsider", "verifier", "reporter"])
def test_nobody_else_puts_on_record_what_the_table_decided(visitor, who):
    living = seated(in_force())
    person = living.spokespeople["sena"] if who == "outsider" else getattr(living, who)
    assert visitor(person).post(SENA, suspension(living)).status_code == 400
    assert not SignatoryDecision.objects.exists()


def test_readmission_says_what_is_missing_until_it_is_there(visitor):
    living = seated(in_force())
    living.indicator.reporter = living.sena
    living.indicator.save()
    living.reporter = person = living.spokespeople["sena"]
    client, suspended = visitor(living.secretary), suspension(living)
    client.post(SENA, suspended)
    readmission = {"act": "readmit", "decision": suspended["decision"]}
    refused = client.post(SENA, readmission)
    assert (refused.status_code, "hace falta una promesa nueva" in text(refused)) == (409, True)
    promised(living, state=PledgeState.CONFIRMED)
    living.agreement.clauses.get().pledges.update(confirmed_at=now())
    assert "hace falta que haya reportado" in text(client.get(SENA))
    report = draft_report(living, evidence=[evidence_of(living.sena, person)])
    submit_report(report=report, by=person, at=now())
    client.post(SENA, readmission)
    assert living.signatory("sena").state == SignatoryState.ACTIVE


def test_the_table_gives_a_role_once_for_each_decision(visitor):
    living = seated(make_living())
    given = {"act": "assign-role", "decision": suspension(living)["decision"], "role": "Lleva las rutas."}
    client = visitor(living.secretary)
    client.post(SENA, given)
    assert living.signatory("sena").assigned_role == "Lleva las rutas."
    assert "La mesa le dio un papel" in text(client.get(SENA))
    again = client.post(SENA, given | {"role": "Otra cosa."})
    assert (again.status_code, "ya se aplicó a esta entidad" in text(again)) == (422, True)


def test_without_a_decision_to_cite_the_button_says_so(visitor):
    living = seated(in_force())
    client = visitor(living.secretary)
    assert "La mesa todavía no ha decidido nada que se pueda citar." in text(client.get(SENA))
    assert client.post(SENA, {"act": "suspend"}).status_code == 409


def test_who_withdraws_leaves_its_seat_on_the_same_day(visitor):
    living = seated(in_force())
    given = {"act": "withdraw", "reason": "Se liquidó.", "ends_on": today().isoformat(), "fate": "stays"}
    visitor(living.spokespeople["sena"]).post(SENA, given)
    assert living.signatory("sena").state == SignatoryState.WITHDRAWN
    assert Seat.objects.get().until == today()
