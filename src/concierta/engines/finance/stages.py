"""The stages of a budget line, or of any sum of lines, and what contradicts them."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from fractions import Fraction
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Stages:
    """Whole pesos; null: not stated. `availability` is the CDP, `registration` the RP.

    What takes money away is a positive amount. `deferred` is held back and still part of `final`.
    """

    initial: int | None = None
    additions: int | None = None
    reductions: int | None = None
    credits: int | None = None
    counter_credits: int | None = None
    deferred: int | None = None
    final: int | None = None
    availability: int | None = None
    registration: int | None = None
    obligation: int | None = None
    payment: int | None = None

    def __add__(self, other: "Stages") -> "Stages":
        """Figure by figure; what only one of them states is the sum of what is stated."""
        return Stages(*(_sum(getattr(self, name), getattr(other, name)) for name in FIELDS))

    @property
    def modifications(self) -> int | None:
        """What changed since the initial appropriation."""
        return None if self.final is None or self.initial is None else self.final - self.initial

    @property
    def execution(self) -> Fraction | None:
        """Share of the final appropriation that is obligated: in Colombia execution is read there."""
        return self.share(self.obligation)

    @property
    def unspent(self) -> int | None:
        return None if self.final is None or self.obligation is None else self.final - self.obligation

    def share(self, amount: int | None) -> Fraction | None:
        """`amount` over the final appropriation; null where either is not stated or nothing was appropriated."""
        return Fraction(amount, self.final) if amount is not None and self.final else None


FIELDS = tuple(field.name for field in fields(Stages))
NOTHING = Stages()
_CHAIN = ("final", "availability", "registration", "obligation", "payment")


@dataclass(frozen=True, slots=True)
class Breach:
    """An identity that does not hold: `left` should be equal to `right` ("identity"), or not below it ("chain"),
    or not below zero ("negative"). Names are fields of `Stages`."""

    kind: str
    left: str
    right: str
    left_value: int
    right_value: int


def breaches(stages: Stages) -> tuple[Breach, ...]:
    """Everything in which these figures contradict DOMAIN §3; a figure that is not stated contradicts nothing."""
    found = [
        Breach("negative", name, "zero", value, 0)
        for name in FIELDS
        if (value := getattr(stages, name)) is not None and value < 0
    ]
    if stages.final is not None and stages.initial is not None:
        due = (
            stages.initial
            + (stages.additions or 0)
            - (stages.reductions or 0)
            + (stages.credits or 0)
            - (stages.counter_credits or 0)
        )
        if due != stages.final:
            found.append(Breach("identity", "final", "initial and modifications", stages.final, due))
    stated = [(name, value) for name in _CHAIN if (value := getattr(stages, name)) is not None]
    found += [
        Breach("chain", above, below, more, less) for (above, more), (below, less) in pairwise(stated) if more < less
    ]
    return tuple(found)


def total(items: Iterable[Stages]) -> Stages:
    """The sum of many; `NOTHING` of none."""
    return sum(items, NOTHING)


def _sum(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return one if other is None else other
    return one + other
