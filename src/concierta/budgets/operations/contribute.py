"""Means that an entity puts into a project, and their withdrawal."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from concierta.agreements.enums import MeansKind
from concierta.agreements.models import Pledge
from concierta.budgets.enums import ContributionState, Form
from concierta.budgets.models import Contribution
from concierta.budgets.operations.checks import checked_pesos, checked_quantity
from concierta.budgets.permissions import check_can_contribute, check_can_withdraw_contribution
from concierta.kernel.checked import checked_choice, checked_text
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.kernel.origin import Origin
from concierta.ledger.locking import locked
from concierta.ledger.operations import record_event
from concierta.people.models import Entity, User
from concierta.plans.models import Project


@transaction.atomic
def offer_contribution(
    *,
    project: Project,
    entity: Entity,
    kind: MeansKind,
    form: Form,
    description: str,
    amount: int | None = None,
    quantity: Decimal | None = None,
    unit: str = "",
    unit_value: int | None = None,
    valuation_method: str = "",
    pledge: Pledge | None = None,
    due_on: date | None = None,
    origin: Origin = Origin.OWN,
    source: str = "",
    by: User | None,
    at: datetime,
) -> Contribution:
    """Record what `entity` puts into `project`: `amount` whole pesos in cash, or a `quantity` of `unit` in kind.

    What is in kind is either valued, with `unit_value` pesos a unit and the method by which that was found, or counted
    in its own unit and never turned into money. Only cash is economic means in pesos.
    """
    plan = project.plan
    check_can_contribute(by, plan, entity)
    if pledge is not None and pledge.entity_id != entity.pk:
        raise Invalid(
            gettext_noop("La promesa «%(pledge)s» no es de %(entity)s."),
            field="pledge",
            pledge=pledge.code,
            entity=entity.short_name,
        )
    means = MeansKind(checked_choice(kind, MeansKind, "kind"))
    shape = Form(checked_choice(form, Form, "form"))
    figures = (
        _cash(means, amount, quantity, unit, unit_value)
        if shape == Form.CASH
        else _in_kind(amount, quantity, unit, unit_value, valuation_method)
    )
    contribution = Contribution.objects.create(
        plan=plan,
        project=project,
        entity=entity,
        pledge=pledge,
        kind=means,
        form=shape,
        description=checked_text(description, "description"),
        due_on=due_on,
        declared_at=at,
        declared_by=by,
        origin=origin,
        source=checked_text(source, "source", 300, blank=True),
        **figures,
    )
    _record("contribution.offered", contribution, by=by, at=at)
    return contribution


@transaction.atomic
def withdraw_contribution(*, contribution: Contribution, reason: str, by: User | None, at: datetime) -> Contribution:
    """Take back what was offered and not yet delivered; the offer stays on record with the reason."""
    contribution = locked_contribution(contribution)
    check_can_withdraw_contribution(by, contribution)
    contribution.withdrawal_reason = checked_text(reason, "reason")
    contribution.state = ContributionState.WITHDRAWN
    contribution.save(update_fields=["state", "withdrawal_reason"])
    _record("contribution.withdrawn", contribution, by=by, at=at)
    return contribution


def locked_contribution(contribution: Contribution) -> Contribution:
    plan = ("plan__verifier", "plan__secretariat", "plan__agreement")
    return locked(contribution, *plan, "project", "entity", "pledge")


def _cash(
    kind: MeansKind, amount: int | None, quantity: Decimal | None, unit: str, unit_value: int | None
) -> dict[str, object]:
    if kind != MeansKind.ECONOMIC:
        raise Invalid(gettext_noop("El dinero es un medio económico: elija esa clase."), field="kind")
    if quantity is not None or unit.strip() or unit_value is not None:
        raise Invalid(
            gettext_noop("Un aporte en dinero no lleva cantidad ni unidad: lo demás va en otro aporte, en especie."),
            field="quantity",
        )
    if amount is None:
        raise Invalid(gettext_noop("Escriba un valor en pesos, sin centavos."), field="amount")
    return {"amount": checked_pesos(amount, "amount")}


def _in_kind(
    amount: int | None, quantity: Decimal | None, unit: str, unit_value: int | None, method: str
) -> dict[str, object]:
    if amount is not None:
        raise Invalid(
            gettext_noop("Un aporte en especie no lleva pesos: diga cuánto vale cada unidad y cómo se supo."),
            field="amount",
        )
    if unit_value is None and method.strip():
        raise Invalid(gettext_noop("Falta cuánto vale cada unidad."), field="unit_value")
    if unit_value is not None and not method.strip():
        raise Invalid(
            gettext_noop("Diga cómo se supo cuánto vale cada unidad, o déjelo sin valorar."), field="valuation_method"
        )
    return {
        "quantity": checked_quantity(quantity, "quantity"),
        "unit": checked_text(unit, "unit", 60),
        "unit_value": None if unit_value is None else checked_pesos(unit_value, "unit_value"),
        "valuation_method": method.strip(),
    }


def _record(kind: str, contribution: Contribution, *, by: User | None, at: datetime) -> None:
    record_event(
        kind=kind,
        subject=subject_of(contribution),
        plan=contribution.plan.slug,
        body={
            "amount": None if contribution.amount is None else str(contribution.amount),
            "form": str(contribution.form),
            "kind": str(contribution.kind),
            "pledge": contribution.pledge.code if contribution.pledge else None,
            "project": contribution.project.code,
            "quantity": plain(contribution.quantity),
            "unit": contribution.unit,
            "unit_value": None if contribution.unit_value is None else str(contribution.unit_value),
        },
        sealed={
            "description": contribution.description,
            "valuation_method": contribution.valuation_method,
            **({"reason": contribution.withdrawal_reason} if contribution.withdrawal_reason else {}),
        },
        by=by,
        entity=contribution.entity,
        at=at,
    )


def subject_of(contribution: Contribution) -> str:
    """How the ledger names it: 'contribution/17'."""
    return f"contribution/{contribution.pk}"
