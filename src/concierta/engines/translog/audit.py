"""Checking a whole published log against its checkpoint, in one pass and without the database.

Every entry is hashed, every tile made again from below and compared byte for byte; what differs is named by its path.
Time goes into SHA-256; memory holds one tile per level.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass

from .bundles import pack_entries
from .errors import LogProblem, Problem
from .growing import GrowingTiles
from .hashing import hash_entries, split_hashes
from .merkle import root_of_hashes
from .reading import ReadFile, TileReader
from .tiles import TILE_HEIGHT, Tile, parse_path, tile_at, tiles_of

OnEntry = Callable[[int, bytes], None]
"""Called with index and content of every entry that could be read."""


@dataclass(frozen=True)
class Finding:
    """Something that does not hold: in which file ("" for the log as a whole), and what."""

    path: str
    problem: Problem


def audit_log(
    read: ReadFile, *, size: int, root: bytes, on_entry: OnEntry | None = None, also: Iterable[str] = ()
) -> Iterator[Finding]:
    """The differences between the files and a log of `size` leaves under `root`; nothing if everything holds.

    `also` are the paths of further tile files that are there, such as partial tiles of earlier checkpoints: each must
    be the beginning of the tile that it grew into.
    """
    source, growing = TileReader(read, size), GrowingTiles()
    for tile in tiles_of(size):
        if tile.level > 0:
            break
        hashes = yield from _leaf_hashes(source, tile, root, growing, on_entry)
        for made, data in growing.append(hashes):
            if made.level > 0:
                yield from _compare(source, made, data)
    for made, data in growing.partials():
        if made.level > 0:
            yield from _compare(source, made, data)
    if growing.root() != root:
        yield Finding("", Problem.ROOT_MISMATCH)
    for path in also:
        yield from _check_earlier(read, source, path)


def _leaf_hashes(
    source: TileReader, tile: Tile, root: bytes, growing: GrowingTiles, on_entry: OnEntry | None
) -> Generator[Finding, None, list[bytes]]:
    """The leaf hashes under a tile. Where entries and tile disagree, what stands above says which is at fault, so that
    only that file is named and the rest is still checked.
    """
    published = from_entries = None
    try:
        published = source.tile(0, tile.index)
    except LogProblem as problem:
        yield Finding(tile.path, problem.problem)
    try:
        entries = source.entries(tile.index)
    except LogProblem as problem:
        yield Finding(tile.entries_path, problem.problem)
    else:
        from_entries = hash_entries(entries)
        if on_entry:
            for index, entry in enumerate(entries, tile.first_leaf):
                on_entry(index, entry)
        if published is None or published == b"".join(from_entries):
            return from_entries
    # With neither, zeroes keep the place of what follows; what stands above is then named too.
    from_tile = split_hashes(bytes(tile.length) if published is None else published)
    if from_entries is None:
        return from_tile
    if _stands(source, tile, from_tile, root, growing):
        yield Finding(tile.entries_path, Problem.BUNDLE_MISMATCH)
        return from_tile
    yield Finding(tile.path, Problem.TILE_MISMATCH)
    return from_entries


def _stands(source: TileReader, tile: Tile, hashes: list[bytes], root: bytes, growing: GrowingTiles) -> bool:
    """True if what is above a level-0 tile agrees with these hashes: its parent or, for the last one, the root."""
    if not tile.is_full:
        attempt = deepcopy(growing)
        attempt.append(hashes)
        return attempt.root() == root
    try:
        return source(TILE_HEIGHT, tile.index) == root_of_hashes(hashes)
    except LogProblem:
        return False


def _compare(source: TileReader, made: Tile, data: bytes) -> Iterator[Finding]:
    try:
        if source.tile(made.level, made.index) != data:
            yield Finding(made.path, Problem.TILE_MISMATCH)
    except LogProblem as problem:
        yield Finding(made.path, problem.problem)


def _check_earlier(read: ReadFile, source: TileReader, path: str) -> Iterator[Finding]:
    try:
        tile, is_bundle = parse_path(path)
        present = tile_at(source.size, tile.level, tile.index)
        if present is None or tile.width > present.width:
            yield Finding(path, Problem.TILE_UNEXPECTED)
        elif is_bundle and read(path) != pack_entries(source.entries(tile.index)[: tile.width]):
            yield Finding(path, Problem.BUNDLE_MISMATCH)
        elif not is_bundle and read(path) != source.tile(tile.level, tile.index)[: tile.length]:
            yield Finding(path, Problem.TILE_MISMATCH)
    except LogProblem as problem:
        yield Finding(path, problem.problem)
    except (FileNotFoundError, KeyError):
        yield Finding(path, Problem.TILE_MISSING)
