"""Means in cash and in kind, as types that cannot be added to each other."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from .errors import whole_pesos


@dataclass(frozen=True, slots=True)
class Cash:
    pesos: int = 0

    def __post_init__(self) -> None:
        whole_pesos(self.pesos)

    def __add__(self, other: "Cash") -> "Cash":
        return Cash(self.pesos + other.pesos) if isinstance(other, Cash) else NotImplemented


@dataclass(frozen=True, slots=True)
class Valuation:
    """What something in kind is said to be worth, in pesos by a stated method. Not money: nobody can spend it."""

    pesos: Decimal = Decimal(0)

    def __add__(self, other: "Valuation") -> "Valuation":
        return Valuation(self.pesos + other.pesos) if isinstance(other, Valuation) else NotImplemented


@dataclass(frozen=True, slots=True)
class InKind:
    """Quantities by unit, those valued and those only counted, and what the valued ones are said to be worth."""

    valued: dict[str, Decimal] = field(default_factory=dict)
    unvalued: dict[str, Decimal] = field(default_factory=dict)
    worth: Valuation = field(default_factory=Valuation)

    def __add__(self, other: "InKind") -> "InKind":
        if not isinstance(other, InKind):
            return NotImplemented
        return InKind(
            _together(self.valued, other.valued), _together(self.unvalued, other.unvalued), self.worth + other.worth
        )

    @property
    def quantities(self) -> dict[str, Decimal]:
        """By unit, valued or not. Units are never added to one another."""
        return _together(self.valued, self.unvalued)


@dataclass(frozen=True, slots=True)
class MeansTotal:
    """Cash and in kind side by side. There is no figure of both: `cash + in_kind` is a TypeError."""

    cash: Cash = field(default_factory=Cash)
    in_kind: InKind = field(default_factory=InKind)

    def __add__(self, other: "MeansTotal") -> "MeansTotal":
        if not isinstance(other, MeansTotal):
            return NotImplemented
        return MeansTotal(self.cash + other.cash, self.in_kind + other.in_kind)

    def __radd__(self, other: Literal[0]) -> "MeansTotal":
        """So that `sum` works; it begins with the number 0."""
        return self if other == 0 else NotImplemented

    @classmethod
    def of(cls, items: Iterable["MeansTotal"]) -> "MeansTotal":
        return sum(items, cls())


def in_cash(pesos: int) -> MeansTotal:
    return MeansTotal(cash=Cash(pesos))


def in_kind(quantity: Decimal, unit: str, unit_value: int | None = None) -> MeansTotal:
    """`unit_value` in whole pesos a unit, where it was valued."""
    if unit_value is None:
        return MeansTotal(in_kind=InKind(unvalued={unit: quantity}))
    worth = Valuation(quantity * whole_pesos(unit_value))
    return MeansTotal(in_kind=InKind(valued={unit: quantity}, worth=worth))


def _together(one: dict[str, Decimal], other: dict[str, Decimal]) -> dict[str, Decimal]:
    return {unit: one.get(unit, Decimal(0)) + other.get(unit, Decimal(0)) for unit in dict.fromkeys((*one, *other))}
