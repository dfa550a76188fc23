"""Who a due falls to, and who hears of it when it is late."""

from datetime import date, timedelta

import pytest

from concierta.kernel.clock import start_of
from concierta.people.enums import Role
from concierta.people.models import Membership, User
from concierta.responsibilities.enums import Duty
from concierta.responsibilities.models import Responsibility
from concierta.steering.queries import AssignedObligation, dues, dues_of
from factories import make_indicator, make_person
from factories.cast import make_product
from factories.mesa import action_item
from factories.steering import REPORTS_DUE, name_holder

pytestmark = pytest.mark.django_db

ON = date(2025, 1, 3)
#: Three working days after the report was due, and four.
LATE, TOO_LATE = date(2025, 1, 14), date(2025, 1, 15)


def report_due(on: date = ON, code: str = "R-01") -> AssignedObligation:
    return next(due for due in dues(on) if due.kind == "report" and due.subject == f"report:{code}:2024-T4")


def test_it_falls_to_the_person_named_and_their_substitute(cast):
    luis = make_person("Luis León", (Role.REPORTER, cast.desarrollo))
    carla = make_person("Carla Cruz", (Role.REPORTER, cast.desarrollo))
    name_holder(cast.indicator, Duty.REPORTS, cast.desarrollo, luis, substitute=carla)
    due = report_due()
    assert (due.person, due.substitute, due.people) == (luis, carla, frozenset({luis.pk, carla.pk}))


def test_nobody_named_it_falls_to_all_of_the_entity_in_that_role(cast):
    luis = make_person("Luis León", (Role.REPORTER, cast.desarrollo))
    make_person("Mario Miembro", (Role.MEMBER, cast.desarrollo))
    due = report_due()
    assert (due.person, due.people) == (None, frozenset({cast.reporter.pk, luis.pk}))


def test_somebody_who_lost_the_role_answers_for_nothing(cast):
    luis = make_person("Luis León", (Role.REPORTER, cast.sena))
    name_holder(cast.indicator, Duty.REPORTS, cast.desarrollo, luis)
    assert report_due().person == cast.reporter


def test_an_account_that_is_not_active_is_told_nothing(cast):
    luis = make_person("Luis León", (Role.REPORTER, cast.desarrollo))
    name_holder(cast.indicator, Duty.REPORTS, cast.desarrollo, luis)
    User.objects.filter(pk=luis.pk).update(is_active=False)
    assert report_due().people == {cast.reporter.pk}


def test_a_role_that_ended_yesterday_is_not_acted_in_today(cast):
    Membership.objects.filter(user=cast.reporter).update(until=start_of(ON))
    assert report_due().people == frozenset()
    Membership.objects.filter(user=cast.reporter).update(until=start_of(ON + timedelta(days=1)))
    assert report_due().people == {cast.reporter.pk}


def test_a_duty_ends_on_the_day_the_next_begins(cast):
    luis = make_person("Luis León", (Role.REPORTER, cast.desarrollo))
    name_holder(cast.indicator, Duty.REPORTS, cast.desarrollo, luis)
    Responsibility.objects.update(until=ON)
    assert report_due().people == {cast.reporter.pk, luis.pk}


def test_a_row_that_the_indicators_own_column_contradicts_speaks_no_more(cast):
    name_holder(cast.indicator, Duty.REPORTS, cast.sena, cast.outsider)
    due = report_due()
    assert (due.entity, due.person) == (cast.desarrollo, cast.reporter)


def test_the_project_answers_where_the_indicator_says_nothing(cast):
    product = make_product(cast, "P-1")
    make_indicator(cast, "I-1", product=product)
    luis = make_person("Luis León", (Role.REPORTER, cast.desarrollo))
    name_holder(product.project, Duty.REPORTS, cast.desarrollo, luis)
    assert report_due(code="I-1").person == luis


def test_a_project_of_another_entity_does_not_take_the_report_away(cast):
    product = make_product(cast, "P-1")
    make_indicator(cast, "I-1", product=product)
    name_holder(product.project, Duty.REPORTS, cast.sena, cast.outsider)
    assert report_due(code="I-1").person == cast.reporter


