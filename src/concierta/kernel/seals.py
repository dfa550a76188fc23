"""Salted commitments: what is proved with its salt, and says nothing without it."""

import hashlib
from typing import Any

from concierta.kernel.canonical import canonical_json


def seal(salt: bytes, value: Any) -> str:
    """SHA-256(salt ‖ value), in hex; text as UTF-8, anything else as canonical JSON."""
    return hashlib.sha256(salt + (value.encode() if isinstance(value, str) else canonical_json(value))).hexdigest()
