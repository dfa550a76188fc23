"""The declarations: whole, consistent, and true to what is written and read."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.publishing.formats.column import Column, ColumnType
from concierta.publishing.formats.csv_file import csv_bytes
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.formats.text_form import published_cell, published_text, read_cell
from concierta.publishing.queries.package import read_rows
from concierta.publishing.tables import TABLE_BY_NAME, TABLES
from concierta.publishing.tables.columns import code, day, entity, fraction, text, whole
from concierta.publishing.tables.rows import rows_of

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@every_table
def test_every_table_and_column_is_explained_in_both_languages(table):
    texts = [table.title_es, table.title_en, table.es, table.en]
    texts += [text for column in table.columns for text in (column.es, column.en)]
    assert all(text.strip() for text in texts)


@every_table
def test_every_foreign_key_names_the_key_of_its_table(table):
    for key in table.foreign_keys:
        assert TABLE_BY_NAME[key.table].primary_key == key.target


@every_table
def test_no_column_could_hold_a_person(table):
    assert not {"email", "user", "person", "actor", "by", "uploaded_by", "published_by"} & {
        column.name for column in table.columns
    }


def test_names_are_unique_and_every_table_has_its_rows():
    assert len(TABLE_BY_NAME) == len(TABLES)
    for table in TABLES:
        assert (table.objects is None) != (table.derived is None), table.name


def test_a_key_that_is_no_column_is_refused():
    with pytest.raises(ValueError, match="key"):
        PublishedTable("t", "T", "T", "t", "t", ("missing",), (Column("a", ColumnType.STRING, "a", "a"),))


def test_a_row_is_read_as_its_columns_say():
    table = PublishedTable(
        "t", "T", "T", "t", "t", ("name",),
        (
            text("name", "a", "a"),
            code("project", "b", "b", read="project.code"),
            whole("year", "c", "c", read=lambda source, snapshot: snapshot.year + source.after),
            fraction("share", "d", "d"),
            day("seen", "e", "e"),
            entity("reporter", "f", "f"),
            entity("author", "g", "g", read="author"),
        ),
    )  # fmt: skip
    source = SimpleNamespace(
        name="x", project=SimpleNamespace(code="BP-1"), after=1, share=Fraction(2, 3), reporter_id=7, author="sena",
        seen=datetime(2025, 1, 2, 3, tzinfo=UTC),
    )  # fmt: skip
    snapshot: Any = SimpleNamespace(year=2024, entity={7: "andi"}.get)
    assert rows_of(table, [source], snapshot) == [
        ("x", "BP-1", 2025, Decimal("0.666666667"), date(2025, 1, 1), "andi", "sena")
    ]


ALL_TYPES = PublishedTable(
    "all_types",
    "Todo",
    "All",
    "Todo.",
    "All.",
    ("key",),
    (
        Column("key", ColumnType.INTEGER, "clave", "key", required=True),
        *(Column(kind.value, kind, kind.value, kind.value) for kind in ColumnType if kind != ColumnType.INTEGER),
    ),
)

values = st.tuples(
    st.text().map(published_text),
    st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**17), max_value=10**17),
    st.none() | st.dates(date(1, 1, 1)),
    st.none() | st.datetimes(datetime(1900, 1, 1), timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=0)),
    st.none() | st.booleans(),
)


@given(rows=st.lists(values, max_size=5))
def test_what_is_written_is_what_is_read(tmp_path_factory, rows):
    numbered = [ALL_TYPES.row(key, *row) for key, row in enumerate(rows)]
    path = tmp_path_factory.mktemp("csv") / "all.csv"
    path.write_bytes(csv_bytes(ALL_TYPES, numbered))
    assert read_rows(path, ALL_TYPES) == numbered


def test_numbers_are_plain_and_moments_are_utc():
    row = (1, "", Decimal("-0.000000"), date(2024, 1, 2), datetime(2024, 1, 2, 3, 4, 5, 9, tzinfo=UTC), True)
    assert csv_bytes(ALL_TYPES, [row]).splitlines()[1] == b"1,,0,2024-01-02,2024-01-02T03:04:05Z,true"
    assert csv_bytes(ALL_TYPES, [(1, "", Decimal("1E+3"), None, None, None)]).splitlines()[1] == b"1,,1000,,,"


def test_two_rows_with_one_key_are_refused():
    with pytest.raises(ValueError, match="all_types: two rows with the key"):
        csv_bytes(ALL_TYPES, [(1, "", None, None, None, None)] * 2)


def test_a_missing_required_cell_is_refused():
    with pytest.raises(ValueError, match="all_types: a row without key"):
        csv_bytes(ALL_TYPES, [(None, "", None, None, None, None)])


def test_text_has_one_form():
    assert published_text("n\u0303 a\r\nb\x00 ") == "ñ a\nb"


@pytest.mark.parametrize("text", ["=1+1", "+57", "-x", "@cmd", "\t=1", "\r=1", "-1+2", "-1.2.3", "\uff1d1", "-"])
def test_no_spreadsheet_runs_a_published_text(text):
    assert published_cell(text)[0] == " "
    assert read_cell(published_cell(text)) == published_text(text)


@pytest.mark.parametrize("text", ["-3", "-3.50", "7", "a=b", "1-2"])
def test_a_number_is_no_formula_and_is_not_touched(text):
    assert published_cell(text) == text


@every_table
def test_no_column_of_text_can_hold_a_formula(table):
    for column in table.columns:
        if column.type is ColumnType.STRING:
            row = table.row(*(filled(one, "=1+1" if one is column else "x") for one in table.columns))
            cell = next(csv.DictReader(csv_bytes(table, [row]).decode().splitlines()))[column.name]
            assert cell == " =1+1", column.name


def filled(column: Column, text: str) -> object:
    given = {ColumnType.INTEGER: 1, ColumnType.DECIMAL: Decimal(1), ColumnType.BOOLEAN: True}
    given |= {ColumnType.DATE: date(2025, 1, 1), ColumnType.DATETIME: datetime(2025, 1, 1, tzinfo=UTC)}
    return given.get(column.type, text)


def test_an_older_package_reads_with_what_it_has(tmp_path):
    (tmp_path / "all.csv").write_text("key,dropped,string\r\n1,x,hola\r\n", encoding="utf-8")
    assert read_rows(tmp_path / "all.csv", ALL_TYPES) == [(1, "hola", None, None, None, None)]
    assert read_rows(tmp_path / "none.csv", ALL_TYPES) == []
