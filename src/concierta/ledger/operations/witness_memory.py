"""Asking witnesses what they remember of our log, before it is signed again: a restored installation learns it here.

Nothing new is signed to ask: they are shown a checkpoint that was signed before, as if they had seen nothing. One that
has seen something answers with its size (C2SP tlog-witness, 409). One that does not answer says nothing: it is no
reason to stop.
"""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

from django.conf import settings

from concierta.engines.translog import AddCheckpoint, LogProblem, Note, VerifierKey, open_checkpoint
from concierta.ledger.operations.continuity import Known
from concierta.ledger.operations.witnesses import ask_witness

#: Publishing waits no longer than this for a witness that sleeps [D].
_SECONDS = 4


def seen_by_witnesses(known: Sequence[Known], *, keys: Sequence[VerifierKey]) -> list[Known]:
    """What each configured witness has cosigned that is longer than all that is `known` here, as far as it answers."""
    last = max((one for one in known if one.note), key=lambda one: one.size, default=None)
    if last is None or last.size == 0 or not settings.WITNESSES:
        return []
    shown = last
    with ThreadPoolExecutor(len(settings.WITNESSES)) as pool:
        answers = pool.map(lambda witness: _seen(witness[0], witness[1], shown, keys), settings.WITNESSES)
    return [one for one in answers if one]


def _seen(url: str, key: str, last: Known, keys: Sequence[VerifierKey]) -> Known | None:
    assert last.note is not None
    where, own = url.rstrip("/"), last.note.signed_only_by(keys)
    try:
        status, body = ask_witness(f"{where}/add-checkpoint", AddCheckpoint(0, (), own).to_bytes(), seconds=_SECONDS)
        size = int(body) if status == 409 else 0
        if size <= last.size:
            return None
        name = key.partition("+")[0]
        return _cosigned(where, name, size, keys) or Known(size, None, f"{name} ({where})")
    except (OSError, ValueError, LogProblem):
        return None


def _cosigned(where: str, name: str, size: int, keys: Sequence[VerifierKey]) -> Known | None:
    """The checkpoint that it shows, with its root, if our key signed it; not every witness shows one."""
    origin = keys[0].name
    for path in (f"{hashlib.sha256(origin.encode()).hexdigest()}/checkpoint", f"checkpoint/{quote(origin, safe='')}"):
        try:
            status, body = ask_witness(f"{where}/{path}", seconds=_SECONDS)
            found = open_checkpoint(Note.parse(body), log_keys=keys, origin=origin) if status == 200 else None
        except (OSError, ValueError, LogProblem):
            continue
        if found and found.checkpoint.size >= size:
            return Known(found.checkpoint.size, found.checkpoint.root, f"{name} ({where})", found.note)
    return None
