"""The locks that keep those apart who sign, publish or change keys. The system frees them when their holder dies."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from concierta.kernel.errors import Refusal, gettext_noop

_mine = threading.local()


@contextmanager
def log_lock() -> Iterator[None]:
    """One process at a time."""
    with (Path(settings.HOME) / "log.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def publication_lock(*, wait: bool = True) -> Iterator[None]:
    """One publisher at a time, of any site of this home, between processes and threads; who has it may take it again.

    Taken before `log_lock`, never after. `wait=False` refuses, saying so, while somebody else publishes.
    """
    if getattr(_mine, "held", False):
        yield
        return
    Path(settings.HOME).mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(Path(settings.HOME) / "publish.lock", "w", opener=_private) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise Refusal(
                gettext_noop("Hay otra publicación en curso en esta instalación: espere a que termine y repita.")
            ) from None
        _mine.held = True
        try:
            yield
        finally:
            _mine.held = False


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
