import pytest

from concierta.engines.translog import (
    EMPTY_ROOT,
    Algorithm,
    Checkpoint,
    LogProblem,
    Note,
    Problem,
    SignerKey,
    open_checkpoint,
    tree_root,
)
from concierta.engines.translog.cosignature import cosignature_message, timestamp_of
from unit.engines.translog import vectors

ORIGIN = "example.org/log"
ROOT = tree_root([b"a", b"b"])


@pytest.fixture
def checkpoint():
    return Checkpoint(ORIGIN, 2, ROOT)


@pytest.fixture
def cosigned(checkpoint, log_key, witness_keys):
    return checkpoint.sign(log_key).signed(*witness_keys[:2], timestamp=1_800_000_000)


def refusal(call, *args, **kwargs):
    with pytest.raises(LogProblem) as refused:
        call(*args, **kwargs)
    return refused.value.problem


def test_the_body_has_three_lines_and_what_the_log_adds(checkpoint):
    lines = str(checkpoint).split("\n")
    assert (lines[0], lines[1], len(lines[2]), lines[3:]) == (ORIGIN, "2", 44, [""])
    assert Checkpoint.parse(str(checkpoint)) == checkpoint
    extended = Checkpoint(ORIGIN, 2, ROOT, ("more", "and more"))
    assert Checkpoint.parse(str(extended)) == extended


def test_the_published_checkpoint_is_read_and_its_cosignature_dated():
    note = Note.parse(vectors.C2SP_COSIGNED)
    assert str(note) == vectors.C2SP_COSIGNED
    assert str(Checkpoint.parse(note.text)) == note.text
    assert timestamp_of(note.signatures[1].signature) == vectors.C2SP_COSIGNED_AT


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("\n2\n", "\n02\n", Problem.BAD_NUMBER),
        ("\n2\n", "\n+2\n", Problem.BAD_NUMBER),
        ("\n2\n", "\n٢\n", Problem.BAD_NUMBER),
        ("\n2\n", "\n\n", Problem.BAD_NUMBER),
        ("\n2\n", "\n9223372036854775808\n", Problem.BAD_NUMBER),
        ("\n2\n", "\n0\n", Problem.EMPTY_TREE_WITH_ROOT),
        ("=\n", "\n", Problem.BAD_BASE64),
        ("=\n", "=\n\n", Problem.CHECKPOINT_MALFORMED),
        ("=\n", "=", Problem.CHECKPOINT_MALFORMED),
        (f"{ORIGIN}\n", "\n", Problem.CHECKPOINT_MALFORMED),
        (f"{ORIGIN}\n", "", Problem.CHECKPOINT_MALFORMED),
    ],
)
def test_malformed_bodies_are_refused_by_name(checkpoint, old, new, problem):
    assert refusal(Checkpoint.parse, str(checkpoint).replace(old, new)) is problem


def test_a_root_has_32_bytes():
    assert refusal(Checkpoint.parse, f"{ORIGIN}\n2\nAAAA\n") is Problem.BAD_HASH_LENGTH
    assert refusal(Checkpoint, ORIGIN, 2, b"short") is Problem.BAD_HASH_LENGTH


def test_the_empty_log_has_a_checkpoint_too(log_key):
    note = Checkpoint(ORIGIN, 0, EMPTY_ROOT).sign(log_key)
    assert open_checkpoint(note, log_keys=[log_key.verifier]).checkpoint.size == 0


def test_a_quorum_of_witnesses_is_counted_and_dated(cosigned, log_key, witness_keys):
    known = [key.verifier for key in witness_keys]
    signed = open_checkpoint(cosigned.to_bytes(), log_keys=[log_key.verifier], witness_keys=known, quorum=2)
    assert signed.signed_by == (log_key.verifier,)
    assert signed.witnessed == dict.fromkeys(known[:2], 1800000000)
    assert (
        refusal(open_checkpoint, cosigned, log_keys=[log_key.verifier], witness_keys=known, quorum=3)
        is Problem.TOO_FEW_WITNESSES
    )


def test_nobody_counts_twice_and_the_log_is_not_its_own_witness(checkpoint, log_key, witness_keys):
    twin = SignerKey("twin.example/w", witness_keys[0].seed, Algorithm.COSIGNATURE_V1)
    itself = SignerKey("itself.example/w", log_key.seed, Algorithm.COSIGNATURE_V1)
    keys = [witness_keys[0], twin, itself]
    note = checkpoint.sign(log_key).signed(*keys, witness_keys[0], timestamp=1)
    known = [key.verifier for key in keys]
    assert len(open_checkpoint(note, log_keys=[log_key.verifier], witness_keys=known, quorum=1).witnessed) == 3
    assert (
        refusal(open_checkpoint, note, log_keys=[log_key.verifier], witness_keys=known, quorum=2)
        is Problem.TOO_FEW_WITNESSES
    )


def test_a_plain_signature_is_no_cosignature(checkpoint, log_key):
    other = SignerKey("other.example/w", b"\x44" * 32)
    note = checkpoint.sign(log_key, other)
    assert (
        refusal(open_checkpoint, note, log_keys=[log_key.verifier], witness_keys=[other.verifier], quorum=1)
        is Problem.TOO_FEW_WITNESSES
    )


def test_a_log_speaks_for_its_own_origin_only(checkpoint, log_key):
    stranger = SignerKey("stranger.example/log", b"\x55" * 32)
    note = checkpoint.sign(stranger)
    assert refusal(open_checkpoint, note, log_keys=[log_key.verifier]) is Problem.NO_KNOWN_SIGNATURE
    assert refusal(open_checkpoint, note, log_keys=[stranger.verifier]) is Problem.ORIGIN_MISMATCH
    assert open_checkpoint(note, log_keys=[stranger.verifier], origin=ORIGIN).checkpoint == checkpoint


def test_after_a_rotation_the_old_key_and_the_new_one_both_open_what_both_signed(checkpoint, log_key):
    new = SignerKey(ORIGIN, b"\x11" * 32)
    note = checkpoint.sign(log_key, new)
    for keys in ([log_key], [new], [log_key, new]):
        assert open_checkpoint(note, log_keys=[key.verifier for key in keys]).signed_by == tuple(
            key.verifier for key in keys
        )


def test_what_a_witness_signs(checkpoint, witness_keys):
    message = cosignature_message(str(checkpoint), 1_679_315_147)
    assert message == b"cosignature/v1\ntime 1679315147\n" + str(checkpoint).encode()
    assert refusal(witness_keys[0].sign, str(checkpoint)) is Problem.BAD_TIMESTAMP
    assert refusal(witness_keys[0].sign, str(checkpoint), timestamp=-1) is Problem.BAD_TIMESTAMP
    assert refusal(witness_keys[0].sign, str(checkpoint), timestamp=2**63) is Problem.BAD_TIMESTAMP
    assert refusal(witness_keys[0].verifier.verify, str(checkpoint), bytes(71)) is Problem.SIGNATURE_INVALID
    assert refusal(timestamp_of, bytes(71)) is Problem.SIGNATURE_INVALID


def test_every_bit_of_a_cosigned_checkpoint_counts(cosigned, log_key, witness_keys):
    known = [key.verifier for key in witness_keys[:2]]
    data = cosigned.to_bytes()
    for bit in range(len(data) * 8):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(LogProblem):
            open_checkpoint(bytes(changed), log_keys=[log_key.verifier], witness_keys=known, quorum=2)
