"""Where things are: which sheet, which row has the headers, which column holds which field."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import permutations

from concierta.workbooks import refusals
from concierta.workbooks.book import Book, Sheet
from concierta.workbooks.figures import Cell, plain_code, read_number
from concierta.workbooks.findings import Report
from concierta.workbooks.labels import column_name, label_key, quarter_keys
from concierta.workbooks.profile import Column, Profile

Columns = list[tuple[Cell, ...]]
Slot = tuple[str, int]
"""A field and its quarter; quarter 0 when the field has none."""

QUARTERS = (1, 2, 3, 4)
ENOUGH = 300
"""Distinct values, in order of appearance, that are enough to tell columns apart."""
_LETTERS = re.compile(r"[^\W\d_]{3}")


@dataclass(slots=True)
class Layout:
    sheet: Sheet
    header_index: int
    slots: dict[Slot, int]
    """Field and quarter → column index."""
    headers: list[str]
    unknown: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)

    def title(self, index: int) -> str:
        return column_name(self.headers[index], index)


def find_layout(book: Book, profile: Profile) -> Layout:
    """The first sheet whose headers are this profile's; `WrongFile`, `MissingColumns` or `NoRows` when none is."""
    best: tuple[int, Layout] | None = None
    seen = []
    preferred = [name for name in book.names if label_key(name) in {label_key(n) for n in profile.sheets}]
    for sheet in book.sheets(preferred):
        seen.append(sheet.name)
        if label_key(sheet.name) in profile.ignored_sheets:
            continue
        score, layout = _best_row(sheet, profile)
        if layout is None:
            continue
        if not _missing(layout, profile):
            return layout
        if best is None or score > best[0]:
            best = (score, layout)
    # A few matching words are a coincidence; a third of the required headers is a matrix with columns missing.
    required = sum(column.required for column in profile.columns.values())
    if best is None or best[0] * 3 < required:
        raise refusals.WrongFile(book.filename, profile.name, seen)
    layout = best[1]
    raise refusals.MissingColumns(book.filename, layout.sheet.name, layout.header_index + 1, _missing(layout, profile))


def _best_row(sheet: Sheet, profile: Profile) -> tuple[int, Layout | None]:
    index = _HeaderIndex(profile)
    best: tuple[int, int] = (0, -1)
    for row_index, row in enumerate(sheet.rows[: profile.header_within]):
        score = len({found for cell in row if isinstance(cell, str) and cell and (found := index.required_of(cell))})
        if score > best[0]:
            best = (score, row_index)
    if best[1] < 0:
        return 0, None
    return best[0], index.place(sheet, best[1])


def _missing(layout: Layout, profile: Profile) -> list[str]:
    placed = {name for name, _quarter in layout.slots}
    return [
        " ".join(column.headers[0].replace(" {q}", "").replace(" {n}", "").split())
        for column in profile.columns.values()
        if column.required and column.field not in placed
    ]


class _HeaderIndex:
    def __init__(self, profile: Profile) -> None:
        self._plain: dict[str, Slot] = {}
        self._followers: dict[str, Column] = {}
        self._required = {c.field for c in profile.columns.values() if c.required}
        for column in profile.columns.values():
            for header in column.headers:
                if "{q}" in header or "{n}" in header:
                    for quarter in QUARTERS:
                        self._plain[quarter_keys(header, quarter)] = (column.field, quarter)
                elif column.after:
                    self._followers[label_key(header)] = column
                else:
                    self._plain[label_key(header)] = (column.field, 0)

    def required_of(self, cell: str) -> str | None:
        found = self._plain.get(label_key(cell), ("", 0))[0]
        return found if found in self._required else None

    def place(self, sheet: Sheet, row_index: int) -> Layout:
        headers = [str(cell) for cell in sheet.rows[row_index]]
        layout = Layout(sheet, row_index, {}, headers)
        current: dict[str, int] = {}
        for index, header in enumerate(headers):
            key = label_key(header)
            if key in self._plain:
                slot = self._plain[key]
                current[slot[0]] = slot[1]
            elif key in self._followers:
                column = self._followers[key]
                slot = (column.field, current.get(column.after or "", 0))
            else:
                layout.unknown.append(index)
                continue
            if slot in layout.slots:
                layout.repeated.append(index)
            else:
                layout.slots[slot] = index
        return layout


def settle_exchanged(layout: Layout, profile: Profile, body: Columns, report: Report, filename: str) -> None:
    """Give each field of an `adjacent` group the column whose content fits it, when headers and content disagree."""

    @cache
    def share(name: str, index: int) -> float:
        return share_that_fits(body[index], profile.columns[name], profile)

    for group in profile.adjacent:
        placed = [layout.slots[(name, 0)] for name in group if (name, 0) in layout.slots]
        if len(placed) != len(group):
            continue
        fit = partial(_smallest_share, share, group)
        if fit(placed) >= 0.5:
            continue
        best = max(permutations(placed), key=fit)
        if fit(best) < 0.5:
            raise refusals.MixedColumns(filename, layout.sheet.name, [layout.headers[index] for index in placed])
        meant = dict(zip(group, placed, strict=True))
        for name, index in zip(group, best, strict=True):
            layout.slots[(name, 0)] = index
            if index != meant[name]:
                sample = next((cell for cell in body[index] if cell != ""), "")
                report.add(
                    "columns-exchanged",
                    row=layout.header_index + 1,
                    column=layout.title(index),
                    value=sample,
                    result=profile.columns[name].headers[0],
                )


def _smallest_share(share: Callable[[str, int], float], group: Sequence[str], order: Sequence[int]) -> float:
    return min(share(name, index) for name, index in zip(group, order, strict=True))


def share_that_fits(cells: Sequence[Cell], column: Column, profile: Profile) -> float:
    """Share (0 to 1) of some distinct values that could be this column's; blanks and "NP" say nothing either way."""
    distinct = [cell for cell in dict.fromkeys(cells) if not (isinstance(cell, str) and _says_nothing(cell, profile))]
    sample = distinct[:ENOUGH]
    if not sample:
        return 1.0
    return sum(_fits(cell, column, profile) for cell in sample) / len(sample)


def _says_nothing(cell: str, profile: Profile) -> bool:
    return " ".join(cell.casefold().split()) in profile.blank


def _fits(cell: Cell, column: Column, profile: Profile) -> bool:
    match column.type:
        case "code":
            text = plain_code(cell)
            return text is not None and (column.pattern is None or column.pattern.fullmatch(text) is not None)
        case "name" | "text":
            return isinstance(cell, str) and _LETTERS.search(cell) is not None
        case "quantity" | "pesos" | "percent" | "weight":
            if isinstance(cell, str):
                return read_number(cell.rstrip("% "), profile.decimal) is not None
            return isinstance(cell, int | float)
        case _:
            return True
