"""A table of neither plans nor budgets: a vocabulary of three fields is all that it takes."""

from decimal import Decimal
from pathlib import Path

import pytest

from concierta.workbooks import refusals
from concierta.workbooks.book import Book, ForeignFile, file_of
from concierta.workbooks.findings import Report
from concierta.workbooks.layout import Layout
from concierta.workbooks.profile import Profile, Shelf, Toml, columns_of
from concierta.workbooks.table import Body, Table, grouped, read_table

FIELDS = frozenset({"course", "seats", "note"})
COURSES = """
title = "Cursos"
[columns.course]
type = "name"
headers = ["Curso"]
required = true
[columns.seats]
type = "quantity"
headers = ["Cupos"]
[columns.note]
type = "text"
headers = ["Nota"]
"""
SENTENCES = {"closed": ("El curso está cerrado.", "no se leyó")}


def build(name: str, data: Toml) -> Profile:
    return Profile.of(name, data, columns_of(data, FIELDS))


def rows_of(layout: Layout, report: Report) -> Body:
    """All rows but those of closed courses."""
    rows = list(enumerate(layout.sheet.rows[layout.header_index + 1 :], start=layout.header_index + 2))
    for number, row in rows:
        if "cerrado" in row:
            report.add("closed", row=number)
    kept = [(number, row) for number, row in rows if "cerrado" not in row]
    return [number for number, _row in kept], [row for _number, row in kept]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf[Profile]:
    (tmp_path / "cursos.toml").write_text(COURSES, encoding="utf-8")
    return Shelf(tmp_path, build)


def read(shelf: Shelf[Profile], text: str) -> Table[Profile]:
    return read_table(Book(ForeignFile("cursos.csv", text.encode())), shelf.load("cursos"), SENTENCES, rows_of)


def test_rows_are_typed_and_what_is_not_its_own_is_told(shelf: Shelf[Profile]) -> None:
    table = read(
        shelf, "Año 2025\nCurso;Cupos;Nota\nSoldadura;20;a\nCostura;treinta;b\nCocina;5;cerrado\nSoldadura;25;c\n"
    )
    assert table.column("course", str) == ["Soldadura", "Costura", "Soldadura"]
    assert table.column("seats", Decimal) == [20, None, 25]
    assert list(table.rows) == [3, 4, 6]
    assert [(one.row, one.code, one.column) for one in table.report.finished()] == [
        (4, "not-a-number", "Cupos (B)"),
        (5, "closed", ""),
    ]


def test_rows_of_one_thing_say_one_value_and_all_of_their_prose(shelf: Shelf[Profile]) -> None:
    table = read(shelf, "Curso;Cupos;Nota\nSoldadura;20;a\nSoldadura;25;b\nSoldadura;25;a\n")
    (positions,) = grouped(table.column("course", str)).values()
    assert table.settle("seats", Decimal, positions) == 25
    assert table.joined("note", positions) == "a\n\nb"
    assert [(one.row, one.code, one.result) for one in table.report.finished()] == [
        (2, "values-disagree", "25 (≠ 2)"),
        (3, "explanations-joined", "2"),
    ]


def test_a_column_that_the_file_lacks_says_nothing(shelf: Shelf[Profile]) -> None:
    table = read(shelf, "Curso\nSoldadura\n")
    assert table.column("seats", Decimal) == [None]
    assert table.settle("seats", Decimal, [0]) is None
    assert table.joined("note", [0]) is None
    assert table.codes("note", "course") == ["soldadura"]


def test_a_profile_is_on_the_shelf_or_a_file_of_somebody(shelf: Shelf[Profile], tmp_path: Path) -> None:
    own = tmp_path / "own" / "talleres.toml"
    own.parent.mkdir()
    own.write_text(COURSES, encoding="utf-8")
    assert shelf.known() == ["cursos"]
    assert shelf.load("cursos") is shelf.load("cursos")
    assert (shelf.load(own).name, shelf.load(own).title) == ("talleres", "Cursos")
    with pytest.raises(refusals.UnknownProfile, match="cursos"):
        shelf.load("talleres")


def test_a_profile_names_only_fields_of_its_vocabulary(shelf: Shelf[Profile]) -> None:
    with pytest.raises(refusals.ProfileRefused, match=r"^El perfil «perfil» no sirve: columnas desconocidas: price\.$"):
        shelf.parse({"columns": {"price": {"type": "pesos", "headers": ["Precio"]}}})


def test_bytes_without_a_name_get_one_and_a_file_keeps_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a")
    assert file_of(b"a", filename="", unnamed="tabla.csv") == ForeignFile("tabla.csv", b"a")
    assert file_of(path, filename="", unnamed="tabla.csv") == ForeignFile("a.csv", b"a")
    assert file_of(path, filename="b.csv", unnamed="tabla.csv") == ForeignFile("b.csv", b"a")
    with pytest.raises(refusals.FileUnreadable, match=r"nada\.csv"):
        file_of(tmp_path / "nada.csv", filename="", unnamed="tabla.csv")
