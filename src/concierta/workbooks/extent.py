"""How much memory the cells of a workbook will ask for, worked out from its bytes before any cell is made.

A file of 200 kB can ask for gigabytes: one long string that a million cells repeat, long strings written into each
cell, two cells at opposite ends of a sheet. The reader makes a copy of a string for each cell that shows it, and a
whole grid between the farthest cells.
"""

import re
from collections.abc import Iterator

#: Bytes of text that all cells of a workbook may show together [D]: the largest matrix known, a year of Cali with
#: 7,449 activities, shows 11 MB. A letter outside the first plane makes every letter of its cell cost four bytes.
MAX_TEXT = 64 << 20
#: Places of the grid of one sheet; each costs 32 bytes, empty or not.
MAX_GRID = 6_000_000
#: What a string is taken apart in: the part that holds all shared strings must fit in memory as it is.
MAX_SHARED = 48 << 20

_TAG = re.compile(rb"<[^>]*>")
_STRING = re.compile(rb"<(?:\w+:)?si[\s>/]")
_SAYS_SHARED = re.compile(rb"""\st\s*=\s*["']s["']""")
_SHARED = re.compile(rb"""\st="s"[^<>]*>\s*<(?:\w+:)?v(?:\s[^<>]*)?>\s*(\d{1,9})\s*<""")
#: Numbers and dates are shorter; their bytes are within what the grid is allowed.
_LONG = re.compile(rb">[^<]{24,}<")
_COLUMN = re.compile(rb'<(?:\w+:)?c\s+r="([A-Z]{1,3})')
_ROW = re.compile(rb'<(?:\w+:)?c\s+r="[A-Z]{1,3}(\d{1,7})')


class Extent:
    """Fed with the parts of one workbook as they are inflated; `problem` is true once any limit is passed."""

    def __init__(self) -> None:
        self.text = 0
        self._lengths: list[int] | None = None
        self._longest = 0
        self._waiting: list[tuple[int, dict[bytes, int]]] = []

    def strings(self, part: bytes) -> None:
        """The shared strings: how long each is."""
        pieces = _STRING.split(part)[1:]
        self._lengths = [len(_TAG.sub(b"", piece)) for piece in pieces]
        self._longest = max(self._lengths, default=0)

    def sheet(self, windows: Iterator[bytes]) -> bool:
        """Look through one sheet, given in pieces that end between cells. False when its grid is too large."""
        columns: set[bytes] = set()
        rows: set[bytes] = set()
        unread, shown = 0, dict[bytes, int]()
        for window in windows:
            columns.update(_COLUMN.findall(window))
            rows.update(_ROW.findall(window))
            found = _SHARED.findall(window)
            # Written in a way that is not understood here, it counts as the longest.
            unread += len(_SAYS_SHARED.findall(window)) - len(found)
            for index in found:
                shown[index] = shown.get(index, 0) + 1
            self.text += sum(map(len, _LONG.findall(window)))
            if self.text > MAX_TEXT:
                return True
        self._waiting.append((max(unread, 0), shown))
        return _number_of(columns) * max(map(int, rows), default=0) <= MAX_GRID

    @property
    def too_much_text(self) -> bool:
        """True if the cells would show more than `MAX_TEXT`; asked when all parts have been seen."""
        lengths = self._lengths or []
        total = self.text
        for unread, shown in self._waiting:
            total += unread * self._longest
            for index, times in shown.items():
                place = int(index)
                total += times * (lengths[place] if place < len(lengths) else 0)
        return total > MAX_TEXT


def _number_of(columns: set[bytes]) -> int:
    """How far to the right the farthest column is: A is 1."""
    farthest = 0
    for letters in columns:
        number = 0
        for letter in letters:
            number = number * 26 + letter - 64
        farthest = max(farthest, number)
    return farthest
