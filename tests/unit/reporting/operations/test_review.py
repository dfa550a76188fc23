"""The planning review: every way out of `return_report` and `review_report`."""

from datetime import timedelta

import pytest

from concierta.kernel.errors import Invalid, PermissionRefused, TransitionRefused
from concierta.ledger.models import Event
from concierta.reporting.enums import ReportState as S
from concierta.reporting.operations import return_report, review_report, submit_report
from factories import (
    AT,
    Cast,
    draft_report,
    returned_report,
    reviewed_report,
    submitted_report,
)

HOUR = timedelta(hours=1)


def test_a_returned_report_says_why_and_comes_back(cast: Cast) -> None:
    report = returned_report(cast, reason="  Falta el listado.  ")
    step = report.steps.get(act="return")
    assert (report.state, step.note, step.by, step.entity) == (
        S.RETURNED,
        "Falta el listado.",
        cast.reviewer,
        cast.planeacion,
    )
    again = submit_report(report=report, by=cast.reporter, at=AT + 3 * HOUR)
    assert (again.state, again.submitted_at) == (S.SUBMITTED, AT + 3 * HOUR)
    assert [step.act for step in again.steps.all()] == ["submit", "return", "submit"]


def test_nothing_is_returned_without_a_reason(cast: Cast) -> None:
    report = submitted_report(cast)
    with pytest.raises(Invalid, match="Diga qué falta") as refused:
        return_report(report=report, reason=" ", by=cast.reviewer, at=AT)
    assert refused.value.field == "reason"


def test_a_reviewed_report_names_its_reviewer(cast: Cast) -> None:
    report = reviewed_report(cast)
    assert (report.state, report.reviewer, report.reviewer_entity, report.reviewed_at) == (
        S.REVIEWED,
        cast.reviewer,
        cast.planeacion,
        AT + 2 * HOUR,
    )
    assert Event.objects.last().kind == "report.reviewed"


@pytest.mark.parametrize("operation", [review_report, return_report])
def test_a_draft_is_neither_reviewed_nor_returned(cast: Cast, operation) -> None:
    words = {"reason": "No"} if operation is return_report else {}
    with pytest.raises(TransitionRefused):
        operation(report=draft_report(cast), by=cast.reviewer, at=AT, **words)


@pytest.mark.parametrize("operation", [review_report, return_report])
def test_the_reporter_neither_reviews_nor_returns(cast: Cast, operation) -> None:
    words = {"reason": "No"} if operation is return_report else {}
    with pytest.raises(PermissionRefused):
        operation(report=submitted_report(cast), by=cast.reporter, at=AT, **words)
