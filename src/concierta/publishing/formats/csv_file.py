"""Writing a table as CSV (RFC 4180, UTF-8): the form every other one is made from."""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

from concierta.publishing.formats.column import Column, ColumnType
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.formats.text_form import published_cell


def csv_bytes(table: PublishedTable, rows: Sequence[tuple[Any, ...]]) -> bytes:
    """The whole file, header first. Raises ValueError when two rows share a primary key or a required cell is empty."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.name for column in table.columns])
    if rows:
        cells_by_column = zip(table.columns, zip(*rows, strict=True), strict=True)
        columns = [list(map(_writer_of(column), cells)) for column, cells in cells_by_column]
        _check(table, columns)
        writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode()


def _writer_of(column: Column) -> Callable[[Any], str]:
    if column.type is not ColumnType.STRING:
        return column.encode
    # Names and codes too: whatever is text was typed by somebody, here or in the matrix of an office.
    return lambda value: published_cell(value) if value else ""


def _check(table: PublishedTable, columns: list[list[str]]) -> None:
    by_name = dict(zip((column.name for column in table.columns), columns, strict=True))
    keys = list(zip(*(by_name[name] for name in table.primary_key), strict=True))
    if len(set(keys)) != len(keys):
        seen: set[Any] = set()
        twice = next(key for key in keys if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"{table.name}: two rows with the key {twice}")
    for column in table.columns:
        if column.required and "" in by_name[column.name]:
            raise ValueError(f"{table.name}: a row without {column.name}")
