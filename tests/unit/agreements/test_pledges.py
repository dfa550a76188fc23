"""A promise is made by whoever will keep it, and enters once somebody else could tell that it was kept."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from concierta.agreements.enums import Ambition, PledgeKind, PledgeState
from concierta.agreements.models import Signatory
from concierta.agreements.operations import (
    assess_pledge,
    confirm_pledge,
    decline_pledge,
    explain_delay,
    register_pledge,
)
from concierta.agreements.queries import pledges_to_answer, pledges_to_assess
from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused
from factories import AT
from factories.agreements import in_force, later, make_living, promised

pytestmark = pytest.mark.django_db


def own(living, code="P-1", **changes):
    fields = {"text": "Formar", "kind": PledgeKind.IN_KIND, "quantity": Decimal(40), "unit": "grupos"} | changes
    entity = living.signatory("sena").entity
    return register_pledge(
        clause=living.clause, entity=entity, code=code, **fields, by=living.spokespeople["sena"], at=AT
    )


def test_what_an_entity_enters_itself_is_confirmed():
    assert own(in_force()).state == PledgeState.CONFIRMED


def test_what_the_secretariat_enters_is_nobodys_promise_until_the_entity_confirms_it():
    living = in_force()
    pledge = promised(
        living, state=PledgeState.PROPOSED, kind=PledgeKind.CASH, amount=900_000_000, quantity=None, unit=""
    )
    assert pledge.state == PledgeState.PROPOSED
    assert list(pledges_to_answer(living.spokespeople["sena"])) == [pledge]
    for person in (living.secretary, living.verifier, living.reporter):
        with pytest.raises(PermissionRefused):
            confirm_pledge(pledge=pledge, by=person, at=AT)
    assert confirm_pledge(pledge=pledge, by=living.spokespeople["sena"], at=AT).state == PledgeState.CONFIRMED


def test_the_database_refuses_a_confirmation_by_an_account_of_another_entity():
    living = in_force()
    pledge = promised(living, state=PledgeState.PROPOSED)
    statement = (
        "UPDATE agreements_pledge SET state = 'confirmed', confirmed_by_id = %s, confirmed_at = %s WHERE id = %s"
    )
    with pytest.raises(IntegrityError, match="whoever makes it"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [living.secretary.pk, AT, pledge.pk])


def test_nobody_promises_before_signing():
    living = make_living()
    with pytest.raises(Refusal, match="no ha firmado"):
        own(living)


def test_the_operator_confirms_for_nobody():
    living = in_force()
    with pytest.raises(PermissionRefused):
        confirm_pledge(pledge=promised(living, state=PledgeState.PROPOSED), by=None, at=AT)


def test_an_entity_may_say_that_it_did_not_promise_that():
    living = in_force()
    pledge = promised(living, state=PledgeState.PROPOSED)
    declined = decline_pledge(pledge=pledge, reason="No lo prometimos.", by=living.spokespeople["sena"], at=AT)
    assert (declined.state, declined.steps.last().note) == (PledgeState.DECLINED, "No lo prometimos.")


def assess(living, pledge, by=None, **changes):
    fields = {"verifiable": True, "ambition": Ambition.SUBSTANTIAL, "reason": "Se puede contar."} | changes
    return assess_pledge(pledge=pledge, **fields, by=by or living.verifier, at=AT)


def test_a_verifier_of_another_entity_says_if_it_can_be_verified():
    living = in_force()
    pledge = promised(living, state=PledgeState.CONFIRMED)
    assert list(pledges_to_assess(living.verifier)) == [pledge]
    assert list(pledges_to_assess(living.outsider)) == []
    with pytest.raises(PermissionRefused):
        assess(living, pledge, by=living.outsider)
    assert assess(living, pledge).state == PledgeState.STANDING


def test_what_cannot_be_verified_is_kept_and_never_scored():
    living = in_force()
    pledge = promised(living, state=PledgeState.CONFIRMED, due_on=None)
    with pytest.raises(Refusal, match="Sin fecha"):
        assess(living, pledge)
    assert assess(living, pledge, verifiable=False).state == PledgeState.NOT_VERIFIABLE


def test_a_promise_without_anything_to_see_is_not_verifiable():
    living = in_force()
    pledge = promised(living, state=PledgeState.CONFIRMED, kind=PledgeKind.ACTION, quantity=None, unit="")
    with pytest.raises(Refusal, match="no dice qué se verá"):
        assess(living, pledge)


def test_a_late_promise_is_explained_by_its_entity():
    living = in_force()
    pledge = promised(living)
    with pytest.raises(TransitionRefused, match="cuya fecha ya pasó"):
        explain(living, pledge, at=AT)
    delay = explain(living, pledge, at=later(400), next_on=later(420).date())
    assert (delay.cause, delay.next_on) == ("money", later(420).date())
    with pytest.raises(PermissionRefused):
        explain(living, pledge, at=later(400), by=living.secretary)


def explain(living, pledge, **changes):
    fields = {
        "cause": "money", "next_step": "Pedir una adición.", "next_on": date(2026, 3, 1),
        "by": living.spokespeople["sena"],
    } | changes  # fmt: skip
    return explain_delay(pledge=pledge, **fields)


def test_a_promise_waits_only_for_one_of_its_agreement():
    living = in_force()
    first = promised(living)
    assert promised(living, "P-2", depends_on=first).depends_on == first


def test_nobody_who_left_promises():
    living = in_force()
    Signatory.objects.filter(entity__code="sena").update(state="declined")
    with pytest.raises(Refusal, match="no firmó este acuerdo"):
        promised(living)


def test_cash_is_pesos():
    living = in_force()
    with pytest.raises(Invalid, match="en pesos"):
        own(living, kind=PledgeKind.CASH)
