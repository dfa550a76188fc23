"""What entities give: offered, delivered with evidence, checked by somebody without a stake."""

import json
from datetime import date
from decimal import Decimal

import pytest

from concierta.agreements.enums import MeansKind
from concierta.agreements.models import Agreement, Clause, Pledge
from concierta.budgets.enums import DeliveryMethod, DeliveryOutcome, Form
from concierta.budgets.models import Contribution, Delivery
from concierta.budgets.operations import (
    declare_delivery,
    offer_contribution,
    verify_delivery,
    withdraw_contribution,
    withdraw_delivery,
)
from concierta.budgets.queries import (
    contribution_for,
    contributions_of_entities,
    deliveries_to_verify,
    delivery_for,
    may_see_evidence,
    means_of_plan,
)
from concierta.engines.finance import Cash, InKind, Valuation
from concierta.kernel.errors import Invalid, NotFound, PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event
from concierta.people.enums import Role
from concierta.plans.enums import PlanState
from factories import Cast, count_queries, evidence_of, make_entity, make_person
from factories.cast import make_product
from factories.money import AT, CUT_OFF

SEEN = {"method": DeliveryMethod.DOCUMENTS, "reason": "Se vieron los comprobantes."}


def body() -> dict:
    return json.loads(Event.objects.last().payload)["body"]


def offer(cast: Cast, **fields: object) -> Contribution:
    base = {
        "entity": cast.sena,
        "kind": MeansKind.ECONOMIC,
        "form": Form.CASH,
        "description": "Aporte en dinero",
        "amount": 400_000_000,
        "by": cast.outsider,
        "at": AT,
    }
    if "project" not in fields:
        fields["project"] = make_product(cast, str(Contribution.objects.count())).project
    return offer_contribution(**(base | fields))


def advisers(cast: Cast, **fields: object) -> Contribution:
    base = {"kind": MeansKind.HUMAN, "form": Form.IN_KIND, "description": "Dos asesores", "amount": None}
    return offer(cast, **(base | {"quantity": Decimal(2), "unit": "asesores"} | fields))


def deliver(cast: Cast, contribution: Contribution, **fields: object) -> Delivery:
    base = {"delivered_on": CUT_OFF, "evidence": [evidence_of(cast.sena, cast.outsider)], "by": cast.outsider, "at": AT}
    return declare_delivery(contribution=contribution, **(base | fields))


def check(cast: Cast, delivery: Delivery, outcome: DeliveryOutcome, **fields: object) -> Delivery:
    return verify_delivery(delivery=delivery, outcome=outcome, **(SEEN | {"by": cast.verifier, "at": AT} | fields))


def test_scenario_2_cash_and_advisers_stand_side_by_side(cast: Cast):
    project = make_product(cast, "1").project
    offer(cast, project=project)
    advisers(cast, project=project)
    means = means_of_plan(None, cast.plan)
    for found in (means.total, means.by_project[project.pk], means.by_entity[cast.sena.pk]):
        assert found.offered.cash == Cash(400_000_000)
        assert found.offered.in_kind == InKind(unvalued={"asesores": Decimal(2)})
    assert means.by_axis.keys() == {project.node_id}
    assert means.by_kind["human"].offered.cash == Cash(0)


def test_what_is_valued_says_by_which_method(cast: Cast):
    advisers(cast, unit_value=9_500_000, valuation_method="Salario de mercado de un asesor, por mes")
    offered = means_of_plan(None, cast.plan).total.offered
    assert offered.in_kind.worth == Valuation(Decimal(19_000_000))
    assert offered.cash == Cash(0)


def test_the_offer_is_in_the_ledger_without_its_words(cast: Cast):
    advisers(cast)
    said = body()
    assert (said["quantity"], said["unit"], said["amount"]) == ("2", "asesores", None)
    assert "Dos asesores" not in Event.objects.last().payload


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": MeansKind.HUMAN}, "kind"),
        ({"amount": None}, "amount"),
        ({"amount": 1.5}, "amount"),
        ({"amount": 0}, "amount"),
        ({"quantity": Decimal(1)}, "quantity"),
        ({"description": " "}, "description"),
        ({"form": "gold"}, "form"),
    ],
)
def test_cash_that_is_not_cash_is_refused(cast: Cast, fields: dict, field: str):
    with pytest.raises(Invalid) as caught:
        offer(cast, **fields)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"amount": 5}, "amount"),
        ({"quantity": None}, "quantity"),
        ({"quantity": Decimal("0.1234567")}, "quantity"),
        ({"unit": " "}, "unit"),
        ({"unit_value": 5}, "valuation_method"),
        ({"valuation_method": "Salario"}, "unit_value"),
    ],
)
def test_in_kind_that_is_not_a_quantity_is_refused(cast: Cast, fields: dict, field: str):
    with pytest.raises(Invalid) as caught:
        advisers(cast, **fields)
    assert caught.value.field == field


