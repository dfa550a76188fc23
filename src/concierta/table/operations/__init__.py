"""What the table does: seats and rules, sessions, decisions, tasks and minutes."""

from concierta.table.operations.rules import change_rules, establish_table
from concierta.table.operations.seats import end_delegation, end_seat, give_seat, register_delegation, set_principal
from concierta.table.operations.texts import StaleText

__all__ = [
    "StaleText",
    "change_rules",
    "end_delegation",
    "end_seat",
    "establish_table",
    "give_seat",
    "register_delegation",
    "set_principal",
]
