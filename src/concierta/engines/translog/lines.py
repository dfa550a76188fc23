"""What C2SP texts put on a line: base64 and sizes, in one spelling each, so that no other text means the same."""

import re
from base64 import b64decode, b64encode
from binascii import Error

from .errors import LogProblem, Problem
from .hashing import HASH_SIZE

MAX_SIZE = (1 << 63) - 1
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


def encode_base64(data: bytes) -> str:
    """RFC 4648 §4, padded."""
    return b64encode(data).decode("ascii")


def decode_base64(text: str) -> bytes:
    """RFC 4648 §4; `BAD_BASE64` also where padding or unused bits are not what encoding gives (§3.5)."""
    try:
        data = b64decode(text, validate=True)
    except (Error, ValueError):
        raise LogProblem(Problem.BAD_BASE64, text=text[:80]) from None
    if encode_base64(data) != text:
        raise LogProblem(Problem.BAD_BASE64, text=text[:80])
    return data


def decode_hash(text: str) -> bytes:
    """A SHA-256 hash in base64; `BAD_BASE64` or `BAD_HASH_LENGTH`."""
    data = decode_base64(text)
    if len(data) != HASH_SIZE:
        raise LogProblem(Problem.BAD_HASH_LENGTH, length=len(data))
    return data


def decode_size(text: str) -> int:
    """A decimal in ASCII without leading zeroes, at most 2**63 - 1; `BAD_NUMBER`."""
    if not _DECIMAL.fullmatch(text) or int(text) > MAX_SIZE:
        raise LogProblem(Problem.BAD_NUMBER, text=text[:80])
    return int(text)
