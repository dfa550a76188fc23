"""The room as plain forms: every act of a session and its refusals in words."""

import re

import pytest

from concierta.mesa.models import ActionItem, Attendance, ConflictOfInterest, Decision, Motion, Vote
from factories.mesa import (
    delegate_of,
    item_under_discussion,
    noticed_session,
    open_motion,
    open_session_with,
)
from factories.pages import room, text

pytestmark = pytest.mark.django_db


def test_one_tap_records_an_arrival_and_the_quorum_says_what_is_missing(scene, visitor):
    session = noticed_session(scene)
    client = visitor(scene.secretary)

    response = client.post(room(session), {"act": "arrival", "seat": scene.seats["cut"].pk}, follow=True)

    stay = Attendance.objects.get()
    assert (stay.seat.entity.code, stay.person, stay.delegation) == ("cut", scene.principal("cut"), None)
    assert "1 de 12 con voto: faltan 6 para el quórum" in text(response)
    assert "1 entidad por 1 persona" in text(response)


def test_a_delegate_comes_with_the_letter(scene, visitor):
    delegation = delegate_of(scene, "cut")
    session = noticed_session(scene)

    visitor(scene.secretary).post(
        room(session), {"act": "arrival", "seat": scene.seats["cut"].pk, "delegation": delegation.pk}
    )

    assert Attendance.objects.get().delegation == delegation


def test_a_delegation_of_another_seat_is_refused(scene, visitor):
    delegation = delegate_of(scene, "cut")
    session = noticed_session(scene)

    response = visitor(scene.secretary).post(
        room(session), {"act": "arrival", "seat": scene.seats["sena"].pk, "delegation": delegation.pk}
    )

    assert response.status_code == 400
    assert "Esa delegación ya no está vigente" in text(response)


def test_who_leaves_takes_the_quorum_along(scene, visitor):
    session = open_session_with(scene, 7)
    client = visitor(scene.secretary)
    assert "7 de 12 con voto: hay quórum" in text(client.get(room(session)))

    response = client.post(room(session), {"act": "departure", "seat": scene.seats["cut"].pk}, follow=True)

    assert "6 de 12 con voto: falta 1 para el quórum" in text(response)
    assert "La mesa puede deliberar; no puede decidir." in text(response)


def test_without_quorum_nothing_is_put_to_the_vote(scene, visitor):
    item = item_under_discussion(scene, 6)

    response = visitor(scene.secretary).post(
        f"{room(item.session)}?punto={item.pk}", {"act": "propose", "text": "Bajar la meta."}
    )

    assert response.status_code == 409
    assert "No hay quórum: están 6 de 12" in text(response)
    assert Motion.objects.count() == 0


def test_a_motion_that_lost_its_quorum_shows_the_reason_at_its_button(scene, visitor):
    motion = open_motion(scene)
    client = visitor(scene.secretary)
    client.post(room(motion.item.session), {"act": "departure", "seat": scene.seats["cut"].pk})

    page = text(client.get(room(motion.item.session)))

    button = re.search(r'<button[^>]*id="cerrar-votacion"[^>]*>', page)
    assert button
    assert " disabled" in button[0]
    assert "No se puede decidir: 6 de 12 con voto: falta 1 para el quórum." in page


def test_a_member_votes_from_the_same_address_and_leaves_their_reason(scene, visitor):
    motion = open_motion(scene)
    client = visitor(scene.principal("cut"))
    assert "Su voto por Cut" in text(client.get(room(motion.item.session)))

    client.post(
        room(motion.item.session),
        {
            "act": "vote",
            "motion": motion.pk,
            "seat": scene.seats["cut"].pk,
            "choice": "against",
            "dissent": "Faltan los datos.",
        },
    )

    vote = Vote.objects.get()
    assert (vote.seat.entity.code, vote.choice, vote.dissent) == ("cut", "against", "Faltan los datos.")


def test_nobody_votes_for_another_entity(scene, visitor):
    motion = open_motion(scene)

    response = visitor(scene.principal("cut")).post(
        room(motion.item.session),
        {"act": "vote", "motion": motion.pk, "seat": scene.seats["sena"].pk, "choice": "for"},
    )

    assert response.status_code == 403
    assert Vote.objects.count() == 0


def test_a_member_who_has_not_arrived_is_told_why_there_is_no_button(scene, visitor):
    motion = open_motion(scene)

    page = text(visitor(scene.principal("veeduria")).get(room(motion.item.session)))

    assert "Podrá votar cuando la secretaría registre su llegada." in page
    assert 'name="choice"' not in page


