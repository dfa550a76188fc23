"""The state of every commitment for every signatory, and for the agreement as a whole."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.conf import settings

from concierta.agreements.enums import GAVE_THEIR_WORD, SignatoryState
from concierta.agreements.models import Agreement, Clause, Signatory
from concierta.agreements.permissions import check_can_read_agreement
from concierta.engines.clauses import ClauseState, Thresholds
from concierta.evaluation.queries.clauses.facts import Facts
from concierta.evaluation.queries.clauses.measures import ClauseFigure, measured
from concierta.people.models import User
from concierta.people.queries import entities_of

#: Bound today: also whoever is suspended, whose duties go on.
_BOUND = frozenset(GAVE_THEIR_WORD) - {SignatoryState.SIGNED}


@dataclass(frozen=True, slots=True)
class ClauseStanding:
    """One cell: a signatory before a commitment, with the figures that say so."""

    clause: Clause
    signatory: Signatory
    state: ClauseState
    figures: tuple[ClauseFigure, ...]


def thresholds() -> Thresholds:
    """Those of the installation: CONCIERTA_CLAUSE_THRESHOLDS, or three quarters and half [D]."""
    kept, partly = settings.CLAUSE_THRESHOLDS
    return Thresholds(Fraction(kept), Fraction(partly))


def clause_standings(agreement: Agreement, on: date, *, year: int | None = None) -> list[ClauseStanding]:
    """Every cell, by commitment and then by name of the signatory, for publication. The number of queries does not
    depend on how many there are. Whoever does not stand by the agreement is NOT_BOUND: a cell too, never a blank."""
    facts, limits = Facts(agreement, on, year), thresholds()
    cells = []
    for clause in facts.clauses:
        for signatory in facts.signatories:
            if _is_bound(signatory, on):
                state, figures = measured(facts, clause, signatory.entity_id, limits)
            else:
                state, figures = ClauseState.NOT_BOUND, []
            cells.append(ClauseStanding(clause, signatory, state, tuple(figures)))
    return cells


def _is_bound(signatory: Signatory, on: date) -> bool:
    """Whoever withdraws is bound until the day from which that holds."""
    if signatory.state == SignatoryState.WITHDRAWN:
        return signatory.ends_on is not None and on < signatory.ends_on
    return signatory.state in _BOUND


def clause_matrix(user: User | None, agreement: Agreement, on: date) -> list[ClauseStanding]:
    """The same, for whoever may read the agreement."""
    check_can_read_agreement(user, agreement)
    return clause_standings(agreement, on)


def left_to_keep(user: User, on: date) -> list[tuple[Signatory, int]]:
    """Each signatory that `user` speaks for and that keeps some commitment in part or not at all: of how many."""
    own = list(
        Signatory.objects.filter(entity__in=entities_of(user), state__in=_BOUND)
        .select_related("agreement")
        .order_by("agreement", "pk")
    )
    mine = {one.pk for one in own}
    agreements = {one.agreement_id: one.agreement for one in own}
    behind = [
        cell
        for agreement in agreements.values()
        for cell in clause_standings(agreement, on)
        if cell.signatory.pk in mine and cell.state in (ClauseState.PARTLY, ClauseState.NOT_KEPT)
    ]
    found = {cell.signatory.pk: cell.signatory for cell in behind}
    counts = Counter(cell.signatory.pk for cell in behind)
    return [(signatory, counts[pk]) for pk, signatory in found.items()]
