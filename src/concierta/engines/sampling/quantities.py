"""Numbers the engine takes: exact ones. A binary float is refused, because 0.95 is not 95 %."""

from decimal import Decimal
from fractions import Fraction

from .errors import InvalidSample, Problem

Exact = int | Decimal | Fraction

#: 95 %, the level used when nobody says another [D].
USUAL_CONFIDENCE = Fraction(95, 100)


def exact(name: str, value: Exact) -> Fraction:
    """`value` as a fraction, without rounding."""
    if not isinstance(value, int | Decimal | Fraction) or (isinstance(value, Decimal) and not value.is_finite()):
        raise InvalidSample(Problem.NOT_EXACT, **{name: value})
    return Fraction(value)


def share(name: str, value: Exact) -> Fraction:
    """A proportion strictly between nothing and everything."""
    found = exact(name, value)
    if not 0 < found < 1:
        raise InvalidSample(Problem.NOT_A_SHARE, **{name: value})
    return found


def confidence_level(value: Exact) -> Fraction:
    """A two-sided confidence level: at least one half, less than certainty."""
    found = exact("confidence", value)
    if not Fraction(1, 2) <= found < 1:
        raise InvalidSample(Problem.CONFIDENCE_OUT_OF_RANGE, confidence=value)
    return found


def count(name: str, value: Exact) -> int:
    """A number of things: whole and not negative."""
    found = exact(name, value)
    if found.denominator != 1:
        raise InvalidSample(Problem.NOT_WHOLE, **{name: value})
    if found < 0:
        raise InvalidSample(Problem.NEGATIVE, **{name: value})
    return found.numerator
