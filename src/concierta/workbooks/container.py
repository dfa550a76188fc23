"""What kind of file the bytes are, and whether it is safe to hand them to the workbook reader.

The reader keeps a dense grid in memory and aborts the whole process when it does not fit, so everything that could
make it grow is bounded here first: bytes inflated, how far from A1 a cell may claim to be, and (`extent`) how much text
its cells show.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO, Literal

from concierta.kernel.archives import DAMAGED
from concierta.kernel.errors import gettext_noop
from concierta.workbooks import refusals
from concierta.workbooks.extent import MAX_SHARED, Extent

MAX_FILE = 64 << 20
MAX_INFLATED = 200 << 20
MAX_ENTRIES = 2_000
CHUNK = 4 << 20

Kind = Literal["xlsx", "csv"]

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
_BOOK_SUFFIXES = (".xlsx", ".xlsm")

# Every cell must say where it is, no farther than column DZ and row 99.999, the way every known producer writes it.
# Anything else could make the reader's grid arbitrarily large: rather refuse an exotic file than lose the process.
_ODD_CELL = re.compile(rb'<c[\s>/](?!r="[A-D]?[A-Z][1-9]\d{0,4}")')
_ODD_PREFIXED_CELL = re.compile(rb'<\w+:c[\s>/](?!r="[A-D]?[A-Z][1-9]\d{0,4}")')
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def check_container(data: bytes, filename: str) -> Kind:
    """The kind of file `data` really is; any of `refusals` when it must not be read."""
    if not data:
        raise refusals.FileEmpty(filename)
    if len(data) > MAX_FILE:
        raise refusals.FileTooLarge(filename, MAX_FILE)
    name = filename.lower()
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise refusals.FileProtected(filename)
        raise refusals.OldWorkbook(filename)
    if data.startswith(b"PK"):
        if name.endswith(_TEXT_SUFFIXES):
            raise refusals.NameBelies(filename, gettext_noop("un libro de Excel"))
        _check_zip(data, filename)
        return "xlsx"
    if not _looks_like_text(data):
        raise refusals.FileDamaged(filename) if name.endswith(_BOOK_SUFFIXES) else refusals.NotATable(filename)
    if name.endswith(_BOOK_SUFFIXES):
        raise refusals.NameBelies(filename, gettext_noop("texto separado por comas o por punto y coma"))
    if not name.endswith(_TEXT_SUFFIXES):
        raise refusals.NotATable(filename)
    return "csv"


def _looks_like_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    sample = data[: 1 << 16]
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x1a" for byte in sample)
    return control == 0 and not sample.lstrip().startswith((b"%PDF", b"{\\rtf", b"<"))


def _check_zip(data: bytes, filename: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_directory(entries, filename)
            extent = Extent()
            for entry in entries:
                if not entry.filename.startswith("xl/media/"):
                    _check_entry(archive, entry, filename, extent)
            if extent.too_much_text:
                raise refusals.SuspiciousWorkbook(filename, gettext_noop("sus celdas muestran demasiado texto"))
    except DAMAGED as error:
        raise refusals.FileDamaged(filename) from error


def _check_directory(entries: list[zipfile.ZipInfo], filename: str) -> None:
    names = {entry.filename.lower() for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise refusals.FileProtected(filename)
    if "xl/workbook.xml" not in names:
        if {"content.xml", "xl/workbook.bin"} & names:
            raise refusals.OldWorkbook(filename)
        raise refusals.NotATable(filename)
    if len(names) != len(entries):
        raise refusals.SuspiciousWorkbook(filename, gettext_noop("tiene dos partes con el mismo nombre"))
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_INFLATED:
        raise refusals.SuspiciousWorkbook(filename, gettext_noop("descomprimido ocuparía demasiado"))


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, filename: str, extent: Extent) -> None:
    """Inflate once, counting: `zipfile` stops at the declared size and a header that lied fails the checksum."""
    name = entry.filename.lower()
    with archive.open(entry) as stream:
        if name.endswith("sharedstrings.xml"):
            if entry.file_size > MAX_SHARED:
                raise refusals.SuspiciousWorkbook(filename, gettext_noop("descomprimido ocuparía demasiado"))
            part = stream.read()
            _check_plain(part, filename)
            extent.strings(part)
        elif name.endswith(".xml"):
            if not extent.sheet(_between_cells(stream, filename)):
                raise refusals.SuspiciousWorkbook(
                    filename, gettext_noop("sus celdas están demasiado lejos unas de otras")
                )
        else:
            while stream.read(CHUNK):
                pass


def _between_cells(stream: IO[bytes], filename: str) -> Iterator[bytes]:
    """The part in pieces that end where a cell begins, each looked at for what may not be in it."""
    kept, first = b"", True
    while chunk := stream.read(CHUNK):
        if first:
            _check_plain(chunk, filename)
        first = False
        window = kept + chunk
        _check_cells(window, filename, last=len(chunk) < CHUNK)
        cut = max(window.rfind(b"<c "), window.rfind(b":c "))
        if cut < 0 or len(window) - cut > CHUNK:
            cut = max(len(window) - 64, 0)
        yield window[:cut]
        kept = window[cut:]
    yield kept


def _check_plain(chunk: bytes, filename: str) -> None:
    if _DOCTYPE.search(chunk, 0, 4096):
        raise refusals.SuspiciousWorkbook(filename, gettext_noop("declara entidades XML"))


def _check_cells(window: bytes, filename: str, *, last: bool) -> None:
    odd = _ODD_CELL.search(window) or (_ODD_PREFIXED_CELL.search(window) if b":c" in window else None)
    # A cell opened within the last bytes may be cut; it comes again whole in the next window.
    cut = odd is not None and not last and odd.start() > len(window) - 32
    if (odd and not cut) or b"\0" in window:
        raise refusals.SuspiciousWorkbook(
            filename, gettext_noop("tiene celdas sin posición, o más allá de la columna DZ o de la fila 99.999")
        )
