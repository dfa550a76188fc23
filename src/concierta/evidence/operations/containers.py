"""Looking inside ZIP and OLE2 files, because their first bytes are shared by formats of very different risk."""

import re
import zipfile
from typing import BinaryIO

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
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
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
