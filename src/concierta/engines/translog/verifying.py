"""Verifying inclusion and consistency proofs: RFC 9162 §2.1.3.2 and §2.1.4.2, step by step.

Shares nothing with the making of proofs but the two hash functions. Returns nothing; what does not hold raises
`LogProblem`, whose code tells a mangled proof (`PROOF_WRONG_LENGTH`, `BAD_HASH_LENGTH`) from one about something else
(`ROOT_MISMATCH`, `OLD_ROOT_MISMATCH`).
"""

from collections.abc import Sequence

from .errors import LogProblem, Problem
from .hashing import EMPTY_ROOT, check_hash, node_hash


def verify_inclusion(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """That the leaf hash `leaf` stands at `index` of the tree of `size` leaves whose root is `root` (§2.1.3.2)."""
    if not 0 <= index < size:
        raise LogProblem(Problem.INDEX_OUTSIDE_TREE, index=index, size=size)
    _check_hashes(leaf, root, *proof)
    at, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise LogProblem(Problem.PROOF_WRONG_LENGTH, found=len(proof))
        if at & 1 or at == last:
            computed = node_hash(sibling, computed)
            at, last = _skip_levels_without_sibling(at, last)
        else:
            computed = node_hash(computed, sibling)
        at, last = at >> 1, last >> 1
    if last != 0:
        raise LogProblem(Problem.PROOF_WRONG_LENGTH, found=len(proof))
    if computed != root:
        raise LogProblem(Problem.ROOT_MISMATCH, computed=computed.hex(), expected=root.hex())


def verify_consistency(
    *, old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """That the first `old_size` leaves of the new tree are the old tree, unchanged (§2.1.4.2).

    The two cases that the RFC leaves out have an empty proof: equal sizes, whose roots must be equal, and the empty
    tree, which is the beginning of every tree but has only one root.
    """
    if not 0 <= old_size <= new_size:
        raise LogProblem(Problem.SIZES_BACKWARDS, old=old_size, new=new_size)
    _check_hashes(old_root, new_root, *proof)
    if old_size == 0 and old_root != EMPTY_ROOT:
        raise LogProblem(Problem.EMPTY_TREE_WITH_ROOT, root=old_root.hex())
    if old_size in (0, new_size):
        if proof:
            raise LogProblem(Problem.PROOF_WRONG_LENGTH, expected=0, found=len(proof))
        if old_size == new_size and old_root != new_root:
            raise LogProblem(Problem.ROOT_MISMATCH, computed=old_root.hex(), expected=new_root.hex())
        return
    computed_old, computed_new = _roots_of_consistency(old_size, new_size, old_root, proof)
    if computed_old != old_root:
        raise LogProblem(Problem.OLD_ROOT_MISMATCH, computed=computed_old.hex(), expected=old_root.hex())
    if computed_new != new_root:
        raise LogProblem(Problem.ROOT_MISMATCH, computed=computed_new.hex(), expected=new_root.hex())


def _roots_of_consistency(old_size: int, new_size: int, old_root: bytes, proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    path = list(proof)
    if path and old_size.bit_count() == 1:
        path.insert(0, old_root)
    if not path:
        raise LogProblem(Problem.PROOF_WRONG_LENGTH, found=0)
    at, last = old_size - 1, new_size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise LogProblem(Problem.PROOF_WRONG_LENGTH, found=len(proof))
        if at & 1 or at == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            at, last = _skip_levels_without_sibling(at, last)
        else:
            new = node_hash(new, sibling)
        at, last = at >> 1, last >> 1
    if last != 0:
        raise LogProblem(Problem.PROOF_WRONG_LENGTH, found=len(proof))
    return old, new


def _skip_levels_without_sibling(at: int, last: int) -> tuple[int, int]:
    # At the right edge a node rises alone until it becomes a right child.
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _check_hashes(*hashes: bytes) -> None:
    for value in hashes:
        check_hash(value)
