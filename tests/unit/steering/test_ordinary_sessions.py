"""The rules of the Mesa ask for an ordinary session every so many months: that day is owed until one is convened."""

from datetime import date

import pytest
from django.urls import reverse

from concierta.kernel.clock import local_date
from concierta.mesa.enums import SessionKind
from concierta.mesa.models import Rules
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan
from concierta.steering.queries import digests_on, dues, dues_of, late_ordinary_session, path_of
from factories import AT, count_queries
from factories.mesa import SESSION_AT, closed_session, noticed_session, planned_session
from factories.steering import Line, of_kind

pytestmark = pytest.mark.django_db

KIND = "ordinary_session"
#: Three months after the session of 20 January 2025, and a day on which that is late.
DUE, LATE = date(2025, 4, 20), date(2025, 5, 2)


def owed(on: date, until: date | None = None) -> dict[str, Line]:
    return of_kind(KIND, on, until)


def test_it_is_due_so_many_months_after_the_last_one_by_the_secretariat_and_whoever_presides(scene):
    closed_session(scene)
    assert owed(date(2025, 4, 15)) == {
        "ordinary_session:desarrollo": Line(DUE, "desarrollo", "Titular desarrollo"),
        "ordinary_session:planeacion": Line(DUE, "planeacion", "Sara Secretaria"),
    }


def test_late_it_is_overdue_and_later_escalated(scene):
    closed_session(scene)
    assert owed(date(2025, 4, 22))["ordinary_session:planeacion"].overdue
    assert owed(LATE)["ordinary_session:planeacion"].escalated


def test_before_the_first_it_counts_from_the_day_on_which_the_rules_began(scene):
    assert owed(date(2024, 3, 29))["ordinary_session:planeacion"].due_on == date(2024, 4, 1)


def test_it_follows_the_rules_in_force(scene):
    closed_session(scene)
    Rules.objects.update(period_months=1)
    assert owed(date(2025, 2, 17))["ordinary_session:planeacion"].due_on == date(2025, 2, 20)


def test_an_extraordinary_session_does_not_count(scene):
    closed_session(scene, kind=SessionKind.EXTRAORDINARY)
    assert owed(LATE)["ordinary_session:planeacion"].due_on == date(2024, 4, 1)


def test_a_session_in_preparation_is_not_yet_one(scene):
    planned_session(scene)
    assert owed(AT.date()) != {}


def test_once_convened_nobody_owes_it_and_a_day_that_passed_unopened_is_no_session(scene):
    noticed_session(scene)
    assert owed(local_date(SESSION_AT)) == {}
    assert owed(date(2025, 1, 21)) != {}


def test_a_table_whose_plans_are_closed_owes_nothing(scene):
    Plan.objects.update(state=PlanState.CLOSED)
    assert owed(LATE) == {}


def test_the_secretariat_prepares_it_and_the_chair_sees_the_table(scene):
    closed_session(scene)
    paths = {due.entity.code: path_of(due) for due in dues(LATE) if due.kind == KIND}
    assert paths == {"planeacion": reverse("new_session", args=[scene.mesa.pk]), "desarrollo": reverse("mesa")}


def test_it_is_in_their_letters_with_the_rule_and_the_last_one(scene):
    closed_session(scene)
    letters = {content.person: content for content in digests_on(LATE)}
    said = (
        "Celebrar la sesión ordinaria de la mesa, que se reúne al menos cada 3 meses: "
        "la última fue el 20 de enero de 2025"
    )
    for person in (scene.secretary, scene.principal("desarrollo")):
        assert said in [bundle.title for bundle in letters[person].overdue]
    assert scene.principal("cut") not in letters


def test_others_are_not_asked_for_it(scene):
    closed_session(scene)
    assert [due for due in dues_of(scene.principal("cut"), LATE) if due.kind == KIND] == []


def test_the_number_of_questions_does_not_depend_on_how_many_sessions_there_were(scene):
    closed_session(scene)
    few = count_queries(lambda: dues(LATE))
    closed_session(scene, starts_at=SESSION_AT.replace(month=2))
    assert count_queries(lambda: dues(LATE)) == few


def test_of_one_table_it_is_late_the_day_after(scene):
    closed_session(scene)
    assert late_ordinary_session(scene.mesa, DUE) is None
    assert late_ordinary_session(scene.mesa, date(2025, 4, 21)).due_on == DUE
