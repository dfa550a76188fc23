"""The minutes from their draft to two signatures, on their page and on paper."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import translation

from concierta.kernel.clock import today
from concierta.table.enums import Choice
from concierta.table.models import Minutes, Remark, Signature
from concierta.table.operations import (
    assign_action,
    cast_vote,
    close_motion,
    close_session,
    declare_not_held,
    draft_minutes,
    edit_item,
    make_remark,
    open_item,
    propose_motion,
    write_notes,
)
from concierta.table.queries import minutes_document
from concierta.web.documents.minutes import minutes_pdf, minutes_record, motion_words, quorum_lines
from factories import count_queries
from factories.table import (
    HOUR,
    MINUTE,
    SESSION_AT,
    approved_minutes,
    circulated_minutes,
    closed_session,
    drafted_minutes,
    make_table,
    noticed_session,
    open_motion,
    open_session_with,
    planned_session,
    signed_minutes,
    vote,
)

pytestmark = pytest.mark.django_db
PASSWORD = "una clave bien larga"


@pytest.fixture
def scene(cast):
    return make_table(cast)


def address(minutes: Minutes, rest: str = "") -> str:
    return f"/trabajo/mesa/sesiones/{minutes.session_id}/acta/{rest}"


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def session_with_dissent(scene):
    motion = open_motion(scene)
    choices = dict.fromkeys(("desarrollo", "sena", "andi", "camara"), Choice.FOR)
    vote(scene, motion, choices)
    cast_vote(
        motion=motion,
        seat=scene.seats["cut"],
        choice=Choice.AGAINST,
        dissent="Faltan los datos de salarios.",
        by=scene.principal("cut"),
        at=motion.opened_at + MINUTE,
    )
    close_motion(motion=motion, by=scene.secretary, at=motion.opened_at + 2 * MINUTE)
    item = motion.item
    item.refresh_from_db()
    write_notes(item=item, revision=item.revision, text="Se discutió.", by=scene.secretary, at=SESSION_AT + HOUR)
    assign_action(
        item=item,
        text="Traer los salarios.",
        entity=scene.seats["cut"].entity,
        due_on=SESSION_AT.date() + timedelta(days=30),
        by=scene.secretary,
        at=SESSION_AT + HOUR,
    )
    return close_session(session=item.session, by=scene.secretary, at=SESSION_AT + HOUR)


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


def record_of(minutes: Minutes):
    document = minutes_document(minutes)
    signatures = [
        {"role": one.role, "entity": one.entity.name, "signed_at": one.signed_at.isoformat()}
        for one in document.signatures
    ]
    made_at = minutes.approved_at or SESSION_AT
    return minutes_record(document.content, sha256=document.sha256, signatures=signatures, made_at=made_at)


def words_of(record) -> str:
    return json.dumps(record.parts, ensure_ascii=False).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("abstain", "said"),
    [
        (0, "3 a favor, 1 en contra, 0 abstenciones."),
        (1, "3 a favor, 1 en contra, 1 abstención."),
        (2, "3 a favor, 1 en contra, 2 abstenciones."),
    ],
)
def test_one_abstention_is_said_in_the_singular(abstain, said):
    with translation.override("es"):
        assert motion_words({"tally": {"for": 3, "against": 1, "abstain": abstain}, "needed": None}) == said


def test_the_paper_says_what_was_decided_who_dissented_and_who_signed(scene):
    record = record_of(signed_minutes(scene, session_with_dissent(scene)))

    assert record.title == "Acta de la sesión ordinaria 1"
    assert record.notice == ""
    said = words_of(record)
    for words in (
        "Decisión 2025-01",
        "4 a favor, 1 en contra, 0 abstenciones. Necesitaba 4 votos a favor de 7 que podían votar.",
        "Cut deja constancia",
        "Faltan los datos de salarios.",
        "1. Traer los salarios.",
        "9:00 a. m.: 7 de 12, hay quórum",
        "No asistieron, con voto: Fenalco, Gobernacion",
        "Preside la mesa",
        "Desarrollo, 20 de enero de 2025",
    ):
        assert words in said


def test_the_paper_names_entities_and_never_persons(scene):
    said = words_of(record_of(signed_minutes(scene, session_with_dissent(scene))))

    assert "Titular" not in said
    assert "Sara" not in said


def test_a_draft_on_paper_says_that_it_is_one(scene):
    assert record_of(drafted_minutes(scene)).notice == "Borrador: todavía no está aprobada."


def test_the_paper_of_a_session_that_was_not_held(scene):
    session = noticed_session(scene)
    declare_not_held(session=session, reason="Nadie llegó.", by=scene.secretary, at=SESSION_AT + HOUR)
    minutes = draft_minutes(session=session, by=scene.secretary, at=SESSION_AT + HOUR)

    record = record_of(minutes)

    assert ("No se instaló", "Nadie llegó.") in record.facts
    assert "No llegó ninguna entidad." in words_of(record)


def test_dates_and_hash_of_the_file_come_from_the_record(scene):
    minutes = signed_minutes(scene, closed_session(scene))
    document = minutes_document(minutes)

    pdf = minutes_pdf(document.content, sha256=document.sha256, made_at=minutes.approved_at)

    assert re.search(rb"<xmp:CreateDate>2025-01-20T16:00:00\+00:00</xmp:CreateDate>", pdf)


def test_arrivals_of_one_minute_are_told_once_and_the_quorum_each_time_it_turns():
    def at(minute: int, second: int, present: int) -> dict:
        moment = f"2025-01-20T09:{minute:02d}:{second:02d}-05:00"
        return {"at": moment, "present": present, "reached": present >= 7}

    changes = [at(0, 1, 5), at(0, 2, 6), at(0, 3, 7), at(0, 4, 8), at(1, 0, 6), at(1, 5, 7)]
    with translation.override("es"):
        told = quorum_lines({"quorum": {"voting": 12, "needed": 7, "changes": changes}})

    assert [line.replace("\xa0", " ") for line in told] == [
        "9:00 a. m.: 6 de 12, no hay quórum",
        "9:00 a. m.: 8 de 12, hay quórum",
        "9:01 a. m.: 6 de 12, no hay quórum",
        "9:01 a. m.: 7 de 12, hay quórum",
    ]
