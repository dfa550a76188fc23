import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.translog import (
    EMPTY_ROOT,
    CompactRange,
    LogProblem,
    Problem,
    leaf_hash,
    merkle,
    root_of_hashes,
    tree_root,
)
from unit.engines.translog import naive, vectors


def test_the_empty_tree_has_the_hash_of_nothing_as_root():
    assert tree_root([]) == CompactRange().root() == EMPTY_ROOT == bytes.fromhex(vectors.EMPTY_ROOT)


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_roots(size):
    assert tree_root(vectors.LEAVES[:size]).hex() == vectors.ROOTS[size - 1]


def test_every_size_to_300_as_the_definition_says(entries, hashes):
    for size in range(301):
        expected = naive.mth(entries[:size])
        assert tree_root(entries[:size]) == expected
        assert root_of_hashes(hashes[:size]) == expected


@pytest.mark.slow
def test_random_sizes_to_a_million():
    draw = random.Random(9162)
    entries = [b"%d" % i for i in range(1_000_000)]
    for size in (draw.randrange(300, 20_000), draw.randrange(20_000, 500_000), draw.randrange(500_000, 1_000_000)):
        assert tree_root(entries[:size]) == naive.mth(entries[:size])


@given(st.lists(st.integers(0, 40), max_size=12))
def test_growing_in_any_steps_gives_the_same_tree(steps):
    entries = [b"%d" % i for i in range(sum(steps))]
    tree, at = CompactRange(), 0
    for step in steps:
        tree.extend_entries(entries[at : at + step])
        at += step
        tree = CompactRange(tree.size, tree.hashes)
    assert (tree.size, tree.root()) == (len(entries), naive.mth(entries))


def test_chunks_leave_no_trace(monkeypatch, entries, hashes):
    expected = naive.mth(entries)
    for chunk in (1, 2, 3, 7, 256, 999, 1000):
        monkeypatch.setattr(merkle, "_CHUNK", chunk)
        assert tree_root(entries) == root_of_hashes(hashes) == expected


def test_a_tree_of_one_leaf_is_the_leaf():
    assert tree_root([b"one"]) == leaf_hash(b"one")


@pytest.mark.parametrize(("size", "hashes"), [(3, 1), (4, 2), (0, 1), (-1, 0), (-2, 1)])
def test_a_range_needs_one_hash_for_each_digit_of_its_size(size, hashes):
    with pytest.raises(LogProblem) as refused:
        CompactRange(size, [bytes(32)] * hashes)
    assert refused.value.problem is Problem.PROOF_WRONG_LENGTH


def test_a_range_takes_hashes_only():
    with pytest.raises(LogProblem) as refused:
        CompactRange(1, [bytes(31)])
    assert refused.value.problem is Problem.BAD_HASH_LENGTH
