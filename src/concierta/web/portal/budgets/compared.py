"""Two official sources of the same money, side by side: what differs between them is the finding."""

from collections.abc import Iterable

from django.utils.translation import gettext

from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table, pesos_column
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.page import TABLE_ROWS, Link, Page, Part, Task, list_tasks
from concierta.web.portal.portal import Portal

FOLDER = "dinero/fuentes/"


def tasks(corte: Corte) -> list[Task]:
    rows = widest_first(corte)
    return list_tasks(FOLDER, rows, TABLE_ROWS, compared_page) if rows else []


def compared_page(part: Part[Row], portal: Portal) -> Page:
    return Page(
        template="portal/money/compared.html",
        section="dinero",
        title=finding(portal.corte),
        description=finding(portal.corte),
        trail=[Link(gettext("Dinero"), portal.to("dinero/"))],
        content={"table": table(portal, part.items), "first": part.first, "sheet": part.sheet(portal)},
    )


def finding(corte: Corte) -> str:
    """In how many projects the two agree."""
    rows = widest_first(corte)
    if not rows:
        return gettext("Una sola fuente habla del dinero en este corte")
    agree = sum(row.standing == "agrees" for row in rows)
    return gettext("El presupuesto y el seguimiento coinciden en %(agree)s de %(n)s proyectos") % {
        "agree": formats.number(agree),
        "n": formats.number(len(rows)),
    }


def table(portal: Portal, rows: Iterable[Row]) -> Table:
    standings = {
        "agrees": gettext("Coinciden"),
        "differs": gettext("Difieren"),
        "only_first": gettext("Falta en el seguimiento"),
        "only_second": gettext("Falta en el presupuesto"),
    }
    return Table.of(
        rows,
        Column(
            gettext("Proyecto"),
            cell=lambda row: portal.project_link(row.project) if row.project else row.project_code,
        ),
        Column(gettext("Las dos fuentes"), cell=lambda row: standings.get(row.standing, row.standing)),
        pesos_column(gettext("Definitiva, presupuesto"), lambda row: row.budget_final),
        pesos_column(gettext("Definitiva, seguimiento"), lambda row: row.follow_up_final),
        pesos_column(gettext("Obligado, presupuesto"), lambda row: row.budget_obligation),
        pesos_column(gettext("Obligado, seguimiento"), lambda row: row.follow_up_obligation),
        pesos_column(gettext("Diferencia en lo obligado"), _difference),
    )


def _difference(row: Row) -> int | None:
    if row.budget_obligation is None or row.follow_up_obligation is None:
        return None
    return int(row.budget_obligation - row.follow_up_obligation)


def widest_first(corte: Corte) -> list[Row]:
    """Those that differ first, the widest difference before; then the rest by code."""
    order = {"differs": 0, "only_first": 1, "only_second": 2, "agrees": 3}
    return sorted(
        corte.table("money_sources_compared"),
        key=lambda row: (order.get(row.standing, 4), -abs(_difference(row) or 0), row.project_code),
    )
