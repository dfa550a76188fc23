"""The minutes: drafted by the session, remarked on, approved, signed by two, then unamendable."""

from concierta.mesa.operations.minutes.approve import approve_minutes, sign_minutes
from concierta.mesa.operations.minutes.draft import circulate_minutes, draft_minutes, write_section
from concierta.mesa.operations.minutes.remarks import answer_remark, make_remark

__all__ = [
    "answer_remark",
    "approve_minutes",
    "circulate_minutes",
    "draft_minutes",
    "make_remark",
    "sign_minutes",
    "write_section",
]
