"""What is due about means: dates of what is sought, and deliveries that wait for somebody to look at them."""

from datetime import date

import pytest

from concierta.budgets.enums import DeliveryMethod, DeliveryOutcome, DeliveryState
from concierta.budgets.models import Delivery
from concierta.budgets.operations import set_deadline, verify_delivery, withdraw_delivery
from concierta.kernel.deadlines import parse_deadlines
from concierta.plans.models import Plan
from concierta.steering.queries import digests_on, dues, path_of
from factories import count_queries
from factories.means import declared, offered, sought
from factories.money import AT
from factories.steering import Line, of_kind

pytestmark = pytest.mark.django_db

#: Five working days, with Holy Week among them, after the claims of these tests, which are of Thursday 10 April 2025.
DUE = date(2025, 4, 21)
ON = date(2025, 4, 14)


def test_a_delivery_is_verified_within_the_days_of_a_verification_counted_from_its_claim(cast):
    delivery = declared(cast)
    assert of_kind("delivery", ON) == {f"delivery:{delivery.pk}": Line(DUE, "control", "Vera Verifica")}
    (due,) = [one for one in dues(ON) if one.kind == "delivery"]
    assert due.title == "Verificar la entrega de SENA: Becas para formación"
    assert path_of(due) == f"/trabajo/entregas/{delivery.pk}/"


def test_the_days_are_those_configured_when_it_was_claimed(cast, settings):
    settings.DEADLINES = parse_deadlines("5,5,2,10 2025-04-11=5,5,9,10")
    delivery = declared(cast)
    assert of_kind("delivery", ON)[f"delivery:{delivery.pk}"].due_on == date(2025, 4, 14)


def test_what_was_checked_or_taken_back_waits_for_nobody(cast):
    checked, withdrawn = declared(cast), declared(cast)
    verify_delivery(
        delivery=checked,
        outcome=DeliveryOutcome.VERIFIED,
        method=DeliveryMethod.BANK_RECORD,
        reason="Está en el extracto.",
        by=cast.verifier,
        at=AT,
    )
    withdraw_delivery(delivery=withdrawn, reason="Se repitió", by=cast.outsider, at=AT)
    assert Delivery.objects.filter(state=DeliveryState.DECLARED).count() == 0
    assert of_kind("delivery", ON) == {}


def test_one_that_is_late_is_escalated_to_the_secretariat_and_stands_in_the_letters(cast):
    declared(cast)
    late = date(2025, 4, 28)
    (due,) = [one for one in dues(late) if one.kind == "delivery"]
    assert (due.overdue, due.escalated, due.people, due.told) == (
        True,
        True,
        {cast.verifier.pk},
        {cast.secretary.pk},
    )
    letters = {content.person: content for content in digests_on(late)}
    title = "Verificar la entrega de SENA: Becas para formación"
    assert title in [bundle.title for bundle in letters[cast.verifier].overdue]
    assert title in [bundle.title for bundle in letters[cast.secretary].escalated]


@pytest.mark.parametrize("verifier", ["sena", "desarrollo", None])
def test_where_nobody_may_look_at_it_the_secretariat_says_who_does(cast, verifier):
    delivery = declared(cast)
    Plan.objects.filter(pk=cast.plan.pk).update(verifier=getattr(cast, verifier) if verifier else None)
    assert of_kind("delivery", ON) == {f"delivery:{delivery.pk}": Line(DUE, "planeacion", "Sara Secretaria")}


def test_the_deadline_of_what_is_sought_comes_by_letter_to_who_follows_it_up(cast):
    opportunity = sought(cast, person=cast.reporter)
    set_deadline(opportunity=opportunity, what="Enviar la carta", due_on=DUE, by=cast.reporter, at=AT)
    letters = {content.person: content for content in digests_on(ON)}
    assert "Gestión de recursos: G-01 · Enviar la carta" in [one.title for one in letters[cast.reporter].coming]
    assert all(
        "Enviar la carta" not in bundle.title
        for person, content in letters.items()
        if person != cast.reporter
        for bundle in content.coming
    )


def test_the_number_of_questions_does_not_depend_on_how_many_wait(cast):
    contribution = offered(cast)
    declared(cast, contribution)
    few = count_queries(lambda: dues(ON))
    for _ in range(4):
        declared(cast, contribution)
    assert count_queries(lambda: dues(ON)) == few
