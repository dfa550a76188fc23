"""How much a reported figure needs looking at, in points that say where they come from.

A pure, additive score: each part measures one thing between 0 and 1 and is worth at most its weight; the whole is at
most the sum of the weights (100 by default [D]). It orders a queue and convicts nobody. Numbers are exact fractions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType


class RiskPart(StrEnum):
    """What makes a figure worth a look."""

    MONEY = "money"
    OVER_TARGET = "over_target"
    JUMP = "jump"
    LATE = "late"
    RETURNED_BEFORE = "returned_before"
    NO_EVIDENCE = "no_evidence"
    PHYSICAL_AGAINST_FINANCIAL = "physical_against_financial"


#: Points that each part is worth at most; together 100 [D].
DEFAULT_WEIGHTS: Mapping[RiskPart, int] = MappingProxyType(
    {
        RiskPart.MONEY: 25,
        RiskPart.OVER_TARGET: 20,
        RiskPart.JUMP: 20,
        RiskPart.NO_EVIDENCE: 15,
        RiskPart.PHYSICAL_AGAINST_FINANCIAL: 10,
        RiskPart.LATE: 5,
        RiskPart.RETURNED_BEFORE: 5,
    }
)


@dataclass(frozen=True, slots=True)
class RiskScale:
    """The weight of each part, and the size at which each part is full."""

    weights: Mapping[RiskPart, int] = field(default_factory=lambda: DEFAULT_WEIGHTS)
    full_money: int = 1_000_000_000
    full_excess: Fraction = Fraction(1, 2)
    full_jump: Fraction = Fraction(1)
    full_days_late: int = 10
    full_returns: int = 2
    full_gap: Fraction = Fraction(1, 2)


DEFAULT_SCALE = RiskScale()


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """What is known of a report. None is "not known" and adds no points: absence of data accuses nobody.

    `obligated` pesos behind the figure; `achievement` of its year, uncapped; `value` and `previous` in the indicator's
    unit, `previous` being the comparable figure before it; `days_late` working days after the due date; `financial`
    obligated ÷ appropriated.
    """

    value: Decimal | None = None
    previous: Decimal | None = None
    achievement: Fraction | None = None
    obligated: int | None = None
    financial: Fraction | None = None
    days_late: int = 0
    times_returned: int = 0
    evidence_count: int = 0


@dataclass(frozen=True, slots=True)
class Risk:
    """Points by part, the heaviest first, without the parts that add nothing."""

    parts: tuple[tuple[RiskPart, Fraction], ...]

    @property
    def points(self) -> Fraction:
        return sum((points for _, points in self.parts), Fraction(0))


def risk_of(facts: RiskFacts, scale: RiskScale = DEFAULT_SCALE) -> Risk:
    """The risk of a report; monotone in money, excess, jump, delay, returns and the physical–financial gap."""
    shares = {
        RiskPart.MONEY: _full_at(facts.obligated, scale.full_money),
        RiskPart.OVER_TARGET: _full_at(_excess(facts.achievement), scale.full_excess),
        RiskPart.JUMP: _full_at(_jump(facts.value, facts.previous), scale.full_jump),
        RiskPart.NO_EVIDENCE: Fraction(facts.evidence_count == 0 and bool(facts.value)),
        RiskPart.PHYSICAL_AGAINST_FINANCIAL: _full_at(_gap(facts.achievement, facts.financial), scale.full_gap),
        RiskPart.LATE: _full_at(facts.days_late, scale.full_days_late),
        RiskPart.RETURNED_BEFORE: _full_at(facts.times_returned, scale.full_returns),
    }
    points = [(part, share * scale.weights.get(part, 0)) for part, share in shares.items()]
    return Risk(tuple(sorted(((part, found) for part, found in points if found), key=lambda pair: -pair[1])))


def _full_at(amount: int | Fraction | None, full: int | Fraction) -> Fraction:
    if amount is None or amount <= 0:
        return Fraction(0)
    return min(Fraction(1), Fraction(amount) / full)


def _excess(achievement: Fraction | None) -> Fraction | None:
    return None if achievement is None else achievement - 1


def _jump(value: Decimal | None, previous: Decimal | None) -> Fraction | None:
    """Relative change against the comparable figure before; anything after zero is a full jump."""
    if value is None or previous is None:
        return None
    change = abs(Fraction(value) - Fraction(previous))
    if not previous:
        return Fraction(1) if change else Fraction(0)
    return change / abs(Fraction(previous))


def _gap(physical: Fraction | None, financial: Fraction | None) -> Fraction | None:
    """Distance between what is said to be done and what is spent, both read up to 100 %."""
    if physical is None or financial is None:
        return None
    return abs(min(max(physical, Fraction(0)), Fraction(1)) - min(financial, Fraction(1)))
