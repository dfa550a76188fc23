"""The table as each person may see it."""

from concierta.table.queries.actions import (
    action_for,
    action_items_of,
    actions_of_person,
    actions_to_check,
    is_overdue,
    overdue_actions,
)
from concierta.table.queries.attendance import AttendanceRecord, attendance_record
from concierta.table.queries.document import MinutesDocument, SignedAs, minutes_document
from concierta.table.queries.live import LiveItem, LiveMotion, LiveSeat, LiveSession, LiveVote, live_session
from concierta.table.queries.minutes import minutes_for, remark_for, section_for, signed_minutes
from concierta.table.queries.motions import decision_by_number, decisions_of, motion_for, motions_of, motions_of_session
from concierta.table.queries.quorum import QuorumCount, present_at, quorum_of
from concierta.table.queries.recorded import quorum_changes
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
from concierta.table.queries.sessions import (
    agenda_of,
    item_for,
    next_session,
    paper_for,
    session_for,
    sessions_of,
    visible_sessions,
)

__all__ = [
    "AttendanceRecord",
    "LiveItem",
    "LiveMotion",
    "LiveSeat",
    "LiveSession",
    "LiveVote",
    "MinutesDocument",
    "QuorumCount",
    "SignedAs",
    "action_for",
    "action_items_of",
    "actions_of_person",
    "actions_to_check",
    "agenda_of",
    "attendance_record",
    "decision_by_number",
    "decisions_of",
    "delegation_for",
    "delegations_of",
    "delegations_on",
    "is_overdue",
    "item_for",
    "live_session",
    "member_tables",
    "minutes_document",
    "minutes_for",
    "motion_for",
    "motions_of",
    "motions_of_session",
    "next_session",
    "overdue_actions",
    "paper_for",
    "present_at",
    "quorum_changes",
    "quorum_of",
    "remark_for",
    "rules_of",
    "rules_on",
    "seat_for",
    "seat_of",
    "seats_on",
    "section_for",
    "session_for",
    "sessions_of",
    "signed_minutes",
    "speaks_for",
    "table_for",
    "table_of",
    "tables_of",
    "visible_sessions",
]
