"""Filling every hole at once: by role, never against independence, and with one act on record."""

import json
from datetime import date

from concierta.ledger.models import Event
from concierta.people.enums import Role
from concierta.people.models import Membership
from concierta.plans.models import Plan
from concierta.responsibilities.enums import Duty
from concierta.responsibilities.models import Responsibility
from concierta.responsibilities.operations import assign, assign_by_role
from concierta.responsibilities.queries import holder_of, responsibility_matrix
from factories import AT, count_queries, make_indicator, make_person
from factories.answering import Answering, in_force
from factories.cast import CONFIRMED

TODAY = AT.date()


def test_every_hole_gets_the_person_of_the_fitting_role(answering: Answering):
    assert assign_by_role(plan=answering.plan, by=answering.secretary, at=AT) == 18
    rows = Responsibility.objects.filter(pledge=answering.pledge).values_list(
        "duty", "entity__code", "person__name", "since"
    )
    assert set(rows) == {
        ("executes", "sena", "Saul Sena", TODAY),
        ("reports", "sena", "Saul Sena", TODAY),
        ("reviews", "planeacion", "Pedro Planea", TODAY),
        ("verifies", "control", "Vera Verifica", TODAY),
        ("presents", "planeacion", "Sara Secretaria", TODAY),
        ("accountable", "sena", "Saul Sena", TODAY),
    }


def test_it_is_one_event_with_counts_and_no_names(answering: Answering):
    before = Event.objects.count()
    assign_by_role(plan=answering.plan, by=answering.secretary, at=AT)
    event = Event.objects.last()
    assert (Event.objects.count() - before, event.kind, event.subject) == (1, "responsibilities.assigned", "cali")
    body = json.loads(event.payload)["body"]
    assert len(body.pop("lines_sha256")) == 64
    assert body == {"by_duty": dict.fromkeys(sorted(Duty.values), 3), "count": 18, "since": "2025-01-03"}
    assert "Vera" not in event.payload


def test_again_nobody_is_named_and_nothing_recorded(answering: Answering):
    assign_by_role(plan=answering.plan, by=None, at=AT)
    before = Event.objects.count()
    assert assign_by_role(plan=answering.plan, by=None, at=AT) == 0
    assert Event.objects.count() == before


def test_whoever_was_named_by_hand_stays(answering: Answering):
    rita = make_person("Rita Reporta", (Role.REPORTER, answering.desarrollo))
    assign(
        subject=answering.project,
        duty=Duty.EXECUTES,
        entity=answering.desarrollo,
        person=rita,
        since=TODAY,
        by=None,
        at=AT,
    )
    assert assign_by_role(plan=answering.plan, by=None, at=AT) == 17
    assert holder_of(answering.project, Duty.EXECUTES, TODAY).person == rita


def test_an_entity_named_without_a_person_gets_one(answering: Answering):
    assign(subject=answering.project, duty=Duty.EXECUTES, entity=answering.sena, since=TODAY, by=None, at=AT)
    assign_by_role(plan=answering.plan, by=None, at=AT)
    found = holder_of(answering.project, Duty.EXECUTES, TODAY)
    assert (found.entity, found.person) == (answering.sena, answering.sena_reporter)


def test_of_two_people_the_one_of_longest_standing(answering: Answering):
    rita = make_person("Rita Reporta", (Role.REPORTER, answering.desarrollo))
    Membership.objects.filter(user=rita).update(since=date(2023, 1, 1))
    assign_by_role(plan=answering.plan, by=None, at=AT)
    assert holder_of(answering.indicator, Duty.REPORTS, TODAY).person == rita


def test_whoever_acts_for_the_reporting_entity_is_passed_over(answering: Answering):
    Membership.objects.create(
        **CONFIRMED, user=answering.verifier, entity=answering.desarrollo, role=Role.MEMBER, since=date(2024, 1, 1)
    )
    assign_by_role(plan=answering.plan, by=None, at=AT)
    assert holder_of(answering.indicator, Duty.VERIFIES, TODAY).person is None
    other = make_person("Victor Verifica", (Role.VERIFIER, answering.control))
    assert assign_by_role(plan=answering.plan, by=None, at=AT) == 2
    assert holder_of(answering.indicator, Duty.VERIFIES, TODAY).person == other


def test_rows_of_an_entity_that_no_longer_acts_are_closed_and_kept(answering: Answering):
    assign_by_role(plan=answering.plan, by=None, at=AT)
    answering.indicator.verifier = answering.sena
    answering.indicator.save()
    Membership.objects.create(
        **CONFIRMED, user=answering.sena_reporter, entity=answering.sena, role=Role.VERIFIER, since=TODAY
    )
    assert assign_by_role(plan=answering.plan, by=None, at=AT) > 0
    rows = Responsibility.objects.filter(indicator=answering.indicator, duty=Duty.VERIFIES).order_by("pk")
    assert list(rows.values_list("entity__code", "until")) == [("control", TODAY), ("sena", None)]


def test_in_force_it_still_fills_holes(answering: Answering):
    plan = in_force(answering)
    make_indicator(plan, "I2", reporter=answering.desarrollo)
    assert assign_by_role(plan=plan, by=answering.secretary, at=AT) == 6


def test_queries_do_not_grow_with_the_plan(answering: Answering):
    plan = Plan.objects.select_related("secretariat").get()
    few = count_queries(lambda: assign_by_role(plan=plan, by=None, at=AT))
    for number in range(8):
        make_indicator(plan, f"N{number}", reporter=answering.desarrollo)
    assert count_queries(lambda: assign_by_role(plan=plan, by=None, at=AT)) == few
    assert responsibility_matrix(None, plan, TODAY).holes == 0
