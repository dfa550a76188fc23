"""One row of a published table, and the tables as a package on disk."""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

from concierta.publishing.formats.column import ColumnType
from concierta.publishing.tables import TABLE_BY_NAME, TABLES


def row(table: str, **values: Any) -> Any:
    """A row of `table`; what is not given is empty as the reader would leave it: "" for text, None otherwise."""
    declared = TABLE_BY_NAME[table]
    unknown = set(values) - {column.name for column in declared.columns}
    assert not unknown, f"{table} has no {unknown}"
    empty = {column.name: "" if column.type == ColumnType.STRING else None for column in declared.columns}
    return declared.row(**(empty | values))


def write_package(folder: Path, tables: dict[str, list[Any]], minutes: dict[int, bytes] | None = None) -> Path:
    """The tables as a package on disk, as small as the portal's renderer accepts: CSV files and a manifest.

    `minutes`: the approved minutes by session, as the package keeps them.
    """
    files: dict[str, Any] = {f"minutes/{session}.json": content for session, content in (minutes or {}).items()}
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        lines = io.StringIO()
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow([column.name for column in table.columns])
        for record in tables[table.name]:
            writer.writerow([column.encode(value) for column, value in zip(table.columns, record, strict=True)])
        files[table.csv_path] = lines.getvalue().encode()
    schemas = {table.name: [{"name": column.name} for column in table.columns] for table in TABLES}
    resources = [{"name": name, "schema": {"fields": fields}} for name, fields in schemas.items()]
    files["datapackage.json"] = json.dumps({"name": "ejemplo", "licenses": [], "resources": resources}).encode()
    listing = {path: {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()} for path, body in files.items()}
    files["manifest.json"] = json.dumps({"files": listing}, sort_keys=True).encode()
    for path, body in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(body)
    return folder
