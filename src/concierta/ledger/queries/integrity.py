"""Checks that the ledger in the database is whole: every event says again what its leaf says."""

import json
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import TextField
from django.db.models.functions import Cast

from concierta.ledger.models import Event, Opening
from concierta.ledger.operations.record import commitment, leaf_hash

_COLUMNS = (
    "index",
    "payload",
    "leaf_hash",
    "kind",
    "subject",
    "plan",
    "recorded_at",
    "stored_at",
    "entity__code",
    "actor_id",
)


def ledger_problems() -> list[str]:
    """What is wrong with the ledger, in sentences. Empty: nothing.

    A gap in its indexes, a payload that does not give its leaf, a column that says something else than it, or a
    person who is not the one committed to.
    """
    try:
        return _problems()
    except (DatabaseError, ValueError, TypeError, OverflowError) as problem:
        # A column that no longer holds a date or a number cannot even be read.
        return [f"la tabla de actos no se puede leer ({problem})"]


def _problems() -> list[str]:
    openings = {opening.event_id: opening for opening in Opening.objects.all()}
    problems = []
    expected = 0
    events = Event.objects.annotate(stored_at=Cast("recorded_at", TextField()))
    for row in events.order_by("index").values(*_COLUMNS).iterator(chunk_size=5000):
        index = row["index"]
        if index != expected:
            problems.append(f"faltan los actos {expected} a {index - 1}")
        if leaf_hash(row["payload"].encode()) != row["leaf_hash"] or not _says_the_same(row):
            problems.append(f"el acto {index} fue alterado")
        elif not _is_by(row, openings.get(index)):
            problems.append(f"el acto {index} no es de quien dice la base de datos")
        expected = index + 1
    return problems


def _says_the_same(row: dict[str, Any]) -> bool:
    try:
        said = json.loads(row["payload"])
        return (
            (said["kind"], said["subject"], said["plan"], said["entity"])
            == (row["kind"], row["subject"], row["plan"], row["entity__code"])
        ) and _is_at(row, datetime.fromisoformat(said["at"]))
    except (ValueError, KeyError, TypeError):
        return False


def _is_at(row: dict[str, Any], said: datetime) -> bool:
    # SQLite keeps dates as text and reads several spellings of one: only the spelling that we write is ours.
    written = connection.vendor != "sqlite" or row["stored_at"] == connection.ops.adapt_datetimefield_value(said)
    return written and said == row["recorded_at"]


def _is_by(row: dict[str, Any], opening: Opening | None) -> bool:
    committed = json.loads(row["payload"])["by"]
    if opening is None:
        # Forgotten: nothing ties the act to a person any more. An act of the installation has nobody to forget.
        return committed is not None or row["actor_id"] is None
    try:
        salt = bytes.fromhex(opening.salt)
    except ValueError:
        return False
    written = salt.hex() == opening.salt
    return written and committed == commitment(salt, opening.identifier) and opening.person_id == row["actor_id"]
