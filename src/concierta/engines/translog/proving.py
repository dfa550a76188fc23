"""Making inclusion and consistency proofs: RFC 9162 §2.1.3.1 and §2.1.4.1.

A proof is a list of subtree hashes. Each is asked of a `HashReader`, which knows the complete ones only; those at the
ragged right edge of the tree are folded here from complete ones.
"""

from collections.abc import Callable, Sequence

from .errors import LogProblem, Problem
from .hashing import EMPTY_ROOT, hash_pairs, node_hash

HashReader = Callable[[int, int], bytes]
"""`(level, index)` → the hash of the complete subtree over the 2**level leaves from index · 2**level on."""


def inclusion_proof(index: int, size: int, read: HashReader) -> list[bytes]:
    """PATH(index, D[size]): from the leaf's sibling up to the root's child. `INDEX_OUTSIDE_TREE` outside 0…size-1."""
    if not 0 <= index < size:
        raise LogProblem(Problem.INDEX_OUTSIDE_TREE, index=index, size=size)
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(range_hash(middle, end, read))
            end = middle
        else:
            path.append(range_hash(start, middle, read))
            start = middle
    return path[::-1]


def consistency_proof(old_size: int, new_size: int, read: HashReader) -> list[bytes]:
    """PROOF(old_size, D[new_size]). Empty from the empty tree and between equal sizes, where there is nothing to prove.

    `SIZES_BACKWARDS` unless 0 ≤ old_size ≤ new_size.
    """
    if not 0 <= old_size <= new_size:
        raise LogProblem(Problem.SIZES_BACKWARDS, old=old_size, new=new_size)
    if old_size in (0, new_size):
        return []
    start, end, path = 0, new_size, []
    while end != old_size:
        middle = start + _split(end - start)
        if old_size <= middle:
            path.append(range_hash(middle, end, read))
            end = middle
        else:
            path.append(range_hash(start, middle, read))
            start = middle
    # The old tree itself is not repeated: who verifies has its root. Any other last subtree has to be given.
    return ([] if start == 0 else [range_hash(start, end, read)]) + path[::-1]


def range_hash(start: int, end: int, read: HashReader) -> bytes:
    """MTH(D[start:end]) for a range that is a subtree of some tree: `start` is a multiple of the next power of two."""
    if start == end:
        return EMPTY_ROOT
    width = 1 << (end - start).bit_length() - 1
    left = read(width.bit_length() - 1, start // width)
    return left if start + width == end else node_hash(left, range_hash(start + width, end, read))


def hashes_in_memory(leaf_hashes: Sequence[bytes]) -> HashReader:
    """A reader over a tree that is held whole: for small logs and for tests."""
    levels = [list(leaf_hashes)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append(hash_pairs(below[: len(below) & ~1]))
    return lambda level, index: levels[level][index]


def _split(count: int) -> int:
    """The largest power of two smaller than `count` (RFC 9162 §2.1.1: k)."""
    return 1 << (count - 1).bit_length() - 1
