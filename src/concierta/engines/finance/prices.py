"""Pesos of one year said in pesos of another, by a published index."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction


def deflate(amount: int | None, year: int, base_year: int | None, index: Mapping[int, Decimal]) -> Fraction | None:
    """`amount` pesos of `year` in pesos of `base_year`: amount × index(base) ÷ index(year).

    Null where the index lacks either year: a missing price is never taken for one that did not change.
    """
    if amount is None or base_year is None or year not in index or base_year not in index:
        return None
    return amount * Fraction(index[base_year]) / Fraction(index[year])


def base_year(index: Mapping[int, Decimal], until: int) -> int | None:
    """The year whose pesos the others are said in: the latest that the index has and that is not after `until`.

    Null where it has none: an index published later than the figures does not reach them.
    """
    return max((year for year in index if year <= until), default=None)
