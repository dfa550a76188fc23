"""The Merkle tree of an append-only list: RFC 9162 §2.1.1.

`CompactRange` is the state a log needs in order to grow: at most one hash per level, the roots of the complete subtrees
that the binary digits of the size name. Trees are worked level by level in chunks, so memory does not grow with the
log and nearly all the time is SHA-256 itself.
"""

from collections.abc import Iterable
from functools import reduce
from itertools import islice

from .errors import LogProblem, Problem
from .hashing import EMPTY_ROOT, check_hash, hash_entries, hash_pairs, node_hash

_CHUNK = 2048


class CompactRange:
    """A tree of `size` leaves that can still grow, in at most 64 hashes."""

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        """`hashes` as `CompactRange.hashes` gave them for `size`; `PROOF_WRONG_LENGTH` if they are not as many."""
        kept = [check_hash(value) for value in hashes]
        if size < 0 or len(kept) != size.bit_count():
            raise LogProblem(Problem.PROOF_WRONG_LENGTH, expected=max(size, 0).bit_count(), found=len(kept))
        self._size = size
        self._levels: list[bytes | None] = [
            kept.pop() if size >> level & 1 else None for level in range(size.bit_length())
        ]

    @property
    def size(self) -> int:
        return self._size

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """The complete subtrees from the largest (left) to the smallest (right): enough to take it up again."""
        return tuple(value for value in reversed(self._levels) if value is not None)

    def extend(self, leaf_hashes: Iterable[bytes]) -> None:
        """Appends leaves by their hashes."""
        remaining = iter(leaf_hashes)
        while chunk := list(islice(remaining, _CHUNK)):
            self._size += len(chunk)
            self._carry(chunk)

    def extend_entries(self, entries: Iterable[bytes]) -> None:
        """Appends leaves by their content."""
        remaining = iter(entries)
        while chunk := hash_entries(islice(remaining, _CHUNK)):
            self._size += len(chunk)
            self._carry(chunk)

    def root(self) -> bytes:
        """The tree head, MTH."""
        kept = [value for value in self._levels if value is not None]
        if not kept:
            return EMPTY_ROOT
        return reduce(lambda right, left: node_hash(left, right), kept)

    def _carry(self, hashes: list[bytes]) -> None:
        # Addition in binary: what waits at a level goes before the new ones, pairs go up, an odd one waits.
        level = 0
        while hashes:
            if level == len(self._levels):
                self._levels.append(None)
            waiting = self._levels[level]
            if waiting is not None:
                hashes = [waiting, *hashes]
            self._levels[level] = hashes.pop() if len(hashes) & 1 else None
            hashes = hash_pairs(hashes)
            level += 1


def tree_root(entries: Iterable[bytes]) -> bytes:
    """MTH(D[n]) of the entries, in order."""
    tree = CompactRange()
    tree.extend_entries(entries)
    return tree.root()


def root_of_hashes(leaf_hashes: Iterable[bytes]) -> bytes:
    """The same from leaf hashes."""
    tree = CompactRange()
    tree.extend(leaf_hashes)
    return tree.root()
