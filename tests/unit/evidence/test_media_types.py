import io
import zipfile

import pytest

from concierta.evidence import media_types
from concierta.evidence.media_types import sniff_media_type
from concierta.evidence.models import EXTENSIONS
from concierta.kernel.errors import Invalid
from concierta.workbooks import refusals
from concierta.workbooks.container import check_container
from factories import PDF, png, workbook

OOXML = "application/vnd.openxmlformats-officedocument."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def open_document(kind: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<office/>")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PDF, "application/pdf"),
        (png(), "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40), "image/jpeg"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(40), "image/webp"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "image/heic"),
        (workbook(), f"{OOXML}spreadsheetml.sheet"),
        (workbook("word/document.xml", "wordprocessingml.document"), f"{OOXML}wordprocessingml.document"),
        (open_document("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
        (open_document("text"), "application/vnd.oasis.opendocument.text"),
        (OLE + utf16("Workbook"), "application/vnd.ms-excel"),
        (b"Nombre;Comuna\nAna;21\nLuis;13\n", "text/csv"),
        ("Nombre,Comuna\nPeña,21\n".encode("cp1252"), "text/csv"),
        ("Nombre\tComuna\nAna\t21\n".encode("utf-16"), "text/csv"),
        ("\ufeffSe atendió a 40 personas.\n".encode(), "text/plain"),
        ("Reunión del 3 de mayo, en la sede.\nSin novedad.\n".encode("cp1252"), "text/plain"),
        (("señal " * 20_000).encode(), "text/plain"),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, expected: str) -> None:
    assert sniff_media_type(io.BytesIO(content)) == expected
    assert expected in EXTENSIONS


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><html><script>alert(1)</script></html>",
        b"  \n<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\xef\xbb\xbf<?xml version='1.0'?><x/>",
        b"Informe\n<script>alert(1)</script>\n",
        b"#!/bin/sh\nrm -rf /\n",
        b"{\\rtf1\\ansi hola}",
        b"MZ\x90\x00\x03\x00\x00\x00" + bytes(60),
        b"\x7fELF\x02\x01\x01" + bytes(60),
        b"\x00\x00\x00\x18ftypisom" + bytes(40),
        b"GIF89a" + bytes(20),
        OLE + utf16("WordDocument") + utf16("Workbook"),
        open_document("presentation"),
        workbook("ppt/presentation.xml", "presentationml.presentation"),
        bytes(range(256)),
        ("é" * 5000).encode() + b"\x01\x02",
    ],
)
def test_what_is_not_on_the_list_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid, match="no se acepta como evidencia"):
        sniff_media_type(io.BytesIO(content))


def test_the_refusal_says_what_the_file_seems_to_be() -> None:
    with pytest.raises(Invalid, match=r"\(text/html\)"):
        sniff_media_type(io.BytesIO(b"<!DOCTYPE html><html>"))


def test_a_content_type_for_a_part_that_is_not_there_is_not_believed() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as source, zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", source.read("[Content_Types].xml"))
        archive.writestr("payload.exe", b"MZ")
    with pytest.raises(Invalid, match="no se acepta como evidencia"):
        sniff_media_type(content)


@pytest.mark.parametrize(
    "content",
    [workbook(**{"xl/vbaProject.bin": b"x"}), OLE + utf16("Workbook") + utf16("_VBA_PROJECT")],
)
def test_documents_with_macros_are_refused(content: bytes) -> None:
    with pytest.raises(Invalid, match="macros"):
        sniff_media_type(io.BytesIO(content))


def test_a_protected_workbook_is_refused_in_words() -> None:
    with pytest.raises(Invalid, match="protegido con contraseña"):
        sniff_media_type(io.BytesIO(OLE + utf16("EncryptedPackage")))


def test_a_truncated_workbook_is_refused_as_damaged() -> None:
    with pytest.raises(Invalid, match="incompleto o dañado"):
        sniff_media_type(io.BytesIO(workbook()[:-30]))


def overwritten(part: str, way: int) -> bytes:
    """A workbook of which `part` is compressed in this `way` and its bytes were overwritten afterwards."""
    content, spoiled = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as whole, zipfile.ZipFile(content, "w") as archive:
        for name in whole.namelist():
            archive.writestr(name, whole.read(name) + b" " * 4000 * (name == part), way)
    with zipfile.ZipFile(content) as archive:
        entry = archive.getinfo(part)
        start = entry.header_offset + 30 + len(part.encode())
        spoiled.write(content.getvalue())
        spoiled.seek(start)
        spoiled.write(b"\xff" * entry.compress_size)
    return spoiled.getvalue()


@pytest.mark.parametrize("way", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_overwritten_part_is_refused_as_damaged_however_it_was_compressed(way: int) -> None:
    with pytest.raises(Invalid, match="incompleto o dañado"):
        sniff_media_type(io.BytesIO(overwritten("[Content_Types].xml", way)))
    with pytest.raises(refusals.FileDamaged):
        check_container(overwritten("xl/workbook.xml", way), "plan.xlsx")


def test_a_zip_bomb_is_refused_without_unpacking_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media_types, "MAX_UNPACKED", 1000)
    with pytest.raises(Invalid, match="ocuparía demasiado"):
        sniff_media_type(io.BytesIO(workbook(xl__big=b"0" * 1001)))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Invalid, match="vacío"):
        sniff_media_type(io.BytesIO(b""))
