"""The workbook to fill in, derived from a profile: the same columns that reading it will look for."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING

from concierta.kernel.periods import Period
from concierta.plans.matrix.profile import PlanProfile, load_profile
from concierta.workbooks.profile import Column

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LAST_ROW = 5_000
_HEADER_ROW = 3
_BORN = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""A fixed date inside the file: the same template has the same bytes whenever it is written."""

_WIDTHS = {"code": 16, "name": 36, "text": 48, "quantity": 16, "percent": 12, "weight": 14, "pesos": 20, "date": 14}
_FORMATS = {
    "code": "@",
    "territory": "@",
    "quantity": "#,##0.######",
    "percent": "0.00%",
    "weight": "0.00%",
    "pesos": "#,##0",
    "date": "dd/mm/yyyy",
}
_WRITTEN = {
    "code": "Texto; conserva los ceros a la izquierda",
    "name": "Texto",
    "text": "Texto",
    "quantity": "Número; NP si no se programó",
    "percent": "Porcentaje",
    "weight": "Porcentaje entre 0 % y 100 %",
    "pesos": "Pesos enteros",
    "date": "Fecha día/mes/año",
    "territory": "Código",
}
_RULES = (
    "Cada fila de la hoja «Datos» es una actividad. Los datos del proyecto y del producto se repiten en sus filas.",
    "Escriba en la celda B2 de «Datos» el periodo, por ejemplo 2025-T1.",
    "Deje vacía la celda de lo que no se ha reportado. Vacío no es cero.",
    "Escriba NP donde no se programó cantidad. NP no es cero.",
    "No cambie los encabezados. Las columnas con asterisco son obligatorias.",
    "Los códigos son texto: 01 no es lo mismo que 1.",
    "El dinero va en pesos enteros, acumulado en el año hasta la fecha de corte.",
    "Al importar verá un informe con cada celda que no se pudo leer; nada se guarda hasta que lo confirme.",
)


def write_template(
    target: str | Path | IO[bytes],
    *,
    profile: PlanProfile | None = None,
    period: Period | None = None,
    rows: Sequence[Mapping[str, object]] = (),
) -> None:
    """Write the empty workbook of `profile` (ours when none is given), or one filled with `rows` (field → value).

    Columns whose header names its quarter do not belong in a workbook of one period and are left out.
    The same arguments always give the same bytes.
    """
    # Whoever reads matrices does not wait for the library that writes them.
    from xlsxwriter.workbook import Workbook

    profile = profile or load_profile("concierta")
    columns = template_columns(profile)
    name = profile.sheets[0] if profile.sheets else "Datos"
    book = Workbook(
        str(target) if isinstance(target, str | Path) else target,
        {
            "in_memory": True,
            "default_date_format": "dd/mm/yyyy",
            "strings_to_formulas": False,
            "strings_to_urls": False,
        },
    )
    book.set_properties({"title": profile.title, "created": _BORN})
    data = book.add_worksheet(name)
    guide = book.add_worksheet("Instrucciones")
    lists = book.add_worksheet("Listas")
    lists.hide()
    _write_lists(lists)
    _write_data(book, data, profile, columns, period, rows)
    _write_guide(book, guide, profile, columns)
    book.close()


def template_columns(profile: PlanProfile) -> list[Column]:
    """Tiers first, then the columns in the order of the profile."""
    tiers = [field for tier in profile.tiers for field in (tier.code, tier.label) if field]
    rest = [field for field, column in profile.columns.items() if field not in tiers and not column.quarterly]
    return [profile.columns[field] for field in [*tiers, *rest]]


def _write_lists(sheet: "Worksheet") -> None:
    for index, label in enumerate(_periods()):
        sheet.write_string(index, 0, label)


def _periods() -> list[str]:
    return [Period(year, quarter).label for year in range(2024, 2032) for quarter in (1, 2, 3, 4)]


