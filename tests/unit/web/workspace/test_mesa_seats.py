"""The Mesa's first page, who sits at it, who speaks for whom, and by which rules."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concierta.agreements.operations import register_agreement
from concierta.kernel.clock import now, today
from concierta.mesa.models import Delegation, Mesa, Rules, Seat
from concierta.mesa.operations import close_session
from concierta.web.workspace.uploads import NOTHING_INSIDE_ACTS
from factories import PDF
from factories.cast import AT, SINCE, make_entity, make_person
from factories.files import posted
from factories.mesa import (
    HOUR,
    carried_motion,
    closed_session,
    decision,
    delegate_of,
    noticed_session,
    open_session_with,
)
from factories.pages import session_page, text
from factories.sessions import coming_session

pytestmark = pytest.mark.django_db


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
    assert session_page(session) in page


def test_a_session_in_preparation_shows_its_agenda_to_nobody_else(scene, visitor):
    coming_session(scene, "Un asunto delicado")

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

    mesa = Mesa.objects.get()
    assert "/trabajo/mesa/nueva/" in first
    assert refused.status_code == 422
    assert (mesa.name, mesa.secretariat, mesa.chair) == ("Mesa Técnica", cast.planeacion, cast.desarrollo)
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
    accepted = client.post(path, said | {"document": posted()})

    delegation = Delegation.objects.get()
    assert (refused.status_code, accepted.status_code) == (422, 302)
    assert (delegation.person, delegation.document.title) == (person, "Delegación de CUT")
    served = client.get(f"/trabajo/mesa/delegaciones/{delegation.pk}/")
    assert b"".join(served.streaming_content) == PDF
    assert served.headers["Content-Security-Policy"] == NOTHING_INSIDE_ACTS


def test_what_the_operation_refuses_is_said_in_the_form(scene, visitor):
    said = {"act": "delegate", "person": scene.principal("cut").pk, "since": today().isoformat()}

    response = visitor(scene.secretary).post(
        f"/trabajo/mesa/sillas/{scene.seats['cut'].pk}/", said | {"document": posted()}
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
    client, path = visitor(scene.secretary), f"/trabajo/mesa/{scene.mesa.pk}/reglas/"
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
