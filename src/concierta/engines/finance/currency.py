"""Amounts in other currencies, at a stated rate of a stated day."""

from decimal import Decimal
from fractions import Fraction

from .errors import MoneyProblem, MoneyRefused

PESO = "COP"


def to_pesos(amount: Decimal | int, currency: str, rate: Decimal | None = None) -> int:
    """Whole pesos, half to even. Pesos take no rate and no fractions; any other currency needs its rate."""
    if not isinstance(amount, Decimal) and type(amount) is not int:
        raise MoneyRefused(MoneyProblem.NOT_EXACT, value=amount)
    value = Decimal(amount)
    if not value.is_finite():
        raise MoneyRefused(MoneyProblem.NOT_EXACT, value=amount)
    if currency == PESO:
        if rate is not None:
            raise MoneyRefused(MoneyProblem.RATE_OF_PESOS, rate=rate)
        if value != value.to_integral_value():
            raise MoneyRefused(MoneyProblem.NOT_EXACT, value=amount)
        return int(value)
    if rate is None or not rate.is_finite() or rate <= 0:
        raise MoneyRefused(MoneyProblem.RATE_MISSING, currency=currency)
    # Not multiplied as decimals: their context keeps 28 digits, and a large amount at a long rate may need more.
    return round(Fraction(value) * Fraction(rate))
