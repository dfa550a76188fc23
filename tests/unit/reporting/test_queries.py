from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concierta.indicators.models import Category, CategorySet, Target
from concierta.kernel.deadlines import Deadlines
from concierta.kernel.errors import NotFound, PermissionRefused
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.plans.enums import PlanState
from concierta.reporting.enums import ReportState as S
from concierta.reporting.operations import open_correction
from concierta.reporting.queries import (
    evidence_for,
    history_of,
    report_for,
    report_or_new,
    reports_of_indicator,
    review_queue,
    reviewable_reports,
    sheet_of,
    what_i_owe,
    who_owes_what,
)
from factories import (
    AT,
    Cast,
    checked_report,
    draft_report,
    evidence_of,
    make_indicator,
    make_period,
    make_person,
    published_report,
    report_in,
    returned_report,
    reviewed_report,
    submitted_report,
    superseded_report,
)
from factories.cast import make_product

IN_TIME, LATE = date(2025, 1, 3), date(2025, 1, 10)


def queries_of(act) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


# report_for


#: Who else sees a report that their entity does not report: those who review, verify, present or oversee it.
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


# what_i_owe


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


def test_an_output_indicator_owes_nothing_for_a_year_without_programme(cast: Cast) -> None:
    """NP is not zero: nothing was promised, so nothing is owed, unless somebody has reported all the same."""
    idle = make_indicator(cast, "P-01", product=make_product(cast, "P-01"), target=None)
    outcome = make_indicator(cast, "R-02", target=None)
    assert [item.indicator for item in what_i_owe(cast.reporter, IN_TIME)] == [cast.indicator, outcome]
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


def fill(cast: Cast, number: int) -> None:
    for index in range(number):
        indicator = make_indicator(cast, f"X-{index:02}")
        if index % 2:
            returned = submitted_report(cast, indicator=indicator)
            assert returned.state == S.SUBMITTED


def test_what_i_owe_costs_the_same_at_any_size(cast: Cast) -> None:
    fill(cast, 1)
    few = queries_of(lambda: what_i_owe(cast.reporter, LATE))
    fill_more = [make_period(cast.plan, label) for label in ("2024-T1", "2024-T2", "2024-T3")]
    for index in range(5):
        submitted_report(cast, indicator=make_indicator(cast, f"Y-{index}"), period=fill_more[0])
    assert queries_of(lambda: what_i_owe(cast.reporter, LATE)) == few
    assert few <= 8


# who_owes_what


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
    fill(cast, 1)
    few = queries_of(lambda: who_owes_what(cast.secretary, cast.plan, cast.period, LATE))
    for index in range(6):
        submitted_report(cast, indicator=make_indicator(cast, f"Y-{index}"))
    assert queries_of(lambda: who_owes_what(cast.secretary, cast.plan, cast.period, LATE)) == few


# review_queue


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
    few = queries_of(lambda: review_queue(cast.reviewer, LATE))
    for index in range(4):
        submitted_report(cast, indicator=make_indicator(cast, f"Y-{index}"))
    assert queries_of(lambda: review_queue(cast.reviewer, LATE)) == few
    assert reviewable_reports(cast.reviewer).count() == 5
    pages = [review_queue(cast.reviewer, LATE, offset=offset, limit=2) for offset in (0, 2, 4)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert len({queued.report for page in pages for queued in page}) == 5


# report_or_new, sheet_of


def test_the_form_of_a_report_that_nobody_began(cast: Cast) -> None:
    sheet = report_or_new(cast.reporter, cast.indicator.pk, cast.period.pk, IN_TIME)
    assert (sheet.report, sheet.history, sheet.standing.target) == (None, (), 1000)
    assert sheet.can_edit
    assert not sheet.can_submit
    assert sheet.can_submit.reason == "Todavía no hay nada escrito."


def test_the_form_of_a_returned_report(cast: Cast) -> None:
    report = returned_report(cast)
    sheet = report_or_new(cast.reporter, cast.indicator.pk, cast.period.pk, IN_TIME)
    assert (sheet.report, sheet.standing.returned_reason) == (report, "Falta el listado firmado.")
    assert sheet.can_edit
    assert sheet.can_submit
    assert not sheet.can_correct
    assert [step.act for step in sheet.history] == ["submit", "return"]


def test_the_form_shows_each_category_with_what_was_written(cast: Cast) -> None:
    sexes = CategorySet.objects.create(code="sexo", name="Sexo", exhaustive=True)
    women = Category.objects.create(category_set=sexes, code="m", name="Mujeres", ordinal=1)
    men = Category.objects.create(category_set=sexes, code="h", name="Hombres", ordinal=2)
    cast.indicator.category_sets.add(sexes)
    draft_report(cast, breakdown={women.pk: Decimal(500)})
    (shown,) = report_or_new(cast.reporter, cast.indicator.pk, cast.period.pk, IN_TIME).breakdown
    assert (shown.category_set, shown.parts) == (sexes, ((women, Decimal(500)), (men, None)))


def test_the_form_opens_on_the_correction_when_there_is_one(cast: Cast) -> None:
    correction = open_correction(report=published_report(cast), reason="Error", by=cast.reporter, at=AT)
    sheet = report_or_new(cast.reporter, cast.indicator.pk, cast.period.pk, IN_TIME)
    assert sheet.report == correction


def test_the_form_is_for_the_reporting_entity(cast: Cast) -> None:
    for user in (cast.reviewer, cast.verifier, cast.outsider):
        with pytest.raises(NotFound):
            report_or_new(user, cast.indicator.pk, cast.period.pk, IN_TIME)


def test_the_form_needs_a_period_of_the_plan(cast: Cast) -> None:
    with pytest.raises(NotFound):
        report_or_new(cast.reporter, cast.indicator.pk, cast.period.pk + 1, IN_TIME)


def test_the_reviewers_sheet_says_what_they_may_do(cast: Cast) -> None:
    sheet = sheet_of(cast.reviewer, submitted_report(cast).pk, IN_TIME)
    assert sheet.can_review
    assert sheet.can_return
    assert "«Reporta» en DESARROLLO" in sheet.can_edit.reason
