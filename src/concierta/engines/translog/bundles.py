"""Entry bundles: C2SP tlog-tiles, "Log entries". Each entry behind its length, 16 bits, big-endian."""

from collections.abc import Iterable

from .errors import LogProblem, Problem

MAX_ENTRY_SIZE = 0xFFFF
_LENGTH = 2


def pack_entries(entries: Iterable[bytes]) -> bytes:
    """The bundle's bytes; a wider bundle begins with the narrower one. `ENTRY_TOO_LARGE` over 65,535 bytes."""
    parts = []
    for entry in entries:
        if len(entry) > MAX_ENTRY_SIZE:
            raise LogProblem(Problem.ENTRY_TOO_LARGE, length=len(entry), limit=MAX_ENTRY_SIZE)
        parts += [len(entry).to_bytes(_LENGTH, "big"), entry]
    return b"".join(parts)


def unpack_entries(data: bytes, *, width: int) -> list[bytes]:
    """Exactly `width` entries and nothing after them, or `BUNDLE_MALFORMED`."""
    entries, at = [], 0
    while at < len(data):
        start = at + _LENGTH
        end = start + int.from_bytes(data[at:start], "big")
        if end > len(data):
            raise LogProblem(Problem.BUNDLE_MALFORMED, offset=at)
        entries.append(data[start:end])
        at = end
    if len(entries) != width:
        raise LogProblem(Problem.BUNDLE_MALFORMED, entries=len(entries), expected=width)
    return entries
