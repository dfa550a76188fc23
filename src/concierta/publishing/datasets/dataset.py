"""A published table, declared once: CSV, Parquet, descriptor, dictionary and the rows in memory all derive from it."""

from collections import namedtuple
from dataclasses import dataclass, field
from typing import Any

from concierta.publishing.datasets.column import Column


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`columns` of this table name a row of `table` by its `target` columns."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


@dataclass(frozen=True)
class Dataset:
    """`primary_key` also orders nothing: the order of rows is the extractor's, and always the same."""

    name: str
    title_es: str
    title_en: str
    es: str
    en: str
    primary_key: tuple[str, ...]
    columns: tuple[Column, ...]
    composite_keys: tuple[ForeignKey, ...] = ()
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
