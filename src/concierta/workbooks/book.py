"""A file as it was given, and its sheets of raw cells once `container` has said that they are safe."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar, cast

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from concierta.workbooks import refusals
from concierta.workbooks.container import MAX_FILE, check_container
from concierta.workbooks.figures import Cell

MAX_CELLS = 6_000_000
_FIELD_LIMIT = 1 << 20
#: Lines that show by which mark a file is split. All of them are read whatever they hold.
_OPENING = 60

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """The bytes of a file under the name that refusals call it by."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def file_of(given: str | Path | bytes, *, filename: str, unnamed: str) -> ForeignFile:
    """What was given, read whole; bytes that came without a name are called `unnamed`."""
    if isinstance(given, bytes):
        return ForeignFile(filename or unnamed, given)
    path = Path(given)
    name = filename or path.name
    try:
        if path.stat().st_size > MAX_FILE:
            raise refusals.FileTooLarge(name, MAX_FILE)
        return ForeignFile(name, path.read_bytes())
    except OSError as error:
        raise refusals.FileUnreadable(name) from error


@dataclass(slots=True)
class Sheet:
    """``rows[0]`` is row 1 of the sheet; every row is as wide as the widest."""

    name: str
    rows: list[list[Cell]]


class Book:
    """Sheets by name, read one at a time: only those asked for are held in memory."""

    def __init__(self, file: ForeignFile) -> None:
        kind = check_container(file.content, file.name)
        self.filename = file.name
        self._text = _csv_rows(file) if kind == "csv" else None
        self._book = None if kind == "csv" else self._guarded(lambda: _opened(file))

    @property
    def names(self) -> list[str]:
        return ["CSV"] if self._book is None else list(self._book.sheet_names)

    def sheet(self, name: str) -> Sheet:
        if self._book is None:
            return Sheet(name, self._text or [])
        book = self._book
        return Sheet(name, self._guarded(lambda: _grid(book, name, self.filename)))

    def sheets(self, first: list[str]) -> Iterator[Sheet]:
        """All of them, those in `first` before the others."""
        names = self.names
        for name in [n for n in first if n in names] + [n for n in names if n not in first]:
            yield self.sheet(name)

    def _guarded(self, read: Callable[[], T]) -> T:
        """Whatever the reader trips over, the person is told one thing: the file is damaged."""
        try:
            return read()
        except PasswordError as error:
            raise refusals.FileProtected(self.filename) from error
        except (CalamineError, OSError, ValueError, TypeError) as error:
            raise refusals.FileDamaged(self.filename) from error
        except BaseException as error:
            # The reader is compiled; when it panics, what arrives here is not even an Exception.
            if type(error).__name__ == "PanicException":
                raise refusals.FileDamaged(self.filename) from error
            raise


def _opened(file: ForeignFile) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(file.content))


def _grid(book: CalamineWorkbook, name: str, filename: str) -> list[list[Cell]]:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise refusals.TooManyCells(filename, MAX_CELLS)
    return sheet.to_python(skip_empty_area=False)


def _csv_rows(file: ForeignFile) -> list[list[Cell]]:
    text = _decoded(file)
    delimiter = _delimiter(text)
    if text.count(delimiter) + text.count("\n") > MAX_CELLS:
        raise refusals.TooManyCells(file.name, MAX_CELLS)
    csv.field_size_limit(_FIELD_LIMIT)
    try:
        rows = cast("list[list[Cell]]", list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    except csv.Error as error:
        raise refusals.FileDamaged(file.name) from error
    width = max((len(row) for row in rows), default=0)
    if width * len(rows) > MAX_CELLS:
        raise refusals.TooManyCells(file.name, MAX_CELLS)
    for row in rows:
        row.extend([""] * (width - len(row)))
    return rows


def _decoded(file: ForeignFile) -> str:
    wide = file.content.startswith((b"\xff\xfe", b"\xfe\xff"))
    # The last two are what Excel in Spanish writes when it does not write UTF-8.
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return file.content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refusals.FileDamaged(file.name)


def _delimiter(text: str) -> str:
    """The mark that splits the widest of the first lines; a comma inside a sentence loses to a semicolon per column."""
    opening = list(islice(io.StringIO(text, newline=None), _OPENING))
    return max(";\t|,", key=lambda mark: (max((line.count(mark) for line in opening), default=0), mark != ","))
