"""What a witness signs: C2SP tlog-cosignature, "Format", "Ed25519 signed message" and "ML-DSA-44 signed message".

The signature in the note is the time, 64 bits big-endian, then the signature over header, time and checkpoint. Time
zero says nothing of when: a witness never signs it (tlog-witness, "add-checkpoint"), and it counts for no witness.
"""

from . import ed25519, mldsa
from .errors import LogProblem, Problem
from .lines import MAX_SIZE, decode_hash, decode_size

_HEADER = "cosignature/v1"
_SUBTREE = b"subtree/v1\n\0"
_TIME = 8


def cosignature_message(text: str, timestamp: int) -> bytes:
    """The bytes signed for a checkpoint's note text at a POSIX time; `BAD_TIMESTAMP` outside 0…2**63-1."""
    return f"{_HEADER}\ntime {_checked(timestamp)}\n{text}".encode()


def subtree_message(name: str, text: str, timestamp: int) -> bytes:
    """The bytes that an ML-DSA-44 cosigner called `name` signs: the whole tree of the checkpoint, [0, size).

    Extension lines are no part of it. `BAD_TIMESTAMP` outside 0…2**63-1; `CHECKPOINT_MALFORMED` for a name or origin of
    more than 255 bytes.
    """
    origin, size, root = text.split("\n")[:3]
    return b"".join(
        [
            _SUBTREE,
            _opaque(name),
            _checked(timestamp).to_bytes(8, "big"),
            _opaque(origin),
            (0).to_bytes(8, "big"),
            decode_size(size).to_bytes(8, "big"),
            decode_hash(root),
        ]
    )


def timestamped_signature(seed: bytes, text: str, timestamp: int) -> bytes:
    """The `timestamped_signature` structure, 72 bytes; `BAD_TIMESTAMP` for a time that is none, zero too."""
    signature = ed25519.sign(seed, cosignature_message(text, _checked(timestamp, first=1)))
    return timestamp.to_bytes(_TIME, "big") + signature


def timestamped_mldsa(name: str, seed: bytes, text: str, timestamp: int) -> bytes:
    """As `timestamped_signature`, 2,428 bytes, by the cosigner `name`."""
    signature = mldsa.sign(seed, subtree_message(name, text, _checked(timestamp, first=1)))
    return timestamp.to_bytes(_TIME, "big") + signature


def verify_timestamped(key: bytes, signature: bytes, text: str) -> None:
    """Refuses a structure that does not hold (`SIGNATURE_INVALID`, `BAD_TIMESTAMP`)."""
    message = cosignature_message(text, _time_before(signature, ed25519.SIGNATURE_SIZE))
    ed25519.verify(key, signature[_TIME:], message)


def verify_timestamped_mldsa(name: str, key: bytes, signature: bytes, text: str) -> None:
    """As `verify_timestamped`, for the cosigner `name` with an ML-DSA-44 key."""
    message = subtree_message(name, text, _time_before(signature, mldsa.SIGNATURE_SIZE))
    mldsa.verify(key, signature[_TIME:], message)


def timestamp_of(signature: bytes) -> int:
    """The POSIX time at which the witness says it saw the checkpoint, in seconds; 0 where it does not say."""
    if len(signature) - _TIME not in (ed25519.SIGNATURE_SIZE, mldsa.SIGNATURE_SIZE):
        raise LogProblem(Problem.SIGNATURE_INVALID, length=len(signature))
    return int.from_bytes(signature[:_TIME], "big")


def _time_before(signature: bytes, length: int) -> int:
    if len(signature) != _TIME + length:
        raise LogProblem(Problem.SIGNATURE_INVALID, length=len(signature))
    return timestamp_of(signature)


def _checked(timestamp: int, *, first: int = 0) -> int:
    if not first <= timestamp <= MAX_SIZE:
        raise LogProblem(Problem.BAD_TIMESTAMP, timestamp=timestamp)
    return timestamp


def _opaque(text: str) -> bytes:
    data = text.encode()
    if not 1 <= len(data) <= 255:
        raise LogProblem(Problem.CHECKPOINT_MALFORMED, text=text[:80])
    return bytes([len(data)]) + data
