"""Texts of several hands: saved as data or by a plain form, joined, or shown side by side with nothing lost."""

import pytest
from django.test import Client

from concierta.mesa.models import AgendaItem, MinutesSection
from factories.mesa import drafted_minutes, item_under_discussion, noticed_session

pytestmark = pytest.mark.django_db
DATA = {"Accept": "application/json", "HX-Request": "true"}


def notes(item) -> str:
    return f"/trabajo/mesa/notas/{item.pk}/"


def written(item: AgendaItem, words: str) -> AgendaItem:
    AgendaItem.objects.filter(pk=item.pk).update(notes=words, revision=2)
    item.refresh_from_db()
    return item


def test_what_is_typed_is_saved_with_its_revision(scene, visitor):
    item = item_under_discussion(scene)

    answer = visitor(scene.secretary).post(
        notes(item), {"text": "Se leyó.\r\nSe discutió.", "base": "", "revision": "1"}, headers=DATA
    )

    item.refresh_from_db()
    assert answer.json() == {"text": "Se leyó.\nSe discutió.", "revision": 2}
    assert item.notes == "Se leyó.\nSe discutió."


def test_different_lines_are_joined(scene, visitor):
    item = written(item_under_discussion(scene), "Uno, de Sara.\nDos.")

    answer = visitor(scene.secretary).post(
        notes(item), {"text": "Uno.\nDos.\nTres.", "base": "Uno.\nDos.", "revision": "1"}, headers=DATA
    )

    assert answer.json() == {"text": "Uno, de Sara.\nDos.\nTres.", "revision": 3}


def test_the_same_line_comes_back_with_both_texts(scene, visitor):
    item = written(item_under_discussion(scene), "Uno, de Sara.")

    answer = visitor(scene.secretary).post(
        notes(item), {"text": "Uno, de Samuel.", "base": "Uno.", "revision": "1"}, headers=DATA
    )

    assert answer.status_code == 409
    assert answer.json() == {"current": "Uno, de Sara.", "revision": 2, "yours": "Uno, de Samuel."}
    item.refresh_from_db()
    assert item.notes == "Uno, de Sara."


def test_a_plain_form_shows_both_texts_and_begins_again_from_what_is_saved(scene, visitor):
    item = written(item_under_discussion(scene), "Uno, de Sara.")
    client = visitor(scene.secretary)

    response = client.post(notes(item), {"text": "Uno, de Samuel.", "base": "Uno.", "revision": "1"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Uno, de Sara." in page
    assert "Uno, de Samuel." in page
    assert 'name="revision" value="2"' in page
    again = client.post(notes(item), {"text": "Uno, de los dos.", "base": "Uno, de Sara.", "revision": "2"})
    item.refresh_from_db()
    assert (again.status_code, item.notes) == (302, "Uno, de los dos.")


def test_a_refusal_is_a_sentence_and_the_words_stay(scene, visitor):
    item = noticed_session(scene).items.get()
    said = {"text": "Antes de tiempo.", "base": "", "revision": "1"}
    client = visitor(scene.secretary)

    data, page = client.post(notes(item), said, headers=DATA), client.post(notes(item), said)

    assert data.status_code == page.status_code == 422
    assert data.json() == {"sentence": "La sesión no se ha abierto: todavía no hay qué anotar."}
    assert "Antes de tiempo." in page.content.decode()


def test_others_words_can_be_asked_for(scene, visitor):
    item = written(item_under_discussion(scene), "Uno.")

    assert visitor(scene.secretary).get(notes(item), headers=DATA).json() == {"text": "Uno.", "revision": 2}


def test_an_expired_session_is_told_where_the_door_is(scene):
    item = item_under_discussion(scene)
    where = {"HX-Current-URL": f"http://testserver/trabajo/mesa/sesiones/{item.session_id}/sala/"}

    answer = Client().post(notes(item), {"text": "Uno."}, headers=DATA | where)

    door = f"/ingresar/?next=%2Ftrabajo%2Fmesa%2Fsesiones%2F{item.session_id}%2Fsala%2F"
    assert answer.headers["HX-Redirect"] == door


def test_a_part_of_the_minutes_is_saved_the_same_way(scene, visitor):
    section = drafted_minutes(scene).sections.get(item__isnull=False)
    path = f"/trabajo/mesa/acta/partes/{section.pk}/"

    answer = visitor(scene.secretary).post(path, {"text": "Se aprobó.", "base": "", "revision": "1"}, headers=DATA)

    assert answer.json() == {"text": "Se aprobó.", "revision": 2}
    assert MinutesSection.objects.get(pk=section.pk).text == "Se aprobó."


def test_a_first_line_that_is_empty_stays(scene, visitor):
    """A browser drops the first line break of a text area: the form must put one before it."""
    item = written(item_under_discussion(scene), "\nUno.")

    page = visitor(scene.secretary).get(notes(item)).content.decode()

    assert page.count("\n\nUno.</textarea>") == 2
