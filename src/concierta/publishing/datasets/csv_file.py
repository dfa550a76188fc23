"""Writing a table as CSV (RFC 4180, UTF-8): the form every other one is made from."""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

from concierta.publishing.datasets.column import Column, ColumnType
from concierta.publishing.datasets.dataset import Dataset
from concierta.publishing.datasets.text_form import published_cell


def csv_bytes(dataset: Dataset, rows: Sequence[tuple[Any, ...]]) -> bytes:
    """The whole file, header first. Raises ValueError when two rows share a primary key or a required cell is empty."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.name for column in dataset.columns])
    if rows:
        cells_by_column = zip(dataset.columns, zip(*rows, strict=True), strict=True)
        columns = [list(map(_writer_of(column), cells)) for column, cells in cells_by_column]
        _check(dataset, columns)
        writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode()


def _writer_of(column: Column) -> Callable[[Any], str]:
    if column.type is not ColumnType.STRING:
        return column.encode
    # Names and codes too: whatever is text was typed by somebody, here or in the matrix of an office.
    return lambda value: published_cell(value) if value else ""


def _check(dataset: Dataset, columns: list[list[str]]) -> None:
    by_name = dict(zip((column.name for column in dataset.columns), columns, strict=True))
    keys = list(zip(*(by_name[name] for name in dataset.primary_key), strict=True))
    if len(set(keys)) != len(keys):
        seen: set[Any] = set()
        twice = next(key for key in keys if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"{dataset.name}: two rows with the key {twice}")
    for column in dataset.columns:
        if column.required and "" in by_name[column.name]:
            raise ValueError(f"{dataset.name}: a row without {column.name}")
