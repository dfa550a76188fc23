"""A risk from its project to the agenda, and projects from the queue to what the Mesa found of them."""

from datetime import timedelta
from typing import Any

import pytest

from concierta.evaluation.models import ReviewDraw, Risk
from concierta.kernel.clock import now, today
from concierta.mesa.operations import close_session
from concierta.people.models import User
from factories.evaluation import make_project, project_item
from factories.mesa import HOUR, SESSION_AT, MesaCast, make_mesa, open_session_with, planned_session

pytestmark = pytest.mark.browser


@pytest.fixture
def scene(cast: Any) -> MesaCast:
    made = make_mesa(cast)
    for code in "123":
        make_project(made, code)
    User.objects.exclude(pk=cast.secretary.pk).update(password=cast.secretary.password)
    return made


def test_a_risk_is_recorded_valued_again_and_brought_to_the_agenda(scene, travel):
    rosa = travel(scene.reporter)
    rosa.open("/trabajo/planes/cali/riesgos/?proyecto=BP-1")
    rosa.stop("no risk yet")
    rosa.follow("Registrar un riesgo")
    rosa.page.fill("#id_title", "No hay cupos para todos")
    rosa.page.select_option("#id_probability", "4")
    rosa.page.select_option("#id_impact", "3")
    rosa.page.fill("#id_countermeasure", "Abrir un segundo grupo en la tarde.")
    rosa.page.select_option("#id_owner", "desarrollo")
    rosa.page.fill("#id_review_on", (today() + timedelta(days=30)).isoformat())
    rosa.stop("the form of a risk")
    rosa.press("Registrar el riesgo")
    rosa.sees("Riesgo registrado.")
    rosa.stop("a risk")
    rosa.page.select_option("#reassess-probability", "5")
    rosa.page.select_option("#reassess-impact", "5")
    rosa.press("Guardar la valoración")
    rosa.sees("Se valoró de nuevo: Casi seguro × Catastrófico: 25, riesgo crítico")
    rosa.open("/trabajo/planes/cali/riesgos/")
    rosa.sees("1 riesgo abierto; 1 crítico")
    rosa.stop("the risks of the plan")
    assert Risk.objects.get().score == 25

    session = planned_session(scene, ["Avance"], starts_at=now() + timedelta(days=30), at=now())
    sara = travel(scene.secretary)
    sara.open(f"/trabajo/mesa/sesiones/{session.pk}/")
    sara.press("Traer los asuntos pendientes")
    sara.sees("Riesgo 1, BP-1: No hay cupos para todos")


def test_what_was_found_is_written_down_and_the_next_come_up_by_choice_and_by_lot(scene, travel):
    held = open_session_with(scene)
    project_item(scene, held, scene.plan.projects.get(code="BP-1"))
    close_session(session=held, by=scene.secretary, at=SESSION_AT + HOUR)
    session = planned_session(scene, ["Avance"], starts_at=now() + timedelta(days=30), at=now())
    sara = travel(scene.secretary)
    sara.open("/trabajo/mesa/")
    sara.follow("Revisión de proyectos")
    sara.sees("La mesa ha revisado 0 de 3 proyectos este año")
    sara.stop("the queue")
    sara.page.get_by_role("link", name="BP-1", exact=True).click()
    sara.page.get_by_label("Necesita atención").check()
    sara.page.get_by_label("En sus palabras").fill("Faltan cupos en el oriente.")
    sara.stop("what the Mesa found")
    sara.page.get_by_role("button", name="Registrar").click()
    sara.sees("Quedó registrado lo que la mesa encontró.")
    sara.sees("Faltan cupos en el oriente.")
    sara.page.check("input[value='BP-2']")
    sara.page.get_by_role("button", name="Poner en el orden del día", exact=True).click()
    sara.sees("Ya está en el orden del día.")
    sara.page.fill("#draw-size", "1")
    sara.page.fill("#draw-phrase", "Lotería del Valle: 1234")
    sara.press("Sortear y poner en el orden del día")
    sara.sees("con «Lotería del Valle: 1234», entre 2:")
    sara.stop("after a draw")
    assert session.items.filter(source="poai").count() == 1 + len(ReviewDraw.objects.get().drawn())
