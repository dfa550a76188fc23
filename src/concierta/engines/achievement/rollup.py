"""From children to parent: indicators to projects, projects to axes, axes to the plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .errors import InvalidFigures, Problem
from .quantities import Number, exact, not_negative

_ZERO, _ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Child:
    """A child of the hierarchy: its raw achievement (1 = met, None = null) and its weight among siblings."""

    achievement: Number | None
    weight: Number | None = None


@dataclass(frozen=True, slots=True)
class RollUp:
    """`achievement`: the parent's, between 0 and 1, or null. `coverage`: the share of the siblings' weight it
    rests on, to be shown beside it, since what drops out of the mean is otherwise invisible."""

    achievement: Fraction | None
    coverage: Fraction


def capped(raw: Number | None) -> Fraction | None:
    """min(max(raw, 0), 1): what is rolled up. The raw fraction itself is kept and shown."""
    if raw is None:
        return None
    value = exact(raw)
    if value.numerator <= 0:
        return _ZERO
    return _ONE if value.numerator >= value.denominator else value


def exceeds_target(raw: Number | None) -> bool:
    """True if the raw achievement passes 100 %, which asks for a warning."""
    return raw is not None and exact(raw) > 1


def roll_up(children: Iterable[Child]) -> RollUp:
    """The weighted mean of the children's capped achievements.

    Null children drop out and the remaining weights renormalise; where no child has a weight all are
    equal. Weights need not add to 100 here (`check_sibling_weights` is the plan's rule), but either every
    child has one or none (`WEIGHTS_INCOMPLETE`). Null when nothing with weight is left.
    """
    siblings = list(children)
    weights = _weights([child.weight for child in siblings])
    given = [
        (value, weight)
        for child, weight in zip(siblings, weights, strict=True)
        if (value := capped(child.achievement)) is not None
    ]
    left = sum((weight for _, weight in given), Fraction(0))
    total = sum(weights, Fraction(0))
    if left == 0:
        return RollUp(achievement=None, coverage=Fraction(0))
    mean = sum((value * weight for value, weight in given), Fraction(0)) / left
    return RollUp(achievement=mean, coverage=left / total)


def weighted_mean(children: Iterable[Child]) -> Fraction | None:
    """The achievement of `roll_up` alone."""
    return roll_up(children).achievement


def check_sibling_weights(weights: Sequence[Number | None], *, total: Number = 100) -> None:
    """Refuses weights of siblings that do not add to `total`. None given at all is allowed: equal weights."""
    if all(weight is None for weight in weights):
        return
    added = sum(_weights(weights), Fraction(0))
    if added != exact(total):
        raise InvalidFigures(Problem.WEIGHTS_DO_NOT_ADD_UP, sum=added, expected=exact(total))


def _weights(weights: Sequence[Number | None]) -> list[Fraction]:
    given = [not_negative("weight", weight) for weight in weights if weight is not None]
    if not given:
        return [Fraction(1)] * len(weights)
    if len(given) != len(weights):
        raise InvalidFigures(Problem.WEIGHTS_INCOMPLETE, given=len(given), siblings=len(weights))
    return given
