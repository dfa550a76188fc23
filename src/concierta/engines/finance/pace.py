"""Where the year ends if money goes on being obligated as so far."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .stages import Stages


@dataclass(frozen=True, slots=True)
class YearPace:
    """`elapsed` share of the fiscal year; `projected` obligations at its end and what then stays unobligated, in pesos.

    `pace` is execution ÷ elapsed: below 1, the year ends with money left. A straight line is an assumption, not a
    fact: public spending gathers at the end of the year.
    """

    final: int
    obligation: int
    elapsed: Fraction
    projected: Fraction

    @property
    def unspent(self) -> int:
        return self.final - self.obligation

    @property
    def at_risk(self) -> int:
        """Whole pesos that the present pace leaves unobligated at the end of the year; a started peso counts."""
        return max(0, -((self.projected - self.final).__floor__()))

    @property
    def pace(self) -> Fraction | None:
        return Fraction(self.obligation, self.final) / self.elapsed if self.final else None


def year_elapsed(fiscal_year: int, cut_off: date) -> Fraction:
    """Days of the fiscal year up to and with `cut_off`, over all its days: 90/365 on 31 March 2025."""
    first, last = date(fiscal_year, 1, 1), date(fiscal_year, 12, 31)
    days = (last - first).days + 1
    gone = (min(max(cut_off, first), last) - first).days + 1
    return Fraction(gone if cut_off >= first else 0, days)


def year_pace(stages: Stages, fiscal_year: int, cut_off: date) -> YearPace | None:
    """Null where the final appropriation or the obligations are not stated, or the year has not begun."""
    elapsed = year_elapsed(fiscal_year, cut_off)
    if stages.final is None or stages.obligation is None or not elapsed:
        return None
    return YearPace(
        stages.final, stages.obligation, elapsed, min(Fraction(stages.final), Fraction(stages.obligation) / elapsed)
    )