def test_a_task_falls_to_its_own_person_until_it_is_handed_over(scene):
    action = action_item(scene)
    colleague = make_person("Celia Cut", (Role.MEMBER, scene.seats["cut"].entity))
    found = [due for due in dues(date(2025, 4, 28)) if due.kind == "action_item"]
    assert [due.person for due in found] == [scene.principal("cut")]
    name_holder(action, Duty.EXECUTES, action.entity, colleague)
    found = [due for due in dues(date(2025, 4, 28)) if due.kind == "action_item"]
    assert [due.person for due in found] == [colleague]


class TestEscalation:
    def test_it_waits_until_more_than_three_working_days_late(self, cast):
        assert [report_due(on).overdue for on in (REPORTS_DUE, date(2025, 1, 10))] == [False, True]
        assert [report_due(on).escalated for on in (LATE, TOO_LATE)] == [False, True]

    def test_the_wait_is_configuration(self, cast, settings):
        settings.ESCALATE_DAYS = 0
        assert report_due(date(2025, 1, 10)).escalated

    def test_nobody_accountable_the_secretariat_hears_of_it(self, cast):
        assert report_due(LATE).told == frozenset()
        assert report_due(TOO_LATE).told == {cast.secretary.pk}

    def test_the_accountable_person_hears_of_it(self, cast):
        boss = make_person("Berta Jefe", (Role.REPORTER, cast.desarrollo))
        name_holder(cast.indicator, Duty.REPORTS, cast.desarrollo, cast.reporter)
        name_holder(cast.indicator, Duty.ACCOUNTABLE, cast.desarrollo, boss)
        due = report_due(TOO_LATE)
        assert (due.people, due.told) == ({cast.reporter.pk}, {boss.pk})
        assert due.is_told_to(boss.pk)
        assert not due.is_told_to(cast.reporter.pk)

    def test_the_accountable_of_the_project_answers_for_its_indicators(self, cast):
        product = make_product(cast, "P-1")
        make_indicator(cast, "I-1", product=product)
        boss = make_person("Berta Jefe", (Role.MEMBER, cast.desarrollo))
        name_holder(product.project, Duty.ACCOUNTABLE, cast.desarrollo, boss)
        assert report_due(TOO_LATE, "I-1").told == {boss.pk}

    def test_who_is_late_and_accountable_is_not_told_of_themselves(self, cast):
        name_holder(cast.indicator, Duty.REPORTS, cast.desarrollo, cast.reporter)
        name_holder(cast.indicator, Duty.ACCOUNTABLE, cast.desarrollo, cast.reporter)
        assert not report_due(TOO_LATE).is_told_to(cast.reporter.pk)


class TestDuesOf:
    def test_each_sees_what_falls_to_them(self, cast):
        assert [due.subject for due in dues_of(cast.reporter, ON)] == ["report:R-01:2024-T4"]
        assert dues_of(cast.outsider, ON) == []

    def test_the_accountable_person_of_another_entity_sees_what_is_escalated(self, cast):
        boss = make_person("Berta Jefe", (Role.REPORTER, cast.sena))
        name_holder(cast.indicator, Duty.ACCOUNTABLE, cast.sena, boss)
        assert dues_of(boss, LATE) == []
        assert [due.subject for due in dues_of(boss, TOO_LATE)] == ["report:R-01:2024-T4"]

    def test_somebody_named_who_belongs_to_no_entity_sees_their_task(self, scene):
        volunteer = make_person("Vicente Voluntario")
        action = action_item(scene)
        type(action).objects.update(person=volunteer)
        assert [due.kind for due in dues_of(volunteer, date(2025, 4, 28))] == ["action_item"]

    def test_it_gives_what_the_whole_list_gives(self, scene):
        action_item(scene)
        on = date(2025, 5, 5)
        whole = dues(on)
        for person in User.objects.order_by("pk"):
            expected = [due for due in whole if due.falls_to(person.pk) or due.is_told_to(person.pk)]
            assert dues_of(person, on) == expected
