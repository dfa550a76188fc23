"""The rows of a located table as typed columns, and how several rows that describe one thing are settled."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar, cast

from concierta.workbooks import refusals
from concierta.workbooks.book import Book
from concierta.workbooks.cells import Value, convert
from concierta.workbooks.figures import Cell
from concierta.workbooks.findings import Report, Sentences
from concierta.workbooks.labels import code_from_name
from concierta.workbooks.layout import Columns, Layout, Slot, find_layout, settle_exchanged
from concierta.workbooks.profile import P

Key = TypeVar("Key", bound=Hashable)
V = TypeVar("V")

Body = tuple[Sequence[int], Sequence[Sequence[Cell]]]
"""Rows of a sheet and the number that each has in it."""

_ROWS_SHOWN = 12


@dataclass(slots=True)
class Table(Generic[P]):
    """``rows[i]`` is the sheet row of position ``i``; ``raw`` and ``typed`` are columns over the same positions.

    A column is asked for with the kind of its values, which is that of its declared type.
    """

    layout: Layout
    profile: P
    report: Report
    rows: Sequence[int]
    raw: Columns
    typed: dict[Slot, list[Value]]

    def __len__(self) -> int:
        return len(self.rows)

    def has(self, field: str, quarter: int = 0) -> bool:
        return (field, quarter) in self.typed

    def column(self, field: str, kind: type[V], quarter: int = 0) -> list[V | None]:
        """Typed values, or one None per row where the table has no such column."""
        return cast("list[V | None]", self.typed.get((field, quarter)) or [None] * len(self.rows))

    def codes(self, code: str | None, name: str) -> list[str]:
        """A code for every row: the one it states, or a stable one from its name, reported where one was due."""
        names = self.column(name, str)
        if not code or not self.has(code):
            made = {text: code_from_name(text or "") for text in set(names)}
            return [made[text] for text in names]
        stated = self.column(code, str)
        codes = []
        for position, given in enumerate(stated):
            codes.append(code_from_name(names[position] or "") if given is None else given)
            if given is None:
                self.tell("code-missing", (code, 0), position, codes[position])
        return codes

    def settle(self, field: str, kind: type[V], positions: Sequence[int], quarter: int = 0) -> V | None:
        """The one value that these rows say; the most repeated (then the first) where they disagree, and reported."""
        values = self._values(field, kind, positions, quarter)
        if values.count(values[0]) == len(values):
            return values[0]
        counted = Counter(value for value in values if value is not None)
        if not counted:
            return None
        kept = counted.most_common(1)[0][0]
        if len(counted) > 1:
            for other in counted:
                if other != kept:
                    self._tell_disagreement((field, quarter), positions, values, other, kept)
        return kept

    def _values(self, field: str, kind: type[V], positions: Sequence[int], quarter: int) -> list[V | None]:
        if not self.has(field, quarter):
            return [None] * len(positions)
        column = self.column(field, kind, quarter)
        return [column[position] for position in positions]

    def saying(self, field: str, words: frozenset[str]) -> list[int]:
        """Positions whose cell is one of `words`, which its column reads as nothing."""
        index = self.layout.slots.get((field, 0))
        if index is None or not words:
            return []
        longest = max(map(len, words)) + 4
        return [
            position
            for position, cell in enumerate(self.raw[index])
            if isinstance(cell, str) and len(cell) <= longest and " ".join(cell.casefold().split()) in words
        ]

    def joined(self, field: str, positions: Sequence[int], quarter: int = 0) -> str | None:
        """All the different texts of these rows, one after another: prose is joined, never chosen from."""
        values = self._values(field, str, positions, quarter)
        if values.count(values[0]) == len(values):
            return values[0]
        texts: dict[str, int] = {}
        for position, value in zip(positions, values, strict=True):
            if value is not None:
                texts.setdefault(value, position)
        if not texts:
            return None
        if len(texts) > 1:
            second = list(texts.values())[1]
            self.tell("explanations-joined", (field, quarter), second, str(len(texts)))
        return "\n\n".join(texts)

    def _tell_disagreement(
        self, slot: Slot, positions: Sequence[int], values: Sequence[object], other: object, kept: object
    ) -> None:
        found = [position for position, value in zip(positions, values, strict=True) if value == other]
        where = ", ".join(str(self.rows[position]) for position in found[:_ROWS_SHOWN])
        more = "…" if len(found) > _ROWS_SHOWN else ""
        self.tell("values-disagree", slot, found[0], f"{_plain(kept)} (≠ {where}{more})")

    def tell(self, code: str, slot: Slot, position: int, result: str, *, value: str | None = None) -> None:
        """Report one cell, shown as it is unless as `value`; about a column that the table lacks, only its row."""
        index = self.layout.slots.get(slot)
        self.report.add(
            code,
            row=self.rows[position],
            column="" if index is None else self.layout.title(index),
            value=value if value is not None else "" if index is None else self.raw[index][position],
            result=result,
        )


def read_table(book: Book, profile: P, sentences: Sentences, rows_of: Callable[[Layout, Report], Body]) -> Table[P]:
    """The first sheet that has this profile's headers, typed; `rows_of` says which rows are the table's.

    Any of `refusals` when there is no such sheet, or no such row.
    """
    layout = find_layout(book, profile)
    report = Report(layout.sheet.name, sentences)
    rows, body = rows_of(layout, report)
    if not rows:
        raise refusals.NoRows(book.filename, layout.sheet.name)
    raw: Columns = list(zip(*body, strict=True))
    settle_exchanged(layout, profile, raw, report, book.filename)
    typed = {
        slot: convert(
            raw[index], profile.columns[slot[0]], profile, title=layout.title(index), rows=rows, report=report
        )
        for slot, index in layout.slots.items()
    }
    return Table(layout, profile, report, rows, raw, typed)


def grouped(keys: Iterable[Key]) -> dict[Key, list[int]]:
    """Positions of each key, keys in order of first appearance."""
    groups: dict[Key, list[int]] = {}
    for position, key in enumerate(keys):
        try:
            groups[key].append(position)
        except KeyError:
            groups[key] = [position]
    return groups


def _plain(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
