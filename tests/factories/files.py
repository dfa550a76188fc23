"""Small true files of the kinds that people bring as evidence."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
)


def upload(content: bytes = PDF) -> io.BytesIO:
    return io.BytesIO(content)


def posted(content: bytes = PDF, filename: str = "informe.pdf") -> SimpleUploadedFile:
    """As a form brings it."""
    return SimpleUploadedFile(filename, content, content_type="application/pdf")


def png(shade: int = 0) -> bytes:
    """One grey pixel; another shade is another file."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(bytes([0, shade]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def workbook(part: str = "xl/workbook.xml", kind: str = "spreadsheetml.sheet", **more: bytes) -> bytes:
    """The skeleton of an Office Open XML file; `more` adds entries, with "__" for the folder separator."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES.format(part=part, kind=kind))
        archive.writestr(part, "<workbook/>")
        for name, data in more.items():
            archive.writestr(name.replace("__", "/"), data)
    return content.getvalue()
