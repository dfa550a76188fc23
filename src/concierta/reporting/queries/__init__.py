"""Reports as each person may see them."""

from concierta.reporting.queries.deadlines import deadlines_of, deadlines_on
from concierta.reporting.queries.obligations import what_i_owe
from concierta.reporting.queries.overview import EntityStanding, who_owes_what
from concierta.reporting.queries.queue import QueuedReport, review_queue, reviewable_reports
from concierta.reporting.queries.reports import (
    answered_by,
    evidence_for,
    history_of,
    report_for,
    reports_of_indicator,
    visible_reports,
)
from concierta.reporting.queries.sheet import BreakdownSet, ReportSheet, report_or_new, sheet_of
from concierta.reporting.queries.standing import Standing, standings

__all__ = [
    "BreakdownSet",
    "EntityStanding",
    "QueuedReport",
    "ReportSheet",
    "Standing",
    "answered_by",
    "deadlines_of",
    "deadlines_on",
    "evidence_for",
    "history_of",
    "report_for",
    "report_or_new",
    "reports_of_indicator",
    "review_queue",
    "reviewable_reports",
    "sheet_of",
    "standings",
    "visible_reports",
    "what_i_owe",
    "who_owes_what",
]
