"""The minutes from their draft to two signatures, on their page."""

from datetime import timedelta

import pytest

from concierta.kernel.clock import today
from concierta.mesa.enums import Choice
from concierta.mesa.models import Minutes, Remark, Signature
from concierta.mesa.operations import close_motion, close_session, edit_item, make_remark, open_item, propose_motion
from factories import count_queries
from factories.mesa import (
    HOUR,
    MINUTE,
    SESSION_AT,
    approved_minutes,
    circulated_minutes,
    drafted_minutes,
    open_session_with,
    planned_session,
    signed_minutes,
    vote,
)
from factories.pages import text
from factories.sessions import session_with_dissent

pytestmark = pytest.mark.django_db
PASSWORD = "una clave bien larga"


def address(minutes: Minutes, rest: str = "") -> str:
    return f"/trabajo/mesa/sesiones/{minutes.session_id}/acta/{rest}"


def test_before_the_end_there_is_nothing_to_write_and_the_button_says_so(scene, visitor):
    session = planned_session(scene)

    page = text(visitor(scene.secretary).get(f"/trabajo/mesa/sesiones/{session.pk}/acta/"))

    assert "El acta se escribe cuando la sesión termina." in page


def test_the_draft_writes_itself(scene, visitor):
    session = session_with_dissent(scene)
    path = f"/trabajo/mesa/sesiones/{session.pk}/acta/"
    client = visitor(scene.secretary)

    page = text(client.post(path, {"act": "draft"}, follow=True))

    assert Minutes.objects.get().state == "draft"
    for words in ("Hubo quórum", "Se discutió.", "Decisión 2025-01", "Faltan los datos de salarios.", "Traer los"):
        assert words in page
    assert "data-writing" in page


def test_a_member_reads_the_draft_and_cannot_write_it(scene, visitor):
    minutes = drafted_minutes(scene)

    page = text(visitor(scene.principal("cut")).get(address(minutes)))

    assert "data-writing" not in page
    assert "Podrá pedir cambios cuando lo envíe a observaciones." in page


def test_it_goes_to_the_members_until_a_day(scene, visitor):
    minutes = drafted_minutes(scene)
    client = visitor(scene.secretary)

    refused = client.post(address(minutes), {"act": "circulate", "remarks_until": "2024-01-01"})
    client.post(address(minutes), {"act": "circulate", "remarks_until": today().isoformat()})

    minutes.refresh_from_db()
    assert refused.status_code == 422
    assert (minutes.state, minutes.remarks_until) == ("circulated", today())


def test_a_member_asks_for_a_change_and_gets_an_answer(scene, visitor):
    minutes = drafted_minutes(scene)
    secretary, member = visitor(scene.secretary), visitor(scene.principal("cut"))
    secretary.post(address(minutes), {"act": "circulate", "remarks_until": today().isoformat()})
    section = minutes.sections.last()

    asked = member.post(
        address(minutes),
        {"act": "remark", "section": section.pk, "seat": scene.seats["cut"].pk, "text": "Falta la CUT."},
    )
    pending = text(secretary.get(address(minutes)))
    remark = Remark.objects.get()
    secretary.post(address(minutes), {"act": "reject", "remark": remark.pk, "answer": "Ya está en el punto 2."})

    remark.refresh_from_db()
    assert asked.headers["Location"] == address(minutes) + f"#parte-{section.pk}"
    assert "Queda 1 observación sin responder." in pending
    assert (remark.state, remark.answer) == ("rejected", "Ya está en el punto 2.")
    assert "Ya está en el punto 2." in text(member.get(address(minutes)))


def test_nobody_remarks_for_another_entity(scene, visitor):
    minutes = drafted_minutes(scene)
    visitor(scene.secretary).post(address(minutes), {"act": "circulate", "remarks_until": today().isoformat()})

    response = visitor(scene.principal("cut")).post(
        address(minutes),
        {"act": "remark", "section": minutes.sections.last().pk, "seat": scene.seats["sena"].pk, "text": "Nada."},
    )

    assert response.status_code == 403
    assert Remark.objects.count() == 0


def test_approval_fixes_it_and_waits_for_answers(scene, visitor):
    minutes = circulated_minutes(scene)
    make_remark(
        section=minutes.sections.last(),
        seat=scene.seats["cut"],
        text="Falta algo.",
        by=scene.principal("cut"),
        at=SESSION_AT + HOUR,
    )
    client = visitor(scene.secretary)

    waiting = text(client.post(address(minutes), {"act": "approve"}, follow=True))
    client.post(address(minutes), {"act": "accept", "remark": Remark.objects.get().pk, "answer": "Se agregó."})
    page = text(client.post(address(minutes), {"act": "approve"}, follow=True))

    minutes.refresh_from_db()
    assert "Quedan 1 observaciones sin responder." in waiting
    assert minutes.state == "approved"
    assert minutes.sha256 in page
    assert "data-writing" not in page


