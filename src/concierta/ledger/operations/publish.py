"""Signing the log, and showing it: C2SP tlog-tiles, plain files for any web server.

The log's own files are in HOME/log, with the database; a site gets a copy of them, which is switched with its pages.
Written in the order that keeps every reader right: entries, full tiles, partial tiles, the checkpoint last. Only what
grew is written. What was signed once is never contradicted, whoever remembers it (`continuity`).
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.db import transaction

from concierta.engines.translog import (
    TILE_WIDTH,
    Checkpoint,
    GrowingTiles,
    LogProblem,
    Note,
    SignerKey,
    Tile,
    hash_entries,
    pack_entries,
    tiles_for_growth,
)
from concierta.kernel.builds import built_beside, sync_disk
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.kernel.files import replace_file
from concierta.ledger.operations.continuity import (
    Known,
    check_not_behind,
    check_not_restored,
    known_here,
    log_folder,
    read_known,
    settle_here,
    still_binding,
)
from concierta.ledger.operations.keys import signed_path, signing_keys
from concierta.ledger.operations.record import log_lock, publication_lock
from concierta.ledger.operations.witness_memory import seen_by_witnesses
from concierta.ledger.operations.witnesses import list_witnesses, listed_witnesses
from concierta.ledger.queries.events import entries_from, ledger_size
from concierta.people.models import User

_FOLDER = "log"


@dataclass(frozen=True, slots=True)
class PublishedLog:
    """`size` leaves are published in `folder`, `added` of them now; `checkpoint` is the signed note.

    `pending` names the cortes that are on record and not yet in the site: until they are, the site keeps its log.
    """

    folder: Path
    origin: str
    size: int
    added: int
    checkpoint: str
    pending: tuple[str, ...] = ()


def publish_log(*, site: Path, by: User | None, at: datetime) -> PublishedLog:
    """Bring `site`/log up to date with the ledger. Nothing is touched where it already is.

    Refuses to sign a tree that does not contain what was signed before, here or elsewhere: a ledger that shrank,
    changed or was restored. Damaged tiles are written anew from the ledger, if it still gives the root that was signed.
    RuntimeError inside a transaction.
    """
    with publication_lock():
        before = _size_shown(site)
        origin, checkpoint = sign_log(sites=[site], by=by, at=at)
        if not shows_log(site):
            with built_beside(site) as build:
                show_log(build)
    size = Checkpoint.parse(checkpoint.text).size
    return PublishedLog(site / _FOLDER, origin, size, max(size - before, 0), str(checkpoint))


def sign_log(*, sites: Sequence[Path], by: User | None, at: datetime) -> tuple[str, Note]:
    """Bring HOME/log up to date with the ledger and sign it: the log's origin and its checkpoint. As `publish_log`.

    `sites` are asked too what they have seen.
    """
    sites = [Path(settings.SITE), *sites]
    with log_lock():
        keys, size, known = _continued(sites, ask=False)
        folder, verifiers = log_folder(), [key.verifier for key in keys]
        if size > max((one.size for one in known), default=0):
            keys, size, known = _continued(sites, ask=True)
        growing, start = _taken_up(folder, read_known(folder / "checkpoint", verifiers), known)
        stops = {one.size: one.root for one in known if one.root is not None}
        for stop in sorted({*stops, size}):
            if stop > growing.size:
                _grow(folder, growing, stop)
            if stop == growing.size and stops.get(stop, growing.root()) != growing.root():
                _refuse_another_past(stop)
        for tile, data in growing.partials():
            _write_if_other(folder / tile.path, data, durable=False)
        note = _sign(growing, keys, known)
        _keep(folder, note, keys[0], sites)
        _remove_outgrown(folder, start, size)
        _remove_interrupted(folder)
    return keys[0].name, note


def check_continues(*sites: Path) -> None:
    """Refuses, saying what to do, where the database lacks acts that this machine, `sites` or a witness have seen."""
    with log_lock():
        _continued([Path(settings.SITE), *sites], ask=True)


def _continued(sites: Sequence[Path], *, ask: bool) -> tuple[list[SignerKey], int, list[Known]]:
    """The keys, the size of the ledger and every signed checkpoint that it must go on from; `ask`: of witnesses too."""
    check_not_restored(*sites)
    settle_here()
    keys = signing_keys()
    with transaction.atomic(durable=True):
        # Inside somebody's transaction there would be acts that may yet never happen: durable refuses to begin.
        size = ledger_size()
    verifiers = [key.verifier for key in keys]
    known = still_binding(known_here(verifiers, *sites))
    check_not_behind(known, size)
    if ask:
        known += still_binding(seen_by_witnesses(known, keys=verifiers))
        check_not_behind(known, size)
    return keys, size, known


def shows_log(site: Path) -> bool:
    """True if `site`/log is, byte for byte, the log that was signed last."""
    shown, own = site / _FOLDER, log_folder()
    if _names(shown) != _names(own):
        return False
    return all((shown / name).read_bytes() == (own / name).read_bytes() for name in _names(own))


def show_log(build: Path) -> None:
    """Make `build`/log a copy of the log that was signed last. Nobody reads a build: the order does not matter."""
    shown, own = build / _FOLDER, log_folder()
    wanted = _names(own)
    for name in _names(shown) - wanted:
        (shown / name).unlink()
    for name in wanted:
        # A new file each time: an older build keeps the one that it links to.
        _write_if_other(shown / name, (own / name).read_bytes(), durable=False)
    for folder in sorted((path for path in shown.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _size_shown(site: Path) -> int:
    try:
        return Checkpoint.parse(Note.parse((site / _FOLDER / "checkpoint").read_bytes()).text).size
    except (OSError, LogProblem):
        return 0


def _taken_up(folder: Path, own: Known | None, known: Sequence[Known]) -> tuple[GrowingTiles, int]:
    """The tiles to go on from, and how many leaves were there; from nothing where they do not hold or were given up."""
    if own is None or own not in known or own.root is None:
        return GrowingTiles(), 0
    try:
        growing = GrowingTiles.load(own.size, lambda path: (folder / path).read_bytes())
        growing.check_root(own.root)
    except (LogProblem, OSError):
        return GrowingTiles(), own.size
    return growing, own.size


def _grow(folder: Path, growing: GrowingTiles, size: int) -> None:
    """Write entries and tiles up to `size` leaves, bundle by bundle."""
    bundle: list[bytes] = []
    first = growing.size // TILE_WIDTH * TILE_WIDTH
    for expected, (index, entry) in enumerate(entries_from(first, size), first):
        if index != expected:
            raise Refusal(
                gettext_noop("Al registro le falta el acto %(index)s: ejecute «concierta check»."), index=expected
            )
        bundle.append(entry)
        if len(bundle) == TILE_WIDTH or index + 1 == size:
            _write_bundle(folder, growing, index // TILE_WIDTH, bundle)
            bundle = []


def _write_bundle(folder: Path, growing: GrowingTiles, number: int, bundle: list[bytes]) -> None:
    hashes = hash_entries(bundle)
    already = growing.size - number * TILE_WIDTH
    if b"".join(hashes[:already]) != b"".join(data for tile, data in growing.partials() if tile.level == 0):
        _refuse_another_past(growing.size)
    # Made again from the ledger whenever they are not there: the disk is waited for once, before the checkpoint.
    replace_file(folder / Tile(0, number, len(bundle)).entries_path, pack_entries(bundle), durable=False)
    for tile, data in growing.append(hashes[already:]):
        replace_file(folder / tile.path, data, durable=False)


def _refuse_another_past(size: int) -> NoReturn:
    raise Refusal(
        gettext_noop(
            "Los primeros %(size)s actos de la base de datos no son los que se firmaron: alguien los cambió. "
            "No se firma nada. Ejecute «concierta check» y recupere una copia de seguridad."
        ),
        size=size,
    )


def _sign(growing: GrowingTiles, keys: list[SignerKey], known: Sequence[Known]) -> Note:
    checkpoint = Checkpoint(keys[0].name, growing.size, growing.root())
    note = checkpoint.sign(*keys)
    for one in known:
        if one.note and one.note.text == note.text:
            # The same tree: what witnesses signed stays valid, and Ed25519 gives our own signatures again.
            theirs = (made for made in one.note.signatures if made.name != checkpoint.origin)
            note = Note(note.text, (*note.signatures, *(made for made in theirs if made not in note.signatures)))
    return note


def _keep(folder: Path, note: Note, key: SignerKey, sites: Sequence[Path]) -> None:
    """First what can never be taken back, beside the key; then the checkpoint, which vouches for the tiles."""
    text = note.to_bytes()
    sync_disk(folder if folder.exists() else folder.parent)
    _write_if_other(signed_path(), text, mode=0o600)
    _write_if_other(folder / "vkey", f"{key.verifier}\n".encode())
    for site in sites:
        list_witnesses(folder, listed_witnesses(site / _FOLDER))
    list_witnesses(folder, (witness for _, witness in settings.WITNESSES))
    _write_if_other(folder / "checkpoint", text)


def _write_if_other(path: Path, content: bytes, *, mode: int = 0o644, durable: bool = True) -> None:
    try:
        if path.read_bytes() == content:
            return
    except FileNotFoundError:
        pass
    replace_file(path, content, mode=mode, durable=durable)


def _remove_interrupted(folder: Path) -> None:
    """What a process that was killed had begun to write beside a file: it is no part of the log."""
    for left in folder.rglob(".*.part"):
        left.unlink(missing_ok=True)


def _remove_outgrown(folder: Path, start: int, size: int) -> None:
    """Partial tiles may go once the full one is there (tlog-tiles, "Partial Tiles"); the others stay for who reads an
    earlier checkpoint at this moment.
    """
    for tile in tiles_for_growth(start, size):
        if tile.is_full:
            shutil.rmtree(folder / f"{tile.path}.p", ignore_errors=True)
            if tile.level == 0:
                shutil.rmtree(folder / f"{tile.entries_path}.p", ignore_errors=True)
