"""Agreement with implementations by others: they verify ours and we verify theirs.

tlog-scales is a development dependency. aics-tlog (Python ≥ 3.12) and sigstore are asked in another interpreter: the
one that CONCIERTA_PEER_PYTHON names, `var/peers/bin/python`, or this one if it has them.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from concierta.engines.translog import (
    Algorithm,
    Checkpoint,
    LogProblem,
    Note,
    SignerKey,
    TileReader,
    VerifierKey,
    consistency_proof,
    hash_entries,
    hashes_in_memory,
    inclusion_proof,
    leaf_hash,
    open_checkpoint,
    parse_path,
    range_hash,
    tree_root,
    verify_consistency,
    verify_inclusion,
)
from unit.engines.translog import outside

NOW = 1_800_000_000
LOG = SignerKey("example.org/log", b"\x10" * 32)
WITNESS = SignerKey("witness.example/w", b"\x20" * 32, Algorithm.COSIGNATURE_V1)
ENTRIES = [outside.ENTRY.format(i).encode() for i in range(700)]
LEAVES = hash_entries(ENTRIES)
ROOTS = [tree_root(ENTRIES[:size]) for size in range(len(ENTRIES) + 1)]
READ = hashes_in_memory(LEAVES)


def flipped(data, draw):
    changed = bytearray(data)
    changed[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def one_flipped(parts, draw):
    at = draw.randrange(len(parts))
    return [flipped(part, draw) if i == at else part for i, part in enumerate(parts)]


# --- tlog-scales ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scales():
    return pytest.importorskip("tlog_scales.tlog", reason="tlog-scales is not installed")


def scales_include(scales, leaf, index, size, proof, root):
    try:
        scales.InclusionProof(index, size, list(proof)).check(leaf, root)
    except scales.InclusionProofInvalid:
        return False
    return True


def scales_consistent(scales, old, new, old_root, new_root, proof):
    try:
        scales.ConsistencyProof(old, new, list(proof)).check(old_root, new_root)
    except scales.ConsistencyProofInvalid:
        return False
    return True


def test_tlog_scales_takes_our_proofs_of_every_size_to_300(scales):
    draw = random.Random(300)
    for size in range(1, 301):
        for index in range(size):
            proof = inclusion_proof(index, size, READ)
            assert scales_include(scales, LEAVES[index], index, size, proof, ROOTS[size])
        for old in range(size + 1):
            proof = consistency_proof(old, size, READ)
            assert scales_consistent(scales, old, size, ROOTS[old], ROOTS[size], proof)
        index, old = draw.randrange(size), draw.randrange(1, size + 1)
        leaf, root, *proof = one_flipped([LEAVES[index], ROOTS[size], *inclusion_proof(index, size, READ)], draw)
        assert not scales_include(scales, leaf, index, size, proof, root)
        parts = [ROOTS[old], ROOTS[size], *consistency_proof(old, size, READ)]
        old_root, new_root, *proof = one_flipped(parts, draw)
        assert not scales_consistent(scales, old, size, old_root, new_root, proof)


class Files:
    """A dict of paths as tlog-scales asks for them."""

    def __init__(self, files):
        self.files = files

    def get(self, *path):
        return self.files.get("/".join(path))


def scales_reader(files, size):
    reader = pytest.importorskip("tlog_scales.reader", reason="tlog-scales is not installed").TilesReader(Files(files))
    reader.set_size(size)
    return reader


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 300, 512, 700])
def test_tlog_scales_makes_the_same_proofs_from_our_tiles(size, scales, publish):
    theirs = scales_reader(publish(ENTRIES[:size]), size)
    assert theirs.calculate_root_hash() == ROOTS[size]
    for index in range(size):
        assert theirs.get_inclusion_proof(index, size).node_hashes == inclusion_proof(index, size, READ)
        proof = theirs.get_consistency_proof(index + 1, size)
        assert proof.node_hashes == consistency_proof(index + 1, size, READ)
    assert theirs.get_entry(size - 1) == ENTRIES[size - 1]


def test_we_read_and_verify_the_log_that_tlog_scales_wrote(tmp_path, publish):
    writing = pytest.importorskip("tlog_scales.writer", reason="tlog-scales is not installed")
    signing = pytest.importorskip("tlog_scales.signing")
    writer = writing.TilesWriter.create(tmp_path / "log", LOG.name)
    for part in (ENTRIES[:5], ENTRIES[5:260], ENTRIES[260:]):
        for entry in part:
            writer.add_leaf(entry)
        writer.commit([signing.PlainEd25519Signer(LOG.name, LOG.seed)])
    theirs = open_checkpoint((tmp_path / "log" / "checkpoint").read_bytes(), log_keys=[LOG.verifier]).checkpoint
    assert theirs == Checkpoint(LOG.name, 700, ROOTS[700])
    for path, data in publish(ENTRIES).items():
        assert (tmp_path / "log" / path).read_bytes() == data
    reader = TileReader(lambda path: (tmp_path / "log" / path).read_bytes(), 700)
    proof = reader.inclusion_proof(699)
    verify_inclusion(leaf=LEAVES[699], index=699, size=700, proof=proof, root=theirs.root)


def test_tlog_scales_takes_our_checkpoints_and_cosignatures(scales):
    signing = pytest.importorskip("tlog_scales.signing")
    note = Checkpoint(LOG.name, 7, ROOTS[7]).sign(LOG, WITNESS, timestamp=NOW)
    read = scales.Checkpoint.from_text(str(note))
    for key in (LOG.verifier, WITNESS.verifier):
        theirs = signing.Vkey.from_string(str(key))
        read.verify(theirs)
        assert VerifierKey.parse(theirs.serialize()) == key
    known = signing.VkeySet(*(signing.Vkey.from_string(str(key)) for key in (LOG.verifier, WITNESS.verifier)))
    assert len(known.verify(read.signatures, read)) == 2
    forged = scales.Checkpoint(LOG.name, 8, read.root_hash, read.signatures)
    assert known.verify(forged.signatures, forged) == set()


@pytest.mark.slow
def test_tlog_scales_agrees_at_random_sizes_to_a_million(scales, million):
    leaves, read = million
    draw = random.Random(1_000_000)
    for _ in range(40):
        size = draw.randrange(1, 1_000_000)
        index, old = draw.randrange(size), draw.randrange(1, size + 1)
        root, old_root = (root_at(read, n) for n in (size, old))
        assert scales_include(scales, leaves[index], index, size, inclusion_proof(index, size, read), root)
        assert scales_consistent(scales, old, size, old_root, root, consistency_proof(old, size, read))


class TilesOnDemand:
    """The hash tiles of a log too large to write out for a test, made when they are asked for."""

    def __init__(self, read):
        self.read = read

    def get(self, *path):
        tile, _ = parse_path("/".join(path))
        width = 1 << 8 * tile.level
        starts = range(tile.first_leaf, tile.first_leaf + tile.width * width, width)
        return b"".join(range_hash(start, start + width, self.read) for start in starts)


@pytest.mark.slow
def test_we_take_the_proofs_of_tlog_scales_at_random_sizes_to_a_million_and_none_with_a_flipped_bit(scales, million):
    reading = pytest.importorskip("tlog_scales.reader", reason="tlog-scales is not installed")
    leaves, read = million
    draw = random.Random(6962)
    for _ in range(60):
        size = draw.randrange(1, 1_000_000)
        index, old = draw.randrange(size), draw.randrange(1, size + 1)
        theirs = reading.TilesReader(TilesOnDemand(read))
        theirs.set_size(size)
        root, old_root = theirs.calculate_root_hash(), theirs.mth(0, old)
        path = theirs.get_inclusion_proof(index, size).node_hashes
        verify_inclusion(leaf=leaves[index], index=index, size=size, proof=path, root=root)
        steps = theirs.get_consistency_proof(old, size).node_hashes
        verify_consistency(old_size=old, new_size=size, old_root=old_root, new_root=root, proof=steps)
        leaf, top, *proof = one_flipped([leaves[index], root, *path], draw)
        with pytest.raises(LogProblem):
            verify_inclusion(leaf=leaf, index=index, size=size, proof=proof, root=top)
        before, after, *proof = one_flipped([old_root, root, *steps], draw)
        with pytest.raises(LogProblem):
            verify_consistency(old_size=old, new_size=size, old_root=before, new_root=after, proof=proof)


@pytest.fixture(scope="module")
def million():
    leaves = hash_entries(outside.ENTRY.format(i).encode() for i in range(1_000_000))
    return leaves, hashes_in_memory(leaves)


def root_at(read, size):
    return range_hash(0, size, read)


# --- aics-tlog and sigstore -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cases(million):
    """Proofs for every size to 300 and random ones to a million, and each again with one bit flipped."""
    leaves, read = million
    draw = random.Random(9162)
    sizes = [*range(1, 301), *(draw.randrange(301, 1_000_000) for _ in range(40))]
    inclusion, consistency = [], []
    for size in sizes:
        root = root_at(read, size)
        for index in {0, size - 1, draw.randrange(size)}:
            parts = [leaves[index], root, *inclusion_proof(index, size, read)]
            for holds, (leaf, top, *proof) in ((True, parts), (False, [parts[0], *one_flipped(parts[1:], draw)])):
                inclusion.append(
                    {
                        "leaf": leaf,
                        "index": index,
                        "entry": index,
                        "size": size,
                        "proof": proof,
                        "root": top,
                        "holds": holds,
                    }
                )
        for old in {1, size, draw.randrange(1, size + 1)}:
            parts = [root_at(read, old), root, *consistency_proof(old, size, read)]
            for holds, (old_root, new_root, *proof) in ((True, parts), (False, one_flipped(parts, draw))):
                consistency.append(
                    {
                        "old": old,
                        "new": size,
                        "old_root": old_root,
                        "new_root": new_root,
                        "proof": proof,
                        "holds": holds,
                    }
                )
    return inclusion, consistency


@pytest.fixture(scope="module")
def notes():
    draw, good = random.Random(1), []
    for size in (1, 7, 300):
        good.append(Checkpoint(LOG.name, size, ROOTS[size]).sign(LOG, WITNESS, timestamp=NOW + size))
    bad = []
    for note in good:
        for at in range(2):
            signatures = list(note.signatures)
            changed = flipped(signatures[at].signature, draw)
            signatures[at] = type(signatures[at])(signatures[at].name, signatures[at].key_id, changed)
            bad.append(Note(note.text, tuple(signatures)))
        bad.append(Note(note.text.replace(f"\n{note.text.split()[1]}\n", "\n299\n"), note.signatures))
    return [str(note) for note in good], [str(note) for note in bad]


@pytest.fixture(scope="module")
def answers(cases, notes):
    inclusion, consistency = cases
    request = {
        "leaves": len(ENTRIES),
        "sizes": list(range(301)),
        "inclusion": inclusion,
        "consistency": consistency,
        "notes": notes[0] + notes[1],
        "log_key": str(LOG.verifier),
        "witness_key": str(WITNESS.verifier),
    }
    return ask(json.dumps(request, default=bytes.hex))


def ask(request):
    beside = Path(__file__).resolve().parents[4] / "var" / "peers" / "bin" / "python"
    found = os.environ.get("CONCIERTA_PEER_PYTHON") or (str(beside) if beside.exists() else sys.executable)
    made = subprocess.run([found, outside.__file__], input=request, capture_output=True, text=True, check=True)
    return json.loads(made.stdout)


def answer_of(answers, name):
    if name not in answers:
        pytest.skip(f"{name} is in no interpreter that is known here (CONCIERTA_PEER_PYTHON)")
    return answers[name]


@pytest.mark.slow
@pytest.mark.parametrize("peer", ["aics_tlog", "sigstore"])
def test_others_take_our_inclusion_proofs_and_refuse_any_flipped_bit(peer, answers, cases):
    assert answer_of(answers, peer)["inclusion"] == [case["holds"] for case in cases[0]]


@pytest.mark.slow
def test_aics_tlog_takes_our_consistency_proofs_and_refuses_any_flipped_bit(answers, cases):
    assert answer_of(answers, "aics_tlog")["consistency"] == [case["holds"] for case in cases[1]]


@pytest.mark.slow
def test_we_take_the_roots_and_proofs_of_aics_tlog(answers, cases):
    theirs = answer_of(answers, "aics_tlog")
    assert theirs["roots"] == [ROOTS[size].hex() for size in range(301)]
    inclusion = [case for case in cases[0] if case["size"] <= len(ENTRIES)]
    assert len(inclusion) == len(theirs["inclusion_proofs"]) > 0
    for case, proof in zip(inclusion, theirs["inclusion_proofs"], strict=True):
        verify_inclusion(
            leaf=leaf_hash(ENTRIES[case["index"]]),
            index=case["index"],
            size=case["size"],
            proof=[bytes.fromhex(value) for value in proof],
            root=ROOTS[case["size"]],
        )
    consistency = [case for case in cases[1] if case["new"] <= len(ENTRIES)]
    for case, proof in zip(consistency, theirs["consistency_proofs"], strict=True):
        verify_consistency(
            old_size=case["old"],
            new_size=case["new"],
            old_root=ROOTS[case["old"]],
            new_root=ROOTS[case["new"]],
            proof=[bytes.fromhex(value) for value in proof],
        )


@pytest.mark.slow
def test_aics_tlog_takes_our_cosigned_checkpoints_and_no_altered_one(answers, notes):
    assert answer_of(answers, "aics_tlog")["notes"] == [True] * len(notes[0]) + [False] * len(notes[1])


@pytest.mark.slow
def test_aics_tlog_publishes_the_same_files(answers, publish):
    theirs = {path: bytes.fromhex(data) for path, data in answer_of(answers, "aics_tlog")["tiles"].items()}
    assert theirs == publish(ENTRIES)
