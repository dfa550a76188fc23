"""A list of verifier keys, one a line, as a site names its witnesses.

A key of a kind that nobody here can check is set aside and told: it neither vouches for anything nor hides the others.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .errors import LogProblem, Problem
from .keys import VerifierKey, key_id_of, parts_of_key

#: The one signature type whose key id is not the recommended one: that of the key in another encoding.
_ECDSA = 0x02


@dataclass(frozen=True)
class UnreadKey:
    """Whose key it says to be, which signatures are its, and the signature type that is not known here."""

    name: str
    key_id: bytes
    algorithm: int


@dataclass(frozen=True)
class KeyList:
    """The keys that can be checked, and those that cannot."""

    known: tuple[VerifierKey, ...]
    unread: tuple[UnreadKey, ...]

    @classmethod
    def parse(cls, lines: Iterable[str]) -> "KeyList":
        """`lines` without their newlines; a line that is no key is refused as by `VerifierKey.parse`."""
        known, unread = [], []
        for line in lines:
            name, key_id, algorithm, material = parts_of_key(line)
            try:
                known.append(VerifierKey.parse(line))
            except LogProblem as problem:
                if problem.problem is not Problem.UNKNOWN_ALGORITHM:
                    raise
                if algorithm != _ECDSA and key_id != key_id_of(name, algorithm, material).hex():
                    raise LogProblem(Problem.KEY_ID_MISMATCH, written=key_id) from None
                unread.append(UnreadKey(name, bytes.fromhex(key_id), algorithm))
        return cls(tuple(known), tuple(unread))
