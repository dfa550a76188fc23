"""How a row is held against what was said of it."""

import hashlib

import pytest
from django.db import transaction

from concierta.kernel.canonical import canonical_json
from concierta.ledger.models import Event
from concierta.ledger.operations import destroy_salts, record_event
from concierta.ledger.queries import Comparison, Words, last_recorded, missing, shown
from factories import AT

WHAT, DAY = "La línea 7", "03/01/2025"


def say(kind: str = "thing.said", **body: object) -> None:
    with transaction.atomic():
        record_event(kind=kind, subject="thing/7", plan="cali", body=body, by=None, entity=None, at=AT)


def seal(**sealed: object) -> None:
    with transaction.atomic():
        record_event(
            kind="thing.said", subject="thing/7", plan="cali", body={}, sealed=sealed, by=None, entity=None, at=AT
        )


def unlike(what: str, found: dict, heard: object) -> list[str]:
    made = Comparison()
    made.hold(what, found, heard)
    assert made.not_compared == []
    return made.differences


def said(**kinds: str | None):
    return last_recorded({"thing.said": None} | kinds).get(("cali", "thing/7"))


@pytest.mark.django_db
def test_each_field_is_held_against_the_last_act_that_said_it() -> None:
    say(value="5", unit="kg")
    say(value="6")
    assert unlike(WHAT, {"value": "6", "unit": "kg"}, said()) == []
    assert unlike(WHAT, {"value": "5", "unit": "g"}, said()) == [
        f"La línea 7: en la base de datos el valor es 5 y el acto 1, del {DAY}, dice 6.",
        f"La línea 7: en la base de datos la unidad es g y el acto 0, del {DAY}, dice kg.",
    ]


@pytest.mark.django_db
def test_what_no_act_carries_is_not_a_difference() -> None:
    say(value="5")
    assert unlike(WHAT, {"value": "5", "added_later": "x"}, said()) == []


@pytest.mark.django_db
def test_the_kind_of_an_act_says_the_state() -> None:
    say(value="5")
    say("thing.ended")
    assert said(**{"thing.ended": "over"})["state"][0] == "over"


@pytest.mark.django_db
def test_a_row_without_an_act_and_an_act_without_a_row_are_both_told() -> None:
    say(value="5")
    assert unlike(WHAT, {"value": "5"}, None) == ["La línea 7: está en la base de datos y ningún acto lo registró."]
    assert missing(WHAT, said().last) == f"La línea 7: lo registró el acto 0, del {DAY}, y no está en la base de datos."


@pytest.mark.django_db
def test_of_words_that_the_log_has_only_as_a_hash_it_says_which() -> None:
    say(note_sha256="a" * 64)
    assert unlike(WHAT, {"note_sha256": "b" * 64}, said()) == [
        f"La línea 7: el texto o la lista «note» no es lo que registró el acto 0, del {DAY}."
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("note", ["Sí.", "", [1, 2]])
def test_words_are_held_against_their_seal_and_against_the_bare_hash_of_an_older_act(note: object) -> None:
    plain = note.encode() if isinstance(note, str) else canonical_json(note)
    say(note_sha256=hashlib.sha256(plain).hexdigest())
    assert unlike(WHAT, {"note_sha256": Words(note)}, said()) == []
    seal(note=note)
    assert unlike(WHAT, {"note_sha256": Words(note)}, said()) == []
    assert unlike(WHAT, {"note_sha256": Words("No.")}, said()) == [
        f"La línea 7: el texto o la lista «note» no es lo que registró el acto 1, del {DAY}."
    ]


@pytest.mark.django_db
def test_an_older_act_that_had_no_words_is_like_a_row_without_any() -> None:
    say(note_sha256=None)
    assert unlike(WHAT, {"note_sha256": Words("")}, said()) == []
    assert len(unlike(WHAT, {"note_sha256": Words("Sí.")}, said())) == 1


@pytest.mark.django_db
def test_what_was_destroyed_is_not_compared_and_the_others_still_are() -> None:
    seal(**{"breakdown/sexo/m": "3", "breakdown/sexo/h": "300"})
    destroy_salts(event=Event.objects.get(), names=["breakdown/sexo/m"], reason="Es una persona.", by=None, at=AT)
    made = Comparison()
    found = {"breakdown/sexo/m_sha256": Words("3"), "breakdown/sexo/h_sha256": Words("299")}
    made.hold(WHAT, found, said())
    assert made.differences == [f"La línea 7: la parte «sexo/h» no es lo que registró el acto 0, del {DAY}."]
    assert made.not_compared == [
        "La línea 7: la parte «sexo/m» no se compara: se destruyó lo que abría su sello en el acto 0, del 03/01/2025."
    ]


def test_a_value_in_a_sentence() -> None:
    assert [shown(one) for one in (None, "", [], {"b": 1, "a": []}, ["x", "y"], 0)] == [
        "nada", "nada", "nada", "a: nada, b: 1", "x, y", "0",
    ]  # fmt: skip
