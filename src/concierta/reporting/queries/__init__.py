"""Reports as each person may see them."""

from concierta.reporting.queries.against_acts import reports_against_acts
from concierta.reporting.queries.assessments import (
    AssessmentObligation,
    assessment_for,
    assessments_i_owe,
    assessments_of,
    assessments_owed,
    assessments_without_opinion,
    evidence_to_assess_with,
)
from concierta.reporting.queries.pledges import (
    EntityPledges,
    PledgeFigure,
    PledgeStanding,
    pledge_standing_for,
    pledge_standings,
)
from concierta.reporting.queries.reports import (
    QueuedReport,
    answered_by,
    evidence_for,
    history_of,
    report_for,
    reports_of_indicator,
    review_queue,
    reviewable_reports,
    visible_reports,
)
from concierta.reporting.queries.sheet import BreakdownSet, ReportSheet, report_or_new, sheet_of
from concierta.reporting.queries.standing import (
    EntityStanding,
    Standing,
    deadlines_of,
    deadlines_on,
    standings,
    what_i_owe,
    who_owes_what,
)

__all__ = [
    "AssessmentObligation",
    "BreakdownSet",
    "EntityPledges",
    "EntityStanding",
    "PledgeFigure",
    "PledgeStanding",
    "QueuedReport",
    "ReportSheet",
    "Standing",
    "answered_by",
    "assessment_for",
    "assessments_i_owe",
    "assessments_of",
    "assessments_owed",
    "assessments_without_opinion",
    "deadlines_of",
    "deadlines_on",
    "evidence_for",
    "evidence_to_assess_with",
    "history_of",
    "pledge_standing_for",
    "pledge_standings",
    "report_for",
    "report_or_new",
    "reports_against_acts",
    "reports_of_indicator",
    "review_queue",
    "reviewable_reports",
    "sheet_of",
    "standings",
    "visible_reports",
    "what_i_owe",
    "who_owes_what",
]
