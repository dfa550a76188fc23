"""A published table, declared once: CSV, Parquet, descriptor, dictionary and the rows in memory all derive from it."""

from collections import namedtuple
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from concierta.publishing.formats.column import Column

if TYPE_CHECKING:
    from concierta.publishing.queries.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`columns` of this table name a row of `table` by its `target` columns."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


@dataclass(frozen=True)
class PublishedTable:
    """A row for each of its `objects`, in their order, which is always the same: `primary_key` orders nothing.

    A table that is made of what the others say has `derived` instead.
    """

    name: str
    title_es: str
    title_en: str
    es: str
    en: str
    primary_key: tuple[str, ...]
    columns: tuple[Column, ...]
    composite_keys: tuple[ForeignKey, ...] = ()
    objects: Callable[["Snapshot"], Iterable[Any]] | None = None
    derived: Callable[["Snapshot", "Tables"], Iterable[Any]] | None = None
    row: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if missing := set(self.primary_key) - set(names):
            raise ValueError(f"{self.name}: the key names columns that it does not have: {sorted(missing)}")
        kind = namedtuple(self.name.title().replace("_", ""), names)  # type: ignore[misc]
        object.__setattr__(self, "row", kind)

    @property
    def foreign_keys(self) -> tuple[ForeignKey, ...]:
        single = tuple(
            ForeignKey((column.name,), *_target(column.references)) for column in self.columns if column.references
        )
        return single + self.composite_keys

    @property
    def csv_path(self) -> str:
        return f"data/{self.name}.csv"

    @property
    def parquet_path(self) -> str:
        return f"data/{self.name}.parquet"


def _target(reference: str) -> tuple[str, tuple[str, ...]]:
    table, column = reference.split(".")
    return table, (column,)


class Tables(dict[str, list[Any]]):
    """Table name → its rows, of the tables read so far."""

    def __init__(self, tables: Iterable[PublishedTable]) -> None:
        super().__init__()
        self._declared = tables

    def codes_of(self, target: str) -> set[str]:
        """Every code of the table `target` that they name."""
        return {
            row[place]
            for table in self._declared
            for place, column in enumerate(table.columns)
            if column.references.partition(".")[0] == target
            for row in self.get(table.name, ())
            if row[place]
        }
