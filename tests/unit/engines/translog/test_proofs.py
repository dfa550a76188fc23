import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.translog import (
    EMPTY_ROOT,
    LogProblem,
    Problem,
    consistency_proof,
    hash_entries,
    hashes_in_memory,
    inclusion_proof,
    leaf_hash,
    tree_root,
    verify_consistency,
    verify_inclusion,
)
from unit.engines.translog import naive, vectors

JUNK = bytes.fromhex("abacaba000000000000000000000000000000000000000000060061e00123456")


def included(leaf, index, size, proof, root):
    try:
        verify_inclusion(leaf=leaf, index=index, size=size, proof=proof, root=root)
    except LogProblem:
        return False
    return True


def consistent(old, new, old_root, new_root, proof):
    try:
        verify_consistency(old_size=old, new_size=new, old_root=old_root, new_root=new_root, proof=proof)
    except LogProblem:
        return False
    return True


def unhex(values):
    return [bytes.fromhex(value) for value in values]


@pytest.mark.parametrize(("index", "size", "path"), vectors.INCLUSION)
def test_the_published_inclusion_proofs_and_their_mutants(index, size, path):
    leaf, root, path = leaf_hash(vectors.LEAVES[index]), bytes.fromhex(vectors.ROOTS[size - 1]), unhex(path)
    assert inclusion_proof(index, size, hashes_in_memory(hash_entries(vectors.LEAVES))) == path
    assert included(leaf, index, size, path, root)
    mutants = [
        (leaf, index - 1, size, path, root),
        (leaf, index + 1, size, path, root),
        (leaf, index ^ 2, size, path, root),
        (leaf, index, size * 2, path, root),
        (leaf, index, size // 2, path, root),
        (b"WrongLeaf", index, size, path, root),
        (leaf, index, size, path, EMPTY_ROOT),
        (leaf, index, size, path, JUNK),
        (leaf, index, size, [*path, b""], root),
        (leaf, index, size, [*path, root], root),
        (leaf, index, size, [b"", *path], root),
        (leaf, index, size, [root, *path], root),
        *([(leaf, index, size, path[:-1], root)] if path else []),
        *([(leaf, index, size, [path[0], JUNK, *path[1:]], root)] if path else []),
    ]
    assert [mutant for mutant in mutants if included(*mutant)] == []


@pytest.mark.parametrize(("old", "new", "path"), vectors.CONSISTENCY)
def test_the_published_consistency_proofs_and_their_mutants(old, new, path):
    old_root, new_root = unhex([vectors.ROOTS[old - 1], vectors.ROOTS[new - 1]])
    path = unhex(path)
    assert consistency_proof(old, new, hashes_in_memory(hash_entries(vectors.LEAVES))) == path
    assert consistent(old, new, old_root, new_root, path)
    mutants = [
        (old - 1, new, old_root, new_root, path),
        (old + 1, new, old_root, new_root, path),
        (old ^ 2, new, old_root, new_root, path),
        (old, new * 2, old_root, new_root, path),
        (old, new // 2, old_root, new_root, path),
        (old, new, b"WrongRoot", new_root, path),
        (old, new, old_root, b"WrongRoot", path),
        (old, new, old_root, JUNK, path),
        *((old, new, old_root, new_root, [*path, more]) for more in (b"", old_root, new_root)),
        *((old, new, old_root, new_root, [more, *path]) for more in (b"", old_root, new_root)),
        *([(old, new, new_root, old_root, path), (old, new, old_root, new_root, [])] if path else []),
        *([(old, new, old_root, new_root, path[:-1]), (old, new, old_root, new_root, path[:1] + path)] if path else []),
    ]
    assert [mutant for mutant in mutants if consistent(*mutant)] == []


def test_every_leaf_of_every_size_to_300(entries, hashes):
    read = hashes_in_memory(hashes)
    for size in range(1, 301):
        root = tree_root(entries[:size])
        for index in range(size):
            proof = inclusion_proof(index, size, read)
            verify_inclusion(leaf=hashes[index], index=index, size=size, proof=proof, root=root)
            assert naive.includes(hashes[index], index, size, proof, root)


def test_every_pair_of_sizes_to_300(entries, hashes):
    read, roots = hashes_in_memory(hashes), [tree_root(entries[:size]) for size in range(301)]
    for new in range(301):
        for old in range(new + 1):
            proof = consistency_proof(old, new, read)
            verify_consistency(old_size=old, new_size=new, old_root=roots[old], new_root=roots[new], proof=proof)
            assert naive.consistent(old, new, roots[old], roots[new], proof)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 31, 64, 100, 255, 257])
