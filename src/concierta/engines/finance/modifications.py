"""Acts that change appropriations: what each may do, and what is left after it."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from .errors import MoneyProblem, MoneyRefused, positive_pesos
from .stages import Stages


class Effect(StrEnum):
    ADDITION = "addition"
    REDUCTION = "reduction"
    CREDIT = "credit"
    COUNTER_CREDIT = "counter_credit"
    DEFERRAL = "deferral"
    RELEASE = "release"


class ActKind(StrEnum):
    ADDITION = "addition"
    REDUCTION = "reduction"
    TRANSFER = "transfer"
    DEFERRAL = "deferral"
    RELEASE = "release"


_EFFECTS = {
    ActKind.ADDITION: {Effect.ADDITION},
    ActKind.REDUCTION: {Effect.REDUCTION},
    ActKind.TRANSFER: {Effect.CREDIT, Effect.COUNTER_CREDIT},
    ActKind.DEFERRAL: {Effect.DEFERRAL},
    ActKind.RELEASE: {Effect.RELEASE},
}
_TAKES = (Effect.REDUCTION, Effect.COUNTER_CREDIT)
_ADDS = (Effect.ADDITION, Effect.CREDIT)
#: effect → (the figure it moves, which way the final moves)
_MOVES = {
    Effect.ADDITION: ("additions", 1),
    Effect.REDUCTION: ("reductions", -1),
    Effect.CREDIT: ("credits", 1),
    Effect.COUNTER_CREDIT: ("counter_credits", -1),
    Effect.DEFERRAL: ("deferred", 0),
    Effect.RELEASE: ("deferred", 0),
}


@dataclass(frozen=True, slots=True)
class Change:
    """What an act does to one line; the amount is positive, the effect says which way."""

    line: Hashable
    effect: Effect
    amount: int


@dataclass(frozen=True, slots=True)
class Act:
    kind: ActKind
    changes: tuple[Change, ...]

    @property
    def increase(self) -> int:
        return sum(change.amount for change in self.changes if change.effect in _ADDS)

    @property
    def decrease(self) -> int:
        return sum(change.amount for change in self.changes if change.effect in _TAKES)

    @property
    def held(self) -> int:
        return sum(change.amount for change in self.changes if change.effect in (Effect.DEFERRAL, Effect.RELEASE))


def check_act(act: Act) -> None:
    """Refuses an act that is not what it is called: empty, with another's effects, a line twice, a transfer that
    gives more or less than it takes."""
    if not act.changes:
        raise MoneyRefused(MoneyProblem.EMPTY_ACT)
    for change in act.changes:
        positive_pesos(change.amount)
        if change.effect not in _EFFECTS[act.kind]:
            raise MoneyRefused(MoneyProblem.EFFECT_DOES_NOT_FIT, effect=change.effect, kind=act.kind)
    if len({change.line for change in act.changes}) < len(act.changes):
        raise MoneyRefused(MoneyProblem.LINE_TWICE)
    if act.kind is ActKind.TRANSFER and act.increase != act.decrease:
        raise MoneyRefused(MoneyProblem.TRANSFER_DOES_NOT_CANCEL, credits=act.increase, counter_credits=act.decrease)


def free_balance(stages: Stages) -> int:
    """What neither an availability (CDP) nor a deferral holds: what can still be taken from a line."""
    return (stages.final or 0) - max(stages.availability or 0, stages.registration or 0) - (stages.deferred or 0)


def apply_act(lines: Mapping[Hashable, Stages], act: Act) -> dict[Hashable, Stages]:
    """The lines after the act, in a new mapping. Lines not named stay as they are; an unknown line is a KeyError.

    Refuses to take more than the uncommitted balance (final − RP), or what an availability still holds: it is
    released first; refuses to release more than is deferred.
    """
    check_act(act)
    after = dict(lines)
    for change in act.changes:
        stages = after[change.line]
        check_balance(stages, change)
        figure, way = _MOVES[change.effect]
        moved = -change.amount if change.effect is Effect.RELEASE else change.amount
        # The figure's name is data here, which the type of `replace` cannot follow.
        changed = {figure: (getattr(stages, figure) or 0) + moved, "final": (stages.final or 0) + way * change.amount}
        after[change.line] = replace(stages, **changed)
    return after


def check_balance(stages: Stages, change: Change) -> None:
    """Refuses a change that takes or holds back more than the line has free, or releases more than is deferred."""
    if change.effect is Effect.RELEASE:
        if change.amount > (stages.deferred or 0):
            raise MoneyRefused(
                MoneyProblem.OVER_DEFERRED, line=change.line, amount=change.amount, balance=stages.deferred or 0
            )
        return
    if change.effect not in (*_TAKES, Effect.DEFERRAL):
        return
    uncommitted = (stages.final or 0) - (stages.registration or 0)
    if change.amount > uncommitted:
        raise MoneyRefused(MoneyProblem.OVER_UNCOMMITTED, line=change.line, amount=change.amount, balance=uncommitted)
    if change.amount > free_balance(stages):
        raise MoneyRefused(
            MoneyProblem.OVER_AVAILABLE, line=change.line, amount=change.amount, balance=free_balance(stages)
        )


def with_spending(stages: Stages, availability: int | None, registration: int | None) -> Stages:
    """An appropriation with what is committed of it."""
    return replace(stages, availability=availability, registration=registration)
