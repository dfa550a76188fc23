"""The agenda as its page says it: how long it should take, and the way from each point to what it is about."""

from datetime import timedelta

import pytest

from concierta.kernel.clock import now
from concierta.mesa.enums import ItemSource
from concierta.mesa.models import Session
from concierta.mesa.operations import add_item, close_item, close_session, edit_item
from concierta.web.workspace.mesa.session_rows import session_sheet
from factories import AT, submitted_report
from factories.mesa import closed_session, item_under_discussion, noticed_session, planned_session, signed_minutes
from factories.pages import text
from factories.steering import make_steered

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast):
    return make_steered(cast)


def coming(scene, minutes: list[int | None]) -> Session:
    session = planned_session(scene, (), starts_at=now() + timedelta(days=30), at=now())
    for number, planned in enumerate(minutes):
        add_item(session=session, title=f"Punto {number}", minutes_planned=planned, by=scene.secretary, at=AT)
    return session


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        ([], ""),
        ([None, None], "Sin tiempo previsto."),
        ([30], "30 min previstos."),
        ([30, 15], "45 min previstos."),
        ([30, None], "30 min previstos para 1 punto; 1 no tiene tiempo previsto."),
        ([30, 10, None, None], "40 min previstos para 2 puntos; 2 no tienen tiempo previsto."),
    ],
)
def test_the_agenda_says_how_long_it_should_take_and_of_how_many_points_nobody_said(scene, minutes, said):
    session = coming(scene, minutes)
    assert session_sheet(session, session.items.order_by("ordinal"), can_arrange=True).time_words == said


def test_what_was_planned_is_never_read_as_what_it_took(scene, visitor):
    item = item_under_discussion(scene)
    edit_item(item=item, revision=item.revision, title=item.title, minutes_planned=30, by=scene.secretary, at=AT)
    closed = close_item(item=item, by=scene.secretary, at=item.opened_at + timedelta(minutes=12))
    close_session(session=item.session, by=scene.secretary, at=closed.closed_at)

    page = text(visitor(scene.secretary).get(f"/trabajo/mesa/sesiones/{item.session_id}/"))

    assert "30 min previstos · se trató 12 min" in page


def test_each_point_leads_to_what_it_is_about(scene, visitor):
    report = submitted_report(scene)
    session = coming(scene, [])
    for source, subject in ((ItemSource.REJECTED, "report:R-01:2024-T4"), (ItemSource.LAGGING, "indicator:R-01")):
        add_item(session=session, title=subject, source=source, subject=subject, by=scene.secretary, at=AT)

    page = text(visitor(scene.secretary).get(f"/trabajo/mesa/sesiones/{session.pk}/"))

    assert f'<a href="/trabajo/cifras/{report.pk}/">Ver la cifra y su verificación' in page
    assert '<a href="/trabajo/plan/cali/">Ver el plan' in page


def test_in_the_room_the_point_on_the_screen_leads_there_too(scene, visitor):
    item = item_under_discussion(scene)
    type(item).objects.filter(pk=item.pk).update(source=ItemSource.LAGGING, subject="indicator:R-01")

    page = text(visitor(scene.secretary).get(f"/trabajo/mesa/sesiones/{item.session_id}/sala/"))

    assert '<a href="/trabajo/plan/cali/">Ver el plan</a>' in page


def test_of_a_reserved_point_an_outsider_is_not_told_what_it_is_about(scene, visitor):
    minutes = signed_minutes(scene)
    minutes.session.items.update(subject="indicator:R-01", reserved_basis="Ley 1712 de 2014, artículo 18")
    address = f"/trabajo/mesa/sesiones/{minutes.session_id}/"

    assert "Ver el plan<" in text(visitor(scene.secretary).get(address))
    assert "Ver el plan<" not in text(visitor(scene.verifier).get(address))


def test_the_mesa_says_that_the_session_of_its_rules_is_late_until_one_is_convened(scene, visitor):
    closed_session(scene)
    client = visitor(scene.principal("desarrollo"))
    said = (
        "Las reglas piden una sesión ordinaria al menos cada 3 meses y el plazo venció el 20 de abril de 2025. "
        "La última fue el 20 de enero de 2025."
    )
    assert said in text(client.get("/trabajo/mesa/"))
    noticed_session(scene, starts_at=now() + timedelta(days=20), at=now())
    assert "Las reglas piden" not in text(client.get("/trabajo/mesa/"))
