"""Risks, milestones, what the Mesa found of a project or makes of a signatory, yearly reviews and close-outs."""

from concierta.evaluation.operations.close_out import answer_point, leave_point
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
from concierta.evaluation.operations.yearly import (
    assess_cell,
    close_review,
    code_cell,
    open_review,
    record_dissent,
)

__all__ = [
    "answer_point",
    "assess_cell",
    "assign_role",
    "close_review",
    "close_risk",
    "code_cell",
    "declare_milestone",
    "draw_projects",
    "leave_agreement",
    "leave_point",
    "open_review",
    "readmit_signatory",
    "reassess_risk",
    "record_dissent",
    "record_risk",
    "review_project",
    "review_silence",
    "schedule_reviews",
    "suspend_signatory",
    "verify_milestone",
    "withdraw_milestone",
]
