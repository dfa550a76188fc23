"""What is late: indicators under what was expected by the date, and reports that never came."""

from django.utils.translation import gettext, ngettext

from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal import figures
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.page import ROWS, TABLE_ROWS, Page, Part, Task, list_tasks
from concierta.web.portal.portal import Portal

FOLDER = "atrasos/"
OVERDUE_FOLDER = f"{FOLDER}vencidos/"


def tasks(corte: Corte) -> list[Task]:
    return [
        *list_tasks(FOLDER, corte.behind, ROWS, _late_page),
        *list_tasks(OVERDUE_FOLDER, corte.overdue, TABLE_ROWS, _overdue_page),
    ]


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


def _late_page(part: Part[str], portal: Portal) -> Page:
    corte = portal.corte
    return Page(
        template="portal/late.html",
        section="atrasos",
        title=late_title(corte),
        description=gettext(
            "Los indicadores que van por debajo de lo esperado a la fecha del corte, el más alejado primero."
        ),
        content={
            "rows": [
                figures.indicator_row(portal, corte.indicators[code], id=f"t{n}") for n, code in enumerate(part.items)
            ],
            "overdue": overdue_sentence(corte),
            "overdue_href": portal.to(OVERDUE_FOLDER) if corte.overdue else "",
            "sheet": part.sheet(portal),
        },
    )


def _overdue_page(part: Part[Row], portal: Portal) -> Page:
    corte = portal.corte
    return Page(
        template="portal/overdue.html",
        section="atrasos",
        title=gettext("Reportes vencidos"),
        description=overdue_sentence(corte),
        content={
            "lead": overdue_sentence(corte),
            "any": bool(corte.overdue),
            "table": Table.of(
                part.items,
                Column(gettext("Indicador"), cell=lambda row: portal.indicator_link(row.indicator, length=120)),
                Column(
                    gettext("Debía reportar"),
                    cell=lambda row: portal.entity_link(corte.indicators[row.indicator].reporter),
                ),
                Column(gettext("Periodo"), cell=lambda row: formats.period(row.period)),
                Column(gettext("Vencía"), cell=lambda row: formats.long_date(row.due_on)),
            ),
            "sheet": part.sheet(portal),
        },
    )
