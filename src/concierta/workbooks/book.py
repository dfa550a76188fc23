"""Sheets of raw cells out of bytes, once `container` has said that they are safe."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from concierta.workbooks import refusals
from concierta.workbooks.container import Kind

MAX_CELLS = 6_000_000
_FIELD_LIMIT = 1 << 20


@dataclass(slots=True)
class Sheet:
    """``rows[0]`` is row 1 of the sheet; every row is as wide as the widest."""

    name: str
    rows: list[list[Any]]


class Book:
    """Sheets by name, read one at a time: only those asked for are held in memory."""

    def __init__(self, data: bytes, kind: Kind, filename: str) -> None:
        self._filename = filename
        self._text = _csv_rows(data, filename) if kind == "csv" else None
        self._book = None if kind == "csv" else _guarded(filename, CalamineWorkbook.from_filelike, io.BytesIO(data))

    @property
    def names(self) -> list[str]:
        return ["CSV"] if self._book is None else list(self._book.sheet_names)

    def sheet(self, name: str) -> Sheet:
        if self._book is None:
            return Sheet(name, self._text or [])
        book = self._book
        return Sheet(name, _guarded(self._filename, lambda: _grid(book, name, self._filename)))

    def sheets(self, first: list[str]) -> Iterator[Sheet]:
        """All of them, those in `first` before the others."""
        names = self.names
        for name in [n for n in first if n in names] + [n for n in names if n not in first]:
            yield self.sheet(name)


def _grid(book: CalamineWorkbook, name: str, filename: str) -> list[list[Any]]:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise refusals.TooManyCells(filename, MAX_CELLS)
    return sheet.to_python(skip_empty_area=False)


def _guarded(filename: str, read: Any, *args: Any) -> Any:
    """Whatever the reader trips over, the person is told one thing: the file is damaged."""
    try:
        return read(*args)
    except PasswordError as error:
        raise refusals.FileProtected(filename) from error
    except (CalamineError, OSError, ValueError, TypeError) as error:
        raise refusals.FileDamaged(filename) from error
    except BaseException as error:
        # The reader is compiled; when it panics, what arrives here is not even an Exception.
        if type(error).__name__ == "PanicException":
            raise refusals.FileDamaged(filename) from error
        raise


def _csv_rows(data: bytes, filename: str) -> list[list[Any]]:
    text = _decoded(data, filename)
    delimiter = _delimiter(text)
    if text.count(delimiter) + text.count("\n") > MAX_CELLS:
        raise refusals.TooManyCells(filename, MAX_CELLS)
    csv.field_size_limit(_FIELD_LIMIT)
    try:
        rows: list[list[Any]] = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise refusals.FileDamaged(filename) from error
    width = max((len(row) for row in rows), default=0)
    if width * len(rows) > MAX_CELLS:
        raise refusals.TooManyCells(filename, MAX_CELLS)
    for row in rows:
        row.extend([""] * (width - len(row)))
    return rows


def _decoded(data: bytes, filename: str) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    # The last two are what Excel in Spanish writes when it does not write UTF-8.
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refusals.FileDamaged(filename)


def _delimiter(text: str) -> str:
    """The mark that splits the widest of the first lines; a comma inside a sentence loses to a semicolon per column."""
    lines = text.splitlines()[:60]
    return max(";\t|,", key=lambda mark: (max((line.count(mark) for line in lines), default=0), mark != ","))
