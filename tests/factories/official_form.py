"""Workbooks crafted in memory, in the shape of Cali's official form, and fixtures that read them."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter

from concierta.plans.matrix import MatrixDraft, load_profile, read_matrix
from concierta.plans.matrix.profile import PlanProfile

QUARTERS = ("I", "II", "III", "IV")

HEADERS = [
    "Cód centro gestor",
    "Nivel 1 PD Cód",
    "Nivel 1 PD Nombre",
    "Nivel 2 PD Cód",
    "Nivel 2 PD Nombre",
    "Nivel 3 PD Cód",
    "Nivel 3 PD Nombre",
    "Cód BPIN",
    "Cód BP",
    "Nombre BP",
    "Cód Actividad",
    "Nombre Actividad",
    "Articulación Variables PI",
    "Ponderación de Actividad",
    *(text for q in QUARTERS for text in (f"% de Avance Actividad\nTrimestre {q}", f"Explicación Actividad Trim {q}")),
    "Meta PD",
    "Denominación Meta PD",
    "Cód Producto MGA",
    "Nombre Producto MGA",
    "Programación PI Año 1",
    "Cantidad Programada Producto",
    "Ponderación producto",
    *(
        text
        for q in QUARTERS
        for text in (f"Ejecución Fisica Trimestre {q}", f"Explicación Producto Trim {q}", f"% de Avance Producto|{q}")
    ),
    "% Avance Proyecto",
    "Comuna",
    "Presupuesto Inicial",
    "Presupuesto Modificado",
    "Ejecución",
    "Obligado",
    "Pagos",
    "Fecha Inicio",
    "Fecha Fin",
    "Nombre Centro Gestor",
    "Subdirección / Subsecretaria",
]

ROW: dict[str, Any] = {
    "Cód centro gestor": 4171,
    "Nivel 1 PD Cód": 61,
    "Nivel 1 PD Nombre": "Cali Reconciliada",
    "Nivel 2 PD Cód": 6102,
    "Nivel 2 PD Nombre": "Oportunidades",
    "Nivel 3 PD Cód": 6102002,
    "Nivel 3 PD Nombre": "Desarrollo productivo",
    "Cód BPIN": 2024760010001,
    "Cód BP": "BP26000001",
    "Nombre BP": "Fortalecimiento del empleo",
    "Cód Actividad": "BP260000011010101",
    "Nombre Actividad": "Formar personas",
    "Ponderación de Actividad": 1,
    "% de Avance Actividad\nTrimestre III": 0.5,
    "Explicación Actividad Trim III": "Se formaron 50 personas",
    "Meta PD": 61020020001,
    "Denominación Meta PD": "Personas formadas",
    "Cód Producto MGA": 3602018,
    "Nombre Producto MGA": "Servicio de formación para el trabajo",
    "Programación PI Año 1": 100,
    "Cantidad Programada Producto": 100,
    "Ponderación producto": 1,
    "Ejecución Fisica Trimestre III": 50,
    "Explicación Producto Trim III": "Va en la mitad",
    "% de Avance Producto|III": 0.5,
    "% Avance Proyecto": 0.5,
    "Comuna": 99,
    "Presupuesto Inicial": 1_000,
    "Presupuesto Modificado": 900,
    "Ejecución": 800,
    "Obligado": 700,
    "Pagos": 600,
    "Fecha Inicio": date(2024, 2, 1),
    "Fecha Fin": date(2024, 12, 31),
    "Nombre Centro Gestor": "Secretaría de Desarrollo Económico",
    "Subdirección / Subsecretaria": "Fomento",
}

SHEET = "MEDE01.03.01.P01.F05"


def row(**changes: Any) -> dict[str, Any]:
    """A sound row with other values in the columns whose header begins with the given words ('_' for a space)."""
    made = dict(ROW)
    for words, value in changes.items():
        start = words.replace("_", " ")
        header = start if start in HEADERS else next(h for h in HEADERS if h.replace("\n", " ").startswith(start))
        made[header] = value
    return made


def book(
    rows: Sequence[Mapping[str, Any]],
    *,
    headers: Sequence[str] = HEADERS,
    header_row: int = 2,
    sheet: str = SHEET,
    above: Mapping[tuple[int, int], Any] | None = None,
    titles: Mapping[str, str] | None = None,
) -> bytes:
    """A workbook with `headers` on `header_row` (numbered as Excel does); `titles` shows some under another text."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False})
    page = workbook.add_worksheet(sheet)
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    for (line, column), value in (above or {}).items():
        page.write(line, column, value)
    for index, header in enumerate(headers):
        page.write_string(header_row - 1, index, (titles or {}).get(header, header.split("|")[0]))
    for number, values in enumerate(rows, start=header_row):
        for index, header in enumerate(headers):
            value = values.get(header)
            if value is None:
                continue
            if isinstance(value, date):
                page.write_datetime(number, index, datetime(value.year, value.month, value.day), day)
            elif isinstance(value, str):
                page.write_string(number, index, value)
            else:
                page.write(number, index, value)
    workbook.close()
    return buffer.getvalue()


@pytest.fixture(scope="session")
def cuadro() -> PlanProfile:
    return load_profile("cuadro-1s")


@pytest.fixture
def read(cuadro: PlanProfile) -> Callable[..., MatrixDraft]:
    """Read rows (or ready bytes) as the official form."""

    def reader(rows: Any, *, filename: str = "matriz.xlsx", period: Any = None, **layout: Any) -> MatrixDraft:
        data = rows if isinstance(rows, bytes) else book(rows, **layout)
        return read_matrix(data, profile=cuadro, filename=filename, period=period)

    return reader


@pytest.fixture(scope="session")
def make_row() -> Callable[..., dict[str, Any]]:
    return row


@pytest.fixture(scope="session")
def make_book() -> Callable[..., bytes]:
    return book


@pytest.fixture(scope="session")
def headers() -> list[str]:
    return list(HEADERS)


def told(draft: MatrixDraft, code: str) -> list[tuple[int, str, str, str]]:
    """(row, column, value, result) of the findings of one kind."""
    return [(f.row, f.column, f.value, f.result) for f in draft.findings if f.code == code]


@pytest.fixture(scope="session")
def findings_of() -> Callable[[MatrixDraft, str], list[tuple[int, str, str, str]]]:
    return told
