"""Publishing the log: C2SP tlog-tiles under `log/` of the site, plain files for any web server.

Written in the order that keeps every reader right: entries, full tiles, partial tiles, the checkpoint last. Only what
grew is written. What was signed once is never contradicted: the last signed checkpoint is kept beside the key as well.
"""

import shutil
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
    open_checkpoint,
    pack_entries,
    tiles_for_growth,
)
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.kernel.files import replace_file
from concierta.ledger.operations.keys import signed_path, signing_keys
from concierta.ledger.operations.lock import log_lock
from concierta.ledger.operations.witness_list import list_witnesses
from concierta.ledger.queries.events import entries_from, ledger_size
from concierta.people.models import User

_FOLDER = "log"


@dataclass(frozen=True, slots=True)
class PublishedLog:
    """`size` leaves are published in `folder`, `added` of them now; `checkpoint` is the signed note."""

    folder: Path
    origin: str
    size: int
    added: int
    checkpoint: str


def publish_log(*, site: Path, by: User | None, at: datetime) -> PublishedLog:
    """Bring `site`/log up to date with the ledger. Nothing is touched where it already is.

    Refuses to sign a tree that does not contain what was signed before: a ledger that shrank or changed. Damaged tiles
    are written anew from the ledger, if it still gives the root that was signed. RuntimeError inside a transaction.
    """
    with log_lock():
        keys = signing_keys()
        folder = site / _FOLDER
        published, signed = _last(folder / "checkpoint", keys), _last(signed_path(), keys)
        with transaction.atomic(durable=True):
            # Inside somebody's transaction there would be acts that may yet never happen: durable refuses to begin.
            size = ledger_size()
        known = max((note for note in (published, signed) if note), key=lambda note: note[0].size, default=None)
        if known and known[0].size > size:
            raise Refusal(
                gettext_noop(
                    "Se firmó un registro de %(signed)s actos y la base de datos tiene %(found)s: "
                    "es una copia anterior. Recupere la última, o ejecute «concierta log recover»."
                ),
                signed=known[0].size,
                found=size,
            )
        growing, start = _taken_up(folder, published[0] if published else None)
        for stop in sorted({known[0].size if known else 0, size}):
            if stop > growing.size:
                _grow(folder, growing, stop)
            if known and stop == known[0].size and growing.root() != known[0].root:
                _refuse_another_past(stop)
        for tile, data in growing.partials():
            _write_if_other(folder / tile.path, data)
        note = _sign(growing, keys, published)
        _show(folder, note, keys[0])
        _remove_outgrown(folder, start, size)
        _remove_interrupted(folder)
    return PublishedLog(folder, keys[0].name, size, size - start, str(note))


def _last(path: Path, keys: list[SignerKey]) -> tuple[Checkpoint, Note] | None:
    """A checkpoint that one of our keys signed; None where there is none or it does not hold."""
    try:
        found = open_checkpoint(path.read_bytes(), log_keys=[key.verifier for key in keys], origin=keys[0].name)
    except (FileNotFoundError, LogProblem):
        return None
    return found.checkpoint, found.note


def _taken_up(folder: Path, published: Checkpoint | None) -> tuple[GrowingTiles, int]:
    """The published tiles to go on from, and how many leaves were published; from nothing where they do not hold."""
    if published is None:
        return GrowingTiles(), 0
    try:
        growing = GrowingTiles.load(published.size, lambda path: (folder / path).read_bytes())
        growing.check_root(published.root)
    except (LogProblem, OSError):
        return GrowingTiles(), published.size
    return growing, published.size


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
    replace_file(folder / Tile(0, number, len(bundle)).entries_path, pack_entries(bundle))
    for tile, data in growing.append(hashes[already:]):
        replace_file(folder / tile.path, data)


def _refuse_another_past(size: int) -> NoReturn:
    raise Refusal(
        gettext_noop(
            "Los primeros %(size)s actos de la base de datos no son los que se firmaron: alguien los cambió. "
            "No se firma nada. Ejecute «concierta check» y recupere una copia de seguridad."
        ),
        size=size,
    )


def _sign(growing: GrowingTiles, keys: list[SignerKey], published: tuple[Checkpoint, Note] | None) -> Note:
    checkpoint = Checkpoint(keys[0].name, growing.size, growing.root())
    note = checkpoint.sign(*keys)
    if published and published[0] == checkpoint:
        # The same tree: what witnesses signed stays valid, and Ed25519 gives our own signatures again.
        theirs = (made for made in published[1].signatures if made.name != checkpoint.origin)
        note = Note(note.text, (*note.signatures, *theirs))
    return note


def _show(folder: Path, note: Note, key: SignerKey) -> None:
    """First what can never be taken back, beside the key; then what the public reads, its checkpoint last."""
    text = note.to_bytes()
    _write_if_other(signed_path(), text, mode=0o600, durable=True)
    _write_if_other(folder / "vkey", f"{key.verifier}\n".encode())
    list_witnesses(folder, (witness for _, witness in settings.WITNESSES))
    _write_if_other(folder / "checkpoint", text)


def _write_if_other(path: Path, content: bytes, *, mode: int = 0o644, durable: bool = False) -> None:
    try:
        if path.read_bytes() == content:
            return
    except FileNotFoundError:
        pass
    replace_file(path, content, mode=mode, durable=durable)


def _remove_interrupted(folder: Path) -> None:
    """What a process that was killed had begun to write beside a file: it is no part of the log."""
    for left in (folder / "tile").rglob(".*.part"):
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
