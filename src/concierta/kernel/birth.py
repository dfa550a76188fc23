"""Telling a file from a copy of it: what a file system gives a file once and no copying takes along."""

import ctypes
import os
from pathlib import Path

_HERE, _NO_FLAGS, _BTIME = -100, 0, 0x800  # AT_FDCWD, 0, STATX_BTIME
_STATX_SIZE, _MASK_AT, _BTIME_AT = 256, 0, 80


def birth_of(path: Path) -> str:
    """The number of a file on its disk and, where the system tells it, the nanosecond it was made at.

    A rename, a change of owner or of permissions keeps it; a copy or a restored backup has another. FileNotFoundError.
    """
    return f"{os.stat(path).st_ino}-{_made_at(path)}"


def _made_at(path: Path) -> int:
    """POSIX nanoseconds; 0 where it is not known."""
    if (told := getattr(os.stat(path), "st_birthtime", None)) is not None:
        return int(told * 1_000_000_000)
    try:
        statx = ctypes.CDLL(None).statx
    except (OSError, AttributeError):
        return 0
    found = (ctypes.c_uint8 * _STATX_SIZE)()
    if statx(_HERE, os.fsencode(path), _NO_FLAGS, _BTIME, ctypes.byref(found)) != 0:
        return 0
    if not ctypes.c_uint32.from_buffer(found, _MASK_AT).value & _BTIME:
        return 0
    seconds = ctypes.c_int64.from_buffer(found, _BTIME_AT).value
    return seconds * 1_000_000_000 + ctypes.c_uint32.from_buffer(found, _BTIME_AT + 8).value
