"""The Mesa and its sessions on paper: who sits, by which rules, the agenda and its reasons, the notice."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concierta.agreements.operations import register_agreement
from concierta.kernel.calendar import add_working_days
from concierta.kernel.clock import BOGOTA, now, today
from concierta.table.enums import ItemSource
from concierta.table.models import AgendaItem, Delegation, Paper, Rules, Seat, Session, TechnicalTable
from concierta.table.operations import close_session, drop_item
from concierta.table.proposals import AgendaProposal
from concierta.web.staff.views.table import sessions
from factories import PDF
from factories.cast import AT, SINCE, make_entity, make_person
from factories.table import (
    HOUR,
    carried_motion,
    closed_session,
    decision,
    delegate_of,
    document_of,
    make_table,
    noticed_session,
    open_session_with,
    planned_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast):
    return make_table(cast)


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def paper_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("informe.pdf", PDF, content_type="application/pdf")


def coming(scene, *titles: str, days: int = 30) -> Session:
    """Planned for a day to come, as the form would."""
    return planned_session(scene, titles, starts_at=now() + timedelta(days=days), at=now())


def address(session: Session, rest: str = "") -> str:
    return f"/trabajo/mesa/sesiones/{session.pk}/{rest}"


# The first page.


def test_who_has_no_table_is_told_what_will_be_here(cast, visitor):
    assert "Usted todavía no hace parte de una mesa" in text(visitor(cast.reporter).get("/trabajo/mesa/"))


def test_a_member_finds_the_next_session_and_how_they_voted(scene, visitor):
    carried_motion(scene)
    session = noticed_session(scene, ["Uno", "Dos"], starts_at=now() + timedelta(days=20), at=now())

    page = text(visitor(scene.principal("cut")).get("/trabajo/mesa/"))

    assert "Usted se sienta por CUT, con voz y voto" in page
    assert "La mesa está en sesión" in page  # the one of the motion is still running
    assert "su voto:" in page
    assert "a favor" in page
    assert address(session) in page


def test_a_session_in_preparation_shows_its_agenda_to_nobody_else(scene, visitor):
    coming(scene, "Un asunto delicado")

    assert "Un asunto delicado" in text(visitor(scene.secretary).get("/trabajo/mesa/"))
    assert "Un asunto delicado" not in text(visitor(scene.principal("cut")).get("/trabajo/mesa/"))


def test_the_first_page_costs_the_same_with_one_session_and_with_four(scene, visitor):
    client = visitor(scene.principal("cut"))
    closed_session(scene)
    client.get("/trabajo/mesa/")
    with CaptureQueriesContext(connection) as few:
        client.get("/trabajo/mesa/")
    for month in (2, 3, 4):
        closed_session(scene, starts_at=now().replace(year=2025, month=month, day=20))

    with CaptureQueriesContext(connection) as many:
        client.get("/trabajo/mesa/")

    assert len(many) == len(few), [query["sql"][:200] for query in many.captured_queries]


# Seats, delegations, rules.


def test_the_secretariat_puts_the_table_of_an_agreement_on_record(cast, visitor):
    agreement = register_agreement(slug="acuerdo", title="Acuerdo de voluntades", signed_on=SINCE, by=None, at=AT)
    client = visitor(cast.secretary)
    first = text(client.get("/trabajo/mesa/"))
    said = {
        "agreement": agreement.pk,
        "name": "Mesa Técnica",
        "secretariat": cast.planeacion.pk,
        "chair": cast.desarrollo.pk,
        "effective_on": "2025-01-01",
        "notice_days": "5",
        "extraordinary_notice_days": "2",
        "quorum": "half_plus_one",
        "majority": "simple",
        "period_months": "3",
    }

    refused = client.post("/trabajo/mesa/nueva/", said | {"chair": ""})
    client.post("/trabajo/mesa/nueva/", said)

    table = TechnicalTable.objects.get()
    assert "/trabajo/mesa/nueva/" in first
    assert refused.status_code == 422
    assert (table.name, table.secretariat, table.chair) == ("Mesa Técnica", cast.planeacion, cast.desarrollo)
    assert "Todos los acuerdos tienen ya su mesa" in text(client.get("/trabajo/mesa/nueva/"))


def test_a_seat_is_given_with_its_principal(scene, visitor):
    entity, person = make_entity("fundacion"), make_person("Fabio Fundacion")

    visitor(scene.secretary).post(
        "/trabajo/mesa/integrantes/",
        {"entity": entity.pk, "has_vote": "0", "principal": person.pk, "since": "2026-01-01"},
    )

    seat = Seat.objects.get(entity=entity)
    assert (seat.has_vote, seat.principal, seat.since) == (False, person, date(2026, 1, 1))


def test_a_member_reads_who_sits_and_has_no_form(scene, visitor):
    delegate_of(scene, "cut")

    page = text(visitor(scene.principal("cut")).get("/trabajo/mesa/integrantes/"))

    assert "12 entidades con voto, 1 con voz" in page
    assert "Delegada cut" in page
    assert "Dar la silla" not in page
    assert visitor(scene.principal("cut")).post("/trabajo/mesa/integrantes/", {}).status_code == 403


def test_the_members_page_says_how_often_each_came_and_to_which_sessions(scene, visitor):
    for present in (7, [*list(scene.seats)[:7], "gobernacion"]):
        session = open_session_with(scene, present)
        close_session(session=session, by=scene.secretary, at=session.starts_at + HOUR)

    page = text(visitor(scene.principal("gobernacion")).get("/trabajo/mesa/integrantes/"))

    assert page.count("2 de 2 sesiones (100 %)") == 7
    assert page.count("1 de 2 sesiones (50 %)") == 1
    assert page.count("0 de 2 sesiones (0 %)") == 5
    assert "Sesiones: 2<" in page


def test_a_delegation_needs_its_document(scene, visitor):
    person = make_person("Delia Delegada")
    path = f"/trabajo/mesa/sillas/{scene.seats['cut'].pk}/"
    client = visitor(scene.secretary)
    said = {"act": "delegate", "person": person.pk, "since": today().isoformat(), "until": ""}

    refused = client.post(path, said)
    accepted = client.post(path, said | {"document": paper_file()})

    delegation = Delegation.objects.get()
    assert (refused.status_code, accepted.status_code) == (422, 302)
    assert (delegation.person, delegation.document.title) == (person, "Delegación de CUT")
    served = client.get(f"/trabajo/mesa/delegaciones/{delegation.pk}/")
    assert b"".join(served.streaming_content) == PDF
    assert served.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_what_the_operation_refuses_is_said_in_the_form(scene, visitor):
    said = {"act": "delegate", "person": scene.principal("cut").pk, "since": today().isoformat()}

    response = visitor(scene.secretary).post(
        f"/trabajo/mesa/sillas/{scene.seats['cut'].pk}/", said | {"document": paper_file()}
    )

    assert response.status_code == 422
    assert "Titular cut ya es titular de esa silla." in text(response)


def test_a_principal_changes_and_a_delegation_and_a_seat_end(scene, visitor):
    delegation, person = delegate_of(scene, "cut"), make_person("Nueva Titular")
    seat = scene.seats["cut"]
    client = visitor(scene.secretary)

    client.post(f"/trabajo/mesa/sillas/{seat.pk}/", {"act": "principal", "principal": person.pk})
    client.post(f"/trabajo/mesa/delegaciones/{delegation.pk}/terminar/")
    client.post(f"/trabajo/mesa/sillas/{seat.pk}/", {"act": "end"})

    seat.refresh_from_db()
    delegation.refresh_from_db()
    assert (seat.principal, seat.until, delegation.until) == (person, today(), today())


def test_rules_change_by_a_decision_only(scene, visitor):
    client, path = visitor(scene.secretary), f"/trabajo/mesa/{scene.table.pk}/reglas/"
    before = text(client.get(path))
    cited = decision(scene)

    response = client.post(
        path,
        {
            "decision": cited.pk,
            "effective_on": "2026-12-01",
            "notice_days": "8",
            "extraordinary_notice_days": "3",
            "quorum": "two_thirds",
            "majority": "simple",
            "period_months": "2",
        },
    )

    assert "La mesa todavía no ha tomado ninguna decisión." in before
    assert response.status_code == 302
    rules = Rules.objects.get(version=2)
    assert (rules.decision, rules.notice_days, rules.quorum) == (cited, 8, "two_thirds")
    assert f"decisión {cited.number}" in text(client.get(path))


# Planning and the agenda.


def test_a_session_is_planned_at_the_hour_of_colombia(scene, visitor):
    day = today() + timedelta(days=20)

    response = visitor(scene.secretary).post(
        f"/trabajo/mesa/{scene.table.pk}/sesiones/nueva/",
        {"day": day.isoformat(), "hour": "08:30", "kind": "ordinary", "mode": "mixed", "place": "Sala Pacífico"},
    )

    session = Session.objects.get()
    assert response.headers["Location"] == address(session)
    assert session.starts_at.astimezone(BOGOTA).isoformat() == f"{day}T08:30:00-05:00"


def test_a_day_that_passed_is_refused_at_its_field(scene, visitor):
    response = visitor(scene.secretary).post(
        f"/trabajo/mesa/{scene.table.pk}/sesiones/nueva/",
        {"day": "2025-01-20", "hour": "08:30", "kind": "ordinary", "mode": "mixed", "place": "Sala Pacífico"},
    )

    assert response.status_code == 422
    assert 'href="#id_day"' in text(response)
    assert "Sala Pacífico" in text(response)


def test_two_who_change_the_date_do_not_overwrite_each_other(scene, visitor):
    session = coming(scene, "Uno")
    client, day = visitor(scene.secretary), today() + timedelta(days=40)
    said = {"day": day.isoformat(), "hour": "08:30", "kind": "ordinary", "mode": "virtual", "revision": "1"}

    first = client.post(address(session, "cambiar/"), said | {"place": "Una"})
    second = client.post(address(session, "cambiar/"), said | {"place": "Otra"})

    session.refresh_from_db()
    assert (first.status_code, second.status_code, session.place) == (302, 422, "Una")
    assert "Otra persona guardó cambios" in text(second)


def test_the_agenda_fills_itself_with_reasons(scene, visitor, monkeypatch):
    session = coming(scene)
    proposal = AgendaProposal(ItemSource.LAGGING, "indicator:R-01", "R-01 va tarde", "Va en 50 % y debía ir en 62,4 %.")
    monkeypatch.setattr(sessions, "agenda_proposals", lambda table, on: [proposal])
    client = visitor(scene.secretary)

    first = text(client.post(address(session), {"act": "fill"}, follow=True))
    again = text(client.post(address(session), {"act": "fill"}, follow=True))

    assert "Llegó 1 asunto, con su razón." in first
    assert "Va en 50 % y debía ir en 62,4 %." in first
    assert "No hay nada nuevo que traer" in again
    assert session.items.count() == 1


def test_the_steering_of_the_plan_is_what_proposes(scene, visitor):
    """The real thing, of whatever the cast owes: it answers, and nothing breaks."""
    session = coming(scene)

    assert visitor(scene.secretary).post(address(session), {"act": "fill"}, follow=True).status_code == 200


def test_items_are_moved_by_buttons(scene, visitor):
    session = coming(scene, "Uno", "Dos", "Tres")
    third = session.items.get(title="Tres")
    client = visitor(scene.secretary)
    up = re.search(rf'name="to" value="(\d)" id="subir-{third.pk}"', text(client.get(address(session))))[1]

    client.post(address(session), {"act": "move", "item": third.pk, "to": up})

    assert list(session.items.order_by("ordinal").values_list("title", flat=True)) == ["Uno", "Tres", "Dos"]


def test_an_item_is_added_and_what_was_typed_survives_a_refusal(scene, visitor):
    session = coming(scene)
    client = visitor(scene.secretary)

    refused = client.post(address(session), {"act": "add", "title": "", "why": "Lo pidió la CUT."})
    client.post(address(session), {"act": "add", "title": "Varios", "why": "Lo pidió la CUT.", "minutes_planned": "10"})

    assert refused.status_code == 422
    assert "Lo pidió la CUT." in text(refused)
    item = AgendaItem.objects.get()
    assert (item.title, item.why, item.minutes_planned) == ("Varios", "Lo pidió la CUT.", 10)


def test_a_dropped_item_stays_with_its_reason_and_can_come_back(scene, visitor):
    session = coming(scene, "Uno", "Dos")
    item = session.items.get(title="Dos")
    client = visitor(scene.secretary)

    without = client.post(address(session, f"puntos/{item.pk}/"), {"act": "drop", "reason": " "})
    client.post(address(session, f"puntos/{item.pk}/"), {"act": "drop", "reason": "Va en la próxima."})
    page = text(client.get(address(session)))
    client.post(address(session), {"act": "restore", "item": item.pk})

    item.refresh_from_db()
    assert without.status_code == 422
    assert "1 punto retirado" in page
    assert "Va en la próxima." in page
    assert item.dropped_reason == ""


def test_an_item_edited_by_somebody_else_is_shown_and_not_overwritten(scene, visitor):
    session = coming(scene, "Uno")
    item = session.items.get()
    client, path = visitor(scene.secretary), address(session, f"puntos/{item.pk}/")
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
    session, other = coming(scene, "Uno"), coming(scene, "Dos", days=60)

    assert visitor(scene.secretary).get(address(session, f"puntos/{other.items.get().pk}/")).status_code == 404


def test_papers_hang_from_the_session_or_from_an_item(scene, visitor):
    session = coming(scene, "Uno")
    item = session.items.get()
    client = visitor(scene.secretary)

    client.post(address(session), {"act": "paper", "title": "El informe", "document": paper_file()})
    client.post(address(session, f"puntos/{item.pk}/"), {"act": "paper", "title": "", "document": paper_file()})

    assert list(Paper.objects.order_by("pk").values_list("item", flat=True)) == [None, item.pk]
    paper = Paper.objects.first()
    served = visitor(scene.principal("cut")).get(f"/trabajo/mesa/documentos/{paper.pk}/")
    assert b"".join(served.streaming_content) == PDF


def test_a_file_that_is_refused_says_why(scene, visitor):
    session = coming(scene, "Uno")
    page = SimpleUploadedFile("informe.html", b"<html><script>alert(1)</script></html>")

    response = visitor(scene.secretary).post(address(session), {"act": "paper", "title": "", "document": page})

    assert response.status_code == 422
    assert Paper.objects.count() == 0


# The notice.


def blocked(page: str) -> str:
    found = re.search(r"Convocar\s*</button><span class=\"c-button__why\">([^<]*)</span>", page)
    return found[1] if found else ""


def test_the_notice_says_before_anybody_presses_why_it_cannot_go(scene, visitor):
    client = visitor(scene.secretary)
    empty, soon = coming(scene), coming(scene, "Uno", days=2)

    assert "no tiene orden del día" in blocked(text(client.get(address(empty, "convocar/"))))
    assert "al menos 5 días hábiles" in blocked(text(client.get(address(soon, "convocar/"))))


def test_the_notice_goes_in_time_and_members_read_the_agenda(scene, visitor):
    starts = now() + timedelta(days=30)
    session = planned_session(scene, ["Uno"], starts_at=starts, at=now())
    client = visitor(scene.secretary)
    preview = text(client.get(address(session, "convocar/")))

    client.post(address(session, "convocar/"))

    session.refresh_from_db()
    assert blocked(preview) == ""
    assert session.state == "noticed"
    assert "Uno" in text(visitor(scene.principal("cut")).get(address(session)))


def test_a_notice_that_is_late_is_refused_by_the_act_itself(scene, visitor):
    session = coming(scene, "Uno", days=2)

    response = visitor(scene.secretary).post(address(session, "convocar/"))

    session.refresh_from_db()
    assert (response.status_code, session.state) == (409, "planned")


def test_five_working_days_are_enough(scene, visitor):
    starts = now().replace(hour=15) + (add_working_days(today(), 5) - today())
    session = planned_session(scene, ["Uno"], starts_at=starts, at=now())

    assert blocked(text(visitor(scene.secretary).get(address(session, "convocar/")))) == ""


# After it ended.


def test_a_session_that_ended_says_who_came_what_was_decided_and_offers_no_change(scene, visitor):
    session = closed_session(scene)

    page = text(visitor(scene.principal("cut")).get(address(session)))

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
    paths = ["/trabajo/mesa/", "/trabajo/mesa/integrantes/", address(session), address(session, "convocar/")]

    for path in paths:
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        writes = [q["sql"] for q in queries.captured_queries if re.match(r"\s*(INSERT|UPDATE|DELETE)", q["sql"])]
        assert writes == [], path