def test_a_pledge_of_another_entity_is_refused(cast: Cast):
    agreement = Agreement.objects.create(slug="a", title="A", signed_on=date(2012, 2, 27))
    clause = Clause.objects.create(agreement=agreement, code="C1", ordinal=1, title="T", text="T")
    pledge = Pledge.objects.create(clause=clause, entity=cast.control, code="C1-1", text="T", kind="action")
    with pytest.raises(Invalid, match="no es de SENA"):
        offer(cast, pledge=pledge)


def test_a_delivery_is_claimed_with_evidence_and_counts_when_verified(cast: Cast):
    contribution = offer(cast)
    delivery = deliver(cast, contribution, amount=150_000_000)
    assert body()["amount"] == "150000000"
    assert len(body()["evidence"]) == 1
    total = means_of_plan(None, cast.plan).total
    assert (total.declared.cash, total.verified.cash) == (Cash(150_000_000), Cash(0))
    check(cast, delivery, DeliveryOutcome.VERIFIED)
    total = means_of_plan(None, cast.plan).total
    assert (total.offered.cash, total.verified.cash) == (Cash(400_000_000), Cash(150_000_000))


@pytest.mark.parametrize(
    ("outcome", "found", "counted"),
    [
        (DeliveryOutcome.ADJUSTED, Decimal(1), {"asesores": Decimal(1)}),
        (DeliveryOutcome.ADJUSTED, Decimal(0), {"asesores": Decimal(0)}),
        (DeliveryOutcome.REJECTED, None, {}),
        (DeliveryOutcome.NOT_VERIFIABLE, None, {}),
    ],
)
def test_what_was_found_counts_and_what_was_declared_stays(cast: Cast, outcome, found, counted):
    delivery = deliver(cast, advisers(cast), quantity=Decimal(2))
    checked = check(cast, delivery, outcome, verified_quantity=found)
    assert (checked.quantity, checked.verified_quantity, checked.state) == (Decimal(2), found, outcome.value)
    total = means_of_plan(None, cast.plan).total
    assert total.declared.in_kind.unvalued == {"asesores": Decimal(2)}
    assert total.verified.in_kind.unvalued == counted
    assert len(delivery_for(None, delivery.pk).steps.all()) == 2


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"amount": 5, "evidence": []}, "evidence"),
        ({"quantity": Decimal(1)}, "amount"),
        ({"amount": 5, "quantity": Decimal(1)}, "amount"),
        ({"amount": -5}, "amount"),
        ({"amount": 5, "delivered_on": date(2025, 4, 11)}, "delivered_on"),
    ],
)
def test_a_claim_that_nobody_could_check_is_refused(cast: Cast, fields: dict, field: str):
    contribution = offer(cast)
    with pytest.raises(Invalid) as caught:
        deliver(cast, contribution, **fields)
    assert caught.value.field == field


def test_evidence_of_another_entity_is_refused(cast: Cast):
    with pytest.raises(Invalid, match="no es evidencia"):
        deliver(cast, offer(cast), amount=5, evidence=[evidence_of(cast.desarrollo, cast.reporter)])


@pytest.mark.parametrize(
    ("outcome", "fields", "field"),
    [
        (DeliveryOutcome.ADJUSTED, {}, "amount"),
        (DeliveryOutcome.ADJUSTED, {"verified_amount": 5}, "verified_amount"),
        (DeliveryOutcome.VERIFIED, {"verified_amount": 4}, "verified_amount"),
        (DeliveryOutcome.REJECTED, {"verified_amount": 4}, "verified_amount"),
        (DeliveryOutcome.VERIFIED, {"reason": " "}, "reason"),
        (DeliveryOutcome.VERIFIED, {"method": "magic"}, "method"),
        ("magic", {}, "outcome"),
    ],
)
def test_a_verdict_that_contradicts_itself_is_refused(cast: Cast, outcome, fields: dict, field: str):
    delivery = deliver(cast, offer(cast), amount=5)
    with pytest.raises(Invalid) as caught:
        check(cast, delivery, outcome, **fields)
    assert caught.value.field == field


def test_who_declared_or_receives_does_not_check(cast: Cast):
    delivery = deliver(cast, offer(cast), amount=5)
    receiver = make_person("Rita", (Role.VERIFIER, cast.control), (Role.REPORTER, cast.desarrollo))
    for person, message in (
        (cast.outsider, "Usted declaró"),
        (receiver, "da o recibe este aporte"),
        (cast.reporter, "da o recibe este aporte"),
        (cast.reviewer, "el papel"),
        (None, "lo firma una persona"),
    ):
        with pytest.raises(PermissionRefused, match=message):
            check(cast, delivery, DeliveryOutcome.VERIFIED, by=person)
    assert [one.pk for one in deliveries_to_verify(cast.verifier)] == [delivery.pk]
    assert deliveries_to_verify(receiver) == []


