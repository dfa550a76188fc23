import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.translog import (
    CompactRange,
    GrowingTiles,
    LogProblem,
    Problem,
    Tile,
    TileReader,
    hash_entries,
    hashes_in_memory,
    leaf_hash,
    node_hash,
    pack_entries,
    parse_path,
    tile_at,
    tiles_for_growth,
    tiles_of,
    tree_root,
    unpack_entries,
    verify_consistency,
    verify_inclusion,
)


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(3, 1234067), "tile/3/x001/x234/067"),
        (Tile(0, 999), "tile/0/999"),
        (Tile(0, 1000), "tile/0/x001/000"),
        (Tile(63, 5, 7), "tile/63/005.p/7"),
        (Tile(1, 1_000_000, 255), "tile/1/x001/x000/000.p/255"),
    ],
)
def test_paths_as_the_specification_writes_them(tile, path):
    assert tile.path == path
    assert parse_path(path) == (tile, False)


def test_entry_bundles_stand_beside_the_first_level():
    assert Tile(0, 1234067, 9).entries_path == "tile/entries/x001/x234/067.p/9"
    assert parse_path("tile/entries/x001/x234/067.p/9") == (Tile(0, 1234067, 9), True)


@pytest.mark.parametrize(
    "path",
    [
        "tile/00/000", "tile/64/000", "tile/0/0", "tile/0/0000", "tile/0/x000/000", "tile/0/001/000", "tile/0/x001",
        "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/", "tile/0/000/", "/tile/0/000",
        "tile/0/000\n", "tile/-1/000", "tile/data/000", "tile/0/٠٠٠", "checkpoint", "",
    ],
)  # fmt: skip
def test_any_other_spelling_is_refused(path):
    with pytest.raises(LogProblem) as refused:
        parse_path(path)
    assert refused.value.problem is Problem.BAD_TILE_PATH


@given(st.integers(0, 63), st.integers(0, 10**12), st.integers(1, 256))
def test_every_path_leads_back_to_its_tile(level, index, width):
    tile = Tile(level, index, width)
    assert parse_path(tile.path) == (tile, False)


def test_the_example_of_70000_leaves():
    tiles = list(tiles_of(70_000))
    assert [tile for tile in tiles if not tile.is_full] == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert [sum(tile.level == level and tile.is_full for tile in tiles) for level in (0, 1, 2)] == [273, 1, 0]
    assert list(tiles_of(256)) == [Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles_of(0)) == []


@given(st.integers(0, 200_000), st.integers(0, 3000))
def test_growth_writes_what_the_larger_log_has_and_the_smaller_had_not(old, more):
    before, after = set(tiles_of(old)), set(tiles_of(old + more))
    assert set(tiles_for_growth(old, old + more)) == after - before
    assert all(tile_at(old + more, tile.level, tile.index) == tile for tile in after)


@given(st.lists(st.integers(0, 700), min_size=1, max_size=6))
def test_growing_in_any_steps_publishes_the_same_files(steps):
    hashes = hash_entries(b"%d" % i for i in range(sum(steps)))
    growing, files, at = GrowingTiles(), {}, 0
    for step in steps:
        new = growing.append(hashes[at : at + step]) + growing.partials()
        expected = set(tiles_for_growth(at, at + step))
        at += step
        assert expected <= {tile for tile, _ in new} <= set(tiles_of(at))
        files |= {tile.path: data for tile, data in new}
        growing = GrowingTiles.load(at, files.__getitem__)
    at_once = GrowingTiles()
    whole = at_once.append(hashes) + at_once.partials()
    assert {tile for tile, _ in whole} == set(tiles_of(at))
    assert all(files[tile.path] == data and len(data) == tile.length for tile, data in whole)
    assert growing.root() == at_once.root() == tree_root(b"%d" % i for i in range(at))


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 700, 1000])
def test_tiles_answer_as_the_whole_tree_does(size, entries, hashes, publish):
    entries, hashes = entries[:size], hashes[:size]
    reader, whole = TileReader(publish(entries).__getitem__, size), hashes_in_memory(hashes)
    assert reader.root() == tree_root(entries)
    for level in range(size.bit_length()):
        for index in range(size >> level):
            assert reader(level, index) == whole(level, index)
    for index in {0, size // 2, size - 1}:
        proof = reader.inclusion_proof(index)
        verify_inclusion(leaf=hashes[index], index=index, size=size, proof=proof, root=reader.root())
        assert reader.entry(index) == entries[index]


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 70_000])
def test_a_third_level_of_tiles(size):
    hashes = hash_entries(b"%d" % i for i in range(size))
    growing = GrowingTiles()
    files = {tile.path: data for tile, data in growing.append(hashes) + growing.partials()}
    tree = CompactRange()
    tree.extend(hashes)
    reader = TileReader(files.__getitem__, size)
    assert reader.root() == growing.root() == tree.root()
    proof = reader.consistency_proof(40_000)
    verify_consistency(old_size=40_000, new_size=size, old_root=reader.root(40_000), new_root=tree.root(), proof=proof)


