"""Any sequence of acts keeps the identities; an independent, naive bookkeeping stands beside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.finance import (
    Act,
    ActKind,
    Change,
    Effect,
    MoneyProblem,
    MoneyRefused,
    Stages,
    apply_act,
    breaches,
    check_act,
    free_balance,
    total,
    with_spending,
)

LINES = ("a", "b", "c")


def started(initial: int, registration: int = 0, availability: int | None = None) -> Stages:
    stages = Stages(initial=initial, additions=0, reductions=0, credits=0, counter_credits=0, deferred=0, final=initial)
    return with_spending(stages, registration if availability is None else availability, registration)


@st.composite
def acts(draw: st.DrawFn) -> Act:
    kind = draw(st.sampled_from(ActKind))
    amount = st.integers(1, 400)
    if kind is ActKind.TRANSFER:
        giver, taker = draw(st.permutations(LINES))[:2]
        moved = draw(amount)
        return Act(kind, (Change(giver, Effect.COUNTER_CREDIT, moved), Change(taker, Effect.CREDIT, moved)))
    effect = Effect(kind.value)
    lines = draw(st.lists(st.sampled_from(LINES), min_size=1, unique=True))
    return Act(kind, tuple(Change(line, effect, draw(amount)) for line in lines))


class Naive:
    """One number a line, moved by hand: what is left of it, what is committed of it, what is held back."""

    def __init__(self, initial: dict[str, int], committed: dict[str, int]) -> None:
        self.final, self.committed = dict(initial), committed
        self.held = dict.fromkeys(initial, 0)

    def allows(self, act: Act) -> bool:
        for change in act.changes:
            free = self.final[change.line] - self.committed[change.line] - self.held[change.line]
            if change.effect in ("reduction", "counter_credit", "deferral") and change.amount > free:
                return False
            if change.effect == "release" and change.amount > self.held[change.line]:
                return False
        return True

    def do(self, act: Act) -> None:
        for change in act.changes:
            if change.effect in ("addition", "credit"):
                self.final[change.line] += change.amount
            elif change.effect in ("reduction", "counter_credit"):
                self.final[change.line] -= change.amount
            elif change.effect == "deferral":
                self.held[change.line] += change.amount
            else:
                self.held[change.line] -= change.amount


@given(
    st.lists(st.integers(0, 1_000), min_size=3, max_size=3),
    st.lists(st.fractions(0, 1), min_size=3, max_size=3),
    st.lists(acts(), max_size=20),
)
def test_any_sequence_of_acts_keeps_the_identities(initial, shares, sequence):
    committed = {line: int(share * amount) for line, share, amount in zip(LINES, shares, initial, strict=True)}
    lines = {line: started(amount, committed[line]) for line, amount in zip(LINES, initial, strict=True)}
    naive = Naive(dict(zip(LINES, initial, strict=True)), committed)
    for act in sequence:
        before = total(lines.values()).final
        if naive.allows(act):
            lines = apply_act(lines, act)
            naive.do(act)
            moved = act.increase - act.decrease
            assert total(lines.values()).final == before + moved
            if act.kind is ActKind.TRANSFER:
                assert moved == 0
        else:
            with pytest.raises(MoneyRefused):
                apply_act(lines, act)
        for line in LINES:
            stages = lines[line]
            assert (stages.final, stages.deferred) == (naive.final[line], naive.held[line])
            assert breaches(stages) == ()
            assert free_balance(stages) >= 0
    whole = total(lines.values())
    assert whole.credits == whole.counter_credits


def refused(act: Act, lines: dict[str, Stages] | None = None) -> MoneyRefused:
    with pytest.raises(MoneyRefused) as caught:
        apply_act(lines or {"a": started(100), "b": started(100)}, act)
    return caught.value


def test_a_transfer_that_gives_more_than_it_takes_is_refused_with_both_sums():
    act = Act(ActKind.TRANSFER, (Change("a", Effect.COUNTER_CREDIT, 30), Change("b", Effect.CREDIT, 31)))
    found = refused(act)
    assert found.problem is MoneyProblem.TRANSFER_DOES_NOT_CANCEL
    assert found.details == {"credits": 31, "counter_credits": 30}


def test_an_act_without_lines_is_refused():
    assert refused(Act(ActKind.ADDITION, ())).problem is MoneyProblem.EMPTY_ACT


def test_a_line_twice_is_refused():
    act = Act(ActKind.ADDITION, (Change("a", Effect.ADDITION, 1), Change("a", Effect.ADDITION, 1)))
    assert refused(act).problem is MoneyProblem.LINE_TWICE


def test_an_effect_of_another_kind_of_act_is_refused():
    act = Act(ActKind.ADDITION, (Change("a", Effect.REDUCTION, 1),))
    assert refused(act).problem is MoneyProblem.EFFECT_DOES_NOT_FIT


@pytest.mark.parametrize(
    ("amount", "problem"),
    [(0, "not_positive"), (-5, "not_positive"), (1.0, "not_exact"), (True, "not_exact"), ("1", "not_exact")],
)
def test_money_is_a_whole_number_of_pesos_above_zero(amount, problem):
    with pytest.raises(MoneyRefused) as caught:
        check_act(Act(ActKind.ADDITION, (Change("a", Effect.ADDITION, amount),)))
    assert caught.value.problem == problem


def test_a_reduction_takes_at_most_the_uncommitted_balance():
    lines = {"a": started(1_500, 1_200)}
    after = apply_act(lines, Act(ActKind.REDUCTION, (Change("a", Effect.REDUCTION, 300),)))
    assert after["a"].final == 1_200
    found = refused(Act(ActKind.REDUCTION, (Change("a", Effect.REDUCTION, 301),)), lines)
    assert (found.problem, found.details["balance"]) == (MoneyProblem.OVER_UNCOMMITTED, 300)


def test_what_an_availability_holds_is_released_before_it_is_taken():
    found = refused(Act(ActKind.REDUCTION, (Change("a", Effect.REDUCTION, 200),)), {"a": started(1_500, 1_200, 1_350)})
    assert (found.problem, found.details["balance"]) == (MoneyProblem.OVER_AVAILABLE, 150)


def test_no_more_is_released_than_is_deferred():
    found = refused(Act(ActKind.RELEASE, (Change("a", Effect.RELEASE, 1),)))
    assert (found.problem, found.details["balance"]) == (MoneyProblem.OVER_DEFERRED, 0)


def test_an_act_leaves_the_lines_given_to_it_as_they_were():
    lines = {"a": started(100)}
    apply_act(lines, Act(ActKind.ADDITION, (Change("a", Effect.ADDITION, 7),)))
    assert lines == {"a": started(100)}