def sign(client, minutes: Minutes, role: str, password: str = PASSWORD):
    return client.post(address(minutes, f"firmar/{role}/"), {"password": password})


def with_password(person):
    person.set_password(PASSWORD)
    person.save()
    return person


def test_each_signs_with_their_own_account_and_password(scene, visitor):
    minutes = approved_minutes(scene)
    secretary = visitor(with_password(scene.secretary))
    chair = visitor(with_password(scene.principal("desarrollo")))

    wrong = sign(secretary, minutes, "secretary", "otra clave bien larga")
    assert Signature.objects.count() == 0
    sign(secretary, minutes, "secretary")
    sign(chair, minutes, "chair")

    minutes.refresh_from_db()
    assert wrong.status_code == 422
    assert "Esa no es su contraseña. Nada se firmó." in text(wrong)
    assert minutes.state == "signed"
    assert {s.role: s.sha256 for s in minutes.signatures.all()} == dict.fromkeys(("chair", "secretary"), minutes.sha256)


def test_guessing_a_password_to_sign_closes_the_page_even_to_the_right_one(scene, visitor, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reauthenticate": "2/m/user"}
    minutes = approved_minutes(scene)
    client = visitor(with_password(scene.secretary))
    for guess in ("una", "otra", PASSWORD):
        response = sign(client, minutes, "secretary", guess)

    assert "Demasiados intentos" in text(response)
    assert Signature.objects.count() == 0


def test_who_may_not_sign_sees_why_at_the_button(scene, visitor):
    minutes = approved_minutes(scene)

    page = text(visitor(scene.principal("cut")).get(address(minutes)))

    assert "Por quien preside firma el titular de DESARROLLO" in page
    assert "firmar/chair" not in page


def test_a_draft_is_not_signed(scene, visitor):
    minutes = drafted_minutes(scene)

    response = sign(visitor(with_password(scene.secretary)), minutes, "secretary")

    assert response.status_code == 422
    assert "El acta se firma cuando está aprobada." in text(response)


def test_a_signature_that_does_not_exist(scene, visitor):
    minutes = approved_minutes(scene)

    assert visitor(scene.secretary).get(address(minutes, "firmar/rey/")).status_code == 404


def test_signed_minutes_are_everybodys_without_the_words_that_are_reserved(scene, visitor, cast):
    session = session_with_dissent(scene)
    item = session.items.get()
    edit_item(
        item=item,
        revision=item.revision,
        title=item.title,
        minutes_planned=None,
        reserved_basis="Ley 1581 de 2012",
        by=scene.secretary,
        at=SESSION_AT + HOUR,
    )
    minutes = signed_minutes(scene, session)

    outside = text(visitor(cast.verifier).get(address(minutes)))
    inside = text(visitor(scene.principal("cut")).get(address(minutes)))

    assert "Ley 1581 de 2012" in outside
    assert "Se discutió." not in outside
    assert "Faltan los datos de salarios." not in outside
    assert "Se discutió." in inside


def test_the_page_costs_the_same_with_one_point_and_with_four(scene, visitor):
    small = drafted_minutes(scene)
    client = visitor(scene.secretary)
    client.get(address(small))
    few = count_queries(lambda: client.get(address(small)))
    start = SESSION_AT + timedelta(days=60)
    session = open_session_with(scene, 7, ("Uno", "Dos", "Tres", "Cuatro"), starts_at=start)
    for item in session.items.order_by("ordinal"):
        open_item(item=item, by=scene.secretary, at=start + MINUTE)
        motion = propose_motion(item=item, text=f"Sobre {item.title}.", by=scene.secretary, at=start + MINUTE)
        vote(scene, motion, dict.fromkeys(("desarrollo", "sena", "andi", "camara"), Choice.FOR))
        close_motion(motion=motion, by=scene.secretary, at=start + 2 * MINUTE)
    close_session(session=session, by=scene.secretary, at=start + HOUR)
    large = drafted_minutes(scene, session)

    assert count_queries(lambda: client.get(address(large))) == few


# On paper.


def test_the_paper_is_the_same_for_everybody_in_any_language(scene, visitor):
    minutes = signed_minutes(scene, session_with_dissent(scene))
    one, other = visitor(scene.secretary), visitor(scene.principal("cut"))
    other.get("/idioma/en/")

    first, second = one.get(address(minutes, "pdf/")), other.get(address(minutes, "pdf/"))

    assert first.headers["Content-Type"] == "application/pdf"
    assert first.headers["Content-Disposition"] == 'attachment; filename="acta-acuerdo-1.pdf"'
    assert first.content == second.content
    assert first.content.startswith(b"%PDF")
