import hashlib
import json
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, connections, transaction

from concierta.ledger.models import Event, Opening
from concierta.ledger.operations import leaf_hash, record_event
from concierta.ledger.queries import events_of_plan, ledger_problems
from factories import AT, Cast


def record(**changes: object) -> Event:
    fields = {"kind": "report.submitted", "subject": "report/R-01", "plan": "cali", "body": {"value": "9"}}
    with transaction.atomic():
        return record_event(**(fields | {"by": None, "entity": None, "at": AT} | changes))


@pytest.mark.django_db
def test_an_event_is_canonical_json_and_its_leaf_hash() -> None:
    event = record(body={"value": "9", "ñ": [1, None, True]})
    assert event.payload == (
        '{"at":"2025-01-03T15:00:00+00:00","body":{"value":"9","ñ":[1,null,true]},"by":null,"entity":null,'
        '"kind":"report.submitted","plan":"cali","subject":"report/R-01"}'
    )
    assert event.leaf_hash == hashlib.sha256(b"\x00" + event.payload.encode()).hexdigest()
    assert (event.actor, event.entity, event.recorded_at) == (None, None, AT)


def test_the_leaf_hash_is_the_one_of_rfc_6962() -> None:
    # RFC 6962 §2.1 over the empty entry: a published test vector of certificate-transparency.
    assert leaf_hash(b"") == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


def test_the_person_is_in_what_is_hashed_only_as_a_salted_commitment(cast: Cast) -> None:
    first, second = record(by=cast.reporter, entity=cast.desarrollo), record(by=cast.reporter)
    said = json.loads(first.payload)
    assert said.keys() == {"at", "body", "by", "entity", "kind", "plan", "subject"}
    assert said["entity"] == "desarrollo"
    assert said["by"] == hashlib.sha256(bytes.fromhex(first.opening.salt) + cast.reporter.email.encode()).hexdigest()
    assert cast.reporter.email not in first.payload
    assert cast.reporter.name not in first.payload
    # The same person twice does not look like the same person.
    assert said["by"] != json.loads(second.payload)["by"]


def test_an_act_of_the_installation_commits_to_nobody(cast: Cast) -> None:
    event = record()
    assert json.loads(event.payload)["by"] is None
    assert not Opening.objects.exists()


@pytest.mark.django_db
def test_what_does_not_fit_in_an_entry_of_the_log_is_not_recorded() -> None:
    with pytest.raises(ValueError, match="put a hash in the body"):
        record(body={"value": "9" * 65_536})


@pytest.mark.django_db
def test_indexes_count_from_zero_without_gaps() -> None:
    assert [record().index for _ in range(3)] == [0, 1, 2]


@pytest.mark.django_db
def test_an_act_that_fails_leaves_no_event_and_no_gap() -> None:
    record()

    def fails() -> None:
        with transaction.atomic():
            record()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert record().index == 1


@pytest.mark.django_db
def test_no_event_is_recorded_outside_the_transaction_of_its_act(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections["default"], "in_atomic_block", False)
    with pytest.raises(RuntimeError, match="transaction of its act"):
        record_event(kind="x", subject="x", body={}, by=None, entity=None, at=AT)
    assert not Event.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("body", [{"value": 1.5}, {"value": object()}, {1: "x"}])
def test_what_has_no_canonical_form_is_not_recorded(body: dict) -> None:
    with pytest.raises(TypeError):
        record(body=body)


def by_hand() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_event SET leaf_hash = '0'")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "attempt",
    [lambda: Event.objects.update(payload="{}"), lambda: Event.objects.all().delete(), by_hand],
    ids=["update", "delete", "sql"],
)
def test_the_database_itself_keeps_what_was_recorded(attempt: Callable[[], object]) -> None:
    event = record()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        attempt()
    assert Event.objects.get().payload == event.payload


@pytest.mark.django_db
def test_a_plan_has_its_own_events_in_order() -> None:
    first, _, third = record(), record(plan="otro"), record()
    assert list(events_of_plan("cali")) == [first, third]
    assert list(events_of_plan("cali", after=0)) == [third]


@pytest.mark.django_db
def test_a_whole_ledger_has_no_problems() -> None:
    record()
    record()
    assert ledger_problems() == []


@pytest.mark.django_db
def test_a_gap_and_a_forged_payload_are_found() -> None:
    record()
    Event.objects.create(index=3, kind="x", subject="x", payload="{}", leaf_hash="0" * 64, recorded_at=AT)
    assert ledger_problems() == ["faltan los actos 1 a 2", "el acto 3 fue alterado"]


def test_a_sealed_value_is_in_the_leaf_only_under_a_salt_of_its_own(cast: Cast) -> None:
    event = record(by=cast.reporter, sealed={"note": "sí", "cells": {"21/mujeres": "4"}})
    salts = {salt.name: bytes.fromhex(salt.salt) for salt in event.salts.all()}
    assert json.loads(event.payload)["body"]["sealed"] == {
        "note": hashlib.sha256(salts["note"] + "sí".encode()).hexdigest(),
        "cells": hashlib.sha256(salts["cells"] + b'{"21/mujeres":"4"}').hexdigest(),
    }
    assert len({*salts.values()}) == 2
    assert {len(salt) for salt in salts.values()} == {32}


def test_what_is_sealed_cannot_be_smuggled_in_the_body(cast: Cast) -> None:
    with pytest.raises(ValueError, match="sealed"):
        record(by=cast.reporter, body={"sealed": {"note": "0" * 64}})
