"""Parts of a figure (women, comunas, victims…) against its total, and rates over several parts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from .errors import InvalidFigures, Problem
from .quantities import Number, exact, not_negative, ratio


def check_members(members: Mapping[str, Number | None], *, total: Number | None, exhaustive: bool) -> None:
    """Refuses the members of a category set that cannot belong to the total.

    They may not add to more than it (`MEMBERS_OVER_TOTAL`); an exhaustive set must equal it
    (`MEMBERS_SHORT_OF_TOTAL`). While a member has no figure, an exhaustive set is checked from above only.
    Members without a total are refused (`TOTAL_MISSING`): nobody could check them.
    """
    given = [not_negative(name, value) for name, value in members.items() if value is not None]
    if not given:
        return
    if total is None:
        raise InvalidFigures(Problem.TOTAL_MISSING, members=sorted(members))
    added, whole = sum(given, Fraction(0)), exact(total)
    if added > whole:
        raise InvalidFigures(Problem.MEMBERS_OVER_TOTAL, members=added, total=whole)
    if exhaustive and len(given) == len(members) and added < whole:
        raise InvalidFigures(Problem.MEMBERS_SHORT_OF_TOTAL, members=added, total=whole)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A rate kept as its two figures, because percentages of different bases do not add."""

    numerator: Number | None
    denominator: Number | None

    @property
    def is_whole(self) -> bool:
        """True if both figures are known."""
        return self.numerator is not None and self.denominator is not None

    @property
    def value(self) -> Fraction | None:
        return aggregate_ratio([self])


def sum_of_ratios(parts: Iterable[Ratio]) -> Ratio:
    """Σ numerators and Σ denominators. A part lacking either figure is left out whole; both null without any."""
    whole = [part for part in parts if part.is_whole]
    if not whole:
        return Ratio(None, None)
    numerator = denominator = Fraction(0)
    for part in whole:
        numerator += exact(part.numerator or 0)
        denominator += not_negative("denominator", part.denominator or 0)
    return Ratio(numerator, denominator)


def aggregate_ratio(parts: Iterable[Ratio]) -> Fraction | None:
    """Σ numerators ÷ Σ denominators. A part lacking either figure is left out whole; null over 0."""
    total = sum_of_ratios(parts)
    if total.numerator is None or total.denominator is None:
        return None
    return ratio(exact(total.numerator), exact(total.denominator))
