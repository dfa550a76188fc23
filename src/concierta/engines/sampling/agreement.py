"""Checks that two verifiers who looked at the same things found the same, beyond what chance alone would give.

J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960) 37–46.
With p_ij the share of things that the first called i and the second j, and p_i. and p_.j the shares of each verifier:

    p_o = Σ p_ii        p_e = Σ p_i. p_.i        κ = (p_o − p_e) ÷ (1 − p_e)

Its standard error for large samples is that of J. L. Fleiss, J. Cohen & B. S. Everitt, Psychological Bulletin 72 (1969)
323–327 (also Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions, 3rd ed. 2003, §18.1):

    SE² = ( A + B − C ) ÷ ( n (1 − p_e)² )
    A = Σ p_ii (1 − (p_i. + p_.i)(1 − κ))²    B = (1 − κ)² Σ_{i≠j} p_ij (p_.i + p_j.)²    C = (κ − p_e (1 − κ))²

A table where that formula gives zero (they agree on all, they differ on all, one of them only ever had one answer) says
nothing about how far κ would vary in other samples: it has no standard error and no interval, and never one of width 0.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two verifiers agree on `items` things.

    `agreed` p_o and `by_chance` p_e, None without things. `kappa` from −1 to 1, 0 = no better than chance: None where
    both only ever used one and the same outcome, for then chance alone explains everything and κ does not exist.
    `standard_error` (six decimals) is never zero: None where the table is degenerate and cannot say it.
    """

    items: int
    agreed: Fraction | None
    by_chance: Fraction | None
    kappa: Fraction | None
    standard_error: Decimal | None

    @property
    def interval(self) -> tuple[Fraction, Fraction] | None:
        """κ ± 1.96 standard errors (95 %), inside −1 to 1; None where the table cannot say it."""
        if self.kappa is None or self.standard_error is None:
            return None
        reach = _AT_95 * Fraction(self.standard_error)
        return max(self.kappa - reach, Fraction(-1)), min(self.kappa + reach, Fraction(1))


_AT_95 = Fraction(195996398, 10**8)


def agreement(outcomes: Iterable[tuple[str, str]]) -> Agreement:
    """The agreement of two verifiers, from what the first and the second found for each thing both looked at."""
    table = Counter(outcomes)
    items = table.total()
    if not items:
        return Agreement(0, None, None, None, None)
    cells = {pair: Fraction(times, items) for pair, times in table.items()}
    first, second = _margin(cells, 0), _margin(cells, 1)
    agreed = sum((found for (one, other), found in cells.items() if one == other), Fraction(0))
    by_chance = sum((found * second.get(outcome, 0) for outcome, found in first.items()), Fraction(0))
    if by_chance == 1:
        return Agreement(items, agreed, by_chance, None, None)
    kappa = (agreed - by_chance) / (1 - by_chance)
    square = _spread(cells, first, second, kappa, by_chance) / (items * (1 - by_chance) ** 2)
    return Agreement(items, agreed, by_chance, kappa, _root(square) or None)


Cells = dict[tuple[str, str], Fraction]
Margin = dict[str, Fraction]


def _margin(cells: Cells, side: int) -> Margin:
    shares: Margin = {}
    for pair, found in cells.items():
        shares[pair[side]] = shares.get(pair[side], Fraction(0)) + found
    return shares


def _spread(cells: Cells, first: Margin, second: Margin, kappa: Fraction, by_chance: Fraction) -> Fraction:
    """A + B − C. Note the crossed margins of B: the second's share of i with the first's share of j."""
    spread = -((kappa - by_chance * (1 - kappa)) ** 2)
    for (one, other), found in cells.items():
        both = (second.get(one, Fraction(0)) + first.get(other, Fraction(0))) * (1 - kappa)
        spread += found * ((1 - both) ** 2 if one == other else both**2)
    return spread


def _root(square: Fraction) -> Decimal:
    with localcontext(prec=60):
        return (Decimal(square.numerator) / Decimal(square.denominator)).sqrt().quantize(Decimal("0.000001"))
