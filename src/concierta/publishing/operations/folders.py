"""Where packages live, and making sure that what was written stays written."""

import os
from datetime import date
from pathlib import Path

from django.conf import settings


def package_folder(slug: str, cut_off: date) -> Path:
    """HOME/cortes/<plan>/<date>. Slugs are checked by their field; nothing typed by a visitor gets here."""
    return Path(settings.HOME) / "cortes" / slug / cut_off.isoformat()


def corte_subject(slug: str, cut_off: date) -> str:
    """How the ledger names a corte."""
    return f"corte/{slug}/{cut_off.isoformat()}"


def write_file(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def fsync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


fsync_folder = fsync_file
"""A folder keeps its names the way a file keeps its bytes."""
