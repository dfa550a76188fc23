"""Parquet from the CSV, by DuckDB on one thread: the same bytes from the same table on any machine."""

from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb

from concierta.publishing.formats.column import PARQUET_TYPES, Column, ColumnType
from concierta.publishing.formats.table import PublishedTable

_READ = (
    "header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', "
    "allow_quoted_nulls = true, strict_mode = true, max_line_size = 16000000, parallel = false, "
    "dateformat = '%Y-%m-%d', timestampformat = '%Y-%m-%dT%H:%M:%SZ'"
)
_WRITE = "FORMAT parquet, PARQUET_VERSION V1, COMPRESSION zstd, COMPRESSION_LEVEL 3, ROW_GROUP_SIZE 122880"
_OFFLINE = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


class ParquetWriter:
    """One DuckDB in memory for all the tables of a package. No floats: integers and DECIMAL only."""

    def __enter__(self) -> Self:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": "1",
            "preserve_insertion_order": "true",
            **_OFFLINE,
        }
        self._duck = duckdb.connect(":memory:", config=settings)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._duck.close()

    def write(self, table: PublishedTable, csv_path: Path, parquet_path: Path) -> int:
        """Gives the rows written. An empty cell becomes null, text included: in Parquet a missing text is missing."""
        types = ", ".join(f"'{column.name}': '{PARQUET_TYPES[column.type]}'" for column in table.columns)
        cells = ", ".join(map(_cell, table.columns))
        read = f"SELECT {cells} FROM read_csv({_quoted(csv_path)}, columns = {{{types}}}, {_READ})"  # noqa: S608
        written = self._duck.execute(f"COPY ({read}) TO {_quoted(parquet_path)} ({_WRITE})").fetchone()
        return int(written[0]) if written else 0


def _cell(column: Column) -> str:
    # Not a cast: that would take the wall clock of the machine for the zone.
    if column.type is ColumnType.DATETIME:
        return f'make_timestamptz(epoch_us("{column.name}")) AS "{column.name}"'
    return f'"{column.name}"'


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
