"""What the entities of a person owe, and since when it is late."""

from datetime import date
from decimal import Decimal

import pytest

from concierta.indicators.models import Target
from concierta.kernel.deadlines import Deadlines
from concierta.people.enums import Role
from concierta.plans.enums import PlanState
from concierta.reporting.enums import ReportState as S
from concierta.reporting.queries import (
    what_i_owe,
)
from factories import (
    Cast,
    count_queries,
    draft_report,
    make_indicator,
    make_period,
    make_person,
    published_report,
    report_in,
    returned_report,
    submitted_report,
)
from factories.cast import make_product

IN_TIME, LATE = date(2025, 1, 3), date(2025, 1, 10)


def test_an_indicator_that_nobody_began_is_owed(cast: Cast) -> None:
    (owed,) = what_i_owe(cast.reporter, IN_TIME)
    assert (owed.indicator, owed.period, owed.report, owed.state) == (cast.indicator, cast.period, None, None)
    assert (owed.target, owed.due_on, owed.last_published) == (1000, date(2025, 1, 9), None)
    assert (owed.overdue, owed.working_days_left, owed.needs_report) == (False, 3, True)


def test_it_is_overdue_the_day_after_it_was_due(cast: Cast) -> None:
    assert not what_i_owe(cast.reporter, date(2025, 1, 9))[0].overdue
    (owed,) = what_i_owe(cast.reporter, LATE)
    assert (owed.overdue, owed.working_days_left) == (True, -1)


@pytest.mark.parametrize(
    ("state", "listed", "needs", "overdue"),
    [
        (S.DRAFT, True, True, True),
        (S.RETURNED, True, True, False),
        (S.SUBMITTED, True, False, False),
        (S.REVIEWED, True, False, False),
        (S.VERIFIED, False, None, None),
        (S.PUBLISHED, False, None, None),
        (S.SUPERSEDED, False, None, None),
    ],
)
def test_it_stays_listed_until_it_is_checked(cast: Cast, state: S, listed: bool, needs: bool, overdue: bool) -> None:
    report_in(cast, state)
    owed = what_i_owe(cast.reporter, LATE)
    assert [(item.state, item.needs_report, item.overdue) for item in owed] == (
        [(state, needs, overdue)] if listed else []
    )


def test_what_came_back_is_first(cast: Cast) -> None:
    make_indicator(cast, "A-01")
    returned_report(cast)
    assert [owed.indicator.code for owed in what_i_owe(cast.reporter, LATE)] == ["R-01", "A-01"]


def test_a_returned_report_says_why_and_has_its_time_again(cast: Cast) -> None:
    returned_report(cast, reason="Falta el listado firmado.")
    (owed,) = what_i_owe(cast.reporter, date(2025, 1, 13))
    assert owed.returned_reason == "Falta el listado firmado."
    assert (owed.due_on, owed.overdue) == (date(2025, 1, 13), False)
    assert what_i_owe(cast.reporter, date(2025, 1, 14))[0].overdue


def test_the_last_published_figure_is_beside_it(cast: Cast) -> None:
    before = published_report(cast, period=make_period(cast.plan, "2024-T3"), value=600)
    (owed,) = what_i_owe(cast.reporter, IN_TIME)
    assert (owed.period, owed.last_published) == (cast.period, before)


def test_what_needs_me_comes_first_and_then_by_due_date(cast: Cast) -> None:
    third = make_period(cast.plan, "2024-T3")
    submitted_report(cast, period=third)
    make_indicator(cast, "R-00")
    owed = [(item.indicator.code, item.period.label) for item in what_i_owe(cast.reporter, IN_TIME)]
    assert owed == [("R-00", "2024-T3"), ("R-00", "2024-T4"), ("R-01", "2024-T4"), ("R-01", "2024-T3")]


def test_a_period_that_has_not_ended_is_not_owed_yet(cast: Cast) -> None:
    assert what_i_owe(cast.reporter, date(2024, 12, 30)) == []
    assert len(what_i_owe(cast.reporter, date(2024, 12, 31))) == 1


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.CLOSED])
def test_only_plans_in_force_ask_for_reports(cast: Cast, state: PlanState) -> None:
    cast.plan.state = state
    cast.plan.save()
    assert what_i_owe(cast.reporter, LATE) == []


def test_an_indicator_owes_nothing_for_a_year_without_programme(cast: Cast) -> None:
    """NP is not zero: nothing was promised, so nothing is owed, unless somebody has reported all the same."""
    idle = make_indicator(cast, "P-01", product=make_product(cast, "P-01"), target=None)
    make_indicator(cast, "R-02", target=None)
    assert [item.indicator for item in what_i_owe(cast.reporter, IN_TIME)] == [cast.indicator]
    draft_report(cast, indicator=idle)
    assert idle in [item.indicator for item in what_i_owe(cast.reporter, IN_TIME)]


def test_the_target_of_the_quarter_stands_before_that_of_the_year(cast: Cast) -> None:
    Target.objects.create(indicator=cast.indicator, year=2024, quarter=4, value=Decimal(250))
    assert what_i_owe(cast.reporter, IN_TIME)[0].target == 250


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REPORTER])
def test_only_reporters_owe(cast: Cast, role: Role) -> None:
    assert what_i_owe(make_person("Otra", (role, cast.desarrollo)), LATE) == []


def test_each_owes_only_for_their_entities(cast: Cast) -> None:
    assert what_i_owe(cast.outsider, LATE) == []


def test_the_installation_may_set_other_deadlines(cast: Cast, settings) -> None:
    settings.DEADLINES = (Deadlines(report=1),)
    assert what_i_owe(cast.reporter, IN_TIME)[0].due_on == date(2025, 1, 2)


def test_what_i_owe_costs_the_same_at_any_size(cast: Cast) -> None:
    submitted_report(cast)
    few = count_queries(lambda: what_i_owe(cast.reporter, LATE))
    first, *_ = (make_period(cast.plan, label) for label in ("2024-T1", "2024-T2", "2024-T3"))
    for index in range(5):
        submitted_report(cast, indicator=make_indicator(cast, f"Y-{index}"), period=first)
    assert count_queries(lambda: what_i_owe(cast.reporter, LATE)) == few
    assert few <= 8