def test_a_plan_whose_verifier_has_a_stake_names_another(cast: Cast):
    delivery = deliver(cast, offer(cast), amount=5)
    cast.plan.verifier = cast.sena
    cast.plan.save()
    with pytest.raises(Refusal, match="defina otra"):
        check(cast, delivery, DeliveryOutcome.VERIFIED)
    cast.plan.verifier = None
    cast.plan.save()
    with pytest.raises(Refusal, match="no tiene entidad que verifique"):
        check(cast, delivery, DeliveryOutcome.VERIFIED)


def test_a_delivery_is_checked_once_and_withdrawn_before(cast: Cast):
    first, second = (deliver(cast, offer(cast), amount=5) for _ in range(2))
    check(cast, first, DeliveryOutcome.VERIFIED)
    with pytest.raises(TransitionRefused):
        check(cast, first, DeliveryOutcome.REJECTED)
    with pytest.raises(TransitionRefused):
        withdraw_delivery(delivery=first, reason="Error", by=cast.outsider, at=AT)
    withdraw_delivery(delivery=second, reason="Error", by=cast.outsider, at=AT)
    assert means_of_plan(None, cast.plan).total.declared.cash == Cash(5)
    with pytest.raises(TransitionRefused):
        check(cast, second, DeliveryOutcome.VERIFIED)


def test_an_offer_is_withdrawn_with_its_reason_while_nothing_came(cast: Cast):
    untouched, given = offer(cast), offer(cast)
    withdraw_contribution(contribution=untouched, reason="Sin presupuesto", by=cast.outsider, at=AT)
    assert means_of_plan(None, cast.plan).total.offered.cash == Cash(400_000_000)
    with pytest.raises(TransitionRefused):
        withdraw_contribution(contribution=untouched, reason="x", by=cast.outsider, at=AT)
    with pytest.raises(TransitionRefused):
        deliver(cast, untouched, amount=5)
    deliver(cast, given, amount=5)
    with pytest.raises(Refusal, match="ya tiene entregas"):
        withdraw_contribution(contribution=given, reason="x", by=cast.outsider, at=AT)


@pytest.mark.parametrize("who", ["outsider", "secretary", None])
def test_the_entity_and_the_secretariat_may_write_an_offer_down(cast: Cast, who: str | None):
    offer(cast, by=getattr(cast, who) if who else None)


@pytest.mark.parametrize("who", ["reporter", "reviewer", "verifier"])
def test_nobody_else_offers_for_an_entity(cast: Cast, who: str):
    with pytest.raises(PermissionRefused):
        offer(cast, by=getattr(cast, who))


def test_only_the_giver_itself_declares(cast: Cast):
    contribution = offer(cast)
    for who in (cast.secretary, cast.reporter, None):
        with pytest.raises(PermissionRefused):
            deliver(cast, contribution, amount=5, by=who)


def test_a_closed_plan_takes_nothing(cast: Cast):
    contribution = offer(cast)
    cast.plan.state = PlanState.CLOSED
    cast.plan.save()
    with pytest.raises(TransitionRefused):
        offer(cast, project=contribution.project)
    with pytest.raises(TransitionRefused):
        deliver(cast, contribution, amount=5)


def test_evidence_is_for_those_who_give_and_check(cast: Cast):
    delivery = deliver(cast, offer(cast), amount=5)
    assert [may_see_evidence(user, delivery) for user in (cast.outsider, cast.verifier, cast.reporter)] == [
        True,
        True,
        False,
    ]
    assert [one.pk for one in contributions_of_entities(cast.outsider)] == [delivery.contribution_id]
    assert not contributions_of_entities(cast.reporter).exists()


def test_what_is_not_there_or_not_yet_public_is_not_found(cast: Cast):
    contribution = offer(cast)
    delivery = deliver(cast, contribution, amount=5)
    stranger = make_person("Nadie", (Role.REPORTER, make_entity("nadie")))
    cast.plan.state = PlanState.DRAFT
    cast.plan.save()
    for load, pk in ((contribution_for, contribution.pk), (delivery_for, delivery.pk), (contribution_for, 0)):
        with pytest.raises(NotFound):
            load(stranger, pk)


def test_the_page_asks_as_much_for_one_contribution_as_for_many(cast: Cast):
    deliver(cast, offer(cast), amount=5)
    one = count_queries(lambda: means_of_plan(cast.secretary, cast.plan))
    for _ in range(3):
        deliver(cast, offer(cast), amount=5)
    assert count_queries(lambda: means_of_plan(cast.secretary, cast.plan)) == one == 5
