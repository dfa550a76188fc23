"""Values that several acts check alike, with the sentence for each."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from concierta.engines.finance import PESO, MoneyProblem, MoneyRefused
from concierta.kernel.errors import Invalid, Number, gettext_noop
from concierta.plans.models import Plan

LARGEST = 9 * 10**18
LARGEST_QUANTITY = Decimal(10) ** 18


def checked_pesos(value: int, field: str, *, zero: bool = False) -> int:
    """Whole pesos above zero (or from zero): a float, a decimal with cents or a truth value is refused."""
    if type(value) is not int:
        raise Invalid(gettext_noop("Escriba un valor en pesos, sin centavos."), field=field)
    if value < 0 or value > LARGEST or (value == 0 and not zero):
        raise Invalid(gettext_noop("El valor en pesos debe ser mayor que cero."), field=field)
    return value


def checked_quantity(value: Decimal | int | None, field: str, *, zero: bool = False) -> Decimal:
    if value is None or isinstance(value, bool | float) or not Decimal(value).is_finite():
        raise Invalid(gettext_noop("Escriba una cantidad."), field=field)
    quantity = Decimal(value)
    if quantity < 0 or quantity >= LARGEST_QUANTITY or (quantity == 0 and not zero):
        raise Invalid(gettext_noop("La cantidad debe ser mayor que cero."), field=field)
    if quantity != quantity.quantize(Decimal("0.000001")):
        raise Invalid(gettext_noop("Una cantidad lleva a lo sumo seis decimales."), field=field)
    return quantity


def checked_year(year: int, plan: Plan) -> int:
    """A fiscal year that the plan covers."""
    if not plan.starts_on.year <= year <= plan.ends_on.year:
        raise Invalid(
            gettext_noop("El año %(year)s no es del plan, que va de %(first)s a %(last)s."),
            field="fiscal_year",
            year=year,
            first=plan.starts_on.year,
            last=plan.ends_on.year,
        )
    return year


SENTENCES = {
    MoneyProblem.NOT_EXACT: gettext_noop("«%(value)s» no son pesos enteros."),
    MoneyProblem.NOT_POSITIVE: gettext_noop("El valor en pesos debe ser mayor que cero."),
    MoneyProblem.EFFECT_DOES_NOT_FIT: gettext_noop("Ese efecto no es de un acto de esa clase."),
    MoneyProblem.EMPTY_ACT: gettext_noop("Diga qué líneas cambia el acto."),
    MoneyProblem.LINE_TWICE: gettext_noop("Una línea aparece dos veces en el acto: súmela en una sola."),
    MoneyProblem.TRANSFER_DOES_NOT_CANCEL: gettext_noop(
        "Un traslado no da ni quita dinero: los créditos suman $ %(credits)s y los contracréditos "
        "$ %(counter_credits)s."
    ),
    MoneyProblem.OVER_UNCOMMITTED: gettext_noop(
        "A la línea «%(line)s» se le quitan $ %(amount)s y sin comprometer hay $ %(balance)s."
    ),
    MoneyProblem.OVER_AVAILABLE: gettext_noop(
        "A la línea «%(line)s» se le quitan $ %(amount)s y libre de CDP y aplazamientos hay $ %(balance)s: anule antes "
        "la disponibilidad que no tenga registro."
    ),
    MoneyProblem.OVER_DEFERRED: gettext_noop(
        "De la línea «%(line)s» se levantan $ %(amount)s y aplazados hay $ %(balance)s."
    ),
    MoneyProblem.RATE_MISSING: gettext_noop("Diga a cuántos pesos se cambió cada unidad de %(currency)s, y qué día."),
    MoneyProblem.RATE_OF_PESOS: gettext_noop("Los pesos no llevan tasa de cambio."),
}


def refusal_of(refused: MoneyRefused, names: Mapping[object, str] | None = None) -> Invalid:
    """`names` says a line's key in words."""
    details: dict[str, Any] = {
        key: (names or {}).get(value, value) if key == "line" else shown(value)
        for key, value in refused.details.items()
    }
    return Invalid(SENTENCES[refused.problem], **details)


def said(amount: int | Decimal, currency: str = PESO) -> Number:
    """An amount in the sentence of a refusal: «$ 600.000.000», «USD 1.500,25»; in English «USD 1,500.25»."""
    return Number(amount, f"{'$' if currency == PESO else currency} ")


def shown(value: object) -> object:
    """A number as its reader writes it; anything else as it is."""
    if type(value) is int or (isinstance(value, Decimal) and value.is_finite()):
        return Number(value)
    return value
