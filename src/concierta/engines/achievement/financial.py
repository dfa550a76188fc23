"""Budget execution in whole pesos: the identity of the appropriation and the chain from CDP to payment."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from .errors import InvalidFigures, Problem
from .quantities import Number, exact, not_negative, ratio
from .rollup import capped


@dataclass(frozen=True, slots=True)
class Appropriation:
    """Initial appropriation and its modifications in the fiscal year; each is given as a positive amount."""

    initial: int
    additions: int = 0
    reductions: int = 0
    credits: int = 0
    counter_credits: int = 0

    def __post_init__(self) -> None:
        for name in self.__slots__:
            not_negative(name, getattr(self, name))
        not_negative("final", self.final)

    @property
    def final(self) -> int:
        """initial + additions − reductions + credits − counter-credits."""
        return self.initial + self.additions - self.reductions + self.credits - self.counter_credits


@dataclass(frozen=True, slots=True)
class Execution:
    """Appropriation spent step by step, cumulative in the fiscal year.

    Refused (`EXECUTION_CHAIN_BROKEN`, naming the two steps) unless
    final ≥ availability (CDP) ≥ registration (RP) ≥ obligation ≥ payment ≥ 0.
    """

    final: int
    availability: int
    registration: int
    obligation: int
    payment: int

    def __post_init__(self) -> None:
        steps = [(name, exact(getattr(self, name))) for name in self.__slots__]
        for (above, more), (below, less) in pairwise([*steps, ("zero", Fraction(0))]):
            if more < less:
                raise InvalidFigures(
                    Problem.EXECUTION_CHAIN_BROKEN, above=above, above_value=more, below=below, below_value=less
                )

    @property
    def availability_share(self) -> Fraction | None:
        return self._share(self.availability)

    @property
    def registration_share(self) -> Fraction | None:
        return self._share(self.registration)

    @property
    def obligation_share(self) -> Fraction | None:
        """The execution: in Colombia it is read on obligations."""
        return self._share(self.obligation)

    @property
    def payment_share(self) -> Fraction | None:
        return self._share(self.payment)

    @property
    def uncommitted(self) -> int:
        """What no budget registration (RP) holds: the most that a reduction may take."""
        return self.final - self.registration

    def _share(self, amount: int) -> Fraction | None:
        return ratio(Fraction(amount), Fraction(self.final))


def check_reduction(execution: Execution, amount: int) -> None:
    """Refuses a reduction above the uncommitted balance (`REDUCTION_OVER_BALANCE`).

    Availability (CDP) that no registration backs must be released first: `Execution` then refuses it.
    """
    if not_negative("reduction", amount) > execution.uncommitted:
        raise InvalidFigures(Problem.REDUCTION_OVER_BALANCE, amount=amount, balance=execution.uncommitted)


def check_transfers(appropriations: Iterable[Appropriation]) -> None:
    """Refuses a set of transfers whose credits and counter-credits do not cancel (`TRANSFERS_DO_NOT_CANCEL`)."""
    net = sum(item.credits - item.counter_credits for item in appropriations)
    if net != 0:
        raise InvalidFigures(Problem.TRANSFERS_DO_NOT_CANCEL, net=net)


def efficiency(physical: Number | None, obligated: Number | None) -> Fraction | None:
    """Capped physical achievement ÷ share obligated: 72/60 = 1.20. Null without obligations or achievement."""
    achieved = capped(physical)
    if achieved is None or obligated is None:
        return None
    return ratio(achieved, not_negative("obligated", obligated))
