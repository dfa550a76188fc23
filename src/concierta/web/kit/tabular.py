"""What a table shows, before it is marked up: the ``data-table`` component draws it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from concierta.web.kit import formats


@dataclass(frozen=True, slots=True)
class Column:
    """``unit`` stands in the header, once, and not in each cell. ``cell`` is what a row says under this header."""

    label: str
    numeric: bool = False
    unit: str = ""
    cell: Callable[[Any], str] = str


def number_column(label: str, amount: Callable[[Any], formats.Number | None], unit: str = "") -> Column:
    return Column(label, numeric=True, unit=unit, cell=lambda row: formats.number(amount(row)))


def pesos_column(label: str, amount: Callable[[Any], formats.Number | None]) -> Column:
    return number_column(label, amount, gettext("pesos"))


def percent_column(label: str, share: Callable[[Any], formats.Number | None]) -> Column:
    return Column(label, numeric=True, cell=lambda row: formats.percent(share(row)))


@dataclass(frozen=True, slots=True)
class Table:
    """The first cell of each row is its header. Cells are text or safe HTML."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]] = field(default_factory=list)

    @classmethod
    def of(cls, rows: Iterable[Any], *columns: Column) -> "Table":
        """Each of the rows as its columns tell it."""
        return cls(columns, [[column.cell(row) for column in columns] for row in rows])

    @property
    def cells(self) -> list[list[tuple[str, bool]]]:
        """Each cell with whether it is a number, so that the template only loops."""
        numeric = [column.numeric for column in self.columns]
        return [list(zip(row, numeric, strict=True)) for row in self.rows]

    @property
    def labelled(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each row as its header and its other cells, each with its column's: for one that stacks on a telephone."""
        labels = [column.label for column in self.columns]
        return [(row[0], list(zip(labels[1:], row[1:], strict=True))) for row in self.rows]