def test_a_partial_file_that_was_removed_is_read_from_its_full_one(entries, publish):
    files = publish(entries[:300]) | publish(entries)
    del files["tile/0/001.p/44"], files["tile/entries/001.p/44"]
    earlier = TileReader(files.__getitem__, 300)
    assert earlier.root() == tree_root(entries[:300])
    assert earlier.entries(1) == entries[256:300]
    assert earlier.entry(299) == entries[299]


@pytest.mark.parametrize(
    ("path", "data", "problem"),
    [
        ("tile/0/003.p/232", None, Problem.TILE_MISSING),
        ("tile/0/003.p/232", bytes(32 * 231), Problem.TILE_WRONG_LENGTH),
        ("tile/0/003.p/232", bytes(32 * 232 + 1), Problem.TILE_WRONG_LENGTH),
        ("tile/entries/003.p/232", None, Problem.TILE_MISSING),
        ("tile/entries/003.p/232", b"\x00\x01a", Problem.BUNDLE_MALFORMED),
        ("tile/entries/003.p/232", b"\x00\x02a", Problem.BUNDLE_MALFORMED),
    ],
)
def test_files_that_are_not_what_they_must_be(path, data, problem, entries, publish):
    files = publish(entries)
    del files[path]
    if data is not None:
        files[path] = data
    reader = TileReader(files.__getitem__, 1000)
    with pytest.raises(LogProblem) as refused:
        reader.entry(999) if "entries" in path else reader.inclusion_proof(999)
    assert refused.value.problem is problem


@pytest.mark.parametrize(
    "ask", [lambda r: r.entry(1000), lambda r: r.entry(-1), lambda r: r.tile(1, 4), lambda r: r(0, 1000)]
)
def test_nothing_is_read_beyond_the_end(ask, entries, publish):
    with pytest.raises(LogProblem) as refused:
        ask(TileReader(publish(entries).__getitem__, 1000))
    assert refused.value.problem is Problem.INDEX_OUTSIDE_TREE


class EndlessTiles:
    """A log of any size whose entries are all alike: each level has one hash. Counts what is read."""

    def __init__(self):
        self.read = []
        self._levels = [leaf_hash(b"alike")]

    def __call__(self, path):
        self.read.append(path)
        tile, _ = parse_path(path)
        while len(self._levels) <= tile.level * 8:
            self._levels.append(node_hash(self._levels[-1], self._levels[-1]))
        return self._levels[tile.level * 8] * tile.width


def test_proofs_from_ten_million_leaves_read_a_handful_of_tiles():
    size, leaf, draw = 10_000_003, leaf_hash(b"alike"), random.Random(10)
    root = TileReader(EndlessTiles(), size).root()
    inclusion, consistency = [], []
    for index in [0, size - 1, *(draw.randrange(size) for _ in range(200))]:
        files = EndlessTiles()
        proof = TileReader(files, size).inclusion_proof(index)
        verify_inclusion(leaf=leaf, index=index, size=size, proof=proof, root=root)
        inclusion.append(len(files.read))
        files = EndlessTiles()
        proof = TileReader(files, size).consistency_proof(index)
        consistency.append(len(files.read))
        old_root = TileReader(EndlessTiles(), size).root(index)
        verify_consistency(old_size=index, new_size=size, old_root=old_root, new_root=root, proof=proof)
    assert max(inclusion) == 5
    assert max(consistency) == 5


def test_a_tile_is_read_once_while_it_is_kept():
    files = EndlessTiles()
    reader = TileReader(files, 10_000_003)
    first = reader.inclusion_proof(5_000_000)
    read = len(files.read)
    assert reader.inclusion_proof(5_000_000) == first
    assert len(files.read) == read
    small = TileReader(files, 10_000_003, keep=1)
    assert small.inclusion_proof(5_000_000) == first


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_bundles_give_back_their_entries(entries):
    data = pack_entries(entries)
    assert unpack_entries(data, width=len(entries)) == entries
    for wrong in (data + b"\x00", data[:-1] if data else b"\x00"):
        with pytest.raises(LogProblem):
            unpack_entries(wrong, width=len(entries))


def test_a_bundle_is_big_endian_and_holds_up_to_65535_bytes_an_entry():
    assert pack_entries([b"", b"abc"]) == b"\x00\x00\x00\x03abc"
    assert unpack_entries(pack_entries([b"x" * 65_535]), width=1) == [b"x" * 65_535]
    with pytest.raises(LogProblem) as refused:
        pack_entries([b"x" * 65_536])
    assert refused.value.problem is Problem.ENTRY_TOO_LARGE


def test_growth_does_not_start_from_tiles_that_lie(entries, publish):
    files = publish(entries)
    growing = GrowingTiles.load(1000, files.__getitem__)
    growing.check_root(tree_root(entries))
    files["tile/0/003.p/232"] = bytes(32 * 232)
    with pytest.raises(LogProblem) as refused:
        GrowingTiles.load(1000, files.__getitem__).check_root(tree_root(entries))
    assert refused.value.problem is Problem.ROOT_MISMATCH
