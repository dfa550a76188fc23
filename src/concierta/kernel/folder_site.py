"""Reading a published site from a folder."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path


class FolderSite:
    """A published site on this disk, to be read by `engines.sitelog`. What `folder` leads to is settled once."""

    def __init__(self, folder: Path) -> None:
        # The build that is shown now: were another switched in meanwhile, this one stays whole.
        self._folder = folder.resolve()

    def read(self, path: str) -> bytes:
        try:
            return (self._folder / path).read_bytes()
        except (NotADirectoryError, IsADirectoryError):
            raise FileNotFoundError(2, "no existe", path) from None

    def read_all(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        for path in paths:
            try:
                yield path, self.read(path)
            except FileNotFoundError:
                yield path, None

    def names(self) -> frozenset[str] | None:
        found = []
        for folder, _, files in os.walk(self._folder):
            inside = os.path.relpath(folder, self._folder)
            prefix = "" if inside == "." else f"{inside}/".replace(os.sep, "/")
            found += [f"{prefix}{file}" for file in files]
        return frozenset(found)
