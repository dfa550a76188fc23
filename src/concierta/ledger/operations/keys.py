"""The key that signs the log: a file only its owner can read, never in the database.

`log.key` signs, and `log.signed` is what it signed last; `log.key.old` signs beside it after a rotation, until it is
retired; `log.key.next` is a rotation under way, whose end or undoing depends on whether its event was committed. The
name of the key is the origin of the log.
"""

import os
import secrets
from pathlib import Path

from django.conf import settings

from concierta.engines.translog import LogProblem, SignerKey, VerifierKey
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.kernel.files import create_once
from concierta.ledger.models import Event

ROTATED = "log.key_rotated"


def key_path() -> Path:
    """CONCIERTA_LOG_KEY, or log.key in the home folder."""
    return Path(settings.LOG_KEY or settings.HOME / "log.key")


def old_key_path() -> Path:
    return key_path().with_name(f"{key_path().name}.old")


def next_key_path() -> Path:
    return key_path().with_name(f"{key_path().name}.next")


def signed_path() -> Path:
    """The last checkpoint that the key signed, wherever it was published: the log never contradicts it."""
    return key_path().with_suffix(".signed")


def signing_keys() -> list[SignerKey]:
    """The key of the log, made at first use, and the one before it while both sign.

    Refuses a key that others can read, one that is not a key, one that is gone after it has signed, and an origin that
    is not the one the log was given at first.
    """
    _finish_rotation()
    path = key_path()
    if not path.exists():
        if signed_path().exists():
            raise Refusal(
                gettext_noop(
                    "Falta la clave del registro, %(path)s, que ya firmó: recupérela de una copia de seguridad."
                ),
                path=str(path),
            )
        create_once(path, SignerKey.generate(_new_origin()).to_text().encode() + b"\n")
    keys = [read_key(path)]
    if old_key_path().exists():
        keys.append(read_key(old_key_path()))
    wanted = settings.LOG_ORIGIN
    if wanted and wanted != keys[0].name:
        raise Refusal(
            gettext_noop(
                "El registro ya se llama «%(origin)s» y un registro no cambia de nombre: "
                "quite CONCIERTA_LOG_ORIGIN o escriba ese nombre."
            ),
            origin=keys[0].name,
        )
    return keys


def verifier_keys() -> list[VerifierKey]:
    """The public halves of `signing_keys`, the current one first."""
    return [key.verifier for key in signing_keys()]


def read_key(path: Path) -> SignerKey:
    """One key file."""
    if path.stat().st_mode & 0o077:
        raise Refusal(
            gettext_noop("Otras cuentas pueden leer la clave %(path)s: ejecute «chmod 600 %(path)s»."), path=str(path)
        )
    try:
        return SignerKey.parse(path.read_text().strip())
    except (LogProblem, UnicodeError):
        raise Refusal(
            gettext_noop("%(path)s no es una clave del registro: recupérela de una copia de seguridad."), path=str(path)
        ) from None


def take_next_key() -> None:
    """`next` becomes the key and the key becomes `old`. Every step can be repeated after a crash."""
    if key_path().exists() and read_key(key_path()) != read_key(next_key_path()):
        os.replace(key_path(), old_key_path())
    os.replace(next_key_path(), key_path())


def _finish_rotation() -> None:
    path = next_key_path()
    if not path.exists():
        return
    last = Event.objects.filter(kind=ROTATED).order_by("index").last()
    if last is not None and str(read_key(path).verifier) in last.payload:
        take_next_key()
    else:
        # The event was never committed, so nobody was told of this key.
        path.unlink()


def _new_origin() -> str:
    return settings.LOG_ORIGIN or f"concierta.local/{secrets.token_hex(4)}"
