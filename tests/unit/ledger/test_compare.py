"""How a row is held against what was said of it."""

import pytest
from django.db import transaction

from concierta.ledger.operations import record_event
from concierta.ledger.queries import last_said, missing, shown, unlike
from factories import AT

WHAT, DAY = "La línea 7", "03/01/2025"


def say(kind: str = "thing.said", **body: object) -> None:
    with transaction.atomic():
        record_event(kind=kind, subject="thing/7", plan="cali", body=body, by=None, entity=None, at=AT)


def said(**kinds: str | None):
    return last_said({"thing.said": None} | kinds).get(("cali", "thing/7"))


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


def test_a_value_in_a_sentence() -> None:
    assert [shown(one) for one in (None, "", [], {"b": 1, "a": []}, ["x", "y"], 0)] == [
        "nada", "nada", "nada", "a: nada, b: 1", "x, y", "0",
    ]  # fmt: skip
