"""What the table does: seats and rules, sessions, decisions, tasks and minutes."""

from concierta.table.operations.agenda import add_item, drop_item, edit_item, fill_agenda, move_item, restore_item
from concierta.table.operations.attendance import record_arrival, record_departure
from concierta.table.operations.live import (
    close_item,
    close_session,
    declare_conflict,
    declare_not_held,
    open_item,
    open_session,
    write_notes,
)
from concierta.table.operations.motions import cast_vote, close_motion, propose_motion, withdraw_motion
from concierta.table.operations.rules import change_rules, establish_table
from concierta.table.operations.seats import end_delegation, end_seat, give_seat, register_delegation, set_principal
from concierta.table.operations.sessions import attach_paper, edit_session, plan_session, send_notice
from concierta.table.operations.texts import StaleText

__all__ = [
    "StaleText",
    "add_item",
    "attach_paper",
    "cast_vote",
    "change_rules",
    "close_item",
    "close_motion",
    "close_session",
    "declare_conflict",
    "declare_not_held",
    "drop_item",
    "edit_item",
    "edit_session",
    "end_delegation",
    "end_seat",
    "establish_table",
    "fill_agenda",
    "give_seat",
    "move_item",
    "open_item",
    "open_session",
    "plan_session",
    "propose_motion",
    "record_arrival",
    "record_departure",
    "register_delegation",
    "restore_item",
    "send_notice",
    "set_principal",
    "withdraw_motion",
    "write_notes",
]
