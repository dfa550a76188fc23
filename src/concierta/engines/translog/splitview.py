"""Evidence that a log showed two histories, which anyone with its public key can verify without trusting the accuser.

Two checkpoints that the log signed contradict each other if they have one size and two roots; or if a consistency
proof leads to the larger one from *another* root at the smaller one's size: then the larger tree begins differently
from what the log had signed (C2SP tlog-checkpoint, "Signatures": a log must not sign inconsistent checkpoints).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from .checkpoint import Checkpoint, open_checkpoint
from .errors import LogProblem, Problem
from .keys import VerifierKey
from .lines import decode_hash, encode_base64
from .note import Note
from .proving import HashReader, consistency_proof, range_hash
from .verifying import verify_consistency

_FORMAT = "concierta/split-view@v1"


@dataclass(frozen=True)
class SplitView:
    """`first` and `second`: the two signed checkpoints, the smaller first.

    Where their sizes differ, `other_root` is the root that the second one's tree has at the first one's size, and
    `proof` the consistency proof from there.
    """

    first: str
    second: str
    other_root: bytes | None = None
    proof: tuple[bytes, ...] = ()

    def verify(self, log_keys: Iterable[VerifierKey]) -> tuple[Checkpoint, Checkpoint]:
        """The two checkpoints, if they convict the log; `EVIDENCE_SHOWS_NOTHING` or what is wrong with a part."""
        keys = tuple(log_keys)
        first, second = (open_checkpoint(note, log_keys=keys).checkpoint for note in (self.first, self.second))
        if first.origin != second.origin or first.size > second.size:
            raise LogProblem(Problem.EVIDENCE_SHOWS_NOTHING)
        seen = second.root if first.size == second.size else self.other_root
        if seen is None or seen == first.root:
            raise LogProblem(Problem.EVIDENCE_SHOWS_NOTHING)
        if first.size != second.size:
            verify_consistency(
                old_size=first.size, new_size=second.size, old_root=seen, new_root=second.root, proof=self.proof
            )
        return first, second

    def to_json(self) -> str:
        """One JSON object: `format`, `first`, `second`, `other_root`, `proof`."""
        content = {
            "format": _FORMAT,
            "first": self.first,
            "second": self.second,
            "other_root": None if self.other_root is None else encode_base64(self.other_root),
            "proof": [encode_base64(value) for value in self.proof],
        }
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "SplitView":
        """`EVIDENCE_MALFORMED` where it is not such an object."""
        try:
            content = json.loads(text)
            if content["format"] != _FORMAT:
                raise LogProblem(Problem.EVIDENCE_MALFORMED, format=content["format"])
            other = content["other_root"]
            return cls(
                first=str(content["first"]),
                second=str(content["second"]),
                other_root=None if other is None else decode_hash(other),
                proof=tuple(map(decode_hash, content["proof"])),
            )
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise LogProblem(Problem.EVIDENCE_MALFORMED) from error


def find_split_view(
    one: Note, other: Note, *, log_keys: Iterable[VerifierKey], read_larger: HashReader | None = None
) -> SplitView | None:
    """What two checkpoints of one log, from two witnesses say, prove against it; None if they can both be true.

    Of different sizes, they can only be compared through the tree of the larger one: `read_larger`, for instance a
    `TileReader` over the tiles published for it. Without it they prove nothing.
    """
    keys = tuple(log_keys)
    opened = [open_checkpoint(note, log_keys=keys) for note in (one, other)]
    first, second = sorted(opened, key=lambda signed: signed.checkpoint.size)
    small, large = first.checkpoint, second.checkpoint
    if small.origin != large.origin:
        return None
    if small.size == large.size:
        return None if small.root == large.root else SplitView(str(first.note), str(second.note))
    if read_larger is None:
        return None
    seen = range_hash(0, small.size, read_larger)
    if seen == small.root:
        return None
    proof = tuple(consistency_proof(small.size, large.size, read_larger))
    evidence = SplitView(str(first.note), str(second.note), other_root=seen, proof=proof)
    evidence.verify(keys)
    return evidence
