"""Ed25519 (RFC 8032) by the `cryptography` package, imported when first needed: hashing and proofs do without."""

from .errors import LogProblem, Problem

KEY_SIZE = 32
SIGNATURE_SIZE = 64


def new_seed() -> bytes:
    """The 32 secret bytes of a new key, from the system's generator."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key(seed: bytes) -> bytes:
    """The 32 public bytes of a seed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """The 64 bytes of the signature; the same ones for the same message."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def verify(key: bytes, signature: bytes, message: bytes) -> None:
    """Refuses a signature that `key` did not make over `message` (`SIGNATURE_INVALID`)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise LogProblem(Problem.SIGNATURE_INVALID) from None
