"""Reading the ledger, and checking that it is whole."""

from concierta.ledger.queries.compare import (
    CELL,
    Comparison,
    Key,
    RecordedValues,
    Sealed,
    Words,
    acts_of_kinds,
    cited,
    last_recorded,
    missing,
    shown,
    unrecorded,
)
from concierta.ledger.queries.events import (
    Loss,
    acts_on_figure,
    entries_from,
    events_of_plan,
    last_act_at,
    ledger_size,
    losses_on_record,
    packed_act,
    recorded_cortes,
)
from concierta.ledger.queries.integrity import ledger_problems
from concierta.ledger.queries.published import published_log_problems

__all__ = [
    "CELL",
    "Comparison",
    "Key",
    "Loss",
    "RecordedValues",
    "Sealed",
    "Words",
    "acts_of_kinds",
    "acts_on_figure",
    "cited",
    "entries_from",
    "events_of_plan",
    "last_act_at",
    "last_recorded",
    "ledger_problems",
    "ledger_size",
    "losses_on_record",
    "missing",
    "packed_act",
    "published_log_problems",
    "recorded_cortes",
    "shown",
    "unrecorded",
]
