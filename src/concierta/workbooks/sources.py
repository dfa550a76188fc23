"""The rows of a located matrix as typed columns, and how several rows that describe one thing are settled."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from concierta.workbooks.columns import convert
from concierta.workbooks.findings import Report
from concierta.workbooks.labels import code_from_name
from concierta.workbooks.layout import Columns, Layout, Slot
from concierta.workbooks.profile import Profile

Key = TypeVar("Key", bound=Hashable)
_ROWS_SHOWN = 12


@dataclass(slots=True)
class Source:
    """``rows[i]`` is the sheet row of position ``i``; ``raw`` and ``typed`` are columns over the same positions."""

    layout: Layout
    profile: Profile
    report: Report
    rows: Sequence[int]
    raw: Columns
    typed: dict[Slot, list[Any]]

    def __len__(self) -> int:
        return len(self.rows)

    def has(self, field: str, quarter: int = 0) -> bool:
        return (field, quarter) in self.typed

    def column(self, field: str, quarter: int = 0) -> list[Any]:
        """Typed values, or one None per row where the matrix has no such column."""
        return self.typed.get((field, quarter)) or [None] * len(self.rows)

    def title(self, slot: Slot) -> str:
        return self.layout.title(self.layout.slots[slot])

    def codes(self, code: str | None, name: str) -> list[str]:
        """A code for every row: the one it states, or a stable one from its name, reported where one was due."""
        names = self.column(name)
        stated = self.typed.get((code, 0)) if code else None
        if stated is None:
            made = {text: code_from_name(text or "") for text in set(names)}
            return [made[text] for text in names]
        if None not in stated:
            return stated
        codes = list(stated)
        for position, value in enumerate(stated):
            if value is None:
                codes[position] = code_from_name(names[position] or "")
                self.tell("code-missing", (code or "", 0), position, codes[position])
        return codes

    def settle(self, field: str, positions: Sequence[int], quarter: int = 0) -> Any:
        """The one value that these rows say; the most repeated (then the first) where they disagree, and reported."""
        column = self.typed.get((field, quarter))
        if column is None:
            return None
        first = column[positions[0]]
        values = [column[position] for position in positions]
        if values.count(first) == len(values):
            return first
        counted = Counter(value for value in values if value is not None)
        if not counted:
            return None
        kept = counted.most_common(1)[0][0]
        if len(counted) > 1:
            for other in counted:
                if other != kept:
                    self._tell_disagreement((field, quarter), positions, values, other, kept)
        return kept

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
        column = self.typed.get((field, quarter))
        if column is None:
            return None
        first = column[positions[0]]
        values = [column[position] for position in positions]
        if values.count(first) == len(values):
            return first
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
        self, slot: Slot, positions: Sequence[int], values: list[Any], other: Any, kept: Any
    ) -> None:
        found = [position for position, value in zip(positions, values, strict=True) if value == other]
        where = ", ".join(str(self.rows[position]) for position in found[:_ROWS_SHOWN])
        more = "…" if len(found) > _ROWS_SHOWN else ""
        self.tell("values-disagree", slot, found[0], f"{_plain(kept)} (≠ {where}{more})")

    def tell(self, code: str, slot: Slot, position: int, result: str) -> None:
        """Report one cell; a finding about a column that the matrix lacks has only its row."""
        index = self.layout.slots.get(slot)
        if index is None:
            self.report.add(code, row=self.rows[position], result=result)
            return
        self.report.add(
            code,
            row=self.rows[position],
            column=self.layout.title(index),
            value=self.raw[index][position],
            result=result,
        )


def grouped(keys: Iterable[Key]) -> dict[Key, list[int]]:
    """Positions of each key, keys in order of first appearance."""
    groups: dict[Key, list[int]] = {}
    for position, key in enumerate(keys):
        try:
            groups[key].append(position)
        except KeyError:
            groups[key] = [position]
    return groups


def typed_columns(
    layout: Layout, profile: Profile, raw: Columns, rows: Sequence[int], report: Report, watch: Callable[[int], None]
) -> dict[Slot, list[Any]]:
    """Convert every placed column; `watch` hears how many are done."""
    typed: dict[Slot, list[Any]] = {}
    for done, (slot, index) in enumerate(layout.slots.items(), start=1):
        typed[slot] = convert(
            raw[index], profile.columns[slot[0]], profile, title=layout.title(index), rows=rows, report=report
        )
        watch(done)
    return typed


def _plain(value: Any) -> str:
    return f"{value:f}" if hasattr(value, "as_tuple") else str(value)
