"""Files that are there whole or not there at all, whatever instant the machine stops at."""

import errno
import os
import secrets
from pathlib import Path

#: What a disk, or a quota, answers when nothing more fits.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def replace_file(path: Path, content: bytes, *, mode: int = 0o644, durable: bool = True) -> None:
    """Write beside it and rename; the file has `mode` whatever the umask.

    Not returned from before the disk has it, unless the caller says that it can be made again: `durable=False`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    if durable:
        fsync_path(path.parent)


def create_once(path: Path, content: bytes) -> bool:
    """Make a file that only its owner can read, unless it exists; True if it was made.

    The link is taken when the content is on disk: of two processes that start together one wins, and neither can find
    half a key.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    fsync_path(path.parent)
    return True


def private_folder(path: Path) -> Path:
    """`path`, made if it is missing, that nobody but its owner enters: 0700 whatever the umask and whoever made it."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.stat().st_mode & 0o077:
        path.chmod(0o700)
    return path


def fsync_path(path: Path) -> None:
    """Not returned from before the disk has the bytes of a file, or the names in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def is_disk_full(problem: BaseException) -> bool:
    """True if the disk had no room left, as the system, SQLite or DuckDB say it; the causes are looked at too."""
    found: BaseException | None = problem
    while found is not None:
        if isinstance(found, OSError) and found.errno in _FULL:
            return True
        if any(words in str(found).lower() for words in ("disk is full", "no space left")):
            return True
        found = found.__cause__ or found.__context__
    return False
