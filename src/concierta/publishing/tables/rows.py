"""The rows of every published table, in an order that depends on nothing but the data."""

from collections.abc import Callable, Iterable
from datetime import datetime
from fractions import Fraction
from operator import attrgetter
from typing import Any

from concierta.kernel.clock import local_date
from concierta.publishing.datasets.column import Column, ColumnType, Disclosure, Read, rounded
from concierta.publishing.datasets.dataset import Dataset, Tables
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables import DATASETS


def tables_of(snapshot: Snapshot) -> dict[str, list[Any]]:
    """Table name → rows, in the order of `DATASETS`."""
    tables = Tables(DATASETS)
    for dataset in DATASETS:
        if dataset.objects:
            tables[dataset.name] = rows_of(dataset, dataset.objects(snapshot), snapshot)
    for dataset in DATASETS:
        if dataset.derived:
            tables[dataset.name] = rows_of(dataset, dataset.derived(snapshot, tables), snapshot)
    return {dataset.name: tables[dataset.name] for dataset in DATASETS}


def rows_of(dataset: Dataset, objects: Iterable[Any], snapshot: Snapshot) -> list[Any]:
    """A row for each object, read column by column."""
    sources = list(objects)
    cells = (map(_reader(column, snapshot), sources) for column in dataset.columns)
    return list(map(dataset.row._make, zip(*cells, strict=True)))


def _reader(column: Column, snapshot: Snapshot) -> Callable[[Any], Any]:
    """What a cell of `column` is, of a source object."""
    value = _value_of(column.read or column.name, snapshot)
    if column.disclosure is Disclosure.ENTITY:
        return lambda source: _entity(value(source), snapshot)
    if column.type is ColumnType.DATE:
        return lambda source: _day(value(source))
    if column.type is ColumnType.DECIMAL:
        return lambda source: _decimal(value(source))
    return value


def _value_of(read: Read, snapshot: Snapshot) -> Callable[[Any], Any]:
    return attrgetter(read) if isinstance(read, str) else lambda source: read(source, snapshot)


def _entity(code_or_key: str | int | None, snapshot: Snapshot) -> str:
    return code_or_key if isinstance(code_or_key, str) else snapshot.entity(code_or_key)


def _day(value: Any) -> Any:
    return local_date(value) if isinstance(value, datetime) else value


def _decimal(value: Any) -> Any:
    return rounded(value) if isinstance(value, Fraction) else value
