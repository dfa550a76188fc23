"""What the Mesa does: seats and rules, sessions, decisions, tasks and minutes."""

from concierta.mesa.operations.actions import assign_action, check_action, drop_action, finish_action, reopen_action
from concierta.mesa.operations.agenda import add_item, drop_item, edit_item, fill_agenda, move_item, restore_item
from concierta.mesa.operations.attendance import record_arrival, record_departure
from concierta.mesa.operations.items import close_item, declare_conflict, open_item, write_notes
from concierta.mesa.operations.live import close_session, declare_not_held, open_session
from concierta.mesa.operations.minutes import (
    answer_remark,
    approve_minutes,
    circulate_minutes,
    draft_minutes,
    make_remark,
    sign_minutes,
    write_section,
)
from concierta.mesa.operations.motions import close_motion, propose_motion, withdraw_motion
from concierta.mesa.operations.rules import change_rules, establish_mesa
from concierta.mesa.operations.seats import end_delegation, end_seat, give_seat, register_delegation, set_principal
from concierta.mesa.operations.sessions import attach_paper, cancel_session, edit_session, plan_session, send_notice
from concierta.mesa.operations.texts import StaleText
from concierta.mesa.operations.votes import cast_vote

__all__ = [
    "StaleText",
    "add_item",
    "answer_remark",
    "approve_minutes",
    "assign_action",
    "attach_paper",
    "cancel_session",
    "cast_vote",
    "change_rules",
    "check_action",
    "circulate_minutes",
    "close_item",
    "close_motion",
    "close_session",
    "declare_conflict",
    "declare_not_held",
    "draft_minutes",
    "drop_action",
    "drop_item",
    "edit_item",
    "edit_session",
    "end_delegation",
    "end_seat",
    "establish_mesa",
    "fill_agenda",
    "finish_action",
    "give_seat",
    "make_remark",
    "move_item",
    "open_item",
    "open_session",
    "plan_session",
    "propose_motion",
    "record_arrival",
    "record_departure",
    "register_delegation",
    "reopen_action",
    "restore_item",
    "send_notice",
    "set_principal",
    "sign_minutes",
    "withdraw_motion",
    "write_notes",
    "write_section",
]
