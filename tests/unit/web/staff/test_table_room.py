"""The room as plain forms and as parts: every act of a session, its refusals in words, what each person is shown."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concierta.table.enums import Choice
from concierta.table.models import ActionItem, Attendance, ConflictOfInterest, Decision, Motion, Vote
from concierta.table.operations import add_item, assign_action, drop_item, edit_item, record_arrival, write_notes
from factories.table import (
    HOUR,
    SESSION_AT,
    carried_motion,
    closed_session,
    delegate_of,
    item_under_discussion,
    make_table,
    noticed_session,
    open_motion,
    open_session_with,
)

pytestmark = pytest.mark.django_db
_WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)


@pytest.fixture
def scene(cast):
    return make_table(cast)


def room(session) -> str:
    return f"/trabajo/mesa/sesiones/{session.pk}/sala/"


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


class Words(HTMLParser):
    """The words inside the element with an id."""

    def __init__(self, part: str) -> None:
        super().__init__()
        self.part, self.depth, self.words = part, 0, []

    def handle_starttag(self, tag, attrs):
        if tag not in ("input", "br", "img") and (self.depth or ("id", self.part) in attrs):
            self.depth += 1

    def handle_endtag(self, tag):
        self.depth = max(0, self.depth - 1)

    def handle_data(self, data):
        if self.depth:
            self.words += data.split()


def words_in(html: str, part: str) -> list[str]:
    reader = Words(part)
    reader.feed(html)
    return reader.words


def test_one_tap_records_an_arrival_and_the_quorum_says_what_is_missing(scene, visitor):
    session = noticed_session(scene)
    client = visitor(scene.secretary)

    response = client.post(room(session), {"act": "arrival", "seat": scene.seats["cut"].pk}, follow=True)

    stay = Attendance.objects.get()
    assert (stay.seat.entity.code, stay.person, stay.delegation) == ("cut", scene.principal("cut"), None)
    assert "1 de 12 con voto: faltan 6 para el quórum" in text(response)


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


# The parts that the open screen asks for.


def test_the_screen_gets_its_parts_and_nothing_that_people_write_in(scene, visitor):
    session = open_motion(scene).item.session

    answer = text(visitor(scene.secretary).htmx(room(session)))

    for part in ("sala-barra", "sala-asistencia", "sala-puntos", "sala-punto", "sala-votaciones", "sala-tareas"):
        assert re.search(rf'id="{part}"[^>]*hx-swap-oob="true"', answer)
    assert "data-writing " not in answer
    assert 'id="votacion-texto"' not in answer
    assert "<html" not in answer


def test_nothing_new_is_no_answer(scene, visitor):
    session = noticed_session(scene)
    client = visitor(scene.secretary)
    version = re.search(r'id="sala-version"[^>]*value="(\w+)"', text(client.htmx(room(session))))[1]

    again = client.get(room(session), {"version": version}, headers={"HX-Request": "true"})
    record_arrival(session=session, seat=scene.seats["cut"], by=scene.secretary, at=SESSION_AT)
    changed = client.get(room(session), {"version": version}, headers={"HX-Request": "true"})

    assert (again.status_code, changed.status_code) == (204, 200)


def test_a_tap_answers_with_the_parts_as_they_are_now(scene, visitor):
    session = noticed_session(scene)

    answer = text(visitor(scene.secretary).htmx(room(session), {"act": "arrival", "seat": scene.seats["cut"].pk}))

    assert "1 de 12 con voto" in answer
    assert re.search(r'id="avisos"[^>]*hx-swap-oob="true"', answer)


def test_the_parts_say_what_a_fresh_page_says(scene, visitor):
    session = open_motion(scene).item.session
    client = visitor(scene.secretary)
    parts, page = text(client.htmx(room(session))), text(client.get(room(session)))

    for part in ("sala-barra", "sala-asistencia", "sala-puntos", "sala-punto", "sala-votaciones", "sala-tareas"):
        assert words_in(parts, part) == words_in(page, part) != []


def test_a_refusal_to_a_tap_is_a_notice_and_changes_nothing_on_the_screen(scene, visitor):
    item = item_under_discussion(scene, 6)

    response = visitor(scene.secretary).htmx(
        f"{room(item.session)}?punto={item.pk}", {"act": "propose", "text": "Bajar la meta."}
    )

    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == "#avisos"


def test_who_follows_is_led_to_what_is_under_discussion(scene, visitor):
    session = open_session_with(scene, 7, titles=("Uno", "Dos"))
    first, second = session.items.order_by("ordinal")
    member = visitor(scene.principal("cut"))
    stage = re.compile(r'data-stage="([^"]*)"')
    before = stage.search(text(member.get(room(session))))[1]
    visitor(scene.secretary).post(f"{room(session)}?punto={second.pk}", {"act": "open_item"})

    following = text(member.htmx(f"{room(session)}?punto={first.pk}&sigue=1"))
    staying = text(member.htmx(f"{room(session)}?punto={first.pk}"))

    assert stage.search(following)[1] != before
    assert f'data-href="{room(session)}"' in following
    assert f'data-href="{room(session)}?punto={first.pk}"' in staying
    assert "Se trata:" in staying


def test_what_is_reserved_has_no_words_for_those_outside(scene, visitor, cast):
    """A task gives an entity sight of the session, not of its reserved matters."""
    item = item_under_discussion(scene)
    write_notes(item=item, revision=item.revision, text="Nombres del caso.", by=scene.secretary, at=SESSION_AT + HOUR)
    item.refresh_from_db()
    edit_item(
        item=item,
        revision=item.revision,
        title=item.title,
        minutes_planned=None,
        reserved_basis="Ley 1581 de 2012, artículo 5",
        by=scene.secretary,
        at=SESSION_AT + HOUR,
    )
    assign_action(
        item=item,
        text="Responder.",
        entity=cast.control,
        due_on=SESSION_AT.date() + timedelta(days=90),
        by=scene.secretary,
        at=SESSION_AT + HOUR,
    )

    page = text(visitor(cast.verifier).get(f"{room(item.session)}?punto={item.pk}"))

    assert "Ley 1581 de 2012, artículo 5" in page
    assert "Nombres del caso." not in page
    assert "Responder." not in page


def test_the_room_costs_the_same_with_one_thing_and_with_many(scene, visitor):
    motion = open_motion(scene)
    session = motion.item.session
    client = visitor(scene.secretary)
    client.get(room(session))
    with CaptureQueriesContext(connection) as few:
        client.get(room(session))
    for number in range(3):
        add_item(session=session, title=f"Punto {number}", by=scene.secretary, at=SESSION_AT + HOUR)
        delegate_of(scene, ("cut", "ctc", "sena")[number])
    for code in ("desarrollo", "sena", "cut"):
        client.post(
            room(session),
            {"act": "vote", "motion": motion.pk, "seat": scene.seats[code].pk, "choice": Choice.FOR.value},
        )

    with CaptureQueriesContext(connection) as many:
        client.get(room(session))

    assert len(many) == len(few), [query["sql"][:160] for query in many.captured_queries]
    assert [query["sql"] for query in many.captured_queries if _WRITES.match(query["sql"])] == []


def test_a_session_that_ended_asks_nothing_and_offers_nothing(scene, visitor):
    session = closed_session(scene)

    page = text(visitor(scene.secretary).get(room(session)))

    assert 'id="pulso"' not in page
    assert 'value="close_session"' not in page
    assert "Terminada" in page


def test_a_point_that_was_dropped_says_why_it_is_not_taken_up(scene, visitor):
    session = open_session_with(scene, 7, titles=("Uno", "Dos"))
    item = session.items.get(title="Dos")
    drop_item(item=item, reason="Va en la próxima.", by=scene.secretary, at=SESSION_AT)

    page = text(visitor(scene.secretary).get(f"{room(session)}?punto={item.pk}"))

    assert "Retirado: Va en la próxima." in page
    assert "restáurelo para tratarlo" in page


def test_the_hour_is_that_of_colombia(scene, visitor):
    motion = carried_motion(scene)

    assert "abierta a las 9:00 a. m." in text(visitor(scene.secretary).get(room(motion.item.session)))
    assert datetime(2025, 1, 20, 14, tzinfo=UTC) == SESSION_AT
