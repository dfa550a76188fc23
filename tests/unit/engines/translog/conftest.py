"""A log and two witnesses with keys that are the same in every run, and the entries that everyone builds trees from."""

import pytest

from concierta.engines.translog import Algorithm, GrowingTiles, SignerKey, hash_entries, pack_entries

ORIGIN = "example.org/log"


@pytest.fixture(scope="session")
def entries():
    return [f"entry {i}".encode() for i in range(1000)]


@pytest.fixture(scope="session")
def hashes(entries):
    return hash_entries(entries)


@pytest.fixture(scope="session")
def log_key():
    return SignerKey(ORIGIN, b"\x10" * 32)


@pytest.fixture(scope="session")
def witness_keys():
    return [SignerKey(f"witness{i}.example/w", bytes([0x20 + i]) * 32, Algorithm.COSIGNATURE_V1) for i in range(3)]


@pytest.fixture(scope="session")
def publish():
    """Entries → the files of their log, as a dict of paths."""

    def files(entries):
        growing = GrowingTiles()
        tiles = growing.append(hash_entries(entries)) + growing.partials()
        found = {tile.path: data for tile, data in tiles}
        for tile, _ in tiles:
            if tile.level == 0:
                found[tile.entries_path] = pack_entries(entries[tile.first_leaf : tile.first_leaf + tile.width])
        return found

    return files
