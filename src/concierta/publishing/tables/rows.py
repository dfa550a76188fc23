"""The rows of every published table, in an order that depends on nothing but the data."""

from collections.abc import Callable, Iterable
from datetime import datetime
from fractions import Fraction
from operator import attrgetter
from typing import Any

from concierta.kernel.clock import local_date
from concierta.publishing.formats.column import Column, ColumnType, Disclosure, Read, rounded
from concierta.publishing.formats.table import PublishedTable, Tables
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables import TABLES


def tables_of(snapshot: Snapshot) -> dict[str, list[Any]]:
    """Table name → rows, in the order of `TABLES`."""
    tables = Tables(TABLES)
    for table in TABLES:
        if table.objects:
            tables[table.name] = rows_of(table, table.objects(snapshot), snapshot)
    for table in TABLES:
        if table.derived:
            tables[table.name] = rows_of(table, table.derived(snapshot, tables), snapshot)
    return {table.name: tables[table.name] for table in TABLES}


def rows_of(table: PublishedTable, objects: Iterable[Any], snapshot: Snapshot) -> list[Any]:
    """A row for each object, read column by column."""
    sources = list(objects)
    cells = (map(_reader(column, snapshot), sources) for column in table.columns)
    return list(map(table.row._make, zip(*cells, strict=True)))


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
