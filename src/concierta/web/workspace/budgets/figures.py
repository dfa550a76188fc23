"""Figures of money and of means as pages write them; its filters are the template library `money`."""

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concierta.budgets.enums import DeliveryState, Form
from concierta.engines.achievement import AlertCode
from concierta.engines.finance import PESO, MeansTotal
from concierta.web.kit import marks
from concierta.web.kit.formats import measure, no_data, number, pesos_exact, short_date

if TYPE_CHECKING:
    from concierta.budgets.models import BudgetLine, Contribution, Delivery, OpportunityAmount

register = template.Library()

_MILLION = 10**6
STAGES = ("initial", "final", "availability", "registration", "obligation", "payment")
_STAGE_WORDS = {
    "initial": _("Inicial"),
    "additions": _("Adiciones"),
    "reductions": _("Reducciones"),
    "credits": _("Créditos"),
    "counter_credits": _("Contracréditos"),
    "deferred": _("Aplazado"),
    "final": _("Definitiva"),
    "availability": _("CDP"),
    "registration": _("RP"),
    "obligation": _("Obligado"),
    "payment": _("Pagado"),
    "zero": _("cero"),
    "initial and modifications": _("inicial y sus modificaciones"),
}
_ALERT_WORDS = {
    AlertCode.OBLIGATIONS_WITHOUT_RESULT: _("Obliga dinero sin resultado ni explicación"),
    AlertCode.RESULT_WITHOUT_OBLIGATIONS: _("Resultado sin obligaciones"),
    AlertCode.RESULT_WITHOUT_NARRATIVE: _("Resultado sin explicación escrita"),
    AlertCode.CLOSE_UNDER_TARGET: _("A este paso cierra por debajo de la meta"),
}
#: The mark of each state of a delivery; one that was withdrawn is nobody's claim any more.
MARKS: dict[str, str] = {
    DeliveryState.DECLARED: marks.REPORTED,
    DeliveryState.VERIFIED: marks.VERIFIED,
    DeliveryState.ADJUSTED: marks.ADJUSTED,
    DeliveryState.REJECTED: marks.REJECTED,
    DeliveryState.NOT_VERIFIABLE: marks.NOT_VERIFIABLE,
}


def stage_word(name: str) -> str:
    return str(_STAGE_WORDS.get(name, name))


def alert_word(code: AlertCode) -> str:
    return str(_ALERT_WORDS[code])


@register.filter
def millions(value: int | Fraction | None) -> SafeString | str:
    """In millions of pesos, for a column that says so; the exact amount is one gesture away."""
    if value is None:
        return no_data()
    amount = Fraction(value) / _MILLION
    shown = number(amount, 1 if abs(amount) >= 1 else 3)
    return format_html('<data value="{}" title="{}">{}</data>', str(value), pesos_exact(value), shown)


@register.filter
def line_code(line: "BudgetLine") -> str:
    """The project of a line and what tells it from the others; one that was written by hand has an equals sign more."""
    return f"{line.project_code} · {line.key.lstrip('=')}"


def figure_words(contribution: "Contribution", amount: int | None, quantity: Decimal | None) -> str:
    """An amount or a quantity of this contribution: «$ 400.000.000» or «2 asesores»."""
    if contribution.form == Form.CASH:
        return pesos_exact(amount)
    return no_data() if quantity is None else measure(quantity, contribution.unit, 6)


@register.filter
def offered(contribution: "Contribution") -> str:
    return figure_words(contribution, contribution.amount, contribution.quantity)


@register.filter
def declared(delivery: "Delivery") -> str:
    return figure_words(delivery.contribution, delivery.amount, delivery.quantity)


@register.filter
def verified(delivery: "Delivery") -> str:
    """What was found, or that nobody looked, or that it does not count."""
    state = DeliveryState(delivery.state)
    if state in (DeliveryState.VERIFIED, DeliveryState.ADJUSTED):
        return figure_words(delivery.contribution, delivery.verified_amount, delivery.verified_quantity)
    return "—" if state in (DeliveryState.DECLARED, DeliveryState.WITHDRAWN) else gettext("No cuenta")


@register.filter
def mark_of(delivery: "Delivery") -> str:
    return MARKS.get(delivery.state, "")


@register.filter
def in_kind(means: MeansTotal) -> str:
    """Quantities by unit: «2 asesores · 3 aulas»; a dash where there is nothing."""
    written = [measure(quantity, unit, 6) for unit, quantity in means.in_kind.quantities.items() if quantity]
    return " · ".join(written) or "—"


@register.filter
def worth(means: MeansTotal) -> str:
    """What was valued, said to be a valuation; "" where nothing was."""
    pesos = means.in_kind.worth.pesos
    return gettext("valorado en %(worth)s") % {"worth": pesos_exact(pesos)} if pesos else ""


def currency_words(amount: Decimal | int, currency: str) -> str:
    """«$ 400.000.000», «USD 100.000»."""
    return pesos_exact(amount) if currency == PESO else f"{currency} {number(amount)}"


@register.filter
def rate_words(amount: "OpportunityAmount") -> str:
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
