"""What a file is, decided by its bytes: the name and the browser's claim are never asked.

The list is closed. What is not on it is refused, and puremagic only helps to tell the person what it seems to be.
Formats that a browser would run (HTML, SVG, XML) and documents with macros are never accepted.
"""

import codecs
import csv
import io
from typing import BinaryIO

import puremagic

from concierta.evidence.operations.containers import ole_media_type, zip_media_type
from concierta.kernel.errors import Invalid, gettext_noop

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
    """Whether the first complete lines split into the same number (two or more) of cells."""
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
