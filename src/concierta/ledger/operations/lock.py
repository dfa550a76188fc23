"""The lock that keeps those apart who sign, publish or change keys."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


@contextmanager
def log_lock() -> Iterator[None]:
    """One process at a time."""
    with (Path(settings.HOME) / "log.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
