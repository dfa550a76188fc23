"""The secrets of links: kept by whoever received them, and here only as what they are recognised by."""

import hashlib
import secrets


def new_token() -> tuple[str, str]:
    """A secret of 256 random bits, and the SHA-256 by which it is found. Only the second may be kept."""
    token = secrets.token_urlsafe(32)
    return token, token_sha256(token)


def token_sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
