"""The minutes on paper: what they say, to whom, and what they keep to themselves."""

import json
import re

import pytest
from django.utils import translation

from concierta.mesa.models import Minutes
from concierta.mesa.operations import declare_not_held, draft_minutes
from concierta.mesa.queries import minutes_document
from concierta.web.documents.minutes import minutes_pdf, minutes_record, motion_words, quorum_lines
from factories.mesa import (
    HOUR,
    SESSION_AT,
    closed_session,
    drafted_minutes,
    make_mesa,
    noticed_session,
    signed_minutes,
)
from factories.sessions import session_with_dissent

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast):
    return make_mesa(cast)


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
