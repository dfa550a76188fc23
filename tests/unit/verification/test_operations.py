import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from concierta.kernel.errors import Invalid, PermissionRefused, TransitionRefused
from concierta.ledger.models import Event
from concierta.reporting.enums import Outcome
from concierta.reporting.enums import ReportState as S
from concierta.reporting.models import Report
from concierta.verification.enums import Method
from concierta.verification.models import Verification
from concierta.verification.operations import mark_published, verify_report
from factories import (
    AT,
    Cast,
    checked_report,
    evidence_of,
    make_indicator,
    published_report,
    report_in,
    reviewed_report,
    submitted_report,
    superseded_report,
)
from factories.cast import measured_in

LATER = AT + timedelta(hours=9)
REASON = "Se contrastó con el registro."


def verify(cast: Cast, report: Report, outcome: Outcome = Outcome.VERIFIED, **changes: object) -> Verification:
    fields = {"method": Method.DESK_REVIEW, "reason": REASON, "by": cast.verifier, "at": LATER}
    return verify_report(report=report, outcome=outcome, **(fields | changes))


@pytest.mark.parametrize(
    ("outcome", "given", "kept"),
    [
        (Outcome.VERIFIED, None, 900),
        (Outcome.VERIFIED, 900, 900),
        (Outcome.ADJUSTED, 700, 700),
        (Outcome.ADJUSTED, 0, 0),
        (Outcome.REJECTED, None, None),
        (Outcome.NOT_VERIFIABLE, None, None),
    ],
)
def test_the_verified_value_sits_beside_the_reported_one(
    cast: Cast, outcome: Outcome, given: int | None, kept: int | None
) -> None:
    verification = verify(
        cast, reviewed_report(cast, 900), outcome, verified_value=None if given is None else Decimal(given)
    )
    report = Report.objects.get()
    assert (report.state, report.outcome, report.value, report.verified_value) == (outcome, outcome, 900, kept)
    assert (report.verifier, report.verifier_entity, report.verified_at) == (cast.verifier, cast.control, LATER)
    assert (verification.report, verification.method, verification.reason) == (report, Method.DESK_REVIEW, REASON)


def test_verifying_is_one_step_and_one_event(cast: Cast) -> None:
    report = reviewed_report(cast)
    before = Event.objects.count()
    shown = evidence_of(cast.control, cast.verifier)
    measured_in(cast, "horas")
    report.refresh_from_db()
    verify(cast, report, Outcome.ADJUSTED, verified_value=Decimal("712.50"), evidence=[shown])
    step = report.steps.last()
    assert (step.act, step.note, step.by, step.entity) == ("adjust", REASON, cast.verifier, cast.control)
    event = Event.objects.get(index=before)
    body = json.loads(event.payload)["body"]
    assert event.kind == "report.adjusted"
    assert (body["value"], body["verified_value"], body["outcome"]) == ("900", "712.5", "adjusted")
    assert body["verification_evidence"] == [shown.file_id]
    assert list(report.verification.evidence.all()) == [shown]


