"""Which of several versions of a figure the public is told."""

from dataclasses import fields
from decimal import Decimal

import pytest

from concierta.publishing.queries.standing import ReportFacts, mark_standing, public_status, reports_of_plan
from concierta.reporting.operations import save_draft
from factories.cast import AT
from factories.reports import HOUR, returned_report


def version(number: int, state: str, outcome: str = "", source_file: str | None = None) -> ReportFacts:
    blank = dict.fromkeys((field.name for field in fields(ReportFacts)), None)
    given = {"indicator": 1, "period": 1, "version": number, "state": state, "outcome": outcome, "stands": False}
    return ReportFacts(**(blank | given | {"source_file": source_file}))


def standing(*versions: ReportFacts) -> list[int]:
    mark_standing(versions)
    return [report.version for report in versions if report.stands]


def test_the_published_one_stands_while_its_correction_is_under_way():
    assert standing(version(1, "published", "verified"), version(2, "reviewed")) == [1]


def test_the_latest_stands_before_anything_is_published():
    assert standing(version(1, "submitted"), version(2, "submitted")) == [2]


def test_what_was_superseded_stands_no_more():
    assert standing(version(1, "superseded", "verified"), version(2, "published", "adjusted")) == [2]


def test_a_report_returned_to_its_entity_is_still_its_claim():
    assert standing(version(1, "returned")) == [1]


def test_what_the_source_took_back_stands_for_nothing():
    assert standing(version(1, "returned", source_file="a" * 64)) == []


def test_each_indicator_and_period_has_its_own():
    other = version(1, "submitted")
    other.period = 2
    mark_standing([first := version(1, "submitted"), other])
    assert (first.stands, other.stands) == (True, True)


@pytest.mark.parametrize(
    ("state", "outcome", "told"),
    [
        ("submitted", "", "reported"),
        ("returned", "", "reported"),
        ("reviewed", "", "reported"),
        ("verified", "verified", "verified"),
        ("published", "adjusted", "adjusted"),
        ("published", "rejected", "rejected"),
        ("not_verifiable", "not_verifiable", "not_verifiable"),
        ("superseded", "verified", "superseded"),
    ],
)
def test_the_word_for_the_public(state, outcome, told):
    assert public_status(state, outcome) == told


@pytest.mark.django_db
def test_what_is_written_in_a_returned_report_is_nobodys_business_until_it_is_sent(cast):
    """The public keeps the figure that was sent; the one being written is a draft like any other."""
    report = returned_report(cast, 900)
    told = reports_of_plan(cast.plan, {report.period_id: report.period})[0]
    assert (told.value, told.rewritten) == (900, False)
    save_draft(
        indicator=report.indicator,
        period=report.period,
        value=Decimal(450),
        narrative="Se recontó la lista.",
        expected_saved_at=report.saved_at,
        by=cast.reporter,
        at=AT + 3 * HOUR,
    )
    told = reports_of_plan(cast.plan, {report.period_id: report.period})[0]
    assert (told.value, told.narrative, told.rewritten) == (900, "", True)
