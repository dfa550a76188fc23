"""The matrix, its filters and pages; who holds what on a date; and what one person answers for."""

from datetime import date, timedelta

import pytest

from concierta.kernel.errors import NotFound
from concierta.people.enums import Role
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan
from concierta.responsibilities.enums import Duty, SubjectKind
from concierta.responsibilities.models import Responsibility
from concierta.responsibilities.operations import assign, assign_by_role, hand_over, name_substitute
from concierta.responsibilities.queries import (
    duties_of_person,
    fitting_people,
    holder_of,
    responsibility_matrix,
    subject_for,
)
from factories import AT, count_queries, make_indicator, make_person
from factories.answering import Answering, in_force, make_decision, make_task

TODAY = AT.date()
LATER = TODAY + timedelta(days=60)


def matrix(answering: Answering, **filters: object):
    return responsibility_matrix(answering.secretary, answering.plan, TODAY, **filters)


def codes(answering: Answering, **filters: object) -> list[str]:
    return [row.code for row in matrix(answering, **filters).rows]


def test_columns_imply_the_entities_until_somebody_is_named(answering: Answering):
    task = make_task(answering)
    found = matrix(answering)
    assert [(row.kind, row.code, row.name) for row in found.rows] == [
        (SubjectKind.PLEDGE, "CP-1", "Formar en oficios"),
        (SubjectKind.PROJECT, "BP1", "Formación"),
        (SubjectKind.INDICATOR, "I1", "Personas formadas"),
        (SubjectKind.ACTION_ITEM, "1", "Enviar el listado"),
    ]
    told = [{duty: cell and cell.entity and cell.entity.code for duty, cell in row.cells.items()} for row in found.rows]
    checks = {"reviews": "planeacion", "verifies": "control", "presents": "planeacion"}
    assert told == [
        {"executes": owner, "reports": owner, "accountable": owner, **checks}
        for owner in ("sena", "desarrollo", "desarrollo")
    ] + [
        {
            "executes": "desarrollo",
            "reports": None,
            "reviews": None,
            "verifies": "planeacion",
            "presents": None,
            "accountable": "desarrollo",
        }
    ]
    assert all(cell.implied for row in found.rows for cell in row.cells.values() if cell)
    assert found.rows[3].cells[Duty.EXECUTES].person == task.person


def test_every_hole_and_clash_is_counted_whatever_is_shown(answering: Answering):
    Plan.objects.update(verifier=answering.sena)
    answering.plan.refresh_from_db()
    found = matrix(answering, kind="project", page_size=1)
    assert (found.holes, found.clashes, found.found, len(found.rows)) == (18, 1, 1, 1)
    assert found.things == {
        SubjectKind.PLEDGE: 1,
        SubjectKind.PROJECT: 1,
        SubjectKind.INDICATOR: 1,
        SubjectKind.ACTION_ITEM: 0,
    }
    assert found.incomplete == found.things
    pledge = matrix(answering, kind=SubjectKind.PLEDGE).rows[0]
    assert pledge.cells[Duty.VERIFIES].clashes_with == (Duty.REPORTS,)
    assert pledge.has_gaps


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ({}, ["BP1", "CP-1", "I1"]),  # what has a hole comes first
        ({"kind": SubjectKind.INDICATOR}, ["I1"]),
        ({"text": "formacion"}, ["BP1"]),
        ({"text": " cp-1 "}, ["CP-1"]),
        ({"text": "nada"}, []),
        ({"holes_only": True}, ["BP1"]),
    ],
)
def test_filters(answering: Answering, filters: dict[str, object], shown: list[str]):
    assign_by_role(plan=answering.plan, by=None, at=AT)
    answering.project.responsibilities.filter(duty=Duty.VERIFIES).delete()
    assert codes(answering, **filters) == shown


def test_an_entity_sees_what_it_has_a_part_in(answering: Answering):
    assert codes(answering, entity=answering.sena) == ["CP-1"]
    assert codes(answering, entity=answering.control) == ["CP-1", "BP1", "I1"]


def test_pages(answering: Answering):
    second = matrix(answering, page=2, page_size=2)
    assert ([row.code for row in second.rows], second.page, second.pages, second.found) == (["I1"], 2, 2, 3)
    assert matrix(answering, page=9, page_size=2).page == 2
    assert (matrix(answering, text="nada").pages, matrix(answering, page=0).page) == (1, 1)


def test_a_draft_is_not_shown_to_strangers(answering: Answering):
    stranger = make_person("Nadie")
    with pytest.raises(NotFound):
        responsibility_matrix(stranger, answering.plan, TODAY)
    with pytest.raises(NotFound):
        subject_for(stranger, answering.plan, "indicator", answering.indicator.pk)


def test_a_project_and_a_pledge_take_the_checkers_on_which_their_indicators_agree(answering: Answering):
    answering.indicator.verifier = answering.sena
    answering.indicator.save()
    assert holder_of(answering.project, Duty.VERIFIES, TODAY).entity == answering.sena
    for code, verifier in (("C1", answering.desarrollo), ("C2", None)):
        make_indicator(
            answering.plan,
            code,
            kind="pledge",
            pledge=answering.pledge,
            reporter=answering.sena,
            verifier=verifier,
        )
    assert holder_of(answering.pledge, Duty.VERIFIES, TODAY).entity == answering.control


def test_the_number_of_queries_does_not_grow(answering: Answering):
    make_task(answering)
    few = count_queries(lambda: matrix(answering))
    for number in range(8):
        make_indicator(answering.plan, f"N{number}", reporter=answering.desarrollo)
        make_task(answering)
    assert count_queries(lambda: matrix(answering)) == few == 14


