"""Which files a log of a given size consists of, and their names: C2SP tlog-tiles, "Merkle Tree" and "Log entries".

A tile holds up to 256 neighbouring hashes of every eighth level of the tree. Full tiles never change; the rightmost of
each level is partial and has its width in its name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .errors import LogProblem, Problem
from .hashing import HASH_SIZE

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT

_PATH = re.compile(r"tile/(0|[1-9][0-9]?|entries)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


@dataclass(frozen=True, order=True)
class Tile:
    """Tile `index` of `level`, `width` hashes wide (256: full)."""

    level: int
    index: int
    width: int = TILE_WIDTH

    @cached_property
    def path(self) -> str:
        """`tile/<L>/<N>[.p/<W>]`."""
        return f"tile/{self.level}/{self._name}"

    @cached_property
    def entries_path(self) -> str:
        """`tile/entries/<N>[.p/<W>]`: where the entries behind a tile of level 0 are."""
        return f"tile/entries/{self._name}"

    @property
    def is_full(self) -> bool:
        return self.width == TILE_WIDTH

    @property
    def full(self) -> "Tile":
        """The same place once it is full."""
        return Tile(self.level, self.index)

    @property
    def length(self) -> int:
        """Bytes of the tile's file."""
        return self.width * HASH_SIZE

    @property
    def first_leaf(self) -> int:
        """The start index: the first leaf that the tile covers."""
        return self.index << TILE_HEIGHT * (self.level + 1)

    @property
    def _name(self) -> str:
        rest, last = divmod(self.index, 1000)
        name = f"{last:03d}"
        while rest:
            rest, group = divmod(rest, 1000)
            name = f"x{group:03d}/{name}"
        return name if self.is_full else f"{name}.p/{self.width}"


def parse_path(path: str) -> tuple[Tile, bool]:
    """The tile of a path and whether it names its entry bundle; `BAD_TILE_PATH` unless written canonically."""
    found = _PATH.fullmatch(path)
    if not found:
        raise LogProblem(Problem.BAD_TILE_PATH, path=path)
    level, number, width = found.groups()
    index = int(re.sub(r"[x/]", "", number))
    tile = Tile(0 if level == "entries" else int(level), index, int(width or TILE_WIDTH))
    written = tile.entries_path if level == "entries" else tile.path
    if written != path or tile.level > 63 or tile.width > TILE_WIDTH:
        raise LogProblem(Problem.BAD_TILE_PATH, path=path)
    return tile, level == "entries"


def hashes_at(size: int, level: int) -> int:
    """How many hashes a log of `size` leaves has at a level of tiles."""
    return size >> TILE_HEIGHT * level


def tile_at(size: int, level: int, index: int) -> Tile | None:
    """That tile as a log of `size` leaves has it; None where it has none."""
    width = min(TILE_WIDTH, hashes_at(size, level) - index * TILE_WIDTH)
    return Tile(level, index, width) if width > 0 else None


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of a log of `size` leaves, by level and index; the level-0 ones also name the entry bundles."""
    return tiles_for_growth(0, size)


def tiles_for_growth(old_size: int, new_size: int) -> Iterator[Tile]:
    """The tiles to write when a log grows: the new ones and those that were partial and are wider now."""
    level = 0
    while (new := hashes_at(new_size, level)) > 0:
        old = hashes_at(old_size, level)
        if new > old:
            for index in range(old // TILE_WIDTH, (new - 1) // TILE_WIDTH + 1):
                yield Tile(level, index, min(TILE_WIDTH, new - index * TILE_WIDTH))
        level += 1
