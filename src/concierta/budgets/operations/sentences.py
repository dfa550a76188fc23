"""What the engine refuses, in sentences for people."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from concierta.engines.finance import PESO, MoneyProblem, MoneyRefused
from concierta.kernel.errors import Invalid, Number, gettext_noop

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
