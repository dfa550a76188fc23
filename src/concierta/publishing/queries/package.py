"""Reading a corte's package back. The portal is rendered from this and from nothing else."""

import csv
import hashlib
import json
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from concierta.kernel.errors import NotFound, gettext_noop

# The module, whose tables are asked for when a row is: they are read from snapshots, which are beside this file.
from concierta.publishing import tables
from concierta.publishing.formats.column import ColumnType
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.formats.text_form import read_cell
from concierta.publishing.queries.keys import minutes_path


class Package:
    """A package on disk. `package.projects` is the list of rows of `projects.csv`, read when first asked for.

    Rows are named tuples with the declared columns in the declared order: text is "" when empty, everything else None.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._tables: dict[str, list[Any]] = {}
        self._indexes: dict[tuple[str, tuple[str, ...]], dict[Any, Any]] = {}

    def __getattr__(self, name: str) -> list[Any]:
        if name not in tables.TABLE_BY_NAME:
            raise AttributeError(name)
        return self.table(name)

    def table(self, name: str) -> list[Any]:
        if name not in self._tables:
            table = tables.TABLE_BY_NAME[name]
            self._tables[name] = read_rows(self.folder / table.csv_path, table)
        return self._tables[name]

    def by_key(self, name: str) -> dict[Any, Any]:
        """Rows of a table by primary key: the value itself when the key is one column, a tuple otherwise."""
        key = tables.TABLE_BY_NAME[name].primary_key
        if (name, key) not in self._indexes:
            self._indexes[name, key] = {_key_of(row, key): row for row in self.table(name)}
        return self._indexes[name, key]

    def grouped(self, name: str, *columns: str) -> dict[Any, list[Any]]:
        """Rows of a table by the value (or tuple of values) of some columns, in the table's order."""
        if (name, columns) not in self._indexes:
            groups: dict[Any, list[Any]] = {}
            for row in self.table(name):
                groups.setdefault(_key_of(row, columns), []).append(row)
            self._indexes[name, columns] = groups
        return self._indexes[name, columns]

    @cached_property
    def descriptor(self) -> dict[str, Any]:
        return json.loads((self.folder / "datapackage.json").read_bytes())

    def declares(self, table: str, column: str) -> bool:
        """True if the package itself has that column: an older one reads as empty what it never said."""
        return any(
            field["name"] == column
            for resource in self.descriptor["resources"]
            if resource["name"].removesuffix("-parquet") == table
            for field in resource.get("schema", {}).get("fields", ())
        )

    @cached_property
    def manifest(self) -> dict[str, Any]:
        return json.loads((self.folder / "manifest.json").read_bytes())

    @cached_property
    def manifest_sha256(self) -> str:
        return hashlib.sha256((self.folder / "manifest.json").read_bytes()).hexdigest()

    @cached_property
    def the_plan(self) -> Any:
        """The one row of `plan`."""
        return self.table("plan")[0]

    def minutes_of(self, session: int) -> dict[str, Any] | None:
        """The approved minutes of a session as they were signed; None where this package does not have them."""
        path = self.folder / minutes_path(session)
        return json.loads(path.read_bytes()) if path.is_file() else None

    @property
    def cut_off(self) -> date:
        return self.the_plan.cut_off

    @property
    def published_at(self) -> datetime:
        return self.the_plan.published_at

    @property
    def files(self) -> list[str]:
        """Every file of the package, by its path relative to the folder, manifest included."""
        return sorted([*self.manifest["files"], "manifest.json"])


def read_package(folder: Path) -> Package:
    """The package in `folder`, or NotFound. Its hashes are checked by `check_package`, not here."""
    if not (folder / "manifest.json").is_file():
        raise NotFound(gettext_noop("En %(folder)s no hay un corte publicado."), folder=str(folder))
    return Package(folder)


def read_rows(path: Path, table: PublishedTable) -> list[Any]:
    """The rows of one CSV, decoded by the declared types, column by column because that is three times as fast.

    A corte outlives the version that made it: a table or column it does not know is empty, one we dropped is not read.
    """
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        cells = list(reader)
    if not cells:
        return []
    by_name = dict(zip(header, zip(*cells, strict=True), strict=True))
    unknown = ("",) * len(cells)
    decoded = [
        map(read_cell, values) if column.type is ColumnType.STRING else map(column.decode, values)
        for column in table.columns
        for values in (by_name.get(column.name, unknown),)
    ]
    return list(map(table.row._make, zip(*decoded, strict=True)))


def _key_of(row: Any, columns: tuple[str, ...]) -> Any:
    if len(columns) == 1:
        return getattr(row, columns[0])
    return tuple(getattr(row, column) for column in columns)
