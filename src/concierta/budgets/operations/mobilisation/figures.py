"""The figures of an opportunity, as they were said."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from concierta.budgets.enums import AmountKind
from concierta.budgets.models import BudgetLine, Opportunity, OpportunityAmount
from concierta.budgets.operations.checks import LARGEST, checked_text
from concierta.budgets.operations.sentences import refusal_of
from concierta.engines.finance import PESO, MoneyRefused, to_pesos
from concierta.kernel.errors import Invalid, gettext_noop


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount as it was said; in another currency with its rate in pesos a unit, the day of the rate and who says."""

    amount: Decimal
    currency: str = PESO
    rate: Decimal | None = None
    rate_on: date | None = None
    rate_source: str = ""


def keep_figure(
    opportunity: Opportunity,
    kind: AmountKind,
    figure: Figure,
    on: date,
    at: datetime,
    *,
    line: BudgetLine | None = None,
) -> OpportunityAmount:
    """The figure with the pesos it came to. What was asked, approved and agreed is one figure each, said once."""
    currency = figure.currency.strip().upper()
    if len(currency) != 3 or not currency.isalpha():
        raise Invalid(gettext_noop("Escriba la moneda con tres letras, por ejemplo COP o USD."), field="currency")
    try:
        pesos = to_pesos(figure.amount, currency, figure.rate)
    except MoneyRefused as refused:
        raise refusal_of(refused) from refused
    if pesos <= 0:
        raise Invalid(gettext_noop("El valor en pesos debe ser mayor que cero."), field="amount")
    if pesos > LARGEST:
        raise Invalid(gettext_noop("Es un valor demasiado grande."), field="amount")
    if Decimal(figure.amount) != Decimal(figure.amount).quantize(Decimal("0.01")):
        raise Invalid(gettext_noop("Un valor en otra moneda lleva a lo sumo dos decimales."), field="amount")
    if currency != PESO and (figure.rate_on is None or not figure.rate_source.strip()):
        raise Invalid(gettext_noop("Diga de qué día es la tasa de cambio y de dónde se tomó."), field="rate_on")
    if kind != AmountKind.DISBURSED:
        opportunity.amounts.filter(kind=kind).delete()
    return OpportunityAmount.objects.create(
        opportunity=opportunity,
        kind=kind,
        amount=figure.amount,
        currency=currency,
        rate=figure.rate,
        rate_on=None if currency == PESO else figure.rate_on,
        rate_source="" if currency == PESO else checked_text(figure.rate_source, "rate_source", 200),
        pesos=pesos,
        on=on,
        line=line,
        recorded_at=at,
    )
