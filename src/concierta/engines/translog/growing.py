"""Growing a published log: the tiles that change, without reading more of it than its right edge (C2SP tlog-tiles).

Append any number of leaves, write the full tiles as they come, then the partial ones, then the checkpoint: in that
order no reader ever sees a checkpoint whose tiles are not there.
"""

from collections.abc import Iterable

from .errors import LogProblem, Problem
from .hashing import check_hash, hash_pairs, split_hashes
from .merkle import CompactRange
from .reading import ReadFile, TileReader
from .tiles import TILE_WIDTH, Tile, hashes_at


class GrowingTiles:
    """The right edge of a log: at each level of tiles, the hashes of the one that is not yet full."""

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[list[bytes]] = []

    @classmethod
    def load(cls, size: int, read: ReadFile) -> "GrowingTiles":
        """Takes up a published log of `size` leaves. Compare `root()` with its checkpoint before appending."""
        growing, source, level = cls(), TileReader(read, size), 0
        growing.size = size
        while (count := hashes_at(size, level)) > 0:
            index, width = divmod(count, TILE_WIDTH)
            data = source.tile(level, index) if width else b""
            growing._edge.append(split_hashes(data))
            level += 1
        return growing

    def append(self, leaf_hashes: Iterable[bytes]) -> list[tuple[Tile, bytes]]:
        """Adds leaves; the tiles that became full, with their bytes, lower levels first."""
        new = [check_hash(value) for value in leaf_hashes]
        size, self.size = self.size, self.size + len(new)
        full: list[tuple[Tile, bytes]] = []
        level = 0
        while new:
            if level == len(self._edge):
                self._edge.append([])
            pending = self._edge[level] + new
            index, new = hashes_at(size, level) // TILE_WIDTH, []
            whole = len(pending) - len(pending) % TILE_WIDTH
            for start in range(0, whole, TILE_WIDTH):
                hashes = pending[start : start + TILE_WIDTH]
                full.append((Tile(level, index), b"".join(hashes)))
                new.append(_complete_root(hashes))
                index += 1
            self._edge[level] = pending[whole:]
            level += 1
        return full

    def partials(self) -> list[tuple[Tile, bytes]]:
        """The partial tiles of the present size: what a checkpoint of it needs beside the full ones."""
        return [
            (Tile(level, hashes_at(self.size, level) // TILE_WIDTH, len(hashes)), b"".join(hashes))
            for level, hashes in enumerate(self._edge)
            if hashes
        ]

    def root(self) -> bytes:
        """The tree head at the present size."""
        complete: list[bytes] = []
        for hashes in reversed(self._edge):
            level = CompactRange()
            level.extend(hashes)
            complete += level.hashes
        return CompactRange(self.size, complete).root()

    def check_root(self, root: bytes) -> None:
        """Refuses to go on from tiles that do not add up to the checkpoint's root (`ROOT_MISMATCH`)."""
        if self.root() != root:
            raise LogProblem(Problem.ROOT_MISMATCH, computed=self.root().hex(), expected=root.hex())


def _complete_root(hashes: list[bytes]) -> bytes:
    while len(hashes) > 1:
        hashes = hash_pairs(hashes)
    return hashes[0]
