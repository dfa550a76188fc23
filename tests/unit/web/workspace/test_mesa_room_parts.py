"""The room as the open screen asks for it: its parts, what each person is shown, and what it costs."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concierta.mesa.enums import Choice
from concierta.mesa.operations import add_item, assign_action, drop_item, edit_item, record_arrival, write_notes
from factories.mesa import (
    HOUR,
    SESSION_AT,
    carried_motion,
    closed_session,
    delegate_of,
    item_under_discussion,
    noticed_session,
    open_motion,
    open_session_with,
)
from factories.pages import room, text

pytestmark = pytest.mark.django_db
_WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)


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


def test_the_screen_gets_its_parts_and_nothing_that_people_write_in(scene, visitor):
    session = open_motion(scene).item.session

    answer = text(visitor(scene.secretary).htmx(room(session)))

    for part in ("sala-barra", "sala-asistencia", "sala-puntos", "sala-punto", "sala-votaciones", "sala-tareas"):
        assert re.search(rf'id="{part}"[^>]*data-hx-swap-oob="true"', answer)
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
    assert re.search(r'id="avisos"[^>]*data-hx-swap-oob="true"', answer)


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
