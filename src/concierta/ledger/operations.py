"""Writing to the ledger: one event per act that changes what the public is told."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max

from concierta.kernel.canonical import canonical_json
from concierta.ledger.models import Event
from concierta.people.models import Entity, User

#: Any constant will do; it names the one lock that orders the ledger on PostgreSQL.
_LOCK = 0x636F6E63


def record_event(
    *,
    kind: str,
    subject: str,
    plan: str = "",
    body: dict[str, Any],
    by: User | None,
    entity: Entity | None,
    at: datetime,
) -> Event:
    """Append one event in the caller's transaction: no change without its leaf, no leaf without its change.

    `body` holds text, integers, booleans, null, lists and objects, without personal data; the person who acted is kept
    outside the hashed payload. Raises RuntimeError outside a transaction: such an event could outlive its act.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an event is recorded in the transaction of its act")
    if connection.vendor == "postgresql":
        # Indexes must have no gap and follow commit order: writers queue here until the one before has committed.
        # SQLite needs nothing: its transactions begin with the write lock.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = Event.objects.aggregate(last=Max("index"))["last"]
    payload = canonical_json(
        {
            "at": at.isoformat(),
            "body": body,
            "entity": entity.code if entity else None,
            "kind": kind,
            "plan": plan,
            "subject": subject,
        }
    )
    return Event.objects.create(
        index=0 if last is None else last + 1,
        kind=kind,
        subject=subject,
        plan=plan,
        payload=payload.decode(),
        leaf_hash=leaf_hash(payload),
        recorded_at=at,
        actor=by,
        entity=entity,
    )


def leaf_hash(payload: bytes) -> str:
    """RFC 6962 §2.1 leaf hash, in hex: SHA-256 over a zero byte and the entry."""
    return hashlib.sha256(b"\x00" + payload).hexdigest()
