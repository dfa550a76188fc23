"""Tasks of the Mesa: whose, which are late, done with evidence, checked by somebody else, given back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concierta.mesa.models import ActionItem
from factories import PDF
from factories.mesa import action_item, done_action, item_under_discussion
from factories.pages import text

pytestmark = pytest.mark.django_db


def address(task: ActionItem) -> str:
    return f"/trabajo/mesa/tareas/{task.pk}/"


def test_each_finds_their_own_first_and_what_is_late_in_the_title(scene, visitor):
    action_item(scene)
    path = f"/trabajo/mesa/{scene.mesa.pk}/tareas/"

    mine = text(visitor(scene.principal("cut")).get(path))
    others = text(visitor(scene.principal("sena")).get(path))
    every = text(visitor(scene.principal("sena")).get(f"{path}?grupo=todas"))

    assert "1 tarea de la mesa está vencida" in mine
    assert "Presentar el listado de empresas." in mine
    assert "Usted no debe ninguna tarea" in others
    assert "Presentar el listado de empresas." in every
    assert "Vencida" in every


def test_it_is_done_with_its_evidence(scene, visitor):
    task = action_item(scene)
    client = visitor(scene.principal("cut"))
    shown = SimpleUploadedFile("listado.pdf", PDF, content_type="application/pdf")

    client.post(address(task), {"act": "finish", "note": "Se entregó.", "document": shown})

    task.refresh_from_db()
    evidence = task.evidence.get()
    assert (task.state, task.done_note, evidence.entity.code) == ("done", "Se entregó.", "cut")
    served = visitor(scene.secretary).get(f"{address(task)}evidencia/{evidence.pk}/")
    assert b"".join(served.streaming_content) == PDF


def test_without_saying_what_was_done_it_is_not_done(scene, visitor):
    task = action_item(scene)

    response = visitor(scene.principal("cut")).post(address(task), {"act": "finish", "note": ""})

    task.refresh_from_db()
    assert (response.status_code, task.state) == (422, "open")


def test_another_entity_sees_why_it_has_no_button(scene, visitor):
    task = action_item(scene)
    client = visitor(scene.principal("sena"))

    page = text(client.get(address(task)))
    response = client.post(address(task), {"act": "finish", "note": "Yo."})

    assert "Esta tarea es de CUT: la da por cumplida alguien de esa entidad." in page
    assert response.status_code == 422
    assert 'name="note"' not in page


def test_it_is_checked_by_somebody_else(scene, visitor):
    task = done_action(scene)
    own = text(visitor(scene.principal("cut")).get(address(task)))

    visitor(scene.secretary).post(address(task), {"act": "check", "note": "Lo leímos."})

    task.refresh_from_db()
    assert "Usted dio por cumplida esta tarea: debe comprobarla otra persona." in own
    assert (task.state, task.checked_note) == ("checked", "Lo leímos.")


def test_checking_without_evidence_needs_words_and_keeps_the_page(scene, visitor):
    task = done_action(scene)

    response = visitor(scene.secretary).post(address(task), {"act": "check", "note": ""})

    assert response.status_code == 422
    assert "diga cómo comprobó que se cumplió" in text(response)


def test_it_is_given_back_with_a_reason(scene, visitor):
    task = done_action(scene)

    visitor(scene.secretary).post(address(task), {"act": "reopen", "note": "Falta la firma."})

    task.refresh_from_db()
    assert (task.state, task.checked_note) == ("open", "Falta la firma.")
    assert "Falta la firma." in text(visitor(scene.principal("cut")).get(address(task)))


def test_it_is_let_go_with_a_reason(scene, visitor):
    task = action_item(scene)
    client = visitor(scene.secretary)

    without = client.post(address(task), {"act": "drop", "reason": ""})
    client.post(address(task), {"act": "drop", "reason": "Ya no hace falta."})

    task.refresh_from_db()
    assert (without.status_code, task.state) == (422, "dropped")


def test_an_act_that_nobody_knows_is_said_on_the_page(scene, visitor):
    assert visitor(scene.secretary).post(address(action_item(scene)), {"act": "dance"}).status_code == 422


def test_the_list_costs_the_same_with_one_and_with_four(scene, visitor):
    item = item_under_discussion(scene)
    action_item(scene, item)
    client, path = visitor(scene.principal("cut")), f"/trabajo/mesa/{scene.mesa.pk}/tareas/?grupo=todas"
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for _number in range(3):
        action_item(scene, item)

    with CaptureQueriesContext(connection) as many:
        client.get(path)

    assert len(many) == len(few), [query["sql"][:160] for query in many.captured_queries]
