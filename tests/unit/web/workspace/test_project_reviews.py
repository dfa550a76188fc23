"""The page of reviews: the queue with its reasons, the agenda in one button, the draw, and what was found."""

import pytest

from concierta.evaluation.models import ProjectReview, ReviewDraw
from factories import count_queries
from factories.evaluation import make_project, project_taken_up, recorded_risk, reviewed_project
from factories.pages import text
from factories.sessions import coming_session

pytestmark = pytest.mark.django_db

PHRASE = "Lotería del Valle: 1234"


@pytest.fixture
def page(scene) -> str:
    return f"/trabajo/mesa/{scene.mesa.pk}/revision/"


def test_it_says_first_how_much_was_reviewed_then_which_come_next_and_why(scene, visitor, page):
    make_project(scene)
    recorded_risk(scene, subject=make_project(scene, "2"), probability=5, impact=5)
    told = text(visitor(scene.principal("cut")).get(page))
    assert "<h1>La mesa ha revisado 0 de 2 proyectos este año</h1>" in told
    assert "1 riesgo crítico abierto." in told
    assert told.index("BP-2") < told.index("BP-1")
    assert "Nada que lo señale: espera el sorteo, entre los de más peso." in told


def test_ticked_projects_are_on_the_agenda_of_the_next_session_in_one_button(scene, visitor, page):
    make_project(scene), make_project(scene, "2")
    session = coming_session(scene, "Avance")
    client = visitor(scene.secretary)
    client.post(page, {"act": "agenda", "project": ["BP-2"]})
    assert [item.subject for item in session.items.filter(source="poai")] == ["project:BP-2"]
    told = text(client.get(page))
    assert "Ya está en el orden del día." in told
    assert 'value="BP-2"' not in told


def test_nothing_ticked_is_said(scene, visitor, page):
    make_project(scene)
    coming_session(scene, "Avance")
    assert visitor(scene.secretary).post(page, {"act": "agenda"}).status_code == 422


def test_the_draw_is_on_the_agenda_and_on_the_page_with_its_phrase(scene, visitor, page):
    for code in "123":
        make_project(scene, code)
    session = coming_session(scene, "Avance")
    client = visitor(scene.secretary)
    client.post(page, {"act": "draw", "size": "2", "phrase": PHRASE})
    draw = ReviewDraw.objects.get()
    assert session.items.filter(source="poai").count() == 2
    assert f"con «{PHRASE}», entre 3: {', '.join(draw.drawn())}" in text(client.get(page))
    again = client.post(page, {"act": "draw", "size": "1", "phrase": PHRASE})
    assert (again.status_code, "ya se sorteó" in text(again)) == (409, True)


def test_without_a_session_to_come_nothing_is_ticked(scene, visitor, page):
    make_project(scene)
    told = text(visitor(scene.secretary).get(page))
    assert "No hay una sesión por venir" in told
    assert 'type="checkbox"' not in told


def test_members_read_and_do_nothing(scene, visitor, page):
    make_project(scene)
    coming_session(scene, "Avance")
    member = visitor(scene.principal("cut"))
    assert 'name="act"' not in text(member.get(page))
    assert member.post(page, {"act": "agenda", "project": ["BP-1"]}).status_code == 403


def test_what_was_taken_up_is_written_down_and_then_shown(scene, visitor, page):
    item = project_taken_up(scene, make_project(scene))
    client, form = visitor(scene.secretary), f"/trabajo/mesa/puntos/{item.pk}/revision/"
    assert form in text(client.get(page))
    assert client.post(form, {"finding": "", "words": ""}).status_code == 422
    answer = client.post(form, {"finding": "needs_attention", "words": "Faltan cupos."})
    assert answer.headers["Location"] == f"{page}?plan=cali"
    assert ProjectReview.objects.get().finding == "needs_attention"
    told = text(client.get(page))
    assert "falta registrar" not in told
    assert "Necesita atención" in told
    assert "Faltan cupos." in told


def test_without_quorum_the_form_says_so(scene, visitor):
    item = project_taken_up(scene, make_project(scene), present=6)
    answer = visitor(scene.secretary).post(
        f"/trabajo/mesa/puntos/{item.pk}/revision/", {"finding": "as_planned", "words": "Bien."}
    )
    assert (answer.status_code, "No hubo quórum" in text(answer)) == (422, True)


def test_an_item_about_no_project_has_no_such_form(scene, visitor):
    item = coming_session(scene, "Avance").items.get()
    assert visitor(scene.secretary).get(f"/trabajo/mesa/puntos/{item.pk}/revision/").status_code == 404


def test_the_page_of_the_mesa_leads_here(scene, visitor, page):
    assert page in text(visitor(scene.principal("cut")).get("/trabajo/mesa/"))


def test_it_asks_the_same_questions_with_one_project_and_with_many(scene, visitor, page):
    recorded_risk(scene, subject=make_project(scene))
    reviewed_project(scene, make_project(scene, "9"))
    client = visitor(scene.secretary)
    client.get(page)
    one = count_queries(lambda: client.get(page))
    for code in "234":
        recorded_risk(scene, subject=make_project(scene, code))
    assert count_queries(lambda: client.get(page)) == one
