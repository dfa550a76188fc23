"""How much of what was reported survived verification."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from .quantities import Number, exact, not_negative, ratio


@dataclass(frozen=True, slots=True)
class VerifiedFigure:
    """A reported figure and its verified value; both are kept, neither overwrites the other.

    `verified` is 0 when the figure was rejected or could not be verified, and None while nobody has looked.
    """

    reported: Number
    verified: Number | None


def verification_factor(figures: Iterable[VerifiedFigure]) -> Fraction | None:
    """Σ verified ÷ Σ reported over the figures already looked at; null without any, or over 0.

    Figures must share a unit: the factor belongs to an indicator, or to entities reporting the same one.
    """
    verified = reported = Fraction(0)
    for figure in figures:
        if figure.verified is not None:
            verified += exact(figure.verified)
            reported += not_negative("reported", figure.reported)
    return ratio(verified, reported)
