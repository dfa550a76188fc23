import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concierta.engines.translog import (
    Algorithm,
    Checkpoint,
    LogProblem,
    LogProof,
    Problem,
    SignerKey,
    hash_entries,
    hashes_in_memory,
    inclusion_proof,
    tree_root,
)

KEY = SignerKey("example.org/log", b"\x10" * 32)
WITNESS = SignerKey("witness.example/w", b"\x20" * 32, Algorithm.COSIGNATURE_V1)
KEYS = {"log_keys": [KEY.verifier], "witness_keys": [WITNESS.verifier], "quorum": 1}


def proof_of(index, size, extra=None):
    entries = [b"entry %d" % i for i in range(size)]
    note = Checkpoint(KEY.name, size, tree_root(entries)).sign(KEY, WITNESS, timestamp=1_800_000_000)
    hashes = inclusion_proof(index, size, hashes_in_memory(hash_entries(entries)))
    return entries[index], LogProof(index=index, hashes=tuple(hashes), note=note, extra=extra)


@given(
    st.integers(1, 60).flatmap(lambda size: st.tuples(st.integers(0, size - 1), st.just(size))), st.none() | st.binary()
)
@settings(max_examples=40)
def test_a_proof_file_proves_its_entry_and_no_other(place, extra):
    entry, proof = proof_of(*place, extra)
    read = LogProof.parse(proof.to_bytes())
    assert read == proof
    assert read.verify(entry, **KEYS).checkpoint.size == place[1]
    with pytest.raises(LogProblem) as refused:
        read.verify(entry + b"!", **KEYS)
    assert refused.value.problem is Problem.ROOT_MISMATCH


def test_the_text_is_that_of_the_specification():
    _, proof = proof_of(5, 7, b"more")
    lines = str(proof).split("\n")
    assert lines[:3] == ["c2sp.org/tlog-proof@v1", "extra bW9yZQ==", "index 5"]
    assert [len(line) for line in lines[3:6]] == [44, 44, 44]
    assert lines[6:9] == ["", "example.org/log", "7"]


@pytest.mark.parametrize(("index", "size"), [(0, 1), (5, 7), (6, 7)])
def test_every_bit_of_a_proof_file_counts(index, size):
    entry, proof = proof_of(index, size)
    data = proof.to_bytes()
    for bit in range(len(data) * 8):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(LogProblem):
            LogProof.parse(bytes(changed)).verify(entry, **KEYS)


@given(st.data())
def test_every_bit_of_the_entry_counts(data):
    entry, proof = proof_of(5, 7)
    bit = data.draw(st.integers(0, len(entry) * 8 - 1))
    changed = bytearray(entry)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(LogProblem) as refused:
        proof.verify(bytes(changed), **KEYS)
    assert refused.value.problem is Problem.ROOT_MISMATCH


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("tlog-proof@v1", "tlog-proof@v2", Problem.PROOF_FILE_MALFORMED),
        ("index 5\n", "", Problem.PROOF_FILE_MALFORMED),
        ("index 5", "index 05", Problem.BAD_NUMBER),
        ("index 5", "index 7", Problem.INDEX_OUTSIDE_TREE),
        ("index 5", "index 4", Problem.ROOT_MISMATCH),
        ("index 5\n", "index 5\nextra AAAA\n", Problem.BAD_BASE64),
        ("index 5\n", "index 5\nAAAA\n", Problem.BAD_HASH_LENGTH),
        ("index 5\n", "index 5\n" + "A" * 43 + "=\n", Problem.PROOF_WRONG_LENGTH),
        ("index 5\n", "index 5\n" + ("A" * 43 + "=\n") * 61, Problem.PROOF_FILE_MALFORMED),
        ("\n\nexample.org", "\nexample.org", Problem.BAD_BASE64),
        ("index 5\n", "extra !\nindex 5\n", Problem.BAD_BASE64),
    ],
)
def test_malformed_files_are_refused_by_name(old, new, problem):
    entry, proof = proof_of(5, 7)
    assert str(proof).count(old) == 1
    with pytest.raises(LogProblem) as refused:
        LogProof.parse(str(proof).replace(old, new)).verify(entry, **KEYS)
    assert refused.value.problem is problem


def test_a_file_that_is_no_text_is_refused():
    for data, problem in ((b"\xff", Problem.NOTE_NOT_UTF8), (b"", Problem.PROOF_FILE_MALFORMED)):
        with pytest.raises(LogProblem) as refused:
            LogProof.parse(data)
        assert refused.value.problem is problem
