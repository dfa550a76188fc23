"""What the Mesa tells the ledger: entities, numbers, dates and hashes; never a person, never reserved words."""

import hashlib

from concierta.ledger.models import Event
from concierta.ledger.queries import ledger_problems
from concierta.mesa.operations import check_action, finish_action, make_remark
from concierta.people.models import User
from factories.mesa import (
    HOUR,
    SESSION_AT,
    TEXT,
    MesaCast,
    circulated_minutes,
    closed_session,
    full_session,
    signed_minutes,
)


def payloads() -> str:
    return "\n".join(Event.objects.order_by("index").values_list("payload", flat=True))


def test_no_person_is_named_in_it(mesa: MesaCast) -> None:
    minutes = signed_minutes(mesa, full_session(mesa))
    action = minutes.session.items.get(ordinal=1).action_items.get()
    finish_action(action=action, note="Lo llevó Rosa.", by=mesa.principal("cut"), at=SESSION_AT + HOUR)
    check_action(action=action, note="Rosa lo trajo.", by=mesa.verifier, at=SESSION_AT + HOUR)
    circulated = circulated_minutes(mesa, closed_session(mesa))
    make_remark(
        section=circulated.sections.first(), seat=mesa.seats["cut"], text="Rosa no vino.", by=None, at=SESSION_AT + HOUR
    )
    told = payloads()
    for person in User.objects.all():
        assert person.name not in told
        assert person.email not in told
    assert "Rosa" not in told
    assert ledger_problems() == []


def test_no_words_of_an_item_are_in_it_nor_a_hash_that_finds_them(mesa: MesaCast) -> None:
    signed_minutes(mesa, full_session(mesa, reserved="Ley 1712 de 2014, artículo 18"))
    told = payloads()
    said = ("Se discutió la meta.", "La meta se rebaja sin estudio.", "Ejecuta el proyecto.", TEXT, "Avance", "Otros")
    for words in (*said, "Presentar el listado de empresas.", "Sin documentos."):
        assert words not in told
        assert hashlib.sha256(words.encode()).hexdigest() not in told
