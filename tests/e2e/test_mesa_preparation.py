"""Before and around a session: members and rules, an agenda ordered from the keyboard, the notice, tasks."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from concierta.accounts.operations import register_entity
from concierta.kernel.clock import now
from concierta.people.models import User
from factories.mesa import MesaCast, action_item, delegate_of, item_under_discussion, make_mesa, planned_session

pytestmark = pytest.mark.browser


@pytest.fixture
def scene(cast: Any) -> MesaCast:
    made = make_mesa(cast)
    delegate_of(made, "cut")
    User.objects.exclude(pk=cast.secretary.pk).update(password=cast.secretary.password)
    return made


def test_an_agenda_is_prepared_from_the_keyboard_and_convened(scene, travel):
    session = planned_session(scene, ["Uno", "Dos", "Tres"], starts_at=now() + timedelta(days=30), at=now())
    sara = travel(scene.secretary)
    sara.open("/trabajo/mesa/")
    sara.stop("the Mesa")
    sara.open(f"/trabajo/mesa/sesiones/{session.pk}/")
    sara.stop("a session in preparation")
    first = session.items.get(title="Uno")
    sara.page.locator(f"#bajar-{first.pk}").focus()
    sara.page.keyboard.press("Enter")
    expect(sara.page.locator(".w-agenda__title").first).to_have_text("Dos")
    expect(sara.page.locator(f"#bajar-{first.pk}")).to_be_focused()
    sara.press("Traer los asuntos pendientes")
    sara.page.wait_for_load_state("networkidle")
    sara.page.locator(f"a[href$='puntos/{session.items.get(title='Tres').pk}/']").click()
    sara.stop("a point of the agenda")
    sara.page.fill("#id_reason", "Va en la próxima.")
    sara.press("Retirar el punto")
    sara.sees("1 punto retirado")
    sara.stop("an agenda with a dropped point")
    sara.follow("Ver la convocatoria y enviarla")
    sara.stop("the notice")
    sara.press("Convocar")
    sara.sees("Convocada: cada entidad con silla ve ya el orden del día")

    cut = travel(scene.principal("cut"))
    cut.open("/trabajo/mesa/")
    cut.sees("Usted se sienta por CUT, con voz y voto")
    cut.stop("the Mesa of a member")
    session.refresh_from_db()
    assert session.state == "noticed"
    assert list(session.items.filter(title__in=("Uno", "Dos")).order_by("ordinal").values_list("title", flat=True)) == [
        "Dos",
        "Uno",
    ]


def test_what_an_accepted_form_sent_does_not_wait_in_it_to_be_sent_again(scene, travel):
    newcomer = register_entity(code="icesi", name="Universidad Icesi", by=None, at=now())
    sara = travel(scene.secretary)
    sara.open("/trabajo/mesa/integrantes/")
    waiting = "Object.keys(sessionStorage).filter((key) => key.startsWith('concierta-typed:')).length"
    sara.page.select_option("#id_entity", label=newcomer.name)
    sara.page.fill("#id_since", "2025-01-02")
    assert sara.page.evaluate(waiting) == 1
    sara.press("Dar la silla")
    expect(sara.page.locator("tr", has_text=newcomer.name)).to_have_count(1)
    assert sara.page.evaluate(waiting) == 0
    assert sara.page.input_value("#id_since") != "2025-01-02"


def test_every_other_page_of_the_mesa_is_sound_at_both_sizes(scene, travel):
    item = item_under_discussion(scene)
    task = action_item(scene, item)
    sara = travel(scene.secretary)
    for path in (
        "integrantes/",
        f"sillas/{scene.seats['cut'].pk}/",
        f"{scene.mesa.pk}/reglas/",
        f"{scene.mesa.pk}/tareas/?grupo=todas",
        f"{scene.mesa.pk}/sesiones/nueva/",
        f"tareas/{task.pk}/",
        f"notas/{item.pk}/",
        "nueva/",
    ):
        sara.open(f"/trabajo/mesa/{path}")
        sara.stop(path)

    cut = travel(scene.principal("cut"))
    cut.open(f"/trabajo/mesa/tareas/{task.pk}/")
    cut.page.fill("#id_note", "Se entregó el listado.")
    cut.press("Dar por cumplida")
    cut.sees("Usted dio por cumplida esta tarea")
    sara.open(f"/trabajo/mesa/tareas/{task.pk}/")
    sara.page.fill("#id_check_note", "Lo leímos.")
    sara.press("Comprobada")
    sara.sees("Qué dijo quien la comprobó")
    sara.stop("a checked task")
    task.refresh_from_db()
    assert task.state == "checked"