def _write_data(
    book: "Workbook",
    sheet: "Worksheet",
    profile: PlanProfile,
    columns: list[Column],
    period: Period | None,
    rows: Sequence[Mapping[str, object]],
) -> None:
    formats = {kind: book.add_format({"num_format": number}) for kind, number in _FORMATS.items()}
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    header = {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1, "bg_color": "#E6EEF0"}
    due = book.add_format({**header, "bg_color": "#0B4F5C", "font_color": "#FFFFFF"})
    optional = book.add_format(header)
    sheet.write_string(0, 0, profile.title, book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, profile.period.label or "Periodo", book.add_format({"bold": True}))
    sheet.write(1, 1, period.label if period else "", book.add_format({"num_format": "@", "bg_color": "#FFF6D6"}))
    sheet.data_validation(
        1, 1, 1, 1, {"validate": "list", "source": f"=Listas!$A$1:$A${len(_periods())}", "ignore_blank": True}
    )
    sheet.set_row(_HEADER_ROW, 45)
    for index, column in enumerate(columns):
        style = formats.get(column.type, plain)
        sheet.set_column(index, index, _WIDTHS.get(column.type, 16), style)
        sheet.write_string(_HEADER_ROW, index, _header(column), due if column.required else optional)
        if rule := _validation(column):
            sheet.data_validation(_HEADER_ROW + 1, index, LAST_ROW, index, rule)
    for number, row in enumerate(rows, start=_HEADER_ROW + 1):
        for index, column in enumerate(columns):
            _write_cell(sheet, number, index, row.get(column.field), formats.get(column.type, plain))
    sheet.freeze_panes(_HEADER_ROW + 1, 0)
    sheet.autofilter(_HEADER_ROW, 0, LAST_ROW, len(columns) - 1)


def _header(column: Column) -> str:
    return f"{column.headers[0]} *" if column.required else column.headers[0]


def _write_cell(sheet: "Worksheet", row: int, index: int, value: object, style: "Format") -> None:
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(row, index, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001
    elif isinstance(value, Decimal | int | float):
        sheet.write_number(row, index, value, style)
    else:
        sheet.write_string(row, index, str(value), style)


def _validation(column: Column) -> dict[str, object] | None:
    rules: dict[str, dict[str, object]] = {
        "weight": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1},
        "percent": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": float(column.maximum or 1)},
        "pesos": {"validate": "integer", "criteria": ">=", "value": 0},
        "date": {
            "validate": "date",
            "criteria": "between",
            "minimum": date(2000, 1, 1),
            "maximum": date(2060, 12, 31),
        },
        # A quantity may also be NP, which a decimal rule would refuse.
        "quantity": {"validate": "any"},
    }
    rule = rules.get(column.type)
    if rule is None:
        return None
    return {
        **rule,
        "input_title": column.headers[0][:32],
        "input_message": column.help[:255],
        "error_title": "Revise el valor",
        "error_message": f"Se espera: {_WRITTEN[column.type]}.",
    }


def _write_guide(book: "Workbook", sheet: "Worksheet", profile: PlanProfile, columns: list[Column]) -> None:
    bold = book.add_format({"bold": True, "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 34, wrap)
    sheet.set_column(1, 1, 14, wrap)
    sheet.set_column(2, 2, 40, wrap)
    sheet.set_column(3, 3, 70, wrap)
    sheet.write_string(0, 0, profile.title, book.add_format({"bold": True, "font_size": 14}))
    for number, rule in enumerate(_RULES, start=2):
        sheet.merge_range(number, 0, number, 3, f"{number - 1}. {rule}", wrap)
    first = len(_RULES) + 3
    for index, title in enumerate(("Columna", "Obligatoria", "Qué se escribe", "Qué significa")):
        sheet.write_string(first, index, title, bold)
    for number, column in enumerate(columns, start=first + 1):
        cells = (column.headers[0], "Sí" if column.required else "No", _WRITTEN[column.type], column.help)
        for index, text in enumerate(cells):
            sheet.write_string(number, index, text, wrap)
