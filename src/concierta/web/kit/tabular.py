"""What a table shows, before it is marked up: the ``data-table`` component draws it."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Column:
    """``unit`` stands in the header, once, and not in each cell."""

    label: str
    numeric: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The first cell of each row is its header. Cells are text or safe HTML."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]] = field(default_factory=list)

    @property
    def cells(self) -> list[list[tuple[str, bool]]]:
        """Each cell with whether it is a number, so that the template only loops."""
        numeric = [column.numeric for column in self.columns]
        return [list(zip(row, numeric, strict=True)) for row in self.rows]
