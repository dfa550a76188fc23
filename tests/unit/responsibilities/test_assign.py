"""Naming who holds a duty: what is refused, and what follows."""

import json
from datetime import date, timedelta

import pytest

from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event
from concierta.people.enums import Role
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan
from concierta.responsibilities.enums import Duty
from concierta.responsibilities.models import Responsibility
from concierta.responsibilities.operations import assign
from concierta.responsibilities.queries import holder_of
from factories import AT, make_person
from factories.answering import Answering, in_force, make_task

TODAY = AT.date()


def name(answering: Answering, **changes: object) -> Responsibility:
    fields = {
        "subject": answering.indicator,
        "duty": Duty.VERIFIES,
        "entity": answering.control,
        "person": answering.verifier,
        "since": TODAY,
        "by": answering.secretary,
        "at": AT,
    }
    return assign(**(fields | changes))


def test_it_names_the_person_and_records_codes_alone(answering: Answering):
    row = name(answering)
    assert (row.indicator, row.duty, row.entity, row.person, row.since, row.until) == (
        answering.indicator,
        Duty.VERIFIES,
        answering.control,
        answering.verifier,
        TODAY,
        None,
    )
    event = Event.objects.last()
    assert (event.kind, event.subject, event.entity) == ("responsibility.assigned", "cali/I1", answering.planeacion)
    assert json.loads(event.payload)["body"] == {
        "duty": "verifies",
        "entity": "control",
        "of": "indicator",
        "person_named": True,
        "since": "2025-01-03",
        "substitute_named": False,
    }


@pytest.mark.parametrize(
    ("which", "subject"), [("pledge", "pledge:acuerdo:CP-1"), ("project", "cali/BP1"), ("indicator", "cali/I1")]
)
def test_the_ledger_names_each_thing_as_its_module_does(answering: Answering, which: str, subject: str):
    name(answering, subject=getattr(answering, which))
    assert Event.objects.last().subject == subject


def test_a_task_is_named_by_its_table(answering: Answering):
    name(answering, subject=make_task(answering), entity=answering.planeacion, person=answering.secretary)
    assert Event.objects.last().subject == "action_item:acuerdo:1"


def test_in_a_draft_another_entity_moves_the_column_of_the_indicator(answering: Answering):
    make_person("Olga Observa", (Role.VERIFIER, answering.sena))
    name(answering, entity=answering.sena, person=None)
    answering.indicator.refresh_from_db()
    assert answering.indicator.verifier == answering.sena
    assert holder_of(answering.indicator, Duty.VERIFIES, TODAY).entity == answering.sena


def test_in_a_draft_whoever_was_named_is_corrected(answering: Answering):
    first = name(answering)
    victor = make_person("Victor Verifica", (Role.VERIFIER, answering.control))
    second = name(answering, person=victor, substitute=answering.verifier)
    assert (first.pk, second.person, second.substitute) == (second.pk, victor, answering.verifier)
    assert Responsibility.objects.count() == 1


def test_a_task_given_to_another_person_is_theirs(answering: Answering):
    task = make_task(answering)
    rita = make_person("Rita Reporta", (Role.REPORTER, answering.desarrollo))
    name(answering, subject=task, duty=Duty.EXECUTES, entity=answering.desarrollo, person=rita)
    task.refresh_from_db()
    assert task.person == rita


def test_a_duty_that_a_task_does_not_have_is_refused(answering: Answering):
    with pytest.raises(Invalid, match="«Reporta» no se asigna en este caso: Tarea de la mesa"):
        name(answering, subject=make_task(answering), duty=Duty.REPORTS)


def test_whoever_lacks_the_role_is_refused_by_name(answering: Answering):
    with pytest.raises(Invalid, match="Rosa Reporta no tiene en CONTROL el papel que pide «Verifica»") as refusal:
        name(answering, person=answering.reporter)
    assert refusal.value.field == "person"


def test_a_role_that_begins_later_does_not_count_yet(answering: Answering):
    with pytest.raises(Invalid, match="el papel que pide"):
        name(answering, since=date(2023, 12, 31))


def test_an_account_that_was_closed_is_refused(answering: Answering):
    answering.verifier.is_active = False
    with pytest.raises(Invalid, match="Vera Verifica"):
        name(answering)


@pytest.mark.parametrize(
    ("person", "substitute", "said"),
    [("verifier", "verifier", "Nadie se suple a sí mismo"), (None, "verifier", "Nombre primero a la persona")],
)
def test_a_substitute_is_another_person(answering: Answering, person: str | None, substitute: str, said: str):
    with pytest.raises(Invalid, match=said):
        name(answering, person=person and getattr(answering, person), substitute=getattr(answering, substitute))


