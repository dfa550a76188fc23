"""A folder that nobody ever sees half changed.

What comes next is built beside it, out of links to what it has, and takes its place at one stroke: `place` (HOME/site)
is a link to one of the builds in the folder of the same name in the plural (HOME/sites). The build before stays for
whoever is still reading it and goes at the next change. One process at a time: the caller holds the lock.
"""

import ctypes
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from concierta.kernel.files import fsync_path

_NAME = re.compile(r"(\d{6,})-[0-9a-f]{8}")
_FOLDER, _FILE = 0o755, 0o644


@contextmanager
def built_beside(place: Path) -> Iterator[Path]:
    """Yield a copy of what is shown at `place`, to be changed; when the block ends well, it is what `place` shows.

    When it does not, nothing of what is shown was touched, and the copy goes.
    """
    place = _own(place)
    builds = builds_of(place)
    builds.mkdir(parents=True, exist_ok=True)
    builds.chmod(_FOLDER)
    kept = sweep(place)
    build = builds / f"{_next(builds):06d}-{secrets.token_hex(4)}"
    try:
        build.mkdir()
        if kept is not None:
            _link_all(kept, build)
        yield build
        _open_to_readers(build)
        sync_disk(build)
        _show(place, build)
    except BaseException:
        shutil.rmtree(build, ignore_errors=True)
        raise


def shown_at(place: Path) -> Path | None:
    """The folder that a reader of `place` is given at this moment; None where there is none."""
    try:
        found = place.resolve(strict=True)
    except OSError:
        return None
    return found if found.is_dir() else None


def before_it(shown: Path) -> Path | None:
    """The build that was shown before `shown`, while it is kept; None for a folder that is no build."""
    if not _NAME.fullmatch(shown.name):
        return None
    earlier = sorted(build for build in _builds(shown.parent) if build.name < shown.name)
    return earlier[-1] if earlier else None


def builds_of(place: Path) -> Path:
    """The folder beside `place` where its builds are."""
    return place.with_name(f"{place.name}s")


def sweep(place: Path) -> Path | None:
    """Remove what killed publishers left and what nobody reads any more; what is shown at `place`, or None."""
    for left in sorted(builds_of(place).glob(".*.link")):
        # A publisher died at the stroke: between two renames it is taken to its end.
        if left.is_symlink() and not os.path.lexists(place):
            os.replace(left, place)
        elif left.is_symlink():
            left.unlink()
        else:
            shutil.rmtree(left, ignore_errors=True)
    shown = shown_at(place)
    kept = {shown, before_it(shown) if shown else None}
    for build in _builds(builds_of(place)):
        if build not in kept:
            shutil.rmtree(build, ignore_errors=True)
    return shown


def sync_disk(folder: Path) -> None:
    """Not returned from before the disk has everything written to the file system of `folder`: once, not by file."""
    syncfs = getattr(_libc(), "syncfs", None)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if syncfs is None or syncfs(descriptor) != 0:
            os.sync()
    finally:
        os.close(descriptor)


def _own(place: Path) -> Path:
    """`place`, or where it leads if somebody made it a link to a folder of theirs: that one is changed then."""
    while place.is_symlink():
        target = place.parent / os.readlink(place)
        if target.parent == builds_of(place):
            break
        place = target
    return Path(os.path.abspath(place))


def _builds(folder: Path) -> list[Path]:
    try:
        return [Path(found.path).resolve() for found in os.scandir(folder) if _NAME.fullmatch(found.name)]
    except FileNotFoundError:
        return []


def _next(builds: Path) -> int:
    return 1 + max((int(build.name.partition("-")[0]) for build in _builds(builds)), default=0)


def _link_all(source: Path, target: Path) -> None:
    for found in os.scandir(source):
        there = target / found.name
        if found.is_dir(follow_symlinks=False):
            there.mkdir()
            _link_all(Path(found.path), there)
        elif not (found.name.startswith(".") and found.name.endswith(".part")):
            try:
                os.link(found.path, there, follow_symlinks=False)
            except OSError:
                shutil.copy2(found.path, there, follow_symlinks=False)


def _open_to_readers(build: Path) -> None:
    """A web server reads it, whatever the umask of who published."""
    build.chmod(_FOLDER)
    for found in os.scandir(build):
        if found.is_dir(follow_symlinks=False):
            _open_to_readers(Path(found.path))
        elif not found.is_symlink() and found.stat().st_mode & 0o777 != _FILE:
            os.chmod(found.path, _FILE)


def _show(place: Path, build: Path) -> None:
    """The one stroke. A folder of before there were builds becomes one, so that it too stays for its readers."""
    link = build.parent / f".{build.name}.link"
    link.unlink(missing_ok=True)
    os.symlink(os.path.relpath(build, place.parent), link)
    if place.is_dir() and not place.is_symlink():
        first = build.parent / f"{0:06d}-{secrets.token_hex(4)}"
        if _exchange(link, place):
            os.rename(link, first)
        else:
            os.rename(place, first)
            os.rename(link, place)
    else:
        os.replace(link, place)
    fsync_path(place.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Two names change places at once (Linux, renameat2); False where the system or the disk cannot."""
    renameat2 = getattr(_libc(), "renameat2", None)
    if renameat2 is None:
        return False
    here, both = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return bool(renameat2(here, os.fsencode(one), here, os.fsencode(other), both) == 0)


def _libc() -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(None, use_errno=True)
    except OSError:
        return None
