"""Kinds of keys: ML-DSA-44 where the library offers it, and kinds that nobody here can check."""

import pytest

from concierta.engines.translog import (
    Algorithm,
    Checkpoint,
    KeyList,
    LogProblem,
    NoteSignature,
    Problem,
    SignerKey,
    VerifierKey,
    mldsa,
    open_checkpoint,
    tree_root,
)
from concierta.engines.translog.cosignature import cosignature_message, subtree_message
from concierta.engines.translog.ed25519 import sign
from concierta.engines.translog.keys import key_id_of
from concierta.engines.translog.lines import encode_base64

LOG = SignerKey("example.org/log", b"\x10" * 32)
WITNESS = SignerKey("witness.example/w", b"\x20" * 32, Algorithm.COSIGNATURE_V1)
POINT = Checkpoint(LOG.name, 2, tree_root([b"a", b"b"]))
NOW = 1_800_000_000
offered = pytest.mark.skipif(not mldsa.is_offered(), reason="this cryptography has no ML-DSA-44")


def line(name: str, algorithm: int, material: bytes, key_id: bytes | None = None) -> str:
    key_id = key_id or key_id_of(name, algorithm, material)
    return f"{name}+{key_id.hex()}+{encode_base64(bytes([algorithm]) + material)}"


def cosigned_by(name: str, timestamp: int, *, stated: int | None = None):
    seed = b"\x30" * 32
    key = VerifierKey(name, mldsa.public_key(seed), Algorithm.COSIGNATURE_MLDSA)
    made = mldsa.sign(seed, subtree_message(name, str(POINT), timestamp if stated is None else stated))
    signature = NoteSignature(name, key.key_id, timestamp.to_bytes(8, "big") + made)
    note = POINT.sign(LOG)
    return key, type(note)(note.text, (*note.signatures, signature))


def test_the_message_of_a_subtree_cosignature_is_the_structure_of_the_specification() -> None:
    assert subtree_message("w", str(POINT), 7) == (
        b"subtree/v1\n\0\x01w"
        + bytes(7)
        + b"\x07"
        + b"\x0fexample.org/log"
        + bytes(8)
        + bytes(7)
        + b"\x02"
        + POINT.root
    )


@offered
def test_an_ml_dsa_cosignature_is_verified_and_dated() -> None:
    key, note = cosigned_by("pq.example/w", NOW)
    assert VerifierKey.parse(str(key)) == key
    opened = open_checkpoint(note, log_keys=[LOG.verifier], witness_keys=[key, WITNESS.verifier], quorum=1)
    assert opened.witnessed == {key: NOW}


@offered
def test_a_witness_with_an_ml_dsa_key_signs_what_its_name_and_time_say() -> None:
    key = SignerKey("pq.example/w", b"\x31" * 32, Algorithm.COSIGNATURE_MLDSA)
    note = POINT.sign(LOG).signed(key, timestamp=NOW)
    assert open_checkpoint(note, log_keys=[LOG.verifier], witness_keys=[key.verifier]).witnessed == {key.verifier: NOW}
    renamed = VerifierKey("other.example/w", key.verifier.public_key, Algorithm.COSIGNATURE_MLDSA)
    with pytest.raises(LogProblem):
        renamed.verify(note.text, note.signatures[-1].signature)


@offered
def test_an_ml_dsa_cosignature_over_another_time_is_false() -> None:
    key, note = cosigned_by("pq.example/w", NOW, stated=NOW + 1)
    with pytest.raises(LogProblem) as refused:
        open_checkpoint(note, log_keys=[LOG.verifier], witness_keys=[key])
    assert refused.value.problem is Problem.SIGNATURE_INVALID


@offered
def test_an_ml_dsa_cosignature_dated_zero_witnesses_nothing() -> None:
    key, note = cosigned_by("pq.example/w", 0)
    assert open_checkpoint(note, log_keys=[LOG.verifier], witness_keys=[key]).witnessed == {}


def test_an_ed25519_cosignature_dated_zero_is_not_made_and_witnesses_nothing() -> None:
    with pytest.raises(LogProblem) as refused:
        POINT.sign(WITNESS, timestamp=0)
    assert refused.value.problem is Problem.BAD_TIMESTAMP
    note = POINT.sign(LOG)
    forged = bytes(8) + sign(WITNESS.seed, cosignature_message(str(POINT), 0))
    note = type(note)(note.text, (*note.signatures, NoteSignature(WITNESS.name, WITNESS.verifier.key_id, forged)))
    opened = open_checkpoint(note, log_keys=[LOG.verifier], witness_keys=[WITNESS.verifier])
    assert opened.witnessed == {}
    with pytest.raises(LogProblem) as few:
        open_checkpoint(note, log_keys=[LOG.verifier], witness_keys=[WITNESS.verifier], quorum=1)
    assert few.value.problem is Problem.TOO_FEW_WITNESSES


def test_a_key_of_an_unknown_kind_is_set_aside_and_hides_no_other() -> None:
    future, ecdsa = line("future.example/w", 0x07, b"\x01" * 90), line("old.example/w", 0x02, b"\x02" * 91, b"abcd")
    found = KeyList.parse([future, str(WITNESS.verifier), ecdsa])
    assert found.known == (WITNESS.verifier,)
    assert [(key.name, key.algorithm) for key in found.unread] == [("future.example/w", 7), ("old.example/w", 2)]
    assert found.unread[1].key_id == b"abcd"


def test_where_ml_dsa_is_not_offered_its_keys_are_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mldsa, "is_offered", lambda: False)
    found = KeyList.parse([line("pq.example/w", 0x06, b"\x01" * 1312), str(WITNESS.verifier)])
    assert ([key.name for key in found.unread], found.known) == (["pq.example/w"], (WITNESS.verifier,))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("no key", Problem.BAD_KEY),
        ("", Problem.BAD_KEY),
        (line("w.example", 0x07, b"\x01" * 40, b"abcd"), Problem.KEY_ID_MISMATCH),
        (line("w.example", 0x04, b"\x01" * 31), Problem.BAD_KEY),
        (line("w.example", 0x06, b"\x01" * 1311), Problem.BAD_KEY),
        (line("w.example", 0x04, b"\x01" * 32, b"abcd"), Problem.KEY_ID_MISMATCH),
        ("w.example+00000000+", Problem.BAD_KEY),
    ],
)
def test_a_line_that_is_no_key_is_refused(text: str, problem: Problem) -> None:
    with pytest.raises(LogProblem) as refused:
        KeyList.parse([str(WITNESS.verifier), text])
    assert refused.value.problem is problem
