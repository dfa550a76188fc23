"""Canonical JSON (RFC 8785) for the values the ledger holds: text, integers, booleans, null, lists and objects.

Floats are refused on purpose: a hashed figure is an integer or a decimal written as text, so that no platform can
print it differently.
"""

import hashlib
import json

_MAX_SAFE = 2**53 - 1


def canonical_json(value: object) -> bytes:
    """UTF-8 bytes, members sorted by their UTF-16 code units (RFC 8785 §3.2.3), no white space.

    Raises TypeError for anything else than the types above and ValueError for integers beyond 2⁵³−1, which JSON
    readers are not bound to keep exact: write those as text.
    """
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":")).encode()


def bytes_of(value: object) -> bytes:
    """What is hashed or sealed of a value: of a text its UTF-8 bytes, of anything else its canonical JSON."""
    return value.encode() if isinstance(value, str) else canonical_json(value)


def sha256_of(value: object) -> str:
    """SHA-256 of `bytes_of` a value, in hex."""
    return hashlib.sha256(bytes_of(value)).hexdigest()


def _ordered(value: object) -> object:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        if abs(value) > _MAX_SAFE:
            raise ValueError(f"{value} is not safe as a JSON number: write it as text")
        return value
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("object keys must be text")
        return {key: _ordered(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    raise TypeError(f"{type(value).__name__} has no canonical form here: write it as text")
