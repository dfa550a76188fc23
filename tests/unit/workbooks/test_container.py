"""Hostile and mistaken files: each is refused in a sentence, before the workbook reader sees it."""

import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from concierta.kernel.errors import Refusal
from concierta.workbooks import container, refusals
from concierta.workbooks.container import MAX_FILE, MAX_INFLATED, check_container


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def workbook_with(cells: bytes) -> bytes:
    sheet = b"<worksheet><sheetData><row>" + cells + b"</row></sheetData></worksheet>"
    return zipped({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": sheet})


def test_a_sound_workbook_passes(make_book: Callable[..., bytes], make_row: Callable[..., Any]) -> None:
    assert check_container(make_book([make_row()]), "a.xlsx") == "xlsx"


@pytest.mark.parametrize(
    ("data", "filename", "refusal"),
    [
        (b"", "a.xlsx", refusals.FileEmpty),
        (b"a;b\n1;2\n", "a.xlsx", refusals.NameBelies),
        (b"%PDF-1.7 \x00\x01", "a.pdf", refusals.NotATable),
        (b"\x89PNG\r\n\x1a\n\x00", "a.xlsx", refusals.FileDamaged),
        (b"hola", "a.docx", refusals.NotATable),
        (b"<html></html>", "a.csv", refusals.NotATable),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "a.xls", refusals.OldWorkbook),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            refusals.FileProtected,
        ),
        (zipped({"word/document.xml": b"<x/>"}), "a.xlsx", refusals.NotATable),
        (zipped({"content.xml": b"<x/>"}), "a.xlsx", refusals.OldWorkbook),
        (zipped({"xl/workbook.xml": b"<x/>"}), "a.csv", refusals.NameBelies),
        (b"PK\x03\x04" + b"\0" * 40, "a.xlsx", refusals.FileDamaged),
    ],
)
def test_what_is_not_a_matrix_is_refused(data: bytes, filename: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as caught:
        check_container(data, filename)
    assert filename in str(caught.value)


def test_a_truncated_workbook_is_damaged(make_book: Callable[..., bytes], make_row: Callable[..., Any]) -> None:
    whole = make_book([make_row()])
    for length in (100, len(whole) // 2, len(whole) - 10):
        with pytest.raises(refusals.FileDamaged):
            check_container(whole[:length], "a.xlsx")


def test_a_flipped_byte_fails_its_checksum(make_book: Callable[..., bytes], make_row: Callable[..., Any]) -> None:
    data = bytearray(make_book([make_row()]))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    data[start + 100] ^= 0xFF
    with pytest.raises(refusals.FileDamaged):
        check_container(bytes(data), "a.xlsx")


def test_a_file_over_the_limit_is_not_read() -> None:
    with pytest.raises(refusals.FileTooLarge, match="64 MB"):
        check_container(b"PK" + bytes(MAX_FILE), "a.xlsx")


def test_a_zip_bomb_that_confesses_its_size_is_refused_from_its_directory() -> None:
    bomb = zipped({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": bytes(MAX_INFLATED)})
    with pytest.raises(refusals.SuspiciousWorkbook):
        check_container(bomb, "bomba.xlsx")


def test_a_zip_bomb_that_lies_about_its_size_is_stopped_while_inflating() -> None:
    honest = zipped({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * (40 << 20)})
    liar = honest.replace(struct.pack("<I", 40 << 20), struct.pack("<I", 1_000))
    assert liar != honest
    with pytest.raises(refusals.FileDamaged):
        check_container(liar, "bomba.xlsx")


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="XFD1048576"><v>1</v></c>',
        b'<c r="A100000"><v>1</v></c>',
        b'<c r="EA1"><v>1</v></c>',
        b"<c r='XFD1'><v>1</v></c>",
        b'<c\tr = "XFD1"><v>1</v></c>',
        b'<x:c r="XFD1"><x:v>1</x:v></x:c>',
        b"<c><v>1</v></c>",
        b"<c t='n'><v>1</v></c>",
    ],
)
def test_cells_that_would_make_an_immense_grid_are_refused(cell: bytes) -> None:
    with pytest.raises(refusals.SuspiciousWorkbook):
        check_container(workbook_with(cell), "a.xlsx")


def test_a_far_cell_is_found_wherever_the_file_is_cut_while_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    # Where it is cut matters, and not how much was read before.
    monkeypatch.setattr(container, "CHUNK", 16 << 10)
    near = b'<c r="A1"><v>1</v></c>'
    for padding in range(40):
        filler = near * (container.CHUNK // len(near) - 3) + b" " * padding
        with pytest.raises(refusals.SuspiciousWorkbook):
            check_container(workbook_with(filler + b'<c r="XFD1048576"><v>1</v></c>' + near * 10), "a.xlsx")
        assert check_container(workbook_with(filler + near * 20), "a.xlsx") == "xlsx"


def test_xml_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><workbook>&lol2;</workbook>'
    with pytest.raises(refusals.SuspiciousWorkbook):
        check_container(zipped({"xl/workbook.xml": bomb}), "a.xlsx")


def test_two_parts_with_one_name_are_refused() -> None:
    twice = zipped({"xl/workbook.xml": b"<workbook/>", "xl/Workbook.xml": b"<workbook></workbook>"})
    with pytest.raises(refusals.SuspiciousWorkbook):
        check_container(twice, "a.xlsx")


def test_an_empty_workbook_has_no_headers(read: Callable[..., Any]) -> None:
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer)
    workbook.add_worksheet("Hoja1")
    workbook.close()
    with pytest.raises(refusals.WrongFile, match="Hoja1"):
        read(buffer.getvalue())


def test_a_workbook_whose_parts_make_no_sense_is_damaged(read: Callable[..., Any]) -> None:
    with pytest.raises(refusals.FileDamaged):
        read(zipped({"xl/workbook.xml": b"<workbook", "[Content_Types].xml": b"<"}))