def test_two_duties_that_must_be_apart_are_not_given_to_one_entity(answering: Answering):
    with pytest.raises(Invalid, match="DESARROLLO no puede estar en «Verifica» y en «Reporta» de I1") as refusal:
        name(answering, entity=answering.desarrollo, person=None)
    assert refusal.value.field == "entity"


def test_two_duties_that_must_be_apart_are_not_given_to_one_person(answering: Answering):
    both = make_person("Dora Doble", (Role.REVIEWER, answering.planeacion), (Role.VERIFIER, answering.control))
    name(answering, person=both)
    with pytest.raises(Invalid, match="La misma persona no puede estar en «Revisa» y en «Verifica» de I1"):
        name(answering, duty=Duty.REVIEWS, entity=answering.planeacion, person=both)


def test_a_clash_that_was_there_does_not_hinder_naming_people(answering: Answering):
    Plan.objects.update(verifier=answering.sena)
    make_person("Olga Observa", (Role.VERIFIER, answering.sena))
    row = name(
        answering,
        subject=answering.pledge,
        duty=Duty.REPORTS,
        entity=answering.sena,
        person=answering.sena_reporter,
    )
    assert row.person == answering.sena_reporter


def test_a_pledge_stays_with_its_signatory(answering: Answering):
    with pytest.raises(Refusal, match="es de quien la firmó: «Rinde cuentas» no pasa a otra entidad"):
        name(
            answering,
            subject=answering.pledge,
            duty=Duty.ACCOUNTABLE,
            entity=answering.desarrollo,
            person=answering.reporter,
        )


def test_in_force_another_entity_takes_a_decision(answering: Answering):
    in_force(answering)
    make_person("Olga Observa", (Role.VERIFIER, answering.sena))
    with pytest.raises(TransitionRefused, match="solo pasa a SENA por decisión de la mesa técnica"):
        name(answering, subject=answering.project, entity=answering.sena, person=None)


def test_a_task_passes_to_another_entity_only_by_decision(answering: Answering):
    with pytest.raises(TransitionRefused, match="por decisión de la mesa técnica"):
        name(
            answering,
            subject=make_task(answering),
            duty=Duty.EXECUTES,
            entity=answering.sena,
            person=answering.sena_reporter,
        )


def test_in_force_whoever_answers_hands_over_instead(answering: Answering):
    in_force(answering)
    with pytest.raises(TransitionRefused, match="I1 ya tiene quien responda"):
        name(answering)


def test_in_force_a_hole_is_filled_and_its_row_kept(answering: Answering):
    in_force(answering)
    Responsibility.objects.filter(indicator=answering.indicator, duty=Duty.VERIFIES).update(person=None)
    with pytest.raises(Invalid, match="desde el 2025-01-03"):
        name(answering, since=TODAY - timedelta(days=1))
    row = name(answering, since=TODAY + timedelta(days=1))
    kept = Responsibility.objects.filter(indicator=answering.indicator, duty=Duty.VERIFIES).exclude(pk=row.pk).get()
    assert (kept.until, row.person) == (TODAY + timedelta(days=1), answering.verifier)


def test_a_closed_plan_keeps_whom_it_had(answering: Answering):
    Plan.objects.update(state=PlanState.CLOSED)
    answering.indicator.refresh_from_db()
    with pytest.raises(TransitionRefused, match="está cerrado"):
        name(answering)


@pytest.mark.parametrize("who", ["reporter", "verifier", "reviewer", "sena_reporter"])
@pytest.mark.parametrize("which", ["pledge", "project", "indicator", "task"])
def test_only_the_secretariat_names(answering: Answering, who: str, which: str):
    subject = make_task(answering) if which == "task" else getattr(answering, which)
    with pytest.raises(PermissionRefused):
        name(answering, subject=subject, by=getattr(answering, who))


@pytest.mark.parametrize("who", ["secretary", None])
@pytest.mark.parametrize("which", ["pledge", "project", "indicator"])
def test_the_secretariat_and_the_operator_name(answering: Answering, who: str | None, which: str):
    assert name(answering, subject=getattr(answering, which), by=who and getattr(answering, who)).pk


def test_a_pledge_of_an_agreement_without_a_plan_is_nobodys_yet(answering: Answering):
    Plan.objects.update(agreement=None)
    with pytest.raises(Invalid, match="no es de ningún plan"):
        name(answering, subject=answering.pledge)
