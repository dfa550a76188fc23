"""Writing to the ledger: one event per act that changes what the public is told."""

import fcntl
import hashlib
import os
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from concierta.engines.translog import MAX_ENTRY_SIZE
from concierta.engines.translog import leaf_hash as rfc6962_leaf_hash
from concierta.kernel.canonical import canonical_json
from concierta.kernel.clock import local_time, now
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.kernel.seals import seal
from concierta.ledger.models import Event
from concierta.ledger.once import claim_sent_form
from concierta.ledger.queries.events import PACKED
from concierta.people.models import Entity, User

#: Any constant will do; it names the one lock that orders the ledger on PostgreSQL.
_LOCK = 0x636F6E63
_SALT = 32
#: How much earlier than the act before it an act may be [D]: two machines, or a clock being put right by its network.
CLOCK_DIFFERENCE = timedelta(minutes=10)
CLOCK_ACCEPTED = "clock.accepted"
#: The act by which an operator says that it was the earlier clock that was wrong.
_SETS_THE_CLOCK = frozenset({CLOCK_ACCEPTED})
RECEIVED, UNDONE = "handover.received", "handover.undone"
#: After `PACKED` nothing else is recorded: the log is closed where it was packed, and goes on where it is received.
_OPENS_AGAIN = frozenset({RECEIVED, UNDONE})


def record_event(
    *,
    kind: str,
    subject: str,
    plan: str = "",
    body: Mapping[str, object],
    sealed: Mapping[str, object] | None = None,
    by: User | None,
    entity: Entity | None,
    at: datetime,
) -> Event:
    """Append one event in the caller's transaction: no change without its leaf, no leaf without its change.

    `body` holds text, integers, booleans, null, lists and objects, without personal data and without what could be
    guessed from its hash. What must be provable and yet not public, or must be destroyable later (a remark, a reserved
    text, a small cell), goes into `sealed`: name → text or JSON value, kept in the payload under `"sealed"` as
    SHA-256(salt ‖ value), each with a salt of its own (`Salt`). The person who acted is a commitment too (`Opening`).
    Raises RuntimeError outside a transaction, where an event could outlive its act, ValueError for a payload too
    large for a log's entry or a body that has a `"sealed"` of its own, and AlreadySent for the act of a form whose act
    was done already.
    """
    if "sealed" in body:
        raise ValueError(f"{kind} {subject}: what is sealed is not part of the body")
    if not connection.in_atomic_block:
        raise RuntimeError("an event is recorded in the transaction of its act")
    claim_sent_form()
    last, recorded, before = _last_act()
    index = last + 1
    if before == PACKED and kind not in _OPENS_AGAIN:
        raise Refusal(
            gettext_noop(
                "Esta instalación se empacó para entregarla a otro gobierno y aquí no se registra ningún acto más: el "
                "registro continúa en la que la recibe. Si la entrega no se hizo, quien administra la instalación la "
                "deshace con «concierta handover undo»."
            )
        )
    if recorded is not None and kind not in _SETS_THE_CLOCK:
        _check_clock(at, recorded)
    salt = secrets.token_bytes(_SALT)
    salts = {name: secrets.token_bytes(_SALT) for name in sealed or {}}
    seals = {name: seal(salts[name], value) for name, value in (sealed or {}).items()}
    payload = canonical_json(
        {
            "at": at.isoformat(),
            "body": {**body, **({"sealed": seals} if seals else {})},
            "by": commitment(salt, by.email) if by else None,
            "entity": entity.code if entity else None,
            "kind": kind,
            "plan": plan,
            "subject": subject,
        }
    )
    if len(payload) > MAX_ENTRY_SIZE:
        raise ValueError(f"{kind} {subject}: {len(payload)} bytes do not fit in an entry: put a hash in the body")
    event = Event.objects.create(
        index=index,
        kind=kind,
        subject=subject,
        plan=plan,
        payload=payload.decode(),
        leaf_hash=leaf_hash(payload),
        recorded_at=at,
        actor=by,
        entity=entity,
    )
    if by:
        _keep_opening(event, by, salt)
    if salts:
        _keep_salts(event, salts)
    return event


def _keep_salts(event: Event, salts: Mapping[str, bytes]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO ledger_salt (event_id, name, salt) VALUES (%s, %s, %s)",
            [(event.pk, name, one.hex()) for name, one in salts.items()],
        )


def _keep_opening(event: Event, by: User, salt: bytes) -> None:
    """Plain SQL, like the index: the ORM's insert alone would take a third of the time of an act."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_opening (event_id, person_id, salt, identifier) VALUES (%s, %s, %s, %s)",
            [event.pk, by.pk, salt.hex(), by.email],
        )


def _last_act() -> tuple[int, datetime | None, str]:
    """Index, time and kind of the act recorded last; -1, None and "" before the first.

    Indexes have no gap and follow commit order: on PostgreSQL writers queue here until the one before has committed.
    SQLite needs nothing: its transactions begin with the write lock. Plain SQL, because this is asked for every act.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute('SELECT "index", recorded_at, kind FROM ledger_event ORDER BY "index" DESC LIMIT 1')
        found = cursor.fetchone()
    if found is None:
        return -1, None, ""
    index, recorded, kind = found
    if isinstance(recorded, str):
        recorded = datetime.fromisoformat(recorded)
    return int(index), recorded if recorded.tzinfo else recorded.replace(tzinfo=UTC), kind


def _check_clock(at: datetime, recorded: datetime) -> None:
    """No act is dated by a clock that went back: neither it nor this machine is earlier than the act before, but for
    what clocks that agree differ by. An act may be told to have been earlier, where the machine knows that it is later.
    """
    if max(at, now()) < recorded - CLOCK_DIFFERENCE:
        raise Refusal(
            gettext_noop(
                "El reloj de la máquina dice %(now)s y el último acto es del %(last)s: no se registra un acto "
                "anterior. Corrija el reloj. Si el que estaba mal era el reloj de antes, quien administra la "
                "instalación lo deja dicho con «concierta log accept-clock»."
            ),
            now=_shown(now()),
            last=_shown(recorded),
        )


def _shown(moment: datetime) -> str:
    return local_time(moment).strftime("%d/%m/%Y %H:%M")


def leaf_hash(payload: bytes) -> str:
    """RFC 6962 §2.1 leaf hash, in hex: SHA-256 over a zero byte and the entry."""
    return rfc6962_leaf_hash(payload).hex()


def commitment(salt: bytes, identifier: str) -> str:
    """SHA-256(salt ‖ identifier), in hex."""
    return hashlib.sha256(salt + identifier.encode()).hexdigest()


_mine = threading.local()


@contextmanager
def log_lock() -> Iterator[None]:
    """One process at a time."""
    with (Path(settings.HOME) / "log.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def publication_lock(*, wait: bool = True) -> Iterator[None]:
    """One publisher at a time, of any site of this home, between processes and threads; who has it may take it again.

    Taken before `log_lock`, never after. `wait=False` refuses, saying so, while somebody else publishes.
    """
    if getattr(_mine, "held", False):
        yield
        return
    Path(settings.HOME).mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(Path(settings.HOME) / "publish.lock", "w", opener=_private) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise Refusal(
                gettext_noop("Hay otra publicación en curso en esta instalación: espere a que termine y repita.")
            ) from None
        _mine.held = True
        try:
            yield
        finally:
            _mine.held = False


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
