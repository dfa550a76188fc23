"""ML-DSA-44 (FIPS 204) by the `cryptography` package, where that package and the library under it offer it."""

from functools import cache
from typing import Any

from .errors import LogProblem, Problem

KEY_SIZE = 1312
SIGNATURE_SIZE = 2420


@cache
def is_offered() -> bool:
    """True if signatures of this kind can be checked here; without it its keys are of an unknown kind."""
    try:
        _public(bytes(KEY_SIZE))
    except LogProblem:
        return False
    return True


def public_key(seed: bytes) -> bytes:
    """The 1,312 public bytes of a seed of 32."""
    data: bytes = _secret(seed).public_key().public_bytes_raw()
    return data


def sign(seed: bytes, message: bytes) -> bytes:
    """The 2,420 bytes of a signature; other ones every time."""
    signature: bytes = _secret(seed).sign(message)
    return signature


def verify(key: bytes, signature: bytes, message: bytes) -> None:
    """Refuses a signature that `key` did not make over `message` (`SIGNATURE_INVALID`)."""
    from cryptography.exceptions import InvalidSignature

    try:
        _public(key).verify(signature, message)
    except (InvalidSignature, ValueError) as problem:
        if isinstance(problem, LogProblem):
            raise
        raise LogProblem(Problem.SIGNATURE_INVALID) from None


def _public(key: bytes) -> Any:
    return _made("MLDSA44PublicKey", "from_public_bytes", key)


def _secret(seed: bytes) -> Any:
    return _made("MLDSA44PrivateKey", "from_seed_bytes", seed)


def _made(kind: str, way: str, data: bytes) -> object:
    # Older packages lack the module, newer ones over an older OpenSSL say so when it is used.
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric import mldsa
    except ImportError:
        raise LogProblem(Problem.UNKNOWN_ALGORITHM, algorithm=6) from None
    try:
        return getattr(getattr(mldsa, kind), way)(data)
    except (AttributeError, UnsupportedAlgorithm):
        raise LogProblem(Problem.UNKNOWN_ALGORITHM, algorithm=6) from None
