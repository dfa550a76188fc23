"""What is late: indicators under what was expected by the date, and reports that never came."""

from functools import partial
from typing import Any

from django.utils.translation import gettext, ngettext

from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal import figures
from concierta.web.portal.corte import Corte
from concierta.web.portal.page import ROWS, TABLE_ROWS, Page, Task, sheet, sheet_folder, sheets
from concierta.web.portal.portal import Portal

FOLDER = "atrasos/"
OVERDUE_FOLDER = f"{FOLDER}vencidos/"


def tasks(corte: Corte) -> list[Task]:
    late = len(sheets(corte.behind, ROWS))
    overdue = len(sheets(corte.overdue, TABLE_ROWS))
    found = [Task(sheet_folder(FOLDER, number), partial(_late_page, number)) for number in range(1, late + 1)]
    found += [
        Task(sheet_folder(OVERDUE_FOLDER, number), partial(_overdue_page, number)) for number in range(1, overdue + 1)
    ]
    return found


def late_title(corte: Corte) -> str:
    late = corte.behind
    if not late:
        return gettext("Ningún indicador va tarde")
    return ngettext(
        "%(n)s indicador va por debajo de lo esperado", "%(n)s indicadores van por debajo de lo esperado", len(late)
    ) % {"n": formats.number(len(late))}


def overdue_sentence(corte: Corte) -> str:
    overdue = len(corte.overdue)
    if not overdue:
        return gettext("Ningún reporte estaba vencido al publicar este corte.")
    return ngettext(
        "%(n)s reporte estaba vencido al publicar este corte.",
        "%(n)s reportes estaban vencidos al publicar este corte.",
        overdue,
    ) % {"n": formats.number(overdue)}


def _late_page(number: int, portal: Portal) -> Page:
    corte = portal.corte
    parts = sheets(corte.behind, ROWS)
    return Page(
        template="portal/late.html",
        section="atrasos",
        title=late_title(corte),
        description=gettext(
            "Los indicadores que van por debajo de lo esperado a la fecha del corte, el más alejado primero."
        ),
        content={
            "rows": [
                figures.indicator_row(portal, corte.indicators[code], id=f"t{n}")
                for n, code in enumerate(parts[number - 1])
            ],
            "overdue": overdue_sentence(corte),
            "overdue_href": portal.to(OVERDUE_FOLDER) if corte.overdue else "",
            "sheet": sheet(portal.at.root, FOLDER, number, len(parts)),
        },
    )


def _overdue_page(number: int, portal: Portal) -> Page:
    corte = portal.corte
    parts = sheets(corte.overdue, TABLE_ROWS)
    rows: list[list[Any]] = []
    for row in parts[number - 1]:
        indicator = corte.indicators[row.indicator]
        rows.append(
            [
                portal.indicator_link(row.indicator, length=120),
                portal.entity_link(indicator.reporter),
                formats.period(row.period),
                formats.long_date(row.due_on),
            ]
        )
    return Page(
        template="portal/overdue.html",
        section="atrasos",
        title=gettext("Reportes vencidos"),
        description=overdue_sentence(corte),
        content={
            "lead": overdue_sentence(corte),
            "any": bool(corte.overdue),
            "table": Table(
                columns=[
                    Column(gettext("Indicador")),
                    Column(gettext("Debía reportar")),
                    Column(gettext("Periodo")),
                    Column(gettext("Vencía")),
                ],
                rows=rows,
            ),
            "sheet": sheet(portal.at.root, OVERDUE_FOLDER, number, len(parts)),
        },
    )
