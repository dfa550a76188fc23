"""Checks that the published log is the one that the database gives: every tile made again and compared."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from concierta.engines.translog import (
    TILE_WIDTH,
    GrowingTiles,
    LogProblem,
    Tile,
    hash_entries,
    open_checkpoint,
    pack_entries,
)
from concierta.ledger.operations.keys import signed_path, verifier_keys
from concierta.ledger.queries.events import entries_from, ledger_size


def published_log_problems(site: Path) -> list[str]:
    """What differs between the database and the log under `site`, in sentences; nothing for a log not yet published."""
    folder = site / "log"
    if not (folder / "checkpoint").exists():
        return ["falta el registro publicado: ya se había firmado"] if signed_path().exists() else []
    problems = []
    try:
        keys = verifier_keys()
        found = open_checkpoint((folder / "checkpoint").read_bytes(), log_keys=keys).checkpoint
        signed = open_checkpoint(signed_path().read_bytes(), log_keys=keys).checkpoint
    except (LogProblem, FileNotFoundError) as problem:
        return [f"no vale la firma del registro publicado ({problem})"]
    if (folder / "vkey").read_bytes() != f"{keys[0]}\n".encode():
        problems.append("log/vkey no es la clave con la que se firma")
    if signed.size > found.size:
        problems.append(f"se firmaron {signed.size} actos y solo hay {found.size} publicados")
    if ledger_size() < found.size:
        return [*problems, f"se publicaron {found.size} actos y la base de datos tiene {ledger_size()}"]
    growing = GrowingTiles()
    entries = (entry for _, entry in entries_from(0, found.size))
    while bundle := list(islice(entries, TILE_WIDTH)):
        tile = Tile(0, growing.size // TILE_WIDTH, len(bundle))
        problems += _differences(folder, [(tile.entries_path, pack_entries(bundle))])
        problems += _differences(folder, ((made.path, data) for made, data in growing.append(hash_entries(bundle))))
    problems += _differences(folder, ((made.path, data) for made, data in growing.partials()))
    if growing.root() != found.root:
        problems.append("la base de datos no da la raíz que se firmó")
    return problems


def _differences(folder: Path, made: Iterable[tuple[str, bytes]]) -> list[str]:
    problems = []
    for path, data in made:
        try:
            same = (folder / path).read_bytes() == data
        except FileNotFoundError:
            problems.append(f"falta log/{path}")
            continue
        if not same:
            problems.append(f"log/{path} no es lo que da la base de datos")
    return problems
