"""Whether each signatory keeps each commitment, with the figures that say so."""

from concierta.evaluation.queries.clauses.facts import Facts
from concierta.evaluation.queries.clauses.measures import ClauseFigure
from concierta.evaluation.queries.clauses.states import (
    ClauseStanding,
    clause_matrix,
    clause_standings,
    left_to_keep,
    thresholds,
)

__all__ = [
    "ClauseFigure",
    "ClauseStanding",
    "Facts",
    "clause_matrix",
    "clause_standings",
    "left_to_keep",
    "thresholds",
]
