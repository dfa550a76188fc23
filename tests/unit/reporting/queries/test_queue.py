"""What waits for review."""

from datetime import date

import pytest

from concierta.people.enums import Role
from concierta.people.models import User
from concierta.reporting.enums import ReportState as S
from concierta.reporting.queries import (
    review_queue,
    reviewable_reports,
)
from factories import (
    Cast,
    count_queries,
    make_indicator,
    make_person,
    report_in,
    submitted_report,
)

IN_TIME, LATE = date(2025, 1, 3), date(2025, 1, 10)


def test_the_reviewer_sees_what_was_sent_with_its_due_date(cast: Cast) -> None:
    report = submitted_report(cast)
    (queued,) = review_queue(cast.reviewer, date(2025, 1, 17))
    assert (queued.report, queued.due_on, queued.overdue) == (report, date(2025, 1, 16), True)


@pytest.mark.parametrize("state", [state for state in S if state != S.SUBMITTED])
def test_only_what_was_sent_waits_for_review(cast: Cast, state: S) -> None:
    report_in(cast, state)
    assert review_queue(cast.reviewer, LATE) == []


def others(cast: Cast) -> list[User]:
    return [cast.reporter, cast.verifier, cast.secretary, cast.outsider]


def test_the_queue_is_the_reviewers_alone(cast: Cast) -> None:
    submitted_report(cast)
    assert [review_queue(user, LATE) for user in others(cast)] == [[], [], [], []]


def test_what_my_other_entity_reported_is_not_in_my_queue(cast: Cast) -> None:
    submitted_report(cast)
    both = make_person("Dora Doble", (Role.REVIEWER, cast.planeacion), (Role.MEMBER, cast.desarrollo))
    assert review_queue(both, LATE) == []


def test_the_queue_comes_in_pages_of_constant_cost(cast: Cast) -> None:
    submitted_report(cast)
    few = count_queries(lambda: review_queue(cast.reviewer, LATE))
    for index in range(4):
        submitted_report(cast, indicator=make_indicator(cast, f"Y-{index}"))
    assert count_queries(lambda: review_queue(cast.reviewer, LATE)) == few
    assert reviewable_reports(cast.reviewer).count() == 5
    pages = [review_queue(cast.reviewer, LATE, offset=offset, limit=2) for offset in (0, 2, 4)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert len({queued.report for page in pages for queued in page}) == 5
