"""Reading a published log's hashes and entries out of its tiles: C2SP tlog-tiles, "Merkle Tree" and "Partial Tiles".

What is read is not trusted: a proof made from it is verified against a signed checkpoint like any other.
"""

from collections import OrderedDict
from collections.abc import Callable

from .bundles import unpack_entries
from .errors import LogProblem, Problem
from .hashing import hash_pairs, split_hashes
from .proving import consistency_proof, inclusion_proof, range_hash
from .tiles import TILE_HEIGHT, TILE_WIDTH, Tile, tile_at

ReadFile = Callable[[str], bytes]
"""A path such as `tile/0/x001/234` → the file's bytes; raises `FileNotFoundError` or `KeyError` where there is none."""


class TileReader:
    """The tree of `size` leaves behind a `ReadFile`; the last `keep` tiles stay in memory with their inner nodes."""

    def __init__(self, read: ReadFile, size: int, *, keep: int = 256) -> None:
        self.size = size
        self._read = read
        self._keep = keep
        self._tiles: OrderedDict[tuple[int, int], list[list[bytes]]] = OrderedDict()

    def __call__(self, level: int, index: int) -> bytes:
        """A `HashReader`: the complete subtree of 2**level leaves at `index`; `TILE_MISSING`, `TILE_WRONG_LENGTH`."""
        tile_level, height = divmod(level, TILE_HEIGHT)
        first = index << height
        nodes = self._nodes(tile_level, first // TILE_WIDTH)
        place = first % TILE_WIDTH >> height
        while len(nodes) <= height:
            nodes.append(hash_pairs(nodes[-1][: len(nodes[-1]) & ~1]))
        if place >= len(nodes[height]):
            raise LogProblem(Problem.INDEX_OUTSIDE_TREE, index=(index + 1 << level) - 1, size=self.size)
        return nodes[height][place]

    def root(self, size: int | None = None) -> bytes:
        """The root of the tree, or of its first `size` leaves."""
        return range_hash(0, self.size if size is None else size, self)

    def inclusion_proof(self, index: int, size: int | None = None) -> list[bytes]:
        """That leaf `index` is in the tree, or in that of the first `size` leaves."""
        return inclusion_proof(index, self.size if size is None else size, self)

    def consistency_proof(self, old_size: int, new_size: int | None = None) -> list[bytes]:
        """That the tree of `old_size` leaves is the beginning of this one, or of that of `new_size`."""
        return consistency_proof(old_size, self.size if new_size is None else new_size, self)

    def entry(self, index: int) -> bytes:
        """One entry, out of its bundle. Errors: `INDEX_OUTSIDE_TREE`, `TILE_MISSING`, `BUNDLE_MALFORMED`."""
        if not 0 <= index < self.size:
            raise LogProblem(Problem.INDEX_OUTSIDE_TREE, index=index, size=self.size)
        return self.entries(index // TILE_WIDTH)[index % TILE_WIDTH]

    def entries(self, bundle: int) -> list[bytes]:
        """The entries of a bundle, as many as the log's size gives it."""
        tile = self._tile(0, bundle)
        data, found = self._file(tile, tile.entries_path, tile.full.entries_path)
        return unpack_entries(data, width=found.width)[: tile.width]

    def tile(self, level: int, index: int) -> bytes:
        """The bytes of a tile, as wide as the log's size gives it."""
        tile = self._tile(level, index)
        data, found = self._file(tile, tile.path, tile.full.path)
        if len(data) != found.length:
            raise LogProblem(Problem.TILE_WRONG_LENGTH, path=found.path, length=len(data), expected=found.length)
        return data[: tile.length]

    def _nodes(self, level: int, index: int) -> list[list[bytes]]:
        place = (level, index)
        if place not in self._tiles:
            data = self.tile(level, index)
            self._tiles[place] = [split_hashes(data)]
            if len(self._tiles) > self._keep:
                self._tiles.popitem(last=False)
        self._tiles.move_to_end(place)
        return self._tiles[place]

    def _tile(self, level: int, index: int) -> Tile:
        tile = tile_at(self.size, level, index) if index >= 0 else None
        if tile is None:
            raise LogProblem(Problem.INDEX_OUTSIDE_TREE, index=index << TILE_HEIGHT * (level + 1), size=self.size)
        return tile

    def _file(self, tile: Tile, path: str, full_path: str) -> tuple[bytes, Tile]:
        # A partial file may have been removed once its full one exists ("Partial Tiles").
        for candidate, found in {path: tile, full_path: tile.full}.items():
            try:
                return self._read(candidate), found
            except (FileNotFoundError, KeyError):
                continue
        raise LogProblem(Problem.TILE_MISSING, path=path)
