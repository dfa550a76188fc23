"""Reading the ledger, and checking that it is whole."""

from concierta.ledger.queries.events import acts_on_figure, entries_from, events_of_plan, ledger_size
from concierta.ledger.queries.integrity import ledger_problems
from concierta.ledger.queries.published import published_log_problems

__all__ = [
    "acts_on_figure",
    "entries_from",
    "events_of_plan",
    "ledger_problems",
    "ledger_size",
    "published_log_problems",
]
