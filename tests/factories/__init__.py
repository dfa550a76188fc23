"""Things to test with. Reports reach their states by walking the real operations, never by setting a column."""

from factories.cast import AT, Cast, make_cast, make_entity, make_indicator, make_period, make_person
from factories.files import PDF, png, upload, workbook
from factories.queries import count_queries
from factories.reports import (
    checked_report,
    draft_report,
    evidence_of,
    published_report,
    report_in,
    returned_report,
    reviewed_report,
    submitted_report,
    superseded_report,
)

__all__ = [
    "AT",
    "PDF",
    "Cast",
    "checked_report",
    "count_queries",
    "draft_report",
    "evidence_of",
    "make_cast",
    "make_entity",
    "make_indicator",
    "make_period",
    "make_person",
    "png",
    "published_report",
    "report_in",
    "returned_report",
    "reviewed_report",
    "submitted_report",
    "superseded_report",
    "upload",
    "workbook",
]
