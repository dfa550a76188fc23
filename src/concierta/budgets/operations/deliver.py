"""Deliveries of contributions: claimed with evidence, and checked by somebody with no stake in them."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from concierta.budgets.enums import DeliveryMethod, DeliveryOutcome, Form
from concierta.budgets.models import Contribution, Delivery, DeliveryStep
from concierta.budgets.operations.checks import checked_pesos, checked_quantity
from concierta.budgets.operations.contribute import locked_contribution
from concierta.budgets.operations.contribute import subject_of as subject_of_contribution
from concierta.budgets.permissions import (
    check_can_declare_delivery,
    check_can_verify_delivery,
    check_can_withdraw_delivery,
)
from concierta.budgets.workflow import ACT_OF_OUTCOME, DELIVERY_WORKFLOW
from concierta.evidence.models import Evidence
from concierta.kernel.checked import checked_choice, checked_past, checked_text
from concierta.kernel.clock import local_date
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.kernel.origin import Origin
from concierta.ledger.acts import ActsOn
from concierta.ledger.locking import locked
from concierta.people.models import Entity, User


def _said(delivery: Delivery) -> dict[str, object]:
    contribution = delivery.contribution
    return {
        "amount": None if delivery.amount is None else str(delivery.amount),
        "contribution": subject_of_contribution(contribution),
        "delivered_on": delivery.delivered_on.isoformat(),
        "project": contribution.project.code,
        "quantity": plain(delivery.quantity),
        "unit": contribution.unit,
    }


_ACTS = ActsOn[Delivery](
    workflow=DELIVERY_WORKFLOW,
    history=DeliveryStep,
    row="delivery",
    subject=lambda delivery: f"delivery/{delivery.pk}",
    plan=lambda delivery: delivery.contribution.plan.slug,
    says=_said,
)


@transaction.atomic
def declare_delivery(
    *,
    contribution: Contribution,
    delivered_on: date,
    amount: int | None = None,
    quantity: Decimal | None = None,
    evidence: Iterable[Evidence],
    origin: Origin = Origin.OWN,
    by: User,
    at: datetime,
) -> Delivery:
    """Say that part of a contribution was delivered: `amount` pesos, or a `quantity` in the contribution's unit.

    Refuses without evidence of the entity's own, a date to come, and pesos for what is in kind or the other way round.
    More than was offered is accepted: giving more is not a mistake.
    """
    contribution = locked_contribution(contribution)
    check_can_declare_delivery(by, contribution)
    shown = _evidence(contribution.entity, evidence)
    if not shown:
        raise Invalid(
            gettext_noop("Adjunte la evidencia de la entrega: sin ella nadie puede verificarla."), field="evidence"
        )
    cash = contribution.form == Form.CASH
    _check_shape(cash, amount, quantity)
    delivery = Delivery.objects.create(
        contribution=contribution,
        form=contribution.form,
        delivered_on=checked_past(delivered_on, local_date(at), "delivered_on"),
        amount=checked_pesos(amount, "amount") if amount is not None else None,
        quantity=None if cash else checked_quantity(quantity, "quantity"),
        declared_by=by,
        declaring_entity=contribution.entity,
        declared_at=at,
        origin=origin,
    )
    delivery.evidence.set(shown)
    body, entity = _hashes(shown), contribution.entity
    _ACTS.record_act(delivery, "declare", "delivery.declared", source="", body=body, by=by, entity=entity, at=at)
    return delivery


@transaction.atomic
def withdraw_delivery(*, delivery: Delivery, reason: str, by: User, at: datetime) -> Delivery:
    """Take back a claim that nobody has checked yet."""
    delivery = locked_delivery(delivery)
    check_can_withdraw_delivery(by, delivery)
    why, entity = checked_text(reason, "reason"), delivery.declaring_entity
    return _ACTS.take_step(delivery, "withdraw", changes={}, note=why, by=by, entity=entity, at=at)


@transaction.atomic
def verify_delivery(
    *,
    delivery: Delivery,
    outcome: DeliveryOutcome,
    verified_amount: int | None = None,
    verified_quantity: Decimal | None = None,
    method: DeliveryMethod,
    reason: str,
    by: User,
    at: datetime,
) -> Delivery:
    """Record what an independent verifier found. What was declared stays as it was; both are public.

    `ADJUSTED` needs the amount or quantity that was found (zero is one), other than the declared; the others take
    none. `reason` is published as it is.
    """
    delivery = locked_delivery(delivery)
    check_can_verify_delivery(by, delivery)
    found = DeliveryOutcome(checked_choice(outcome, DeliveryOutcome, "outcome"))
    entity = delivery.contribution.plan.verifier
    why = checked_text(reason, "reason")
    figures = _found(delivery, found, verified_amount, verified_quantity)
    return _ACTS.take_step(
        delivery,
        ACT_OF_OUTCOME[found],
        changes={
            **figures,
            "outcome": found.value,
            "method": checked_choice(method, DeliveryMethod, "method"),
            "reason": why,
            "verifier": by,
            "verifier_entity": entity,
            "verified_at": at,
        },
        note=why,
        body={
            "outcome": found.value,
            "method": str(DeliveryMethod(method).value),
            "verified_amount": None if figures["verified_amount"] is None else str(figures["verified_amount"]),
            "verified_quantity": plain(figures["verified_quantity"]),
        },
        by=by,
        entity=entity,
        at=at,
    )


def locked_delivery(delivery: Delivery) -> Delivery:
    contribution = (f"contribution__{name}" for name in ("plan__verifier", "plan__secretariat", "project"))
    return locked(delivery, *contribution, "declaring_entity")


def _check_shape(cash: bool, amount: int | None, quantity: Decimal | None) -> None:
    if cash and (amount is None or quantity is not None):
        raise Invalid(gettext_noop("Este aporte es en dinero: diga cuántos pesos se entregaron."), field="amount")
    if not cash and (quantity is None or amount is not None):
        raise Invalid(gettext_noop("Este aporte es en especie: diga qué cantidad se entregó."), field="quantity")


def _found(
    delivery: Delivery, outcome: DeliveryOutcome, amount: int | None, quantity: Decimal | None
) -> dict[str, Any]:
    cash = delivery.form == Form.CASH
    field = "verified_amount" if cash else "verified_quantity"
    if outcome == DeliveryOutcome.ADJUSTED:
        _check_shape(cash, amount, quantity)
        value: int | Decimal = (
            checked_pesos(amount, field, zero=True)
            if cash and amount is not None
            else checked_quantity(quantity, field, zero=True)
        )
        if value == (delivery.amount if cash else delivery.quantity):
            raise Invalid(gettext_noop("Lo que encontró es lo declarado: elija «verificada»."), field=field)
        return {"verified_amount": None, "verified_quantity": None, field: value}
    if amount is not None or quantity is not None:
        raise Invalid(
            gettext_noop("Solo una entrega verificada con ajuste lleva otro valor: déjelo en blanco."), field=field
        )
    if outcome == DeliveryOutcome.VERIFIED:
        return {"verified_amount": delivery.amount, "verified_quantity": delivery.quantity}
    return {"verified_amount": None, "verified_quantity": None}


def _evidence(entity: Entity, evidence: Iterable[Evidence]) -> list[Evidence]:
    shown = list(evidence)
    for item in shown:
        if item.entity_id != entity.pk:
            raise Invalid(
                gettext_noop("«%(title)s» no es evidencia de %(entity)s."),
                field="evidence",
                title=item.title,
                entity=entity.short_name,
            )
    return shown


def _hashes(shown: list[Evidence]) -> dict[str, object]:
    return {"evidence": sorted({item.file_id for item in shown})}
