"""What a file is, by its bytes: its name proves nothing, and what hides programs is refused."""

import codecs
import csv
import io
import re
import zipfile
from typing import BinaryIO

import puremagic

from concierta.kernel.archives import DAMAGED
from concierta.kernel.errors import Invalid, gettext_noop

_OOXML = "application/vnd.openxmlformats-officedocument."
#: Content type of the main part → media type of the document.
_MAIN_PARTS = {
    f"{_OOXML}spreadsheetml.sheet.main+xml": f"{_OOXML}spreadsheetml.sheet",
    f"{_OOXML}wordprocessingml.document.main+xml": f"{_OOXML}wordprocessingml.document",
}
_OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.text",
}
_OVERRIDE = re.compile(rb"<(?:\w+:)?Override\b[^>]*>", re.IGNORECASE)
_PART = re.compile(rb'\bPartName\s*=\s*["\']/([^"\']+)["\']')
_TYPE = re.compile(rb'\bContentType\s*=\s*["\']([^"\']+)["\']')

MAX_ENTRIES = 10_000
#: A document that unpacks to more than this is a bomb, whatever it says it is.
MAX_UNPACKED = 1 << 30
_MAX_TYPES_PART = 1 << 20


def zip_media_type(file: BinaryIO) -> str | None:
    """The document a ZIP file holds, or None when it is not one of those accepted."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _check_harmless(entries)
            return _open_document(archive, entries) or _office_open(archive, {entry.filename for entry in entries})
    except DAMAGED as error:
        raise Invalid(
            gettext_noop("El archivo está incompleto o dañado: ábralo, guárdelo de nuevo y súbalo otra vez."),
            field="file",
        ) from error


def _check_harmless(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise _protected()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Invalid(
            gettext_noop("Al descomprimirse, este archivo ocuparía demasiado: no se acepta como evidencia."),
            field="file",
        )
    if any("vbaproject" in entry.filename.lower() for entry in entries):
        raise _with_macros()


def _open_document(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str | None:
    """OpenDocument says its type in a first, uncompressed entry (ODF 1.3 part 2 §3.3)."""
    first = entries[0] if entries else None
    if first is None or first.filename != "mimetype" or first.file_size > 200:
        return None
    said = archive.read(first).decode("ascii", "replace").strip()
    return said if said in _OPEN_DOCUMENT and "content.xml" in archive.namelist() else None


def _office_open(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    """The type that [Content_Types].xml gives to a main part that is really there (ECMA-376 part 2 §7.2)."""
    if "[Content_Types].xml" not in names or archive.getinfo("[Content_Types].xml").file_size > _MAX_TYPES_PART:
        return None
    for override in _OVERRIDE.findall(archive.read("[Content_Types].xml")):
        part, kind = _PART.search(override), _TYPE.search(override)
        if part is None or kind is None:
            continue
        if b"macroEnabled" in kind[1]:
            raise _with_macros()
        media_type = _MAIN_PARTS.get(kind[1].decode("ascii", "replace"))
        if media_type and part[1].decode("utf-8", "replace") in names:
            return media_type
    return None


def ole_media_type(file: BinaryIO) -> str | None:
    """An Excel 97–2003 workbook, or None. Protected and macro-bearing ones are refused in words."""
    file.seek(0)
    content = file.read()
    if _utf16("EncryptedPackage") in content:
        raise _protected()
    if _utf16("WordDocument") in content or not (_utf16("Workbook") in content or _utf16("Book") in content):
        return None
    if _utf16("_VBA_PROJECT") in content:
        raise _with_macros()
    return "application/vnd.ms-excel"


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def _protected() -> Invalid:
    return Invalid(
        gettext_noop("El archivo está protegido con contraseña: quítele la contraseña y súbalo otra vez."), field="file"
    )


def _with_macros() -> Invalid:
    return Invalid(
        gettext_noop("El documento tiene macros: guárdelo sin macros (por ejemplo como .xlsx) y súbalo otra vez."),
        field="file",
    )


_HEAD = 4096
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1"}
_TEXT_CHUNK = 1 << 16
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}


def sniff_media_type(file: BinaryIO) -> str:
    """The media type of `file`: one of `evidence.models.EXTENSIONS`, or `Invalid` saying what it seems to be."""
    file.seek(0)
    head = file.read(_HEAD)
    if not head:
        raise Invalid(gettext_noop("El archivo está vacío."), field="file")
    found = _binary_type(head, file) or _text_type(head, file)
    if found is None:
        raise Invalid(
            gettext_noop(
                "Este tipo de archivo no se acepta como evidencia%(seems)s. "
                "Súbalo como PDF, imagen (PNG, JPEG, WebP, HEIC), hoja de cálculo, documento o texto."
            ),
            field="file",
            seems=_seems(head),
        )
    return found


def _binary_type(head: bytes, file: BinaryIO) -> str | None:
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "image/heic"
    if head.startswith(b"PK\x03\x04"):
        return zip_media_type(file)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return ole_media_type(file)
    return None


def _text_type(head: bytes, file: BinaryIO) -> str | None:
    """Text of people, in UTF-8 (or the UTF-16 that Excel exports) or Latin-1; markup and scripts are not."""
    encoding = _encoding(head)
    opening = head.decode(encoding, "replace").lstrip("\ufeff \t\r\n").lower()
    if opening.startswith(("<", "#!", "{\\rtf")) or "<script" in opening or "<svg" in opening or "<html" in opening:
        return None
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    while True:
        chunk = file.read(_TEXT_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError:
            if encoding != "utf-8-sig":
                return None
            return _text_type_latin(head, file)
        if _has_controls(text):
            return None
        if not chunk:
            return "text/csv" if _is_table(opening) else "text/plain"


def _text_type_latin(head: bytes, file: BinaryIO) -> str | None:
    """Latin-1 decodes any byte at all, so the control codes are what tells a text from a binary file."""
    file.seek(0)
    while chunk := file.read(_TEXT_CHUNK):
        # Bytes 0x80–0x9F are letters in Windows-1252, which is what "latin-1" files really are.
        if any(byte in _CONTROLS or byte == 0x7F for byte in chunk):
            return None
    return "text/csv" if _is_table(head.decode("cp1252", "replace")) else "text/plain"


def _encoding(head: bytes) -> str:
    return "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"


def _has_controls(text: str) -> bool:
    return any(ord(letter) in _CONTROLS or letter == "\x7f" for letter in text)


def _is_table(opening: str) -> bool:
    """True if the first complete lines split into the same number (two or more) of cells."""
    lines = opening.splitlines()[:20]
    if len(opening) >= _HEAD // 2:
        lines = lines[:-1]
    lines = [line for line in lines if line.strip()]
    if len(lines) < 2:
        return False
    for delimiter in ";,\t|":
        widths = {len(row) for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)}
        if len(widths) == 1 and widths.pop() > 1:
            return True
    return False


def _seems(head: bytes) -> str:
    try:
        guess = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        guess = ""
    return f" ({guess})" if guess else ""
