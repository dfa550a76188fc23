"""What has to be readable of a published site."""

from collections.abc import Iterable, Iterator
from typing import Protocol


class Site(Protocol):
    """Paths are relative to the site's root, with slashes: `log/checkpoint`, `cortes/2025-03-31/manifest.json`."""

    def read(self, path: str) -> bytes:
        """The bytes of a file; FileNotFoundError where there is none, OSError where it could not be read."""

    def read_all(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Every path once, in any order, with its bytes; None where there is no such file."""

    def names(self) -> frozenset[str] | None:
        """Every file there is; None where that cannot be asked, as on the web."""