def test_proofs_are_those_of_the_definition(size, entries, hashes):
    read = hashes_in_memory(hashes)
    some = entries[:size]
    for index in range(size):
        assert inclusion_proof(index, size, read) == naive.path(index, some)
    for old in range(size + 1):
        assert consistency_proof(old, size, read) == naive.proof(old, some)


@given(st.integers(1, 400), st.data())
def test_one_bit_anywhere_in_an_inclusion_proof_breaks_it(size, data):
    hashes = hash_entries(b"%d" % i for i in range(size))
    index = data.draw(st.integers(0, size - 1))
    root = tree_root(b"%d" % i for i in range(size))
    parts = [hashes[index], root, *inclusion_proof(index, size, hashes_in_memory(hashes))]
    assert included(parts[0], index, size, parts[2:], parts[1])
    _flip(data, parts)
    assert not included(parts[0], index, size, parts[2:], parts[1])
    assert not naive.includes(parts[0], index, size, parts[2:], parts[1])


@given(st.integers(1, 400), st.data())
def test_one_bit_anywhere_in_a_consistency_proof_breaks_it(new, data):
    entries = [b"%d" % i for i in range(new)]
    old = data.draw(st.integers(0, new - 1))
    read = hashes_in_memory(hash_entries(entries))
    parts = [tree_root(entries[:old]), tree_root(entries), *consistency_proof(old, new, read)]
    assert consistent(old, new, parts[0], parts[1], parts[2:])
    part = _flip(data, parts)
    # From the empty tree nothing has to be shown: every root of the larger one is consistent with it.
    expected = old == 0 and part == 1
    assert consistent(old, new, parts[0], parts[1], parts[2:]) is expected
    assert naive.consistent(old, new, parts[0], parts[1], parts[2:]) is expected


def _flip(data, parts):
    part, bit = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 255))
    changed = bytearray(parts[part])
    changed[bit // 8] ^= 1 << bit % 8
    parts[part] = bytes(changed)
    return part


def test_the_cases_without_anything_to_prove():
    root, other = tree_root([b"a"]), tree_root([b"b"])
    verify_consistency(old_size=0, new_size=0, old_root=EMPTY_ROOT, new_root=EMPTY_ROOT, proof=[])
    verify_consistency(old_size=0, new_size=1, old_root=EMPTY_ROOT, new_root=root, proof=[])
    verify_consistency(old_size=1, new_size=1, old_root=root, new_root=root, proof=[])
    assert not consistent(1, 1, root, other, [])
    assert not consistent(0, 1, other, root, [])
    assert not consistent(0, 0, EMPTY_ROOT, root, [])
    assert not consistent(0, 1, EMPTY_ROOT, root, [EMPTY_ROOT])
    assert not consistent(1, 1, root, root, [root])


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda read: inclusion_proof(3, 3, read), Problem.INDEX_OUTSIDE_TREE),
        (lambda read: inclusion_proof(-1, 3, read), Problem.INDEX_OUTSIDE_TREE),
        (lambda read: inclusion_proof(0, 0, read), Problem.INDEX_OUTSIDE_TREE),
        (lambda read: consistency_proof(3, 2, read), Problem.SIZES_BACKWARDS),
        (lambda read: consistency_proof(-1, 2, read), Problem.SIZES_BACKWARDS),
    ],
)
def test_no_proof_of_what_cannot_be(make, problem, hashes):
    with pytest.raises(LogProblem) as refused:
        make(hashes_in_memory(hashes))
    assert refused.value.problem is problem


def test_a_refusal_says_which_root_did_not_match(entries, hashes):
    read = hashes_in_memory(hashes)
    roots = {"old_root": tree_root(entries[:3]), "new_root": tree_root(entries[:7])}
    proof = consistency_proof(3, 7, read)
    for wrong, problem in (("old_root", Problem.OLD_ROOT_MISMATCH), ("new_root", Problem.ROOT_MISMATCH)):
        with pytest.raises(LogProblem) as refused:
            verify_consistency(old_size=3, new_size=7, proof=proof, **(roots | {wrong: JUNK}))
        assert refused.value.problem is problem


def test_the_border_between_two_hashes_cannot_be_moved():
    """31 bytes and 33 hash to the same node as 32 and 32: only the lengths tell them apart."""
    left, right = hash_entries([b"a", b"b"])
    root = tree_root([b"a", b"b"])
    moved = {"leaf": left[:31], "proof": [left[31:] + right]}
    with pytest.raises(LogProblem) as refused:
        verify_inclusion(index=0, size=2, root=root, **moved)
    assert refused.value.problem is Problem.BAD_HASH_LENGTH
    with pytest.raises(LogProblem) as refused:
        verify_consistency(old_size=1, new_size=2, old_root=moved["leaf"], new_root=root, proof=moved["proof"])
    assert refused.value.problem is Problem.BAD_HASH_LENGTH
