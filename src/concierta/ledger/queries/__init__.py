"""Reading the ledger, and checking that it is whole."""

from concierta.ledger.queries.compare import (
    CELL,
    Comparison,
    Said,
    Sealed,
    Words,
    acts_of_kinds,
    cited,
    last_said,
    missing,
    shown,
    unheard,
)
from concierta.ledger.queries.events import acts_on_figure, entries_from, events_of_plan, ledger_size
from concierta.ledger.queries.integrity import ledger_problems
from concierta.ledger.queries.published import published_log_problems

__all__ = [
    "CELL",
    "Comparison",
    "Said",
    "Sealed",
    "Words",
    "acts_of_kinds",
    "acts_on_figure",
    "cited",
    "entries_from",
    "events_of_plan",
    "last_said",
    "ledger_problems",
    "ledger_size",
    "missing",
    "published_log_problems",
    "shown",
    "unheard",
]
