"""The Mesa Técnica: its seats and rules, its sessions, what was decided in them, and the minutes."""

from concierta.mesa.models.decisions import ActionItem, ConflictOfInterest, Decision, Motion, Vote
from concierta.mesa.models.minutes import Minutes, MinutesSection, Remark, Signature
from concierta.mesa.models.seats import Delegation, Mesa, Rules, Seat
from concierta.mesa.models.sessions import AgendaItem, Attendance, Paper, Session

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Attendance",
    "ConflictOfInterest",
    "Decision",
    "Delegation",
    "Mesa",
    "Minutes",
    "MinutesSection",
    "Motion",
    "Paper",
    "Remark",
    "Rules",
    "Seat",
    "Session",
    "Signature",
    "Vote",
]
