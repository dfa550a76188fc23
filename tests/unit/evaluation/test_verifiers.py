"""Who verifies, what waits for each, and since when it has verified nothing."""

from datetime import timedelta

import pytest

from concierta.evaluation.queries import VerifyingEntity, verifying_entities
from concierta.reporting.enums import Outcome
from factories import AT, checked_report, count_queries, make_indicator, reviewed_report

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=30)


def test_what_waits_and_since_when_beside_what_was_last_verified(cast):
    checked = checked_report(cast, Outcome.VERIFIED)
    waiting = reviewed_report(cast, indicator=make_indicator(cast, "R-02"))
    found = verifying_entities([cast.plan], LATER)
    assert found == [VerifyingEntity(cast.control.pk, 1, waiting.reviewed_at, checked.verified_at)]


def test_one_that_has_never_verified_anything_says_so(cast):
    assert verifying_entities([cast.plan], LATER) == [VerifyingEntity(cast.control.pk, 0, None, None)]


def test_it_is_told_as_it_was_at_that_moment(cast):
    report = checked_report(cast, Outcome.REJECTED)
    before = report.verified_at - timedelta(seconds=1)
    assert verifying_entities([cast.plan], before) == [VerifyingEntity(cast.control.pk, 1, report.reviewed_at, None)]


def test_it_takes_three_queries_however_many_reports_wait(cast):
    reviewed_report(cast)
    few = count_queries(lambda: verifying_entities([cast.plan], LATER))
    for number in range(2, 6):
        reviewed_report(cast, indicator=make_indicator(cast, f"R-0{number}"))
    assert (few, count_queries(lambda: verifying_entities([cast.plan], LATER))) == (3, 3)
