"""The proof file: C2SP tlog-proof. One text with all that is needed to check, offline, that an entry is in the log.

c2sp.org/tlog-proof@v1
extra base64          (optional; nobody vouches for it)
index 73894
base64 hash           (the inclusion proof, from the leaf's sibling upwards)
                      (empty line)
signed checkpoint, verbatim
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from .checkpoint import SignedCheckpoint, open_checkpoint
from .errors import LogProblem, Problem
from .hashing import leaf_hash
from .keys import VerifierKey
from .lines import decode_base64, decode_hash, decode_size, encode_base64
from .note import Note
from .verifying import verify_inclusion

HEADER = "c2sp.org/tlog-proof@v1"
FILE_SUFFIX = ".tlog-proof"
MAX_PROOF_LINES = 63


@dataclass(frozen=True)
class LogProof:
    """That the entry at `index` is in the tree of the checkpoint `note`. `extra` is carried, not proved."""

    index: int
    hashes: tuple[bytes, ...]
    note: Note
    extra: bytes | None = None

    def __str__(self) -> str:
        extra = [] if self.extra is None else [f"extra {encode_base64(self.extra)}"]
        lines = [HEADER, *extra, f"index {self.index}", *map(encode_base64, self.hashes)]
        return "\n".join(lines) + f"\n\n{self.note}"

    def to_bytes(self) -> bytes:
        return str(self).encode()

    @classmethod
    def parse(cls, data: bytes | str) -> Self:
        """Errors: `PROOF_FILE_MALFORMED`, or what is wrong with a line or with the note."""
        try:
            text = data.decode() if isinstance(data, bytes) else data
        except UnicodeError:
            raise LogProblem(Problem.NOTE_NOT_UTF8) from None
        head, separator, note = text.partition("\n\n")
        header, *lines = head.split("\n")
        if header != HEADER or not separator:
            raise LogProblem(Problem.PROOF_FILE_MALFORMED, line=header[:80])
        extra = None
        if lines and lines[0].startswith("extra "):
            extra = decode_base64(lines.pop(0).removeprefix("extra "))
        if not lines or not lines[0].startswith("index ") or len(lines) > MAX_PROOF_LINES + 1:
            raise LogProblem(Problem.PROOF_FILE_MALFORMED, line=lines[0][:80] if lines else "")
        index, *hashes = lines
        return cls(decode_size(index.removeprefix("index ")), tuple(map(decode_hash, hashes)), Note.parse(note), extra)

    def verify(
        self,
        entry: bytes,
        *,
        log_keys: Iterable[VerifierKey],
        witness_keys: Sequence[VerifierKey] = (),
        quorum: int = 0,
    ) -> SignedCheckpoint:
        """The checkpoint that vouches for `entry`; raises as `open_checkpoint` and `verify_inclusion` do."""
        signed = open_checkpoint(self.note, log_keys=log_keys, witness_keys=witness_keys, quorum=quorum)
        verify_inclusion(
            leaf=leaf_hash(entry),
            index=self.index,
            size=signed.checkpoint.size,
            proof=self.hashes,
            root=signed.checkpoint.root,
        )
        return signed
