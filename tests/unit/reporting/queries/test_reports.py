"""Who sees a report, its history and its evidence."""

from datetime import date

import pytest

from concierta.kernel.errors import NotFound
from concierta.people.models import User
from concierta.plans.participation import PLANS
from concierta.reporting.enums import ReportState as S
from concierta.reporting.queries import (
    evidence_for,
    history_of,
    report_for,
    reports_of_indicator,
)
from factories import (
    AT,
    Cast,
    draft_report,
    evidence_of,
    report_in,
    submitted_report,
    superseded_report,
)

IN_TIME, LATE = date(2025, 1, 3), date(2025, 1, 10)


@pytest.mark.parametrize("state", S)
def test_a_draft_is_its_writers_and_what_was_sent_is_everybodys_who_has_a_part(cast: Cast, state: S) -> None:
    cast.indicator.presenter = cast.sena
    cast.indicator.save()
    report = report_in(cast, state)
    assert report_for(cast.reporter, report.pk) == report
    for user in (cast.reviewer, cast.verifier, cast.secretary, cast.outsider):
        if state == S.DRAFT:
            with pytest.raises(NotFound):
                report_for(user, report.pk)
        else:
            assert report_for(user, report.pk) == report


@pytest.mark.parametrize("who", ["reporter", "reviewer", "verifier", "secretary", "outsider"])
def test_whoever_sees_a_report_has_a_part_in_its_plan(cast: Cast, who: str) -> None:
    """`report_for` tells the rest of the request so, without asking."""
    cast.indicator.presenter = cast.sena
    cast.indicator.save()
    user = getattr(cast, who)
    report_for(user, submitted_report(cast).pk)
    assert PLANS.has(User.objects.get(pk=user.pk), cast.plan.pk)


def test_those_without_a_part_do_not_learn_that_it_exists(cast: Cast) -> None:
    report = submitted_report(cast)
    with pytest.raises(NotFound) as hidden:
        report_for(cast.outsider, report.pk)
    with pytest.raises(NotFound) as absent:
        report_for(cast.outsider, report.pk + 1)
    assert str(hidden.value) == str(absent.value)


def test_the_versions_of_an_indicator_come_newest_first(cast: Cast) -> None:
    superseded_report(cast)
    versions = [(report.version, report.state) for report in reports_of_indicator(cast.verifier, cast.indicator.pk)]
    assert versions == [(2, S.PUBLISHED), (1, S.SUPERSEDED)]
    assert not reports_of_indicator(cast.outsider, cast.indicator.pk)


def test_the_history_runs_through_the_versions_before(cast: Cast) -> None:
    first = superseded_report(cast)
    second = cast.indicator.reports.get(version=2)
    walk = ["submit", "review", "verify", "publish"]
    assert [step.act for step in history_of(first)] == [*walk, "supersede"]
    assert [step.act for step in history_of(second)] == [*walk, "correct", *walk[:3], "supersede", "publish"]


def test_evidence_is_reached_through_the_reports_that_rest_on_it(cast: Cast) -> None:
    evidence = evidence_of(cast.desarrollo, cast.reporter)
    draft = draft_report(cast, evidence=[evidence])
    with pytest.raises(NotFound):
        evidence_for(cast.verifier, evidence.pk)
    draft.indicator.reports.update(state=S.SUBMITTED, submitted_at=AT)
    assert evidence_for(cast.verifier, evidence.pk) == evidence
    with pytest.raises(NotFound):
        evidence_for(cast.outsider, evidence.pk)
