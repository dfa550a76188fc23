"""Means in words: pesos and things side by side, never added to each other."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from concierta.budgets.enums import DeliveryState, Form
from concierta.engines.finance import PESO
from concierta.web.components import marks
from concierta.web.components.formats import measure, number, pesos_exact, short_date

#: The mark of each state of a delivery; one that was withdrawn is nobody's claim any more.
MARKS = {
    DeliveryState.DECLARED: marks.REPORTED,
    DeliveryState.VERIFIED: marks.VERIFIED,
    DeliveryState.ADJUSTED: marks.ADJUSTED,
    DeliveryState.REJECTED: marks.REJECTED,
    DeliveryState.NOT_VERIFIABLE: marks.NOT_VERIFIABLE,
}


def figure_words(contribution: Any, amount: int | None, quantity: Decimal | None) -> str:
    """An amount or a quantity of this contribution: «$ 400.000.000» or «2 asesores»."""
    if contribution.form == Form.CASH:
        return pesos_exact(amount)
    return gettext("Sin dato") if quantity is None else quantity_words(quantity, contribution.unit)


def quantity_words(quantity: Decimal, unit: str) -> str:
    return measure(quantity, unit, 6)


def currency_words(amount: Decimal | int, currency: str) -> str:
    """«$ 400.000.000», «USD 100.000»."""
    return pesos_exact(amount) if currency == PESO else f"{currency} {number(amount)}"


def rate_words(amount: Any) -> str:
    """How an amount in another currency came to its pesos: «USD 100.000 a 4.000 pesos (TRM, 20 ene 2025)»; "" in
    pesos."""
    if amount.currency == PESO:
        return ""
    return gettext("%(amount)s a %(rate)s pesos (%(source)s, %(rate_on)s)") % {
        "amount": currency_words(amount.amount, amount.currency),
        "rate": number(amount.rate, 6),
        "source": amount.rate_source,
        "rate_on": short_date(amount.rate_on),
    }


def cash_words(means: Any) -> str:
    return pesos_exact(means.cash.pesos)


def in_kind_words(means: Any) -> str:
    """Quantities by unit: «2 asesores · 3 aulas»; a dash where there is nothing."""
    said = [quantity_words(quantity, unit) for unit, quantity in means.in_kind.quantities.items() if quantity]
    return " · ".join(said) or "—"


def worth_words(means: Any) -> str:
    """What was valued, said to be a valuation; "" where nothing was."""
    if not means.in_kind.worth.pesos:
        return ""
    return gettext("valorado en %(worth)s") % {"worth": pesos_exact(means.in_kind.worth.pesos)}


def valuation_words(contribution: Any) -> str:
    """How one contribution in kind was valued, or that it was not."""
    if contribution.form == Form.CASH:
        return ""
    if contribution.unit_value is None:
        return gettext("Sin valorar: se cuenta en su unidad.")
    return gettext("%(each)s cada unidad. Método: %(method)s") % {
        "each": pesos_exact(contribution.unit_value),
        "method": contribution.valuation_method,
    }


def who_words(step: Any) -> str:
    who = step.by.name if step.by else gettext("la instalación")
    return f"{who}, {step.entity.short_name}" if step.entity else who


def titled(words: Mapping[str, str], act: str) -> str:
    return words.get(act, act)
