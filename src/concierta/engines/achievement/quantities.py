"""Exact numbers: what goes in, and how a series is read."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from .errors import InvalidFigures, Problem

Number: TypeAlias = int | Decimal | Fraction
"""A figure as people give it. Binary floats are refused: 0.1 + 0.2 must be 0.3 in public accounts."""

Series: TypeAlias = Mapping[int, Number | None]
"""Year (or period number within a year) → figure. None is "not programmed" in a series of targets and
"no data" in a series of actuals; it is never 0."""


def exact(value: Number) -> Fraction:
    """The same number as a fraction. Refuses floats, booleans, NaN and infinities (`NOT_EXACT`)."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise InvalidFigures(Problem.NOT_EXACT, value=value)
    if isinstance(value, Decimal) and not value.is_finite():
        raise InvalidFigures(Problem.NOT_EXACT, value=value)
    return _fraction(value)


@lru_cache(maxsize=4096)
def _fraction(value: int | Decimal) -> Fraction:
    """A plan repeats few figures (0, 1, 100) thousands of times, and a fraction costs twenty times a lookup."""
    return Fraction(value)


def exact_or_null(value: Number | None) -> Fraction | None:
    return None if value is None else exact(value)


def known(series: Series) -> dict[int, Fraction]:
    """The figures that exist, in order of year or period; nulls are left out."""
    return {key: exact(value) for key, value in sorted(series.items()) if value is not None}


def not_negative(name: str, value: Number) -> Fraction:
    """`value` as a fraction, refused when below zero (`NEGATIVE`)."""
    amount = exact(value)
    if amount < 0:
        raise InvalidFigures(Problem.NEGATIVE, field=name, value=amount)
    return amount


def ratio(numerator: Fraction, denominator: Fraction) -> Fraction | None:
    """The quotient, or null over zero: an undefined share is neither 0 % nor 100 %."""
    return None if denominator == 0 else numerator / denominator