def test_subjects_are_found_inside_their_plan(answering: Answering):
    task = make_task(answering)
    for kind, thing in (
        ("pledge", answering.pledge),
        ("project", answering.project),
        ("indicator", answering.indicator),
        ("action_item", task),
    ):
        assert subject_for(answering.secretary, answering.plan, kind, thing.pk) == thing
        with pytest.raises(NotFound):
            subject_for(answering.secretary, answering.plan, kind, thing.pk + 1000)
    with pytest.raises(NotFound):
        subject_for(answering.secretary, answering.plan, "nada", 1)


def test_a_person_sees_all_they_answer_for_also_as_substitute(answering: Answering):
    in_force(answering)
    victor = make_person("Victor Verifica", (Role.VERIFIER, answering.control))
    name_substitute(subject=answering.project, duty=Duty.VERIFIES, substitute=victor, by=None, at=AT)
    told = [(one.kind, one.code, one.duty, one.as_substitute) for one in duties_of_person(victor, TODAY)]
    assert told == [(SubjectKind.PROJECT, "BP1", Duty.VERIFIES, True)]
    vera = [(one.code, one.duty, one.entity.code, one.since) for one in duties_of_person(answering.verifier, TODAY)]
    assert vera == [(code, Duty.VERIFIES, "control", TODAY) for code in ("CP-1", "BP1", "I1")]


def test_a_task_is_its_persons_until_a_row_says_otherwise(answering: Answering):
    task = make_task(answering)
    told = [(one.subject, one.duty) for one in duties_of_person(answering.reporter, TODAY)]
    assert told == [(task, Duty.EXECUTES), (task, Duty.ACCOUNTABLE)]
    rita = make_person("Rita Reporta", (Role.REPORTER, answering.desarrollo))
    assign(subject=task, duty=Duty.ACCOUNTABLE, entity=answering.desarrollo, person=rita, since=TODAY, by=None, at=AT)
    assert [one.duty for one in duties_of_person(answering.reporter, TODAY)] == [Duty.EXECUTES]
    assert [one.duty for one in duties_of_person(rita, TODAY)] == [Duty.ACCOUNTABLE]


@pytest.mark.parametrize("state", ["checked", "dropped"])
def test_what_is_done_is_nobodys_any_more(answering: Answering, state: str):
    make_task(answering, state=state, done_at=AT, checked_at=AT)
    assert duties_of_person(answering.reporter, TODAY) == []


def test_duties_end_where_they_were_handed_over_and_with_the_plan(answering: Answering):
    in_force(answering)
    victor = make_person("Victor Verifica", (Role.VERIFIER, answering.control))
    hand_over(
        subject=answering.indicator,
        duty=Duty.VERIFIES,
        entity=answering.control,
        person=victor,
        since=LATER,
        reason="Se jubiló.",
        by=None,
        at=AT,
    )
    assert [one.code for one in duties_of_person(victor, LATER - timedelta(days=1))] == []
    assert [one.code for one in duties_of_person(victor, LATER)] == ["I1"]
    assert [one.code for one in duties_of_person(answering.verifier, LATER)] == ["CP-1", "BP1"]
    Plan.objects.update(state=PlanState.CLOSED)
    assert duties_of_person(victor, LATER) == []
    assert duties_of_person(answering.verifier, LATER) == []


def test_duties_of_an_entity_that_no_longer_acts_are_left_out(answering: Answering):
    in_force(answering)
    make_person("Olga Observa", (Role.VERIFIER, answering.sena))
    hand_over(
        subject=answering.indicator,
        duty=Duty.VERIFIES,
        entity=answering.sena,
        person=None,
        since=TODAY,
        reason="La mesa lo decidió.",
        decision=make_decision(answering),
        by=None,
        at=AT,
    )
    Plan.objects.update(verifier=answering.sena)
    assert [one.code for one in duties_of_person(answering.verifier, TODAY)] == ["CP-1", "BP1"]


def test_duties_take_a_constant_number_of_queries(answering: Answering):
    in_force(answering)
    few = count_queries(lambda: duties_of_person(answering.reporter, TODAY))
    for number in range(5):
        make_indicator(answering.plan, f"N{number}", reporter=answering.desarrollo)
        make_task(answering)
    assign_by_role(plan=answering.plan, by=None, at=AT)
    assert len(duties_of_person(answering.reporter, TODAY)) == 3 + 3 + 15 + 10
    assert count_queries(lambda: duties_of_person(answering.reporter, TODAY)) == few


def test_who_could_hold_a_duty(answering: Answering):
    make_person("Aura Antes", (Role.VERIFIER, answering.control))
    found = fitting_people("indicator", "verifies", answering.control, TODAY)
    assert [person.name for person in found] == ["Aura Antes", "Vera Verifica"]
    assert list(fitting_people("indicator", "verifies", answering.control, date(2023, 1, 1))) == []
    assert list(fitting_people("indicator", "reviews", answering.control, TODAY)) == []


def test_a_duty_ends_on_the_day_it_says_and_the_column_speaks_again(answering: Answering):
    Responsibility.objects.create(
        project=answering.project,
        duty=Duty.REVIEWS,
        entity=answering.sena,
        since=TODAY - timedelta(days=9),
        until=TODAY,
    )
    before, after = (holder_of(answering.project, Duty.REVIEWS, on) for on in (TODAY - timedelta(days=1), TODAY))
    assert (before.entity, before.implied, after.entity, after.implied) == (
        answering.sena,
        False,
        answering.planeacion,
        True,
    )
