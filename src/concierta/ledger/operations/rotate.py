"""Changing the key of the log, so that whoever trusts the old one can trust the new one."""

from datetime import datetime

from django.db import transaction

from concierta.engines.sitelog import rotation_note
from concierta.engines.translog import SignerKey, VerifierKey
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.kernel.files import create_once
from concierta.ledger.operations.continuity import read_known
from concierta.ledger.operations.keys import (
    ROTATED,
    next_key_path,
    old_key_path,
    signed_path,
    signing_keys,
    take_next_key,
)
from concierta.ledger.operations.record import log_lock, record_event
from concierta.ledger.permissions import check_can_rotate_key
from concierta.people.models import User


def rotate_key(*, by: User | None, at: datetime) -> VerifierKey:
    """Make a new key and record, signed by both, that it follows the old one. Gives the new verifier key.

    From the next checkpoint on both sign, until `retire_old_key`. The event is a leaf: who knows the old key only finds
    the new one by reading the log.
    """
    check_can_rotate_key(by)
    with log_lock():
        keys = signing_keys()
        if len(keys) > 1:
            raise Refusal(
                gettext_noop("La clave anterior todavía firma: retírela primero con «concierta log rotate --retire».")
            )
        old, new = keys[0], SignerKey.generate(keys[0].name)
        with transaction.atomic():
            create_once(next_key_path(), new.to_text().encode() + b"\n")
            record_event(
                kind=ROTATED,
                subject="log",
                body={
                    "old": str(old.verifier),
                    "new": str(new.verifier),
                    "note": str(rotation_note(old, new)),
                },
                by=by,
                entity=None,
                at=at,
            )
        take_next_key()
    return new.verifier


def retire_old_key(*, by: User | None, at: datetime) -> None:
    """Destroy the key before the last rotation: from the next checkpoint on only the new one signs.

    Refuses until the new key has signed what the old one did: who has only the new one must find it everywhere.
    """
    check_can_rotate_key(by)
    with log_lock():
        keys = signing_keys()
        if len(keys) < 2:
            raise Refusal(gettext_noop("No hay una clave anterior que retirar."))
        if signed_path().exists() and read_known(signed_path(), [keys[0].verifier]) is None:
            raise Refusal(
                gettext_noop("La clave nueva todavía no ha firmado el registro: ejecute antes «concierta log publish».")
            )
        old_key_path().unlink()
