"""The Mesa Técnica: its seats and rules, its sessions, what was decided in them, and the minutes."""

from concierta.table.models.decisions import ActionItem, ConflictOfInterest, Decision, Motion, Vote
from concierta.table.models.minutes import Minutes, MinutesSection, Remark, Signature
from concierta.table.models.seats import Delegation, Rules, Seat, TechnicalTable
from concierta.table.models.sessions import AgendaItem, Attendance, Paper, Session

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Attendance",
    "ConflictOfInterest",
    "Decision",
    "Delegation",
    "Minutes",
    "MinutesSection",
    "Motion",
    "Paper",
    "Remark",
    "Rules",
    "Seat",
    "Session",
    "Signature",
    "TechnicalTable",
    "Vote",
]
