"""What shows whether a commitment is kept, declared once a commitment: its figures, and how its state is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from concierta.agreements.enums import Measured
from concierta.agreements.models import Clause
from concierta.budgets.enums import AmountKind
from concierta.engines.clauses import ClauseState, Thresholds, state_of_all, state_of_share, worst
from concierta.evaluation.enums import INSTITUTIONS, OUTREACH, MilestoneState, Rung
from concierta.evaluation.queries.clauses.facts import Facts
from concierta.evaluation.queries.obligations import TASK


@dataclass(frozen=True, slots=True)
class ClauseFigure:
    """`done` of `due`, or `done` alone where there is nothing to be part of; `unit` "" counts things."""

    name: str
    done: int
    due: int | None = None
    unit: str = ""


#: How far an instance takes the plan up, from the least.
_LADDER = [str(rung.value) for rung in Rung]
#: The state that figures say, and the figures. None: they say nothing, and only promises can.
Found = tuple[ClauseState | None, list[ClauseFigure]]
Measure = Callable[[Facts, Clause, int, Thresholds], Found]


def _means(facts: Facts, _clause: Clause, entity: int, _limits: Thresholds) -> Found:
    given = facts.contributions.get(entity, [])
    if not given:
        return None, []
    due = [one for one in given if one.is_due]
    cash = [one for one in given if one.cash]
    figures = [
        ClauseFigure("contributions_verified", sum(one.is_kept for one in given), len(given)),
        ClauseFigure("contributions_due", sum(one.is_kept for one in due), len(due)),
    ]
    if cash:
        offered = sum(int(one.offered) for one in cash)
        figures += [
            ClauseFigure("cash_delivered", sum(int(one.declared) for one in cash), offered, "COP"),
            ClauseFigure("cash_verified", sum(int(one.verified) for one in cash), offered, "COP"),
        ]
    if not due and all(one.is_kept for one in given):
        return ClauseState.KEPT, figures
    return state_of_all(sum(one.is_kept for one in due), len(due)), figures


def _table(facts: Facts, _clause: Clause, entity: int, limits: Thresholds) -> Found:
    figures, states = [], []
    if entity in facts.sessions:
        came, held = facts.sessions[entity]
        figures.append(ClauseFigure("sessions_attended", came, held))
        states.append(state_of_share(came, held, limits))
    if entity in facts.votes:
        figures.append(ClauseFigure("votes_cast", *facts.votes[entity]))
    tasks = [one for one in facts.obligations.get(entity, []) if one.kind == TASK]
    if tasks:
        in_time = sum(one.filed_on is not None and one.filed_on <= one.due_on for one in tasks)
        figures.append(ClauseFigure("tasks_in_time", in_time, len(tasks)))
        states.append(state_of_share(in_time, len(tasks), limits))
    return (worst(states) if states else None), figures


def _standing(facts: Facts, clause: Clause, entity: int, limits: Thresholds) -> Found:
    first, _last = facts.year
    declared = [
        one for one in facts.milestones_of[clause.pk, entity] if one.kind in OUTREACH and one.reached_on >= first
    ]
    if not declared:
        return None, []
    verified = [one for one in declared if one.state == MilestoneState.VERIFIED]
    figures = [
        ClauseFigure("outreach_verified", len(verified), len(declared)),
        ClauseFigure("instances_reached", len({one.instance for one in verified})),
    ]
    rungs = [_LADDER.index(one.rung) + 1 for one in verified if one.rung]
    if rungs:
        figures.append(ClauseFigure("highest_rung", max(rungs), len(_LADDER)))
    if entity in facts.sessions:
        figures.append(ClauseFigure("sessions_attended", *facts.sessions[entity]))
    # What nobody has looked at yet is not the fault of whoever declared it.
    looked_at = sum(one.state != MilestoneState.DECLARED for one in declared)
    return state_of_share(len(verified), looked_at, limits), figures


def _information(facts: Facts, _clause: Clause, entity: int, limits: Thresholds) -> Found:
    owed = [one for one in facts.obligations.get(entity, []) if one.kind != TASK]
    if not owed:
        return None, []
    in_time = sum(one.filed_on is not None and one.filed_on <= one.due_on for one in owed)
    filed = sum(one.filed_on is not None for one in owed)
    figures = [ClauseFigure("filed_in_time", in_time, len(owed)), ClauseFigure("filed", filed, len(owed))]
    return state_of_share(in_time, len(owed), limits), figures


def _resources(facts: Facts, _clause: Clause, entity: int, limits: Thresholds) -> Found:
    pesos = facts.resources.get(entity)
    requested = pesos[AmountKind.REQUESTED] if pesos else 0
    if not pesos or not requested:
        return None, []
    approved, disbursed = pesos[AmountKind.APPROVED], pesos[AmountKind.DISBURSED]
    figures = [
        ClauseFigure("resources_approved", approved, requested, "COP"),
        ClauseFigure("resources_disbursed", disbursed, requested, "COP"),
    ]
    own = sum(int(one.verified) for one in facts.contributions.get(entity, []) if one.cash)
    if own:
        figures.append(ClauseFigure("leverage", disbursed, own, "COP"))
    # Until somebody has approved it, nobody can say that it did not come.
    return (state_of_share(disbursed, requested, limits) if approved or disbursed else ClauseState.NOT_DUE), figures


def _institutions(facts: Facts, clause: Clause, entity: int, _limits: Thresholds) -> Found:
    declared = [one for one in facts.milestones_of[clause.pk, entity] if one.kind in INSTITUTIONS]
    if not declared:
        return None, []
    verified = [one for one in declared if one.state == MilestoneState.VERIFIED]
    holds = [one for one in verified if one.expires_on is None or one.expires_on >= facts.on]
    figures = [
        ClauseFigure("institutions_verified", len(verified), len(declared)),
        ClauseFigure("institutions_in_force", len(holds), len(verified)),
    ]
    return state_of_all(len(holds), len(verified)), figures


def _verification(facts: Facts, _clause: Clause, entity: int, limits: Thresholds) -> Found:
    if entity not in facts.reports:
        return None, []
    sent = facts.reports[entity]
    figures = [
        ClauseFigure("reports_verified", sent.held, sent.looked_at),
        ClauseFigure("reports_looked_at", sent.looked_at, sent.all),
        ClauseFigure("reports_looked_at_in_time", sent.in_time, sent.all),
    ]
    # What nobody has looked at yet is not the fault of whoever sent it.
    return state_of_share(sent.held, sent.looked_at, limits), figures


def _norms(facts: Facts, _clause: Clause, entity: int, _limits: Thresholds) -> Found:
    if entity not in facts.competences:
        return None, []
    good, stated = facts.competences[entity]
    return state_of_all(good, stated), [ClauseFigure("competences_in_force", good, stated)]


#: What each kind of commitment is measured by. Of the others, the part of the program that would is not installed yet.
MEASURES: Mapping[str, Measure] = {
    Measured.MEANS: _means,
    Measured.TABLE: _table,
    Measured.STANDING: _standing,
    Measured.INFORMATION: _information,
    Measured.RESOURCES: _resources,
    Measured.INSTITUTIONS: _institutions,
    Measured.VERIFICATION: _verification,
    Measured.NORMS: _norms,
}


def measured(facts: Facts, clause: Clause, entity: int, limits: Thresholds) -> tuple[ClauseState, list[ClauseFigure]]:
    """The state of one bound signatory before one commitment: its promises that have come due, and its figures."""
    promised = facts.pledges.get((clause.pk, entity), [])
    states, figures = [], []
    if promised:
        due = [pledge for pledge in promised if pledge.due_on is not None and pledge.due_on <= facts.on]
        kept = sum(pledge.pk in facts.kept for pledge in promised)
        figures.append(ClauseFigure("pledges_kept", kept, len(promised)))
        if kept == len(promised):
            states.append(ClauseState.KEPT)
        else:
            states.append(state_of_all(sum(pledge.pk in facts.kept for pledge in due), len(due)))
    if clause.measured in MEASURES:
        state, found = MEASURES[clause.measured](facts, clause, entity, limits)
        figures += found
        if state is not None:
            states.append(state)
    elif clause.measured:
        states.append(ClauseState.NOT_INSTALLED)
    return worst(states), figures
