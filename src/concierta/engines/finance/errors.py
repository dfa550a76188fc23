"""What the engine refuses, as codes: the layers above hold the sentence that a person reads."""

from enum import StrEnum


class MoneyProblem(StrEnum):
    NOT_EXACT = "not_exact"
    NOT_POSITIVE = "not_positive"
    EFFECT_DOES_NOT_FIT = "effect_does_not_fit"
    EMPTY_ACT = "empty_act"
    LINE_TWICE = "line_twice"
    TRANSFER_DOES_NOT_CANCEL = "transfer_does_not_cancel"
    OVER_UNCOMMITTED = "over_uncommitted"
    OVER_AVAILABLE = "over_available"
    OVER_DEFERRED = "over_deferred"
    RATE_MISSING = "rate_missing"
    RATE_OF_PESOS = "rate_of_pesos"


class MoneyRefused(ValueError):
    """`problem` is stable and translatable; `details` carries the figures to quote."""

    def __init__(self, problem: MoneyProblem, **details: object) -> None:
        self.problem = problem
        self.details = details
        super().__init__(f"{problem.value} {details}" if details else problem.value)


def whole_pesos(amount: object) -> int:
    """An integer that is really one: a float or a truth value never passes for money."""
    if type(amount) is not int:
        raise MoneyRefused(MoneyProblem.NOT_EXACT, value=amount)
    return amount


def positive_pesos(amount: object) -> int:
    pesos = whole_pesos(amount)
    if pesos <= 0:
        raise MoneyRefused(MoneyProblem.NOT_POSITIVE, value=pesos)
    return pesos
