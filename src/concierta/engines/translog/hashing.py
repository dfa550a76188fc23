"""Leaf and node hashes: RFC 9162 §2.1.1 (identical to RFC 6962 §2.1), with SHA-256.

The prefixes keep leaves and nodes apart, so that no inner node can be passed off as an entry.
"""

from collections.abc import Iterable
from hashlib import sha256

from .errors import LogProblem, Problem

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()
"""The root of the tree without leaves, MTH({})."""


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 ‖ entry): the hash of one entry as the log holds it."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


def hash_entries(entries: Iterable[bytes]) -> list[bytes]:
    """The leaf hash of each entry."""
    return [sha256(b"\x00" + entry).digest() for entry in entries]


def hash_pairs(hashes: list[bytes]) -> list[bytes]:
    """The nodes one level up from an even number of neighbours."""
    one_by_one = iter(hashes)
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(one_by_one, one_by_one, strict=True)]


def check_hash(value: bytes) -> bytes:
    """Refuses what is not a SHA-256 hash (`BAD_HASH_LENGTH`): a shorter one would shift what is hashed beside it."""
    if len(value) != HASH_SIZE:
        raise LogProblem(Problem.BAD_HASH_LENGTH, length=len(value))
    return value


def split_hashes(data: bytes) -> list[bytes]:
    """The hashes that stand one after the other in a tile's bytes."""
    return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]
