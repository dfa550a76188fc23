"""Handing over: one row closes, the next opens, the column follows, and the past can still be told."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from concierta.agreements.operations import register_agreement
from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.responsibilities.enums import Duty
from concierta.responsibilities.models import Responsibility
from concierta.responsibilities.operations import assign_by_role, hand_over, name_substitute, take_over
from concierta.responsibilities.queries import history_of, holder_of
from factories import AT, make_entity, make_person
from factories.answering import Answering, in_force, make_decision, make_task

TODAY = AT.date()
LATER = TODAY + timedelta(days=60)


@pytest.fixture
def victor(answering: Answering) -> User:
    in_force(answering)
    return make_person("Victor Verifica", (Role.VERIFIER, answering.control))


def pass_on(answering: Answering, **changes: object) -> Responsibility:
    fields = {
        "subject": answering.indicator,
        "duty": Duty.VERIFIES,
        "entity": answering.control,
        "since": LATER,
        "reason": "Vera se jubiló.",
        "by": answering.secretary,
        "at": AT,
    }
    return hand_over(**(fields | changes))


def on_the_day(subject: Any, field: str) -> tuple[Any, Any]:
    """Who acts until the day before `LATER`, and from it on."""
    noon = datetime(LATER.year, LATER.month, LATER.day, 17, tzinfo=UTC)
    take_over(by=None, at=noon - timedelta(days=1))
    subject.refresh_from_db()
    before = getattr(subject, field)
    assert take_over(by=None, at=noon) == 1
    assert take_over(by=None, at=noon) == 0
    subject.refresh_from_db()
    return before, getattr(subject, field)


def test_the_past_stays_and_the_next_day_is_the_others(answering: Answering, victor: User):
    pass_on(answering, person=victor)
    rows = (
        history_of(answering.indicator)
        .filter(duty=Duty.VERIFIES)
        .values_list("person__name", "since", "until", "reason")
    )
    assert list(rows) == [
        ("Vera Verifica", TODAY, LATER, ""),
        ("Victor Verifica", LATER, None, "Vera se jubiló."),
    ]
    before, after = (holder_of(answering.indicator, Duty.VERIFIES, on) for on in (LATER - timedelta(days=1), LATER))
    assert (before.person, after.person) == (answering.verifier, victor)


def test_the_event_has_entities_and_no_person(answering: Answering, victor: User):
    pass_on(answering, person=victor)
    event = Event.objects.last()
    body = json.loads(event.payload)["body"]
    assert list(body.pop("sealed")) == ["reason"]
    assert (event.kind, body) == (
        "responsibility.handed_over",
        {
            "after": "control",
            "before": "control",
            "decision": None,
            "duty": "verifies",
            "of": "indicator",
            "person_changed": True,
            "since": LATER.isoformat(),
        },
    )
    assert "Vera" not in event.payload
    assert "jubiló" not in event.payload


def test_it_says_why(answering: Answering, victor: User):
    with pytest.raises(Invalid, match="Diga por qué") as refusal:
        pass_on(answering, person=victor, reason="  ")
    assert refusal.value.field == "reason"


def test_something_changes(answering: Answering, victor: User):
    with pytest.raises(Invalid, match="nada cambia"):
        pass_on(answering, person=answering.verifier)


def test_not_before_whoever_holds_it_began(answering: Answering, victor: User):
    with pytest.raises(Invalid, match="desde el 2025-01-03"):
        pass_on(answering, person=victor, since=TODAY - timedelta(days=1))


def test_twice_on_one_day_the_last_stands(answering: Answering, victor: User):
    valeria = make_person("Valeria Verifica", (Role.VERIFIER, answering.control))
    pass_on(answering, person=victor, since=TODAY)
    pass_on(answering, person=valeria, since=TODAY)
    assert holder_of(answering.indicator, Duty.VERIFIES, TODAY).person == valeria


def test_in_force_another_entity_takes_a_decision(answering: Answering, victor: User):
    olga = make_person("Olga Observa", (Role.VERIFIER, answering.sena))
    with pytest.raises(TransitionRefused, match="«Verifica» de I1 solo pasa a SENA por decisión"):
        pass_on(answering, entity=answering.sena, person=olga)
    answering.indicator.refresh_from_db()
    assert answering.indicator.verifier is None


def test_by_decision_the_column_follows(answering: Answering, victor: User):
    olga = make_person("Olga Observa", (Role.VERIFIER, answering.sena))
    decision = make_decision(answering)
    pass_on(answering, entity=answering.sena, person=olga, decision=decision)
    assert on_the_day(answering.indicator, "verifier") == (None, answering.sena)
    body = json.loads(Event.objects.get(kind="responsibility.handed_over").payload)["body"]
    assert (body["before"], body["after"], body["decision"]) == ("control", "sena", decision.number)
    assert holder_of(answering.indicator, Duty.VERIFIES, LATER - timedelta(days=1)).entity == answering.control
    assert holder_of(answering.indicator, Duty.VERIFIES, LATER).entity == answering.sena


def test_by_decision_a_project_changes_hands(answering: Answering, victor: User):
    pass_on(
        answering,
        subject=answering.project,
        duty=Duty.EXECUTES,
        entity=answering.sena,
        person=answering.sena_reporter,
        decision=make_decision(answering),
    )
    assert on_the_day(answering.project, "entity") == (answering.desarrollo, answering.sena)


def test_a_decision_of_another_table_gives_nothing(answering: Answering, victor: User):
    olga = make_person("Olga Observa", (Role.VERIFIER, answering.sena))
    other = register_agreement(slug="otro", title="Otro", signed_on=date(2024, 1, 1), by=None, at=AT)
    decision = make_decision(replace(answering, agreement=other))
    with pytest.raises(Invalid, match="la mesa de otro acuerdo"):
        pass_on(answering, entity=answering.sena, person=olga, decision=decision)


def test_not_even_by_decision_does_a_pledge_leave_its_signatory(answering: Answering, victor: User):
    with pytest.raises(Refusal, match="es de quien la firmó"):
        pass_on(
            answering,
            subject=answering.pledge,
            duty=Duty.REPORTS,
            entity=answering.desarrollo,
            person=answering.reporter,
            decision=make_decision(answering),
        )


def test_not_even_by_decision_may_a_reporter_verify(answering: Answering, victor: User):
    with pytest.raises(Invalid, match="DESARROLLO no puede estar en «Verifica» y en «Reporta»"):
        pass_on(answering, entity=answering.desarrollo, person=None, decision=make_decision(answering))


def test_by_decision_an_entity_may_have_nobody_yet(answering: Answering, victor: User):
    other = make_entity("observatorio")
    pass_on(answering, entity=other, person=None, decision=make_decision(answering), since=TODAY)
    assert holder_of(answering.indicator, Duty.VERIFIES, TODAY).is_hole


def test_what_only_the_column_said_is_written_down(answering: Answering):
    """In a draft nobody was named: the entity that acted from the first day of the plan stays in the history."""
    olga = make_person("Olga Observa", (Role.VERIFIER, answering.sena))
    pass_on(answering, entity=answering.sena, person=olga)
    rows = history_of(answering.indicator).values_list("entity__code", "person", "since", "until")
    assert list(rows) == [("control", None, date(2024, 1, 1), LATER), ("sena", olga.pk, LATER, None)]
    assert holder_of(answering.indicator, Duty.VERIFIES, TODAY).entity == answering.control


def test_a_task_passes_to_another_person_of_its_entity(answering: Answering):
    task = make_task(answering)
    rita = make_person("Rita Reporta", (Role.REPORTER, answering.desarrollo))
    pass_on(answering, subject=task, duty=Duty.EXECUTES, entity=answering.desarrollo, person=rita)
    assert on_the_day(task, "person") == (answering.reporter, rita)


def test_by_decision_a_task_passes_to_another_entity(answering: Answering):
    task = make_task(answering)
    pass_on(
        answering,
        subject=task,
        duty=Duty.EXECUTES,
        entity=answering.sena,
        person=answering.sena_reporter,
        decision=make_decision(answering),
    )
    assert on_the_day(task, "entity") == (answering.desarrollo, answering.sena)
    assert task.person == answering.sena_reporter


@pytest.mark.parametrize("who", ["reporter", "verifier", "reviewer", "sena_reporter"])
def test_only_the_secretariat_hands_over(answering: Answering, victor: User, who: str):
    with pytest.raises(PermissionRefused):
        pass_on(answering, person=victor, by=getattr(answering, who))


def test_what_is_settled_for_a_day_is_replaced_for_that_day_or_a_later_one(answering: Answering, victor: User):
    decision = make_decision(answering)
    other = make_entity("observatorio")
    pass_on(answering, entity=answering.sena, person=None, decision=decision)
    with pytest.raises(Invalid, match=f"Ya hay una entrega prevista para el {LATER}"):
        pass_on(answering, entity=other, person=None, decision=decision, since=LATER - timedelta(days=1))
    pass_on(answering, entity=other, person=None, decision=decision)
    take_over(by=None, at=AT + timedelta(days=90))
    answering.indicator.refresh_from_db()
    assert answering.indicator.verifier == other


def test_naming_by_role_leaves_what_is_settled(answering: Answering, victor: User):
    pass_on(answering, entity=answering.sena, person=None, decision=make_decision(answering))
    Responsibility.objects.filter(indicator=answering.indicator, duty=Duty.VERIFIES, until=LATER).update(person=None)
    assign_by_role(plan=answering.plan, by=None, at=AT)
    assert Responsibility.objects.get(indicator=answering.indicator, duty=Duty.VERIFIES, pending=True).since == LATER


def test_until_the_day_the_one_who_holds_it_may_be_stood_in_for(answering: Answering, victor: User):
    pass_on(answering, entity=answering.sena, person=None, decision=make_decision(answering))
    stand_in(answering, victor)
    assert holder_of(answering.indicator, Duty.VERIFIES, TODAY).substitute == victor


# Substitutes


def stand_in(answering: Answering, substitute: User | None, **changes: object) -> Responsibility:
    fields = {"subject": answering.indicator, "duty": Duty.VERIFIES, "by": answering.secretary, "at": AT}
    return name_substitute(**(fields | changes), substitute=substitute)


def test_somebody_stands_in_and_stands_down(answering: Answering, victor: User):
    stand_in(answering, victor)
    assert holder_of(answering.indicator, Duty.VERIFIES, TODAY).substitute == victor
    body = json.loads(Event.objects.last().payload)["body"]
    assert body == {
        "duty": "verifies",
        "entity": "control",
        "of": "indicator",
        "since": "2025-01-03",
        "substitute_named": True,
    }
    stand_in(answering, None)
    assert holder_of(answering.indicator, Duty.VERIFIES, TODAY).substitute is None


def test_nobody_stands_in_for_nobody(answering: Answering):
    with pytest.raises(Refusal, match="Nadie tiene todavía esta responsabilidad de I1"):
        stand_in(answering, answering.verifier)


@pytest.mark.parametrize(
    ("who", "said"), [("verifier", "Nadie se suple a sí mismo"), ("reporter", "no tiene en CONTROL el papel")]
)
def test_a_substitute_is_another_with_the_role(answering: Answering, victor: User, who: str, said: str):
    with pytest.raises(Invalid, match=said):
        stand_in(answering, getattr(answering, who))


def test_a_substitute_has_no_duty_that_must_be_apart(answering: Answering, victor: User):
    both = make_person("Dora Doble", (Role.REVIEWER, answering.planeacion), (Role.VERIFIER, answering.control))
    pass_on(answering, duty=Duty.REVIEWS, entity=answering.planeacion, person=both, since=TODAY)
    with pytest.raises(Invalid, match="La misma persona no puede estar"):
        stand_in(answering, both)


def test_only_the_secretariat_names_who_stands_in(answering: Answering, victor: User):
    with pytest.raises(PermissionRefused):
        stand_in(answering, victor, by=answering.verifier)