@pytest.mark.parametrize(
    ("outcome", "given", "message"),
    [
        (Outcome.VERIFIED, 899, "elija «verificado con ajuste»"),
        (Outcome.ADJUSTED, None, "Falta el valor que usted comprobó"),
        (Outcome.ADJUSTED, 900, "elija «verificado»"),
        (Outcome.REJECTED, 0, "no lleva valor verificado"),
        (Outcome.NOT_VERIFIABLE, 900, "no lleva valor verificado"),
    ],
)
def test_a_value_that_does_not_fit_the_outcome_is_refused(
    cast: Cast, outcome: Outcome, given: int | None, message: str
) -> None:
    report = reviewed_report(cast, 900)
    with pytest.raises(Invalid, match=message) as refused:
        verify(cast, report, outcome, verified_value=None if given is None else Decimal(given))
    assert refused.value.field == "verified_value"
    report.refresh_from_db()
    assert (report.state, report.steps.count(), Verification.objects.count()) == (S.REVIEWED, 2, 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"reason": "  "}, "reason"), ({"method": "a ojo"}, "method"), ({"outcome": "quizás"}, "outcome")],
)
def test_every_outcome_has_a_method_and_a_reason(cast: Cast, changes: dict, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        verify(cast, reviewed_report(cast), **changes)
    assert refused.value.field == field


def test_evidence_of_the_interested_is_not_the_verifiers(cast: Cast) -> None:
    report = reviewed_report(cast)
    with pytest.raises(Invalid, match="no es evidencia de la entidad que verifica"):
        verify(cast, report, evidence=[report.evidence.get()])


def test_the_reporter_does_not_verify(cast: Cast) -> None:
    with pytest.raises(PermissionRefused):
        verify(cast, reviewed_report(cast), by=cast.reporter)


@pytest.mark.parametrize("state", [state for state in S if state != S.REVIEWED])
def test_only_a_reviewed_report_is_verified(cast: Cast, state: S) -> None:
    with pytest.raises(TransitionRefused):
        verify(cast, report_in(cast, state))


def test_the_database_wants_a_reason(cast: Cast) -> None:
    verification = checked_report(cast).verification
    with pytest.raises(IntegrityError, match="a_verification_gives_its_reason"), transaction.atomic():
        Verification.objects.filter(pk=verification.pk).update(reason="")


def test_a_report_is_verified_once(cast: Cast) -> None:
    report = checked_report(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Verification.objects.create(report=report, method=Method.SITE_VISIT, reason="Otra")


# mark_published


@pytest.mark.parametrize("outcome", Outcome)
def test_whatever_the_verifier_found_is_published(cast: Cast, outcome: Outcome) -> None:
    report = published_report(cast, outcome)
    report.refresh_from_db()
    assert (report.state, report.outcome) == (S.PUBLISHED, outcome)
    assert Event.objects.last().kind == "report.published"
    assert report.steps.last().act == "publish"


def test_a_correction_takes_the_place_of_the_version_before(cast: Cast) -> None:
    first = superseded_report(cast)
    assert first.state == S.SUPERSEDED
    assert [event.kind for event in Event.objects.order_by("index")][-2:] == ["report.superseded", "report.published"]
    assert Report.objects.get(state=S.PUBLISHED).version == 2


@pytest.mark.parametrize("state", [S.DRAFT, S.SUBMITTED, S.RETURNED, S.REVIEWED, S.PUBLISHED, S.SUPERSEDED])
def test_what_nobody_verified_is_not_published(cast: Cast, state: S) -> None:
    report = report_in(cast, state)
    events = Event.objects.count()
    with pytest.raises(TransitionRefused):
        mark_published(reports=[report], by=cast.secretary, at=LATER)
    report.refresh_from_db()
    assert (report.state, Event.objects.count()) == (state, events)


def test_publishing_is_all_or_nothing(cast: Cast) -> None:
    good = checked_report(cast)
    bad = submitted_report(cast, indicator=make_indicator(cast, "R-02"))
    with pytest.raises(TransitionRefused):
        mark_published(reports=[good, bad], by=cast.secretary, at=LATER)
    good.refresh_from_db()
    assert good.state == S.VERIFIED


def test_only_the_secretariat_or_the_operator_publishes(cast: Cast) -> None:
    report = checked_report(cast)
    with pytest.raises(PermissionRefused):
        mark_published(reports=[report], by=cast.reporter, at=LATER)
    assert [published.pk for published in mark_published(reports=[report], by=None, at=LATER)] == [report.pk]


def test_nothing_to_publish_is_nothing(cast: Cast) -> None:
    assert mark_published(reports=[], by=None, at=LATER) == []


def test_reading_what_is_published_does_not_grow_with_it(cast: Cast) -> None:
    """Writing costs a fixed number of statements for each report; reading, a fixed number for all."""

    def selects(reports: list[Report]) -> int:
        with CaptureQueriesContext(connection) as captured:
            mark_published(reports=reports, by=cast.secretary, at=LATER)
        return sum(
            query["sql"].startswith("SELECT") and "ledger_event" not in query["sql"] and "advisory" not in query["sql"]
            for query in captured
        )

    one = selects([checked_report(cast)])
    many = selects([checked_report(cast, indicator=make_indicator(cast, f"X-{index}")) for index in range(4)])
    assert many == one