def test_a_member_has_no_button_of_the_secretariat(scene, visitor):
    motion = open_motion(scene)

    page = text(visitor(scene.principal("cut")).get(room(motion.item.session)))

    for act in ("arrival", "departure", "close_item", "close_motion", "withdraw_motion", "propose", "task", "not_held"):
        assert f'value="{act}"' not in page
    assert "data-writing" not in page


def test_a_closed_motion_is_a_decision_with_its_number(scene, visitor):
    motion = open_motion(scene)
    client = visitor(scene.secretary)
    for code in ("desarrollo", "sena", "andi", "camara"):
        client.post(
            room(motion.item.session),
            {"act": "vote", "motion": motion.pk, "seat": scene.seats[code].pk, "choice": "for"},
        )

    page = text(client.post(room(motion.item.session), {"act": "close_motion", "motion": motion.pk}, follow=True))

    number = Decision.objects.get().number
    assert f"Decisión {number}" in page
    assert "4 a favor · 0 en contra · 0 se abstienen" in page
    assert "Necesitaba 4 votos a favor de 7 que podían votar." in page


def test_a_withdrawn_motion_says_so_and_decides_nothing(scene, visitor):
    motion = open_motion(scene)

    page = text(
        visitor(scene.secretary).post(
            room(motion.item.session), {"act": "withdraw_motion", "motion": motion.pk}, follow=True
        )
    )

    assert "Retirada" in page
    assert Decision.objects.count() == 0


def test_who_declares_a_conflict_keeps_voice_and_loses_the_ballot(scene, visitor):
    motion = open_motion(scene)
    client = visitor(scene.secretary)

    page = text(
        client.post(
            f"{room(motion.item.session)}?punto={motion.item_id}",
            {"act": "conflict", "seat": scene.seats["andi"].pk, "statement": "Un afiliado contrata las sedes."},
            follow=True,
        )
    )

    assert ConflictOfInterest.objects.get().statement == "Un afiliado contrata las sedes."
    assert "Andi declaró conflicto de interés y no vota en este punto." in page
    assert "Declaró conflicto de interés: no vota" in page


def test_a_task_has_one_entity_and_a_date(scene, visitor):
    item = item_under_discussion(scene)

    visitor(scene.secretary).post(
        f"{room(item.session)}?punto={item.pk}",
        {
            "act": "task",
            "task-text": "Traer el listado.",
            "task-entity": scene.seats["cut"].entity_id,
            "task-person": scene.principal("cut").pk,
            "task-due_on": "2030-04-30",
            "task-decision": "",
        },
    )

    task = ActionItem.objects.get()
    assert (task.text, task.entity.code, task.person) == ("Traer el listado.", "cut", scene.principal("cut"))


def test_a_task_without_a_date_keeps_what_was_typed(scene, visitor):
    item = item_under_discussion(scene)

    response = visitor(scene.secretary).post(
        f"{room(item.session)}?punto={item.pk}",
        {"act": "task", "task-text": "Traer el listado.", "task-entity": scene.seats["cut"].entity_id},
    )

    assert response.status_code == 422
    assert "Traer el listado." in text(response)
    assert ActionItem.objects.count() == 0


def test_the_session_ends_where_its_record_is(scene, visitor):
    session = open_session_with(scene, 7)

    response = visitor(scene.secretary).post(room(session), {"act": "close_session"})

    assert response.headers["Location"] == f"/trabajo/mesa/sesiones/{session.pk}/"
    session.refresh_from_db()
    assert session.state == "closed"


def test_a_session_that_could_not_be_held_says_why(scene, visitor):
    session = noticed_session(scene)
    client = visitor(scene.secretary)
    client.post(room(session), {"act": "arrival", "seat": scene.seats["cut"].pk})

    client.post(room(session), {"act": "not_held", "reason": "Media hora después había una de doce."})

    page = text(client.get(f"/trabajo/mesa/sesiones/{session.pk}/"))
    assert "No se instaló" in page
    assert "Media hora después había una de doce." in page


def test_an_act_that_nobody_knows_is_refused(scene, visitor):
    assert visitor(scene.secretary).post(room(noticed_session(scene)), {"act": "dance"}).status_code == 400


def test_people_stand_beside_the_entities_that_they_are_there_for(scene, visitor):
    session = open_session_with(scene, ["sena", "andi"])
    letter = delegate_of(scene, "cut")
    letter.person = scene.principal("sena")
    letter.save()
    client = visitor(scene.secretary)
    said = {"act": "arrival", "seat": scene.seats["cut"].pk, "delegation": letter.pk}
    assert "3 entidades por 2 personas" in text(client.post(room(session), said, follow=True))
