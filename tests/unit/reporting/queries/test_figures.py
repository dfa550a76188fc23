"""The latest figure of an indicator: verified where anybody verified one, otherwise as reported."""

from datetime import date

import pytest

from concierta.amendments.readers import FigureRead, latest_figures
from concierta.reporting.enums import Outcome, ReportState
from factories import AT, Cast, checked_report, count_queries, make_indicator, make_period, report_in, submitted_report

ON = date(2025, 12, 31)


def read(cast: Cast, on: date = ON) -> FigureRead | None:
    return latest_figures([cast.indicator.pk], on).get(cast.indicator.pk)


@pytest.mark.parametrize(
    ("state", "value", "verified"),
    [
        (ReportState.DRAFT, None, None),
        (ReportState.SUBMITTED, 900, False),
        (ReportState.RETURNED, None, None),
        (ReportState.REVIEWED, 900, False),
        (ReportState.VERIFIED, 900, True),
        (ReportState.ADJUSTED, 700, True),
        (ReportState.REJECTED, None, None),
        (ReportState.NOT_VERIFIABLE, None, None),
        (ReportState.PUBLISHED, 900, True),
    ],
)
def test_each_state_says_what_it_can(cast: Cast, state, value, verified):
    report_in(cast, state)
    found = read(cast)
    assert (found and (found.value, found.verified)) == (None if value is None else (value, verified))


def test_an_older_verified_figure_stands_before_a_newer_reported_one(cast: Cast):
    older = make_period(cast.plan, "2024-T3")
    checked_report(cast, Outcome.VERIFIED, 500, period=older)
    submitted_report(cast, 900)
    assert read(cast) == FigureRead(500, older.pk, verified=True)


def test_what_came_after_the_day_is_not_known_yet(cast: Cast):
    submitted_report(cast)
    assert read(cast, date(2024, 12, 30)) is None
    assert read(cast, date(2024, 12, 31)) is not None


def test_one_query_for_all(cast: Cast):
    indicators = [cast.indicator.pk, *(make_indicator(cast, f"X-{number}").pk for number in range(3))]
    submitted_report(cast)
    assert count_queries(lambda: latest_figures(indicators, AT.date())) == 1
