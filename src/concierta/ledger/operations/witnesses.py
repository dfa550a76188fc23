"""Witnesses: asking them to cosign, the list of them, and what each has seen."""

import urllib.error
import urllib.request
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from concierta.engines.translog import (
    AddCheckpoint,
    KeyList,
    LogProblem,
    Note,
    SignedCheckpoint,
    TileReader,
    VerifierKey,
    open_checkpoint,
    timestamp_of,
)
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.kernel.files import replace_file
from concierta.ledger.operations.continuity import log_folder
from concierta.ledger.operations.keys import verifier_keys
from concierta.ledger.operations.record import log_lock, publication_lock
from concierta.people.models import User

#: As much as is read of an answer: a note with many signatures has a few thousand bytes.
_LONGEST_ANSWER = 64 * 1024


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A witness is where its list says. One that points elsewhere, perhaps to this machine's own network, is not
    followed."""

    def redirect_request(self, *_arguments: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)


def ask_witness(address: str, content: bytes | None = None, *, seconds: float) -> tuple[int, str]:
    """Status and text that `address` answers, to a POST where there is `content`. OSError where nobody answers within
    `seconds`; ValueError where the address is not one of the web."""
    if not address.startswith(("http://", "https://")):
        raise ValueError(f"{address}: http(s)://…")
    question = urllib.request.Request(address, data=content)  # noqa: S310 the scheme was just checked
    try:
        with _OPENER.open(question, timeout=seconds) as answer:
            return int(answer.status), answer.read(_LONGEST_ANSWER).decode(errors="replace")
    except urllib.error.HTTPError as problem:
        return problem.code, problem.read(_LONGEST_ANSWER).decode(errors="replace")


def list_witnesses(folder: Path, keys: Iterable[str]) -> None:
    """Add keys to the list, of whatever kind. Nobody is taken off it: earlier checkpoints carry their signatures."""
    path = folder / "witnesses"
    text = "".join(f"{key}\n" for key in dict.fromkeys([*listed_witnesses(folder), *keys]))
    if not path.exists() or path.read_bytes() != text.encode():
        replace_file(path, text.encode())


def listed_witnesses(folder: Path) -> list[str]:
    """The keys on the list, without the lines that are none."""
    path = folder / "witnesses"
    present = path.read_text(errors="replace").splitlines() if path.exists() else []
    return list(filter(_is_key, present))


def _is_key(line: str) -> bool:
    try:
        KeyList.parse([line])
    except LogProblem:
        return False
    return True


_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Witness:
    """What one witness answered. `seen_at` is its own POSIX time; `refusal` says why there is none."""

    url: str
    name: str
    seen_at: int | None = None
    refusal: str = ""


def request_cosignatures(
    *, site: Path, witnesses: Sequence[tuple[str, str]], by: User | None, at: datetime
) -> list[Witness]:
    """Show each witness, (URL, verifier key), the published checkpoint, and publish what they sign with it.

    One that does not answer, or refuses, keeps none of the others from signing. `at` is when it was asked; the time
    that counts is the one each witness signs.
    """
    folder = site / "log"
    keys = verifier_keys()
    try:
        signed = open_checkpoint((folder / "checkpoint").read_bytes(), log_keys=keys)
    except FileNotFoundError:
        raise Refusal(
            gettext_noop("El registro todavía no se ha publicado: ejecute «concierta log publish».")
        ) from None
    answers, notes = [], []
    for url, text in witnesses:
        name = text.partition("+")[0]
        try:
            key = VerifierKey.parse(text)
            note = _cosigned(folder, url, key, signed)
        except (LogProblem, OSError, ValueError, _Refused) as problem:
            answers.append(Witness(url, name, refusal=str(problem)))
        else:
            notes.append(note)
            opened = open_checkpoint(note, log_keys=keys, witness_keys=[key])
            answers.append(Witness(url, name, seen_at=opened.witnessed[key]))
    if notes:
        _publish(folder, notes, [text for _, text in witnesses])
    return answers


class _Refused(Exception):
    """A witness said no, in its own words."""


def _cosigned(folder: Path, url: str, key: VerifierKey, signed: SignedCheckpoint) -> Note:
    """The checkpoint with one more signature, verified. A witness that has seen more or less says so, once."""
    status, body = _post(url, AddCheckpoint(0, (), signed.note))
    if status == 409:
        size = int(body)
        if size > signed.checkpoint.size:
            raise _Refused(f"409: {size} > {signed.checkpoint.size}")
        reader = TileReader(lambda path: (folder / path).read_bytes(), signed.checkpoint.size)
        status, body = _post(url, AddCheckpoint(size, tuple(reader.consistency_proof(size)), signed.note))
    if status != 200:
        raise _Refused(f"{status}: {body.strip()}")
    note = Note.parse(f"{signed.note}{body}").signed_only_by([*signed.signed_by, key])
    found = note.verified_by([key])
    if not found or not key.algorithm.is_dated:
        raise _Refused("200, sin su firma")
    if not timestamp_of(found[key]):
        raise _Refused("200, sin la hora de su firma")
    return note


def _post(url: str, request: AddCheckpoint) -> tuple[int, str]:
    try:
        return ask_witness(f"{url.rstrip('/')}/add-checkpoint", request.to_bytes(), seconds=_SECONDS)
    except ValueError as problem:
        raise _Refused(str(problem)) from problem


def _publish(folder: Path, cosigned: list[Note], keys: list[str]) -> None:
    """Add the signatures to the checkpoint, unless a newer one was published meanwhile: in the log's own files, from
    where every later site has them, and in the site that is shown.
    """
    with publication_lock(), log_lock():
        for one in (log_folder(), folder):
            _add_signatures(one, cosigned, keys)


def _add_signatures(folder: Path, cosigned: list[Note], keys: list[str]) -> None:
    path = folder / "checkpoint"
    if not path.exists():
        return
    present = Note.parse(path.read_bytes())
    if present.text != cosigned[0].text:
        return
    names = {key.partition("+")[0] for key in keys}
    new = [made for note in cosigned for made in note.signatures if made.name in names]
    renewed = {(made.name, made.key_id) for made in new}
    kept = [made for made in present.signatures if (made.name, made.key_id) not in renewed]
    list_witnesses(folder, keys)
    replace_file(path, Note(present.text, (*kept, *new)).to_bytes())
