"""The sessions of the Mesa on paper: the agenda and its reasons, the notice, and what is left of them."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concierta.kernel.calendar import add_working_days
from concierta.kernel.clock import local_time, now, today
from concierta.mesa.enums import ItemSource
from concierta.mesa.models import AgendaItem, Paper, Session
from concierta.mesa.operations import drop_item
from concierta.mesa.proposals import AgendaProposal
from concierta.web.workspace.mesa import sessions
from factories import PDF
from factories.cast import AT
from factories.files import posted
from factories.mesa import (
    closed_session,
    document_of,
    noticed_session,
    planned_session,
)
from factories.pages import session_page, text
from factories.sessions import coming_session

pytestmark = pytest.mark.django_db


# Planning and the agenda.


def test_a_session_is_planned_at_the_hour_of_colombia(scene, visitor):
    day = today() + timedelta(days=20)

    response = visitor(scene.secretary).post(
        f"/trabajo/mesa/{scene.mesa.pk}/sesiones/nueva/",
        {"day": day.isoformat(), "hour": "08:30", "kind": "ordinary", "mode": "mixed", "place": "Sala Pacífico"},
    )

    session = Session.objects.get()
    assert response.headers["Location"] == session_page(session)
    assert local_time(session.starts_at).isoformat() == f"{day}T08:30:00-05:00"


def test_a_day_that_passed_is_refused_at_its_field(scene, visitor):
    response = visitor(scene.secretary).post(
        f"/trabajo/mesa/{scene.mesa.pk}/sesiones/nueva/",
        {"day": "2025-01-20", "hour": "08:30", "kind": "ordinary", "mode": "mixed", "place": "Sala Pacífico"},
    )

    assert response.status_code == 422
    assert 'href="#id_day"' in text(response)
    assert "Sala Pacífico" in text(response)


def test_two_who_change_the_date_do_not_overwrite_each_other(scene, visitor):
    session = coming_session(scene, "Uno")
    client, day = visitor(scene.secretary), today() + timedelta(days=40)
    said = {"day": day.isoformat(), "hour": "08:30", "kind": "ordinary", "mode": "virtual", "revision": "1"}

    first = client.post(session_page(session, "cambiar/"), said | {"place": "Una"})
    second = client.post(session_page(session, "cambiar/"), said | {"place": "Otra"})

    session.refresh_from_db()
    assert (first.status_code, second.status_code, session.place) == (302, 422, "Una")
    assert "Otra persona guardó cambios" in text(second)


def test_the_agenda_fills_itself_with_reasons(scene, visitor, monkeypatch):
    session = coming_session(scene)
    proposal = AgendaProposal(ItemSource.LAGGING, "indicator:R-01", "R-01 va tarde", "Va en 50 % y debía ir en 62,4 %.")
    monkeypatch.setattr(sessions, "agenda_proposals", lambda mesa, on: [proposal])
    client = visitor(scene.secretary)

    first = text(client.post(session_page(session), {"act": "fill"}, follow=True))
    again = text(client.post(session_page(session), {"act": "fill"}, follow=True))

    assert "Llegó 1 asunto, con su razón." in first
    assert "Va en 50 % y debía ir en 62,4 %." in first
    assert "No hay nada nuevo que traer" in again
    assert session.items.count() == 1


def test_the_steering_of_the_plan_is_what_proposes(scene, visitor):
    """The real thing, of whatever the cast owes: it answers, and nothing breaks."""
    session = coming_session(scene)

    assert visitor(scene.secretary).post(session_page(session), {"act": "fill"}, follow=True).status_code == 200


def test_items_are_moved_by_buttons(scene, visitor):
    session = coming_session(scene, "Uno", "Dos", "Tres")
    third = session.items.get(title="Tres")
    client = visitor(scene.secretary)
    up = re.search(rf'name="to" value="(\d)" id="subir-{third.pk}"', text(client.get(session_page(session))))[1]

    client.post(session_page(session), {"act": "move", "item": third.pk, "to": up})

    assert list(session.items.order_by("ordinal").values_list("title", flat=True)) == ["Uno", "Tres", "Dos"]


def test_an_item_is_added_and_what_was_typed_survives_a_refusal(scene, visitor):
    session = coming_session(scene)
    client = visitor(scene.secretary)

    refused = client.post(session_page(session), {"act": "add", "title": "", "why": "Lo pidió la CUT."})
    client.post(
        session_page(session), {"act": "add", "title": "Varios", "why": "Lo pidió la CUT.", "minutes_planned": "10"}
    )

    assert refused.status_code == 422
    assert "Lo pidió la CUT." in text(refused)
    item = AgendaItem.objects.get()
    assert (item.title, item.why, item.minutes_planned) == ("Varios", "Lo pidió la CUT.", 10)


def test_a_dropped_item_stays_with_its_reason_and_can_come_back(scene, visitor):
    session = coming_session(scene, "Uno", "Dos")
    item = session.items.get(title="Dos")
    client = visitor(scene.secretary)

    without = client.post(session_page(session, f"puntos/{item.pk}/"), {"act": "drop", "reason": " "})
    client.post(session_page(session, f"puntos/{item.pk}/"), {"act": "drop", "reason": "Va en la próxima."})
    page = text(client.get(session_page(session)))
    client.post(session_page(session), {"act": "restore", "item": item.pk})

    item.refresh_from_db()
    assert without.status_code == 422
    assert "1 punto retirado" in page
    assert "Va en la próxima." in page
    assert item.dropped_reason == ""


def test_an_item_edited_by_somebody_else_is_shown_and_not_overwritten(scene, visitor):
    session = coming_session(scene, "Uno")
    item = session.items.get()
    client, path = visitor(scene.secretary), session_page(session, f"puntos/{item.pk}/")
    said = {"act": "edit", "revision": "1", "minutes_planned": "5", "reserved_basis": ""}

    client.post(path, said | {"title": "Uno, de Sara"})
    response = client.post(path, said | {"title": "Uno, de Samuel"})

    item.refresh_from_db()
    page = text(response)
    assert (response.status_code, item.title) == (409, "Uno, de Sara")
    assert "Otra persona lo cambió mientras usted escribía" in page
    assert 'value="Uno, de Samuel"' in page
    assert 'name="revision" value="2"' in page


def test_an_item_of_another_session_is_not_here(scene, visitor):
    session, other = coming_session(scene, "Uno"), coming_session(scene, "Dos", days=60)

    assert visitor(scene.secretary).get(session_page(session, f"puntos/{other.items.get().pk}/")).status_code == 404


def test_papers_hang_from_the_session_or_from_an_item(scene, visitor):
    session = coming_session(scene, "Uno")
    item = session.items.get()
    client = visitor(scene.secretary)

    client.post(session_page(session), {"act": "paper", "title": "El informe", "document": posted()})
    client.post(session_page(session, f"puntos/{item.pk}/"), {"act": "paper", "title": "", "document": posted()})

    assert list(Paper.objects.order_by("pk").values_list("item", flat=True)) == [None, item.pk]
    paper = Paper.objects.first()
    served = visitor(scene.principal("cut")).get(f"/trabajo/mesa/documentos/{paper.pk}/")
    assert b"".join(served.streaming_content) == PDF


def test_a_file_that_is_refused_says_why(scene, visitor):
    session = coming_session(scene, "Uno")
    page = SimpleUploadedFile("informe.html", b"<html><script>alert(1)</script></html>")

    response = visitor(scene.secretary).post(session_page(session), {"act": "paper", "title": "", "document": page})

    assert response.status_code == 422
    assert Paper.objects.count() == 0


# The notice.


def blocked(page: str) -> str:
    found = re.search(r"Convocar\s*</button><span class=\"c-button__why\">([^<]*)</span>", page)
    return found[1] if found else ""


def test_the_notice_says_before_anybody_presses_why_it_cannot_go(scene, visitor):
    client = visitor(scene.secretary)
    empty, soon = coming_session(scene), coming_session(scene, "Uno", days=2)

    assert "no tiene orden del día" in blocked(text(client.get(session_page(empty, "convocar/"))))
    assert "al menos 5 días hábiles" in blocked(text(client.get(session_page(soon, "convocar/"))))


def test_the_notice_goes_in_time_and_members_read_the_agenda(scene, visitor):
    starts = now() + timedelta(days=30)
    session = planned_session(scene, ["Uno"], starts_at=starts, at=now())
    client = visitor(scene.secretary)
    preview = text(client.get(session_page(session, "convocar/")))

    client.post(session_page(session, "convocar/"))

    session.refresh_from_db()
    assert blocked(preview) == ""
    assert session.state == "noticed"
    assert "Uno" in text(visitor(scene.principal("cut")).get(session_page(session)))


def test_a_notice_that_is_late_is_refused_by_the_act_itself(scene, visitor):
    session = coming_session(scene, "Uno", days=2)

    response = visitor(scene.secretary).post(session_page(session, "convocar/"))

    session.refresh_from_db()
    assert (response.status_code, session.state) == (409, "planned")


def test_five_working_days_are_enough(scene, visitor):
    starts = now().replace(hour=15) + (add_working_days(today(), 5) - today())
    session = planned_session(scene, ["Uno"], starts_at=starts, at=now())

    assert blocked(text(visitor(scene.secretary).get(session_page(session, "convocar/")))) == ""


# After it ended.


def test_a_session_that_ended_says_who_came_what_was_decided_and_offers_no_change(scene, visitor):
    session = closed_session(scene)

    page = text(visitor(scene.principal("cut")).get(session_page(session)))

    assert "Asistieron 7 entidades" in page
    assert "9:00 a. m.–" in page
    assert "Decisión 2025-01" in page
    assert "Traer los asuntos pendientes" not in page


def test_an_item_reserved_for_members_hides_its_papers_from_others(scene, visitor, cast):
    session = closed_session(scene)
    item = session.items.get()
    AgendaItem.objects.filter(pk=item.pk).update(reserved_basis="Ley 1581 de 2012", why="Nombres del caso.")
    paper = Paper.objects.create(session=session, item=item, document=document_of(scene))

    assert visitor(cast.verifier).get(f"/trabajo/mesa/documentos/{paper.pk}/").status_code == 404
    assert visitor(scene.principal("cut")).get(f"/trabajo/mesa/documentos/{paper.pk}/").status_code == 200


def test_nobody_writes_by_reading(scene, visitor):
    session = noticed_session(scene)
    drop_item(item=session.items.get(), reason="Sobra.", by=scene.secretary, at=AT)
    client = visitor(scene.secretary)
    paths = ["/trabajo/mesa/", "/trabajo/mesa/integrantes/", session_page(session), session_page(session, "convocar/")]

    for path in paths:
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        writes = [q["sql"] for q in queries.captured_queries if re.match(r"\s*(INSERT|UPDATE|DELETE)", q["sql"])]
        assert writes == [], path


# Calling it off.


def test_the_secretariat_calls_a_session_off_with_its_reason_and_everybody_reads_it(scene, visitor):
    session = coming_session(scene, "Uno")
    client = visitor(scene.secretary)
    page = session_page(session)

    empty = client.post(page, {"act": "cancel", "reason": ""})
    assert (empty.status_code, Session.objects.get().state) == (422, "planned")
    assert client.post(page, {"act": "cancel", "reason": "No hay asuntos."}).status_code == 302

    assert Session.objects.get().state == "cancelled"
    told = text(client.get(page))
    assert "Esta sesión se canceló" in told
    assert "No hay asuntos." in told
    assert 'id="cancelar"' not in told


def test_a_member_does_not_call_a_session_off(scene, visitor):
    session = coming_session(scene, "Uno")
    response = visitor(scene.principal("cut")).post(session_page(session), {"act": "cancel", "reason": "No."})
    assert (response.status_code, Session.objects.get().state) == (403, "planned")
