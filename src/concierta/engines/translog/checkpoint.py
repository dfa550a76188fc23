"""Checkpoints, tree heads as notes that log and witnesses sign: C2SP tlog-checkpoint, "Note text" and "Signatures"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .cosignature import timestamp_of
from .errors import LogProblem, Problem
from .hashing import EMPTY_ROOT, check_hash
from .keys import SignerKey, VerifierKey
from .lines import MAX_SIZE, decode_hash, decode_size, encode_base64
from .note import Note, sign_note


@dataclass(frozen=True)
class Checkpoint:
    """The head of the log `origin`: `size` leaves under `root`. Extension lines are opaque and not advised."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_hash(self.root)
        if not 0 <= self.size <= MAX_SIZE:
            raise LogProblem(Problem.BAD_NUMBER, text=self.size)
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise LogProblem(Problem.EMPTY_TREE_WITH_ROOT, root=self.root.hex())
        if not all(line and "\n" not in line for line in (self.origin, *self.extensions)):
            raise LogProblem(Problem.CHECKPOINT_MALFORMED)

    def __str__(self) -> str:
        lines = (self.origin, str(self.size), encode_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Reads a note text. Errors: `CHECKPOINT_MALFORMED`, `BAD_NUMBER`, `BAD_BASE64`, `BAD_HASH_LENGTH`."""
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() != "":
            raise LogProblem(Problem.CHECKPOINT_MALFORMED, text=text[:80])
        origin, size, root, *extensions = lines
        return cls(origin, decode_size(size), decode_hash(root), tuple(extensions))

    def sign(self, *keys: SignerKey, timestamp: int | None = None) -> Note:
        """The checkpoint as published; `timestamp` (POSIX seconds) is for witnesses' keys."""
        return sign_note(str(self), *keys, timestamp=timestamp)


@dataclass(frozen=True)
class SignedCheckpoint:
    """A checkpoint that was verified: by which of the log's keys, and seen by which witnesses when (POSIX seconds)."""

    checkpoint: Checkpoint
    note: Note
    signed_by: tuple[VerifierKey, ...]
    witnessed: dict[VerifierKey, int] = field(default_factory=dict)


def open_checkpoint(
    data: bytes | str | Note,
    *,
    log_keys: Iterable[VerifierKey],
    witness_keys: Sequence[VerifierKey] = (),
    quorum: int = 0,
    origin: str | None = None,
) -> SignedCheckpoint:
    """Reads a checkpoint and believes it, or says why not.

    One of `log_keys` must have signed (`NO_KNOWN_SIGNATURE`); signatures of unknown keys are ignored, a bad one of a
    known key refuses it all (`SIGNATURE_INVALID`), one dated zero counts for nobody. The origin must be `origin`, or
    the name of the log's key (`ORIGIN_MISMATCH`). At least `quorum` different witnesses' keys, none of them the log's
    own, must have cosigned (`TOO_FEW_WITNESSES`).
    """
    note = data if isinstance(data, Note) else Note.parse(data)
    by_log = note.verified_by(log_keys)
    if not by_log:
        raise LogProblem(Problem.NO_KNOWN_SIGNATURE, names=[signature.name for signature in note.signatures])
    checkpoint = Checkpoint.parse(note.text)
    expected = {origin} if origin is not None else {key.name for key in by_log}
    if checkpoint.origin not in expected:
        raise LogProblem(Problem.ORIGIN_MISMATCH, found=checkpoint.origin, expected=sorted(expected))
    witnessed = {
        key: time
        for key, signature in note.verified_by(witness_keys).items()
        if key.algorithm.is_dated and (time := timestamp_of(signature))
    }
    different = {key.public_key for key in witnessed} - {key.public_key for key in by_log}
    if len(different) < quorum:
        raise LogProblem(Problem.TOO_FEW_WITNESSES, found=len(different), needed=quorum)
    return SignedCheckpoint(checkpoint, note, tuple(by_log), witnessed)
