"""Salted commitments: what is proved with its salt, and says nothing without it."""

import hashlib
from typing import Any

from concierta.kernel.canonical import bytes_of


def seal(salt: bytes, value: Any) -> str:
    """SHA-256(salt ‖ value), in hex; text as UTF-8, anything else as canonical JSON."""
    return hashlib.sha256(salt + bytes_of(value)).hexdigest()
