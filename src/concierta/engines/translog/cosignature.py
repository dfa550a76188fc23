"""What a witness signs: C2SP tlog-cosignature, "Format" and "Ed25519 signed message".

The signature in the note is the time, 64 bits big-endian, then the Ed25519 signature over header, time and checkpoint.
"""

from . import ed25519
from .errors import LogProblem, Problem
from .lines import MAX_SIZE

_HEADER = "cosignature/v1"
_TIME = 8


def cosignature_message(text: str, timestamp: int) -> bytes:
    """The bytes signed for a checkpoint's note text at a POSIX time; `BAD_TIMESTAMP` outside 0…2**63-1."""
    if not 0 <= timestamp <= MAX_SIZE:
        raise LogProblem(Problem.BAD_TIMESTAMP, timestamp=timestamp)
    return f"{_HEADER}\ntime {timestamp}\n{text}".encode()


def timestamped_signature(seed: bytes, text: str, timestamp: int) -> bytes:
    """The `timestamped_signature` structure, 72 bytes."""
    signature = ed25519.sign(seed, cosignature_message(text, timestamp))
    return timestamp.to_bytes(_TIME, "big") + signature


def verify_timestamped(key: bytes, signature: bytes, text: str) -> None:
    """Refuses a structure that does not hold (`SIGNATURE_INVALID`, `BAD_TIMESTAMP`)."""
    message = cosignature_message(text, timestamp_of(signature))
    ed25519.verify(key, signature[_TIME:], message)


def timestamp_of(signature: bytes) -> int:
    """The POSIX time at which the witness says it saw the checkpoint, in seconds."""
    if len(signature) != _TIME + ed25519.SIGNATURE_SIZE:
        raise LogProblem(Problem.SIGNATURE_INVALID, length=len(signature))
    return int.from_bytes(signature[:_TIME], "big")
