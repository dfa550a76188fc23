"""What a witness answers: C2SP tlog-witness, "add-checkpoint". Pure: the state comes in and the new one goes out.

The caller reads the state of the origin, calls `decide`, stores `Answer.state` and only then replies, all of it as one
atomic step per origin; otherwise two requests at once could roll the log back.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from .checkpoint import Checkpoint, open_checkpoint
from .errors import LogProblem, Problem
from .hashing import EMPTY_ROOT
from .keys import Algorithm, SignerKey, VerifierKey
from .lines import decode_hash, decode_size, encode_base64
from .note import Note
from .splitview import SplitView
from .verifying import verify_consistency

MAX_PROOF_LINES = 63
SIZE_MEDIA_TYPE = "text/x.tlog.size"
TEXT_MEDIA_TYPE = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class AddCheckpoint:
    """The body of a request: the size that the witness is thought to have, the proof from there, and the checkpoint."""

    old_size: int
    proof: tuple[bytes, ...]
    note: Note

    def to_bytes(self) -> bytes:
        proof = "".join(f"{encode_base64(value)}\n" for value in self.proof)
        return f"old {self.old_size}\n{proof}\n{self.note}".encode()

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """Errors: `REQUEST_MALFORMED`, or what is wrong with a line or with the note."""
        head, separator, note = body.partition(b"\n\n")
        try:
            old, *proof = head.decode("ascii").split("\n")
        except UnicodeError:
            raise LogProblem(Problem.REQUEST_MALFORMED) from None
        if not separator or not old.startswith("old ") or len(proof) > MAX_PROOF_LINES:
            raise LogProblem(Problem.REQUEST_MALFORMED)
        return cls(decode_size(old.removeprefix("old ")), tuple(map(decode_hash, proof)), Note.parse(note))


@dataclass(frozen=True)
class Seen:
    """The latest checkpoint that the witness cosigned for a log, whole, so that it can be shown as evidence."""

    size: int
    root: bytes
    note: str


@dataclass(frozen=True)
class Answer:
    """What to reply, and what to store first: `state`, which there is only at status 200, where `problem` is None.

    `evidence` is there when the log itself signed two trees of one size: keep it and make it known.
    """

    status: int
    body: str
    state: Seen | None = None
    media_type: str = TEXT_MEDIA_TYPE
    problem: Problem | None = None
    evidence: SplitView | None = None


def decide(
    body: bytes,
    *,
    logs: Mapping[str, Iterable[VerifierKey]],
    state_of: Callable[[str], Seen | None],
    cosigner: SignerKey,
    at: int,
) -> Answer:
    """Answers one add-checkpoint request.

    `logs` has the trusted keys by origin, `state_of` gives what was last cosigned for one (None: nothing), `cosigner`
    is the witness's key (`COSIGNATURE_V1`) and `at` the POSIX time. Status 200, 400, 403, 404, 409 or 422, in the order
    in which the specification checks; 503 while the witness has no time to sign.
    """
    if cosigner.algorithm is not Algorithm.COSIGNATURE_V1:
        raise LogProblem(Problem.UNKNOWN_ALGORITHM, algorithm=int(cosigner.algorithm))
    if at <= 0:
        return _refused(503, Problem.BAD_TIMESTAMP)
    try:
        request = AddCheckpoint.parse(body)
    except LogProblem as problem:
        return _refused(400, problem.problem)
    try:
        checkpoint = Checkpoint.parse(request.note.text)
    except LogProblem as problem:
        if problem.problem is Problem.EMPTY_TREE_WITH_ROOT:
            return _refuse_empty_tree(request.note, logs)
        return _refused(400, problem.problem)
    keys = tuple(logs.get(checkpoint.origin, ()))
    if not keys:
        return _refused(404, Problem.UNKNOWN_LOG)
    try:
        signed = open_checkpoint(request.note, log_keys=keys, origin=checkpoint.origin)
    except LogProblem as problem:
        return _refused(403, problem.problem)
    if request.old_size > checkpoint.size:
        return _refused(400, Problem.SIZES_BACKWARDS)
    note = signed.note.signed_only_by(keys)
    return _decide_on(request, checkpoint, note, state_of(checkpoint.origin), cosigner, at)


def _decide_on(
    request: AddCheckpoint, checkpoint: Checkpoint, note: Note, seen: Seen | None, cosigner: SignerKey, at: int
) -> Answer:
    evidence = _contradiction(seen, checkpoint, note)
    known_size = seen.size if seen else 0
    if request.old_size != known_size:
        return _conflict(known_size, Problem.OLD_SIZE_CONFLICT, evidence)
    if evidence:
        return _refused(422, Problem.ROOT_MISMATCH, evidence)
    try:
        verify_consistency(
            old_size=known_size,
            new_size=checkpoint.size,
            old_root=seen.root if seen else EMPTY_ROOT,
            new_root=checkpoint.root,
            proof=request.proof,
        )
    except LogProblem as problem:
        return _refused(422, problem.problem)
    cosigned = note.signed(cosigner, timestamp=at)
    return Answer(200, str(cosigned.signatures[-1]), Seen(checkpoint.size, checkpoint.root, str(cosigned)))


def _contradiction(seen: Seen | None, checkpoint: Checkpoint, note: Note) -> SplitView | None:
    # Also when the request itself fails: two signed roots of one size convict the log whatever was asked.
    if seen and seen.size == checkpoint.size and seen.root != checkpoint.root:
        return SplitView(seen.note, str(note))
    return None


def _conflict(size: int, problem: Problem, evidence: SplitView | None) -> Answer:
    return Answer(409, f"{size}\n", media_type=SIZE_MEDIA_TYPE, problem=problem, evidence=evidence)


def _refuse_empty_tree(note: Note, logs: Mapping[str, Iterable[VerifierKey]]) -> Answer:
    """A tree without leaves has one root. Whoever signs another is told so, once it is known who they are."""
    keys = tuple(logs.get(note.text.partition("\n")[0], ()))
    if not keys:
        return _refused(404, Problem.UNKNOWN_LOG)
    try:
        signed = note.verified_by(keys)
    except LogProblem as problem:
        return _refused(403, problem.problem)
    return _refused(422, Problem.EMPTY_TREE_WITH_ROOT) if signed else _refused(403, Problem.NO_KNOWN_SIGNATURE)


def _refused(status: int, problem: Problem, evidence: SplitView | None = None) -> Answer:
    return Answer(status, f"{problem.value}\n", problem=problem, evidence=evidence)
