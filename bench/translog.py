"""The log against the bare hashing of the same bytes.

    python bench/translog.py [ROUNDS]

Root: `tree_root` over 10**6 entries against `hashlib.sha256` alone over the same 1,999,999 messages, ready made, in the
same process and in turns; the figure is processor time, so that a busy machine disturbs both alike. A working day:
10,000 events appended to a log of 10**6, tiles, bundles and signed checkpoint made and written to disk. Proofs: the
tile files that inclusion and consistency proofs from a log of 10**7 read.
"""

import copy
import os
import random
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from concierta.engines.translog import (
    TILE_WIDTH,
    Checkpoint,
    GrowingTiles,
    SignerKey,
    TileReader,
    hash_entries,
    leaf_hash,
    node_hash,
    pack_entries,
    parse_path,
    tree_root,
)
from measure import Sample, heading, save, table, take_turns, target, temporary, timed

LEAVES, DAY, LARGE, PROOFS = 10**6, 10_000, 10**7 + 3, 1000
ENTRY = b'{"event":"verification.recorded","figure":"%08d","period":"2025-T1","value":"%s"}'


def entries(count: int) -> list[bytes]:
    return [ENTRY % (number, sha256(b"%d" % number).hexdigest().encode()) for number in range(count)]


def messages(leaves: list[bytes]) -> list[bytes]:
    """What SHA-256 is given on the way to the root: every leaf and every node with its prefix."""
    made = [b"\x00" + leaf for leaf in leaves]
    level = hash_entries(leaves)
    while len(level) > 1:
        pairs = [b"\x01" + left + right for left, right in zip(level[::2], level[1::2], strict=False)]
        made += pairs
        level = [sha256(pair).digest() for pair in pairs] + ([level[-1]] if len(level) % 2 else [])
    return made


def bare(ready: list[bytes]) -> None:
    for message in ready:
        sha256(message).digest()


def processor_time(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def working_day(log: GrowingTiles, tail: list[bytes], day: list[bytes], key: SignerKey, folder: Path) -> None:
    """Appends `day` and writes what a reader of the new checkpoint needs; `tail` is the last, partial bundle."""
    bundled, first = tail + day, log.size - len(tail)
    for tile, data in log.append(hash_entries(day)) + log.partials():
        write(folder / tile.path, data)
        if tile.level == 0:
            begin = tile.first_leaf - first
            write(folder / tile.entries_path, pack_entries(bundled[begin : begin + tile.width]))
    write(folder / "checkpoint", Checkpoint(key.name, log.size, log.root()).sign(key).to_bytes())


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


class CountedTiles:
    """A log of like entries, of any size, made as it is read."""

    def __init__(self) -> None:
        self.reads = 0
        self._levels = [leaf_hash(b"alike")]

    def __call__(self, path: str) -> bytes:
        self.reads += 1
        tile, _ = parse_path(path)
        while len(self._levels) <= tile.level * 8:
            self._levels.append(node_hash(self._levels[-1], self._levels[-1]))
        return self._levels[tile.level * 8] * tile.width


def tiles_read(prove: Callable[[TileReader, int], object]) -> Sample:
    draw, counts = random.Random(7), []
    for _ in range(PROOFS):
        files = CountedTiles()
        prove(TileReader(files, LARGE), draw.randrange(1, LARGE))
        counts.append(float(files.reads))
    return Sample(tuple(counts))


def main(rounds: int) -> int:
    heading("The log: root, a working day, proofs")
    leaves = entries(LEAVES)
    ready = messages(leaves)
    turns = take_turns(
        {
            "bare": lambda: processor_time(lambda: bare(ready)),
            "root": lambda: processor_time(lambda: tree_root(leaves)),
        },
        rounds,
    )
    hashed, root = Sample(tuple(turns["bare"])), Sample(tuple(turns["root"]))
    ratio = root.over(hashed)

    log, key, day = GrowingTiles(), SignerKey.generate("bench.example/log"), entries(DAY)
    log.append(hash_entries(leaves))
    tail = leaves[len(leaves) // TILE_WIDTH * TILE_WIDTH :]

    def one_day() -> float:
        with temporary() as folder:
            grown = copy.deepcopy(log)
            return timed(lambda: working_day(grown, tail, day, key, folder))

    days = Sample(tuple(take_turns({"day": one_day}, rounds)["day"]))
    inclusion = tiles_read(lambda reader, index: reader.inclusion_proof(index))
    consistency = tiles_read(lambda reader, old: reader.consistency_proof(old))

    table(
        [
            (f"SHA-256 alone, {len(ready):,} messages", hashed.text(digits=3)),
            (f"root of {LEAVES:,} entries", root.text(digits=3)),
            ("root over SHA-256 alone", ratio.text("×", 3)),
            (f"{DAY:,} events appended to {LEAVES:,}, written and signed", days.text(digits=3)),
            (f"tiles read by an inclusion proof from {LARGE:,}", inclusion.text("", 0)),
            (f"tiles read by a consistency proof from {LARGE:,}", consistency.text("", 0)),
        ]
    )
    save("translog", {"bare": hashed, "root": root, "ratio": ratio, "day": days, "tiles": [inclusion, consistency]})
    met = [
        target("root over SHA-256 alone", ratio.median, 1.25, "×"),
        target("a working day of 10,000 events", days.median, 2, " s"),
        target("tiles read by a proof", max(inclusion.values + consistency.values), 6),
    ]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 5))
