"""Open data: every file with its size and hash, and the dictionary of every column."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, ngettext

from concierta.publishing.formats import fiscal
from concierta.publishing.formats.column import Column as PublishedColumn
from concierta.publishing.formats.column import ColumnType
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.tables import TABLES
from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal import names, words
from concierta.web.portal.addresses import slugs
from concierta.web.portal.corte import Corte
from concierta.web.portal.page import TABLE_ROWS, Link, Page, Part, Task, Text, list_tasks
from concierta.web.portal.portal import Portal

FOLDER = "datos/"
_NAMES = slugs([table.name for table in TABLES])


@dataclass(frozen=True, slots=True)
class Download:
    label: str
    href: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TableLine:
    title: str
    meaning: str
    href: str
    rows: str
    files: list[Download]


def tasks(corte: Corte) -> list[Task]:
    return [
        *list_tasks(FOLDER, TABLES, TABLE_ROWS, _data_page),
        *(Task(table_folder(table), partial(_dictionary_page, table)) for table in TABLES),
    ]


def table_folder(table: PublishedTable) -> str:
    return f"{FOLDER}{_NAMES[table.name]}/"


def download(portal: Portal, path: str, label: str) -> Download | None:
    """A file of the package, or None where this package does not have it."""
    entry = portal.corte.package.manifest["files"].get(path)
    if entry is None:
        return None
    return Download(
        label=label,
        href=mark_safe(portal.at.data(portal.corte.date) + path),  # noqa: S308 - made of fixed names
        size=words.file_size(entry["bytes"]),
        sha256=entry["sha256"],
    )


def _downloads(portal: Portal, table: PublishedTable) -> list[Download]:
    files = (download(portal, table.csv_path, "CSV"), download(portal, table.parquet_path, "Parquet"))
    return [file for file in files if file is not None]


def _rows_counted(corte: Corte, table: PublishedTable) -> str:
    count = len(corte.table(table.name))
    return ngettext("%(n)s fila", "%(n)s filas", count) % {"n": formats.number(count)}


def title_of(table: PublishedTable) -> str:
    return table.title_en if names.in_english() else table.title_es


def meaning_of(table: PublishedTable) -> str:
    return table.en if names.in_english() else table.es


def _data_page(part: Part[PublishedTable], portal: Portal) -> Page:
    corte = portal.corte
    licence, licence_href = corte.licence
    return Page(
        template="portal/data.html",
        section="datos",
        title=gettext("Datos abiertos"),
        heading=ngettext(
            "Todo lo que dice este corte sale de %(n)s tabla que usted puede descargar",
            "Todo lo que dice este corte sale de %(n)s tablas que usted puede descargar",
            len(TABLES),
        )
        % {"n": formats.number(len(TABLES))},
        description=gettext(
            "Todas las tablas del corte en CSV y Parquet, con diccionario, licencia y huella de cada archivo."
        ),
        content={
            "count": ngettext("%(n)s tabla", "%(n)s tablas", len(TABLES)) % {"n": formats.number(len(TABLES))},
            "lines": [
                TableLine(
                    title=title_of(table),
                    meaning=meaning_of(table),
                    href=portal.to(table_folder(table)),
                    rows=_rows_counted(corte, table),
                    files=_downloads(portal, table),
                )
                for table in part.items
            ],
            "sheet": part.sheet(portal),
            "fiscal": download(portal, fiscal.PATH, fiscal.PATH),
            "descriptor": download(portal, "datapackage.json", "datapackage.json"),
            "manifest_href": mark_safe(portal.at.data(corte.date) + "manifest.json"),  # noqa: S308 - made of fixed names
            "licence": licence,
            "licence_href": licence_href,
            "command": "sha256sum manifest.json",
        },
    )


def _dictionary_page(table: PublishedTable, portal: Portal) -> Page:
    return Page(
        template="portal/dictionary.html",
        section="datos",
        title=title_of(table),
        description=meaning_of(table),
        trail=[Link(gettext("Datos abiertos"), portal.to(FOLDER))],
        content={
            "name": table.name,
            "meaning": meaning_of(table),
            "files": _downloads(portal, table),
            "rows": _rows_counted(portal.corte, table),
            "key": ", ".join(table.primary_key),
            "table": column_table(table.columns),
        },
    )


def column_table(columns: Iterable[PublishedColumn]) -> Table:
    """The dictionary of a published table."""
    types = {
        ColumnType.STRING: gettext("texto"),
        ColumnType.INTEGER: gettext("entero"),
        ColumnType.DECIMAL: gettext("decimal"),
        ColumnType.DATE: gettext("fecha"),
        ColumnType.DATETIME: gettext("fecha y hora"),
        ColumnType.BOOLEAN: gettext("sí o no"),
    }
    return Table.of(
        columns,
        Column(gettext("Columna"), cell=lambda column: format_html("<code>{}</code>", column.name)),
        Column(gettext("Qué es"), cell=lambda column: column.en if names.in_english() else column.es),
        Column(gettext("Tipo"), cell=lambda column: types[column.type]),
        Column(gettext("Unidad o valores"), cell=_unit_or_values),
        Column(
            gettext("Puede faltar"),
            cell=lambda column: gettext("no") if column.required else gettext("sí: vacío"),
        ),
    )


def _unit_or_values(column: PublishedColumn) -> Text:
    if column.references:
        return format_html("→ <code>{}</code>", column.references)
    if column.values:
        return format_html("<code>{}</code>", ", ".join(column.values))
    return column.unit or "—"
