"""Writing a package: tables, descriptor, manifest, in that order, each file flushed to disk."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from concierta.kernel.canonical import canonical_json
from concierta.publishing.formats import fiscal
from concierta.publishing.formats.csv_file import csv_bytes
from concierta.publishing.formats.descriptor import PackageFacts, descriptor
from concierta.publishing.formats.parquet import ParquetWriter
from concierta.publishing.operations.folders import fsync_file, fsync_folder, write_file
from concierta.publishing.queries.minutes_files import minutes_files
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables import TABLES
from concierta.publishing.tables.rows import tables_of


def write_package(snapshot: Snapshot, folder: Path, progress: Callable[[str], None]) -> str:
    """Write everything into `folder`, which must not exist; returns the SHA-256 of its manifest, in hex.

    The same data give the same bytes: nothing here depends on time, place, or the database behind.
    """
    tables = tables_of(snapshot)
    (folder / "data").mkdir(parents=True)
    files: dict[str, tuple[int, str]] = {}
    with ParquetWriter() as parquet:
        for table in TABLES:
            progress(table.name)
            content = csv_bytes(table, tables[table.name])
            write_file(folder / table.csv_path, content)
            files[table.csv_path] = (len(content), hashlib.sha256(content).hexdigest())
            written = parquet.write(table, folder / table.csv_path, folder / table.parquet_path)
            if written != len(tables[table.name]):
                raise RuntimeError(f"{table.name}: {len(tables[table.name])} rows in CSV, {written} in Parquet")
            fsync_file(folder / table.parquet_path)
            content = (folder / table.parquet_path).read_bytes()
            files[table.parquet_path] = (len(content), hashlib.sha256(content).hexdigest())
    files |= _write_minutes(snapshot, folder)
    facts = _facts(snapshot, tables, files)
    described = {"datapackage.json": descriptor(facts, TABLES)}
    if tables["budget_lines"]:
        described[fiscal.PATH] = fiscal.fiscal_descriptor(facts)
    for path, description in described.items():
        content = json.dumps(description, ensure_ascii=False, indent=1).encode() + b"\n"
        write_file(folder / path, content)
        files[path] = (len(content), hashlib.sha256(content).hexdigest())
    manifest = canonical_json(
        {
            "plan": snapshot.plan.slug,
            "cut_off": snapshot.cut_off.isoformat(),
            "files": {path: {"bytes": size, "sha256": sha256} for path, (size, sha256) in files.items()},
        }
    )
    write_file(folder / "manifest.json", manifest)
    fsync_folder(folder / "data")
    fsync_folder(folder)
    return hashlib.sha256(manifest).hexdigest()


def _write_minutes(snapshot: Snapshot, folder: Path) -> dict[str, tuple[int, str]]:
    """The approved minutes, whole; no folder where there are none."""
    found = minutes_files(snapshot)
    if found:
        (folder / "minutes").mkdir()
    for path, content in found.items():
        write_file(folder / path, content)
    if found:
        fsync_folder(folder / "minutes")
    return {path: (len(content), hashlib.sha256(content).hexdigest()) for path, content in found.items()}


def _facts(snapshot: Snapshot, tables: dict[str, list[Any]], files: dict[str, tuple[int, str]]) -> PackageFacts:
    assert snapshot.published_at is not None
    plan = snapshot.plan
    sources = [
        {"title": f"{source.filename} ({source.period}, SHA-256 {source.sha256})"} for source in tables["sources"]
    ]
    if plan.source:
        sources.insert(0, {"title": plan.source})
    return PackageFacts(
        name=f"{plan.slug}-{snapshot.cut_off.isoformat()}",
        title=f"{plan.name}: corte al {snapshot.cut_off.isoformat()}",
        description=(
            "Lo programado, reportado, verificado y gastado hasta la fecha de corte. Cada cifra dice su origen: "
            "oficial (con su fuente), demostrativo (inventado para una demostración) o propio."
        ),
        version=snapshot.cut_off.strftime("%Y.%-m.%-d"),
        created=snapshot.published_at,
        contributor=plan.secretariat.name if plan.secretariat else "",
        sources=sources,
        files=files,
        rows={name: len(rows) for name, rows in tables.items()},
    )
