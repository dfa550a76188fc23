"""Two official sources of the same money, side by side: what differs between them is the finding."""

from functools import partial

from django.utils.translation import gettext

from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal.corte import Corte
from concierta.web.portal.corte import Row as Record
from concierta.web.portal.page import TABLE_ROWS, Link, Page, Task, sheet, sheet_folder, sheets
from concierta.web.portal.portal import Portal

FOLDER = "dinero/fuentes/"


def tasks(corte: Corte) -> list[Task]:
    parts = sheets(_rows(corte), TABLE_ROWS)
    if not _rows(corte):
        return []
    return [Task(sheet_folder(FOLDER, n), partial(compared_page, n)) for n in range(1, len(parts) + 1)]


def compared_page(number: int, portal: Portal) -> Page:
    corte = portal.corte
    parts = sheets(_rows(corte), TABLE_ROWS)
    return Page(
        template="portal/money/compared.html",
        section="dinero",
        title=finding(corte),
        description=finding(corte),
        trail=[Link(gettext("Dinero"), portal.to("dinero/"))],
        content={
            "table": table(portal, list(parts[number - 1])),
            "first": number == 1,
            "sheet": sheet(portal.at.root, FOLDER, number, len(parts)),
        },
    )


def finding(corte: Corte) -> str:
    """How many projects the two agree on, and the widest disagreement in obligations."""
    rows = _rows(corte)
    if not rows:
        return gettext("Una sola fuente habla del dinero en este corte")
    agree = sum(row.standing == "agrees" for row in rows)
    return gettext("El presupuesto y el seguimiento coinciden en %(agree)s de %(n)s proyectos") % {
        "agree": formats.number(agree),
        "n": formats.number(len(rows)),
    }


def standings() -> dict[str, str]:
    return {
        "agrees": gettext("Coinciden"),
        "differs": gettext("Difieren"),
        "only_first": gettext("Falta en el seguimiento"),
        "only_second": gettext("Falta en el presupuesto"),
    }


def table(portal: Portal, rows: list[Record]) -> Table:
    words = standings()
    return Table(
        columns=[
            Column(gettext("Proyecto")),
            Column(gettext("Las dos fuentes")),
            Column(gettext("Definitiva, presupuesto"), numeric=True, unit=gettext("pesos")),
            Column(gettext("Definitiva, seguimiento"), numeric=True, unit=gettext("pesos")),
            Column(gettext("Obligado, presupuesto"), numeric=True, unit=gettext("pesos")),
            Column(gettext("Obligado, seguimiento"), numeric=True, unit=gettext("pesos")),
            Column(gettext("Diferencia en lo obligado"), numeric=True, unit=gettext("pesos")),
        ],
        rows=[
            [
                portal.project_link(row.project) if row.project else row.project_code,
                words.get(row.standing, row.standing),
                formats.number(row.budget_final),
                formats.number(row.follow_up_final),
                formats.number(row.budget_obligation),
                formats.number(row.follow_up_obligation),
                formats.number(_difference(row)),
            ]
            for row in rows
        ],
    )


def _difference(row: Record) -> int | None:
    if row.budget_obligation is None or row.follow_up_obligation is None:
        return None
    return int(row.budget_obligation - row.follow_up_obligation)


def _rows(corte: Corte) -> list[Record]:
    """Those that differ first, the widest difference before; then the rest by code."""
    order = {"differs": 0, "only_first": 1, "only_second": 2, "agrees": 3}
    return sorted(
        corte.table("money_sources_compared"),
        key=lambda row: (order.get(row.standing, 4), -abs(_difference(row) or 0), row.project_code),
    )
