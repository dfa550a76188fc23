"""The stages of an opportunity, from seen to received or lost."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from concierta.budgets.enums import AmountKind
from concierta.budgets.models import BudgetLine, Opportunity
from concierta.budgets.operations.checks import said
from concierta.budgets.operations.mobilisation import (
    OPPORTUNITY_ACTS,
    Figure,
    figure_body,
    keep_figure,
    locked_opportunity,
)
from concierta.budgets.permissions import check_can_mobilise
from concierta.kernel.checked import checked_past, checked_text
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.people.models import User


@transaction.atomic
def prepare_opportunity(
    *, opportunity: Opportunity, expected: Figure | None = None, note: str = "", by: User | None, at: datetime
) -> Opportunity:
    """The papers are ready to be sent; `expected` is what will be asked for."""
    return _advance(opportunity, "prepare", AmountKind.EXPECTED, expected, None, note, by, at)


@transaction.atomic
def request_support(
    *, opportunity: Opportunity, requested: Figure, on: date, note: str = "", by: User | None, at: datetime
) -> Opportunity:
    """It was asked for, on a day."""
    return _advance(opportunity, "request", AmountKind.REQUESTED, requested, on, note, by, at)


@transaction.atomic
def record_approval(
    *, opportunity: Opportunity, approved: Figure, on: date, note: str = "", by: User | None, at: datetime
) -> Opportunity:
    """The funder said yes, to this much: less, or more, than was asked for. The request stays as it was."""
    return _advance(opportunity, "approve", AmountKind.APPROVED, approved, on, note, by, at)


@transaction.atomic
def record_agreement(
    *,
    opportunity: Opportunity,
    agreed: Figure,
    on: date,
    conditions: str = "",
    note: str = "",
    by: User | None,
    at: datetime,
) -> Opportunity:
    """The agreement was signed, for this much and on these conditions."""
    made = locked_opportunity(opportunity)
    if conditions.strip():
        made.conditions = conditions.strip()
        made.save(update_fields=["conditions"])
    return _advance(made, "sign", AmountKind.AGREED, agreed, on, note, by, at)


@transaction.atomic
def record_disbursement(
    *,
    opportunity: Opportunity,
    disbursed: Figure,
    on: date,
    line: BudgetLine | None = None,
    note: str = "",
    by: User | None,
    at: datetime,
) -> Opportunity:
    """Money came. `line`: the budget line that already holds it, so that it is not counted twice as funding.

    Refuses more than was agreed, all disbursements together, where both are in the same currency.
    """
    made = locked_opportunity(opportunity)
    if line is not None and (line.plan_id != made.plan_id):
        raise Invalid(gettext_noop("La línea no es de este plan."), field="line")
    agreed = made.amounts.filter(kind=AmountKind.AGREED).first()
    currency = disbursed.currency.strip().upper()
    if agreed is not None and agreed.currency == currency:
        came = made.amounts.filter(kind=AmountKind.DISBURSED, currency=currency)
        total = sum((one.amount for one in came), Decimal(disbursed.amount))
        if total > agreed.amount:
            raise Refusal(
                gettext_noop(
                    "Con este desembolso llegarían %(total)s y se convinieron %(agreed)s: revise el "
                    "valor o registre el convenio modificado como otra gestión."
                ),
                total=said(total, currency),
                agreed=said(agreed.amount, currency),
            )
    return _advance(made, "disburse", AmountKind.DISBURSED, disbursed, on, note, by, at, line=line)


@transaction.atomic
def report_to_funder(*, opportunity: Opportunity, on: date, note: str, by: User | None, at: datetime) -> Opportunity:
    """Who gave was told what became of it."""
    checked_text(note, "note")
    return _advance(opportunity, "report_back", None, None, on, note, by, at)


@transaction.atomic
def record_refusal(*, opportunity: Opportunity, reason: str, by: User | None, at: datetime) -> Opportunity:
    """The funder said no, and why."""
    return _end(opportunity, "refuse", reason, by, at)


@transaction.atomic
def expire_opportunity(*, opportunity: Opportunity, reason: str, by: User | None, at: datetime) -> Opportunity:
    """It ran out: a call that closed, an approval nobody took up."""
    return _end(opportunity, "expire", reason, by, at)


def _advance(
    opportunity: Opportunity,
    act: str,
    kind: AmountKind | None,
    figure: Figure | None,
    on: date | None,
    note: str,
    by: User | None,
    at: datetime,
    *,
    line: BudgetLine | None = None,
) -> Opportunity:
    made = locked_opportunity(opportunity)
    check_can_mobilise(by, made.plan, made.entity)
    today = local_date(at)
    day = checked_past(on, today, "on") if on else today
    body = {}
    if kind is not None and figure is not None:
        body = figure_body(keep_figure(made, kind, figure, day, at, line=line))
    said, seen = {"on": day.isoformat(), **body}, {"saved_at": at}
    return OPPORTUNITY_ACTS.take_step(
        made, act, changes=seen, note=note.strip(), body=said, by=by, entity=made.entity, at=at
    )


def _end(opportunity: Opportunity, act: str, reason: str, by: User | None, at: datetime) -> Opportunity:
    made = locked_opportunity(opportunity)
    check_can_mobilise(by, made.plan, made.entity)
    why = checked_text(reason, "reason")
    return OPPORTUNITY_ACTS.take_step(
        made, act, changes={"end_reason": why, "saved_at": at}, note=why, by=by, entity=made.entity, at=at
    )
