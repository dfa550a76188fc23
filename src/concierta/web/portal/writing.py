"""Writing a folder so that what did not change is not touched and what is gone does not stay."""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

LISTING = "paginas.json"


@dataclass(frozen=True, slots=True)
class Destination:
    """A folder and which of the two readings of a page it takes: `LATEST` or `FROZEN`.

    `up` leads from the folder of its plan to the root of the site, where the log is. `losses`: as `addresses.settle`.
    """

    folder: Path
    kind: int
    up: str = ""
    losses: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """One file of the site: `path` relative to its folder, `changed` whether its bytes are new."""

    path: str
    sha256: str
    size: int
    changed: bool


@dataclass(slots=True)
class Tally:
    written: int = 0
    kept: int = 0
    removed: int = 0

    def count(self, files: Iterable[Written]) -> None:
        for file in files:
            if file.changed:
                self.written += 1
            else:
                self.kept += 1


def write_if_changed(folder: Path, path: str, content: bytes) -> Written:
    """Write `content` at `folder/path` unless those very bytes are there. A reader never sees half a file."""
    digest, size = hashlib.sha256(content).hexdigest(), len(content)
    target = folder / path
    try:
        if target.stat().st_size == size and target.read_bytes() == content:
            return Written(path, digest, size, changed=False)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    part.write_bytes(content)
    os.replace(part, target)
    return Written(path, digest, size, changed=True)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder of the site holds and from what it was made: `paginas.json`."""

    fingerprint: str
    package: str
    files: dict[str, dict[str, object]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> "Listing":
        """The listing of `folder`; an empty one where there is none or it cannot be read."""
        try:
            stored = json.loads((folder / LISTING).read_bytes())
            return cls(stored["fingerprint"], stored["package"], stored["files"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return cls("", "")

    def write(self, folder: Path) -> Written:
        content = {"fingerprint": self.fingerprint, "package": self.package, "files": dict(sorted(self.files.items()))}
        text = json.dumps(content, ensure_ascii=False, indent=0, sort_keys=True)
        return write_if_changed(folder, LISTING, text.encode())

    def is_whole(self, folder: Path) -> bool:
        """True if every file is there with its size. The bytes themselves are proved by `check_folder`."""
        try:
            return all(os.stat(folder / path).st_size == entry["size"] for path, entry in self.files.items())
        except OSError:
            return False


def entries(files: Iterable[Written]) -> dict[str, dict[str, object]]:
    return {file.path: {"sha256": file.sha256, "size": file.size} for file in files}


def remove_stale(folder: Path, before: Listing, now: Iterable[str]) -> int:
    """Remove what an earlier rendering wrote and this one did not; never what somebody else put there."""
    stale = sorted(set(before.files) - set(now))
    for path in stale:
        target = folder / path
        target.unlink(missing_ok=True)
        for parent in target.parents:
            if parent == folder or not parent.is_dir() or any(parent.iterdir()):
                break
            parent.rmdir()
    return len(stale)


def check_folder(folder: Path) -> list[str]:
    """Paths of a rendered folder whose bytes are no longer those of its listing, or that are missing."""
    wrong = []
    for path, entry in Listing.read(folder).files.items():
        try:
            content = (folder / path).read_bytes()
        except FileNotFoundError:
            wrong.append(path)
            continue
        if hashlib.sha256(content).hexdigest() != entry["sha256"]:
            wrong.append(path)
    return wrong
