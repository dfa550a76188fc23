"""Checks that what is here goes on from everything that was ever signed: asked before anything is signed.

Signed checkpoints are remembered beside the key (`log.signed`), with the log's own files (HOME/log), in the published
site and by witnesses. A home put together from a backup has less: its database may lack acts that others have seen.
Such a home lacks the site too, which no backup carries, and `log.here`, which no copy takes along.
"""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from concierta.engines.sitelog import PAGES, parse_act
from concierta.engines.translog import LogProblem, Note, VerifierKey, open_checkpoint
from concierta.kernel.birth import birth_of
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.kernel.files import fsync_path
from concierta.ledger.models import Event
from concierta.ledger.operations.keys import key_path, signed_path
from concierta.ledger.queries.events import LOST, ledger_size


@dataclass(frozen=True, slots=True)
class Known:
    """A checkpoint that our key signed, and `where` it was found; `root` is None where only its size is told."""

    size: int
    root: bytes | None
    where: str
    note: Note | None = None


def log_folder() -> Path:
    """The log's own files, with the database's truth: every site is given a copy."""
    return Path(settings.HOME) / "log"


def read_known(path: Path, keys: Sequence[VerifierKey]) -> Known | None:
    """The checkpoint in a file; None where there is none that one of `keys` signed."""
    try:
        found = open_checkpoint(path.read_bytes(), log_keys=keys, origin=keys[0].name)
    except (OSError, LogProblem):
        return None
    return Known(found.checkpoint.size, found.checkpoint.root, str(path), found.note)


def known_here(keys: Sequence[VerifierKey], *sites: Path) -> list[Known]:
    """Everything that this machine remembers having signed."""
    paths = [signed_path(), log_folder() / "checkpoint", *(site / "log" / "checkpoint" for site in sites)]
    return [known for path in dict.fromkeys(paths) if (known := read_known(path, keys))]


def accepted_as_lost() -> set[tuple[int, str | None]]:
    """Size and root, in hex, of each checkpoint that an act on record gave up; the root is None where it is unknown."""
    found = Event.objects.filter(kind=LOST).order_by("index").values_list("index", "payload")
    return {
        (int(lost["size"]), lost["root"])
        for index, payload in found
        for lost in parse_act(index, payload.encode()).body["lost"]
    }


def still_binding(known: Sequence[Known]) -> list[Known]:
    """Without those that were given up on record."""
    lost = accepted_as_lost()
    return [one for one in known if (one.size, one.root.hex() if one.root else None) not in lost]


def is_restored(*sites: Path) -> bool:
    """True if this home signed once, was put together again since, and nobody has said yet what it lacks."""
    if is_here() or not ledger_size():
        return False
    if any((site / "log" / "checkpoint").exists() for site in sites):
        return False
    return key_path().exists() or signed_path().exists() or Event.objects.filter(kind=PAGES).exists()


def check_not_restored(*sites: Path) -> None:
    if is_restored(*sites):
        raise Refusal(
            gettext_noop(
                "Esta carpeta se armó con una copia de respaldo (no están el sitio ni «log.here»), y después de la "
                "copia pudieron firmarse más actos: no se firma otra historia. Traiga los actos del sitio publicado o "
                "de una copia suya con «concierta log recover --from CARPETA|DIRECCIÓN»; si ninguna existe, déjelo "
                "dicho en el propio registro con «concierta log accept-loss»."
            )
        )


def check_not_behind(known: Sequence[Known], size: int) -> None:
    """Refuses where somebody has seen a longer log than the database has."""
    longest = max(known, key=lambda one: one.size, default=None)
    if longest and longest.size > size:
        raise Refusal(
            gettext_noop(
                "Se firmó un registro de %(signed)s actos y la base de datos tiene %(found)s: es una copia anterior. "
                "Lo dice %(where)s. Recupere la última, o traiga los actos que faltan con «concierta log recover» "
                "(con --from, de otra copia del sitio). Si ya nadie los tiene: «concierta log accept-loss»."
            ),
            signed=longest.size,
            found=size,
            where=longest.where,
        )
    for one in known:
        if one.root is None:
            raise Refusal(
                gettext_noop(
                    "Lo dice %(where)s: vio %(signed)s actos firmados, que aquí no consta haber firmado. No se firma "
                    "otra historia: compare con una copia del sitio, «concierta log recover --from CARPETA|DIRECCIÓN»."
                ),
                where=one.where,
                signed=one.size,
            )


def is_here() -> bool:
    """True if this home is the one that it was when it last said so, not a copy or a restored backup."""
    path = _here()
    try:
        return path.read_text().strip() == birth_of(path)
    except OSError:
        return False


def settle_here() -> None:
    """From now on this home is known to be this one."""
    if is_here():
        return
    path = _here()
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(birth_of(draft))
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
    fsync_path(path.parent)


def _here() -> Path:
    return Path(settings.HOME) / "log.here"
