"""Risks, milestones, what the Mesa found of a project, and what it and the calendar make of a signatory."""

from concierta.evaluation.operations.milestones import declare_milestone, verify_milestone, withdraw_milestone
from concierta.evaluation.operations.reviews import draw_projects, review_project, schedule_reviews
from concierta.evaluation.operations.risks import close_risk, reassess_risk, record_risk
from concierta.evaluation.operations.signatories import (
    assign_role,
    leave_agreement,
    readmit_signatory,
    review_silence,
    suspend_signatory,
)

__all__ = [
    "assign_role",
    "close_risk",
    "declare_milestone",
    "draw_projects",
    "leave_agreement",
    "readmit_signatory",
    "reassess_risk",
    "record_risk",
    "review_project",
    "review_silence",
    "schedule_reviews",
    "suspend_signatory",
    "verify_milestone",
    "withdraw_milestone",
]
