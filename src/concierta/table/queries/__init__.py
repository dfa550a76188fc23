"""The table as each person may see it."""

from concierta.table.queries.quorum import QuorumCount, present_at, quorum_of
from concierta.table.queries.seats import (
    delegation_for,
    delegations_of,
    delegations_on,
    member_tables,
    rules_of,
    rules_on,
    seat_for,
    seat_of,
    seats_on,
    speaks_for,
    table_for,
    table_of,
    tables_of,
)

__all__ = [
    "QuorumCount",
    "delegation_for",
    "delegations_of",
    "delegations_on",
    "member_tables",
    "present_at",
    "quorum_of",
    "rules_of",
    "rules_on",
    "seat_for",
    "seat_of",
    "seats_on",
    "speaks_for",
    "table_for",
    "table_of",
    "tables_of",
]
