"""Who owes what, for the secretariat."""

from datetime import date

import pytest

from concierta.kernel.errors import PermissionRefused
from concierta.reporting.enums import ReportState as S
from concierta.reporting.queries import (
    who_owes_what,
)
from factories import (
    Cast,
    checked_report,
    count_queries,
    draft_report,
    make_indicator,
    report_in,
    reviewed_report,
    submitted_report,
)

IN_TIME, LATE = date(2025, 1, 3), date(2025, 1, 10)


def test_the_secretariat_sees_where_each_entity_stands(cast: Cast) -> None:
    submitted_report(cast)
    make_indicator(cast, "R-02")
    make_indicator(cast, "S-01", reporter=cast.sena)
    draft_report(cast, indicator=make_indicator(cast, "R-03"))
    checked_report(cast, indicator=make_indicator(cast, "R-04"))
    reviewed_report(cast, indicator=make_indicator(cast, "R-05"))
    rows = {row.entity: row for row in who_owes_what(cast.secretary, cast.plan, cast.period, LATE)}
    assert list(rows) == [cast.desarrollo, cast.sena]
    row = rows[cast.desarrollo]
    assert (row.owed, row.not_started, row.draft, row.returned, row.submitted, row.reviewed, row.checked) == (
        5,
        1,
        1,
        0,
        1,
        1,
        1,
    )
    assert (row.overdue, rows[cast.sena].overdue, rows[cast.sena].owed) == (2, 1, 1)


def test_the_parts_add_to_what_is_owed(cast: Cast) -> None:
    for index, state in enumerate(S):
        if state not in (S.SUPERSEDED, S.PUBLISHED, S.RETURNED):
            cast.indicator = make_indicator(cast, f"Z-{index}")
            report_in(cast, state)
    for row in who_owes_what(cast.secretary, cast.plan, cast.period, LATE):
        assert row.owed == row.not_started + row.draft + row.returned + row.submitted + row.reviewed + row.checked


def test_nobody_else_sees_who_owes_what(cast: Cast) -> None:
    for user in (cast.reporter, cast.reviewer, cast.verifier, cast.outsider):
        with pytest.raises(PermissionRefused):
            who_owes_what(user, cast.plan, cast.period, LATE)


def test_who_owes_what_costs_the_same_at_any_size(cast: Cast) -> None:
    submitted_report(cast)
    few = count_queries(lambda: who_owes_what(cast.secretary, cast.plan, cast.period, LATE))
    for index in range(6):
        submitted_report(cast, indicator=make_indicator(cast, f"Y-{index}"))
    assert count_queries(lambda: who_owes_what(cast.secretary, cast.plan, cast.period, LATE)) == few
