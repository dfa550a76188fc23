"""A task has one entity and one person; whoever did it does not check it."""

from datetime import date

import pytest

from concierta.kernel.errors import Invalid, PermissionRefused, TransitionRefused
from concierta.ledger.models import Event
from concierta.mesa.enums import ActionState
from concierta.mesa.operations import check_action, close_session, drop_action, finish_action, reopen_action
from concierta.people.enums import Role
from factories import evidence_of, make_person
from factories.ledger import events
from factories.mesa import (
    HOUR,
    SESSION_AT,
    MesaCast,
    action_item,
    approved_minutes,
    carried_motion,
    closed_session,
    done_action,
    item_under_discussion,
    open_session_with,
)

LATER = SESSION_AT + 2 * HOUR


def test_a_task_is_numbered_and_knows_its_decision(mesa: MesaCast) -> None:
    motion = carried_motion(mesa)
    first = action_item(mesa, motion.item, decision=motion.decision)
    second = action_item(mesa, motion.item, person=None)
    assert [(action.number, action.state, action.person) for action in (first, second)] == [
        (1, ActionState.OPEN, mesa.principal("cut")),
        (2, ActionState.OPEN, None),
    ]
    assert events("action_item.assigned")[0] == (
        "action_item.assigned",
        "action_item:acuerdo:1",
        {
            "session": 1,
            "decision": "2025-01",
            "entity": "cut",
            "due_on": "2025-04-30",
            "text": "Presentar el listado de empresas.",
        },
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"text": " "}, "text"), ({"due_on": date(2025, 1, 19)}, "due_on")],
)
def test_a_task_says_what_and_by_when(mesa: MesaCast, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        action_item(mesa, **wrong)
    assert refused.value.field == field


def test_the_person_is_of_the_entity_and_the_decision_of_the_table(mesa: MesaCast) -> None:
    item = item_under_discussion(mesa)
    with pytest.raises(Invalid, match="no es de CUT"):
        action_item(mesa, item, person=mesa.principal("sena"))


def test_a_task_comes_from_an_item_that_was_discussed_before_its_minutes_are_approved(mesa: MesaCast) -> None:
    waiting = open_session_with(mesa).items.get()
    with pytest.raises(TransitionRefused, match="no se ha tratado"):
        action_item(mesa, waiting)
    close_session(session=waiting.session, by=mesa.secretary, at=LATER)
    session = closed_session(mesa)
    assert action_item(mesa, session.items.get()).number == 1
    approved_minutes(mesa, session)
    with pytest.raises(TransitionRefused, match="ya está aprobada"):
        action_item(mesa, session.items.get())


def test_it_is_done_by_its_entity_with_what_shows_it(mesa: MesaCast) -> None:
    action = action_item(mesa)
    shown = evidence_of(action.entity, mesa.principal("cut"))
    with pytest.raises(Invalid, match="qué se hizo"):
        finish_action(action=action, note="", by=mesa.principal("cut"), at=LATER)
    with pytest.raises(Invalid, match="debe ser de CUT"):
        finish_action(
            action=action,
            note="Listo.",
            evidence=[evidence_of(mesa.desarrollo, mesa.reporter)],
            by=mesa.principal("cut"),
            at=LATER,
        )
    for person in (mesa.secretary, mesa.principal("sena")):
        with pytest.raises(PermissionRefused, match="Esta tarea es de CUT"):
            finish_action(action=action, note="Listo.", by=person, at=LATER)
    colleague = make_person("Clara CUT", (Role.REPORTER, action.entity))
    action = finish_action(action=action, note="Listo.", evidence=[shown], by=colleague, at=LATER)
    assert (action.state, action.done_at, action.done_by) == (ActionState.DONE, LATER, colleague)
    assert list(action.evidence.all()) == [shown]
    assert events("action_item.done") == [
        (
            "action_item.done",
            "action_item:acuerdo:1",
            {
                "entity": "cut",
                "due_on": "2025-04-30",
                "note": "Listo.",
                "evidence": [shown.file_id],
            },
        )
    ]
    with pytest.raises(TransitionRefused, match="Cumplida, por comprobar"):
        finish_action(action=action, note="Otra vez.", by=colleague, at=LATER)


def test_the_person_named_does_not_finish_it_after_leaving_the_entity(mesa: MesaCast) -> None:
    action = action_item(mesa)
    mesa.principal("cut").memberships.all().delete()
    with pytest.raises(PermissionRefused, match="alguien de esa entidad"):
        finish_action(action=action, note="Listo.", by=mesa.principal("cut"), at=LATER)


def test_whoever_did_it_does_not_check_it_nor_anybody_of_its_entity(mesa: MesaCast) -> None:
    action = done_action(mesa)
    with pytest.raises(PermissionRefused, match="Usted dio por cumplida"):
        check_action(action=action, note="Bien.", by=mesa.principal("cut"), at=LATER)
    both = make_person("Dora Doble", (Role.MEMBER, action.entity), (Role.VERIFIER, mesa.control))
    with pytest.raises(PermissionRefused, match="alguien de otra entidad"):
        check_action(action=action, note="Bien.", by=both, at=LATER)
    with pytest.raises(PermissionRefused, match="«Verifica»"):
        check_action(action=action, note="Bien.", by=mesa.principal("sena"), at=LATER)


def test_a_secretary_checks_it_or_a_verifier_in_the_name_of_their_entity(mesa: MesaCast) -> None:
    first = done_action(mesa)
    second = done_action(mesa, item=first.item)
    third = done_action(mesa, item=first.item)
    for action, person in ((first, mesa.secretary), (second, mesa.verifier), (third, None)):
        checked = check_action(action=action, note="Se vio el listado.", by=person, at=LATER)
        assert (checked.state, checked.checked_at, checked.checked_by) == (ActionState.CHECKED, LATER, person)
    acted = Event.objects.filter(kind="action_item.checked").order_by("index")
    assert list(acted.values_list("entity__code", flat=True)) == ["planeacion", "control", "planeacion"]


def test_without_evidence_whoever_checks_says_how(mesa: MesaCast) -> None:
    action = done_action(mesa)
    with pytest.raises(Invalid, match="cómo comprobó"):
        check_action(action=action, by=mesa.secretary, at=LATER)
    action.evidence.add(evidence_of(action.entity, mesa.principal("cut")))
    assert check_action(action=action, by=mesa.secretary, at=LATER).state == ActionState.CHECKED


def test_what_is_not_enough_goes_back(mesa: MesaCast) -> None:
    action = done_action(mesa)
    with pytest.raises(Invalid, match="qué falta"):
        reopen_action(action=action, reason="", by=mesa.secretary, at=LATER)
    with pytest.raises(PermissionRefused):
        reopen_action(action=action, reason="Falta.", by=mesa.principal("cut"), at=LATER)
    action = reopen_action(action=action, reason="Falta el NIT.", by=mesa.verifier, at=LATER)
    assert (action.state, action.done_at, action.done_by, action.checked_note) == (
        ActionState.OPEN,
        None,
        None,
        "Falta el NIT.",
    )
    with pytest.raises(TransitionRefused, match="Pendiente"):
        check_action(action=action, note="Bien.", by=mesa.secretary, at=LATER)
    assert [body["reason"] for _, _, body in events("action_item.reopened")] == ["Falta el NIT."]


def test_it_is_dropped_with_a_reason_by_the_secretariat(mesa: MesaCast) -> None:
    action = action_item(mesa)
    with pytest.raises(Invalid, match="queda sin efecto"):
        drop_action(action=action, reason=" ", by=mesa.secretary, at=LATER)
    with pytest.raises(PermissionRefused):
        drop_action(action=action, reason="No.", by=mesa.principal("cut"), at=LATER)
    action = drop_action(action=action, reason="Se fusionó con otra.", by=mesa.secretary, at=LATER)
    assert (action.state, action.checked_note) == (ActionState.DROPPED, "Se fusionó con otra.")
    with pytest.raises(TransitionRefused, match="Sin efecto"):
        drop_action(action=action, reason="Otra vez.", by=mesa.secretary, at=LATER)


def test_nobody_but_the_secretariat_gives_tasks(mesa: MesaCast) -> None:
    with pytest.raises(PermissionRefused):
        action_item(mesa, by=mesa.principal("desarrollo"))
