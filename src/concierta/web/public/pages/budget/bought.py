"""What the money bought: the share obligated beside the share verified, by part of the plan and by project."""

from collections.abc import Callable
from fractions import Fraction
from functools import partial

from django.utils.translation import gettext

from concierta.engines.achievement import efficiency
from concierta.web.components import formats
from concierta.web.components.tabular import Column, Table
from concierta.web.public.addresses import Address
from concierta.web.public.corte import Corte
from concierta.web.public.corte import Row as Record
from concierta.web.public.corte.rows import by
from concierta.web.public.pages import figures
from concierta.web.public.pages.budget.rows import of_year, totals
from concierta.web.public.pages.page import TABLE_ROWS, Link, Page, Task, sheet, sheet_folder, sheets

FOLDER = "dinero/proyectos/"


def tasks(corte: Corte) -> list[Task]:
    total = len(sheets(_projects(corte), TABLE_ROWS)) if _projects(corte) else 0
    return [Task(sheet_folder(FOLDER, n), partial(bought_page, n)) for n in range(1, total + 1)]


def bought_page(number: int, corte: Corte, at: Address) -> Page:
    parts = sheets(_projects(corte), TABLE_ROWS)
    return Page(
        template="public/money/bought.html",
        section="dinero",
        title=finding(corte),
        description=finding(corte),
        trail=[Link(gettext("Dinero"), f"{at.root}dinero/")],
        content={
            "table": table(
                corte,
                gettext("Proyecto"),
                list(parts[number - 1]),
                "project",
                lambda code: figures.project_link(corte, at, code),
                lambda row: row.project,
            ),
            "sheet": sheet(at.root, FOLDER, number, len(parts)),
        },
    )


def finding(corte: Corte) -> str:
    """How many projects obligated money and have nothing verified to show: what nobody has explained yet."""
    lines = by(of_year(corte), lambda row: row.project)
    spent = [code for code in _projects(corte) if (totals(lines[code])["obligation"] or 0) > 0]
    without = [code for code in spent if not figures.verified_share(corte, "project", code)]
    return gettext("%(without)s de %(n)s proyectos con obligaciones no tienen todavía un resultado verificado") % {
        "without": formats.number(len(without)),
        "n": formats.number(len(spent)),
    }


def by_node(corte: Corte, at: Address) -> Table:
    def node_of(row: Record) -> str:
        return corte.top_node(corte.projects[row.project].node) if row.project else ""

    def label(node: str) -> str:
        return figures.node_link(corte, at, node) if node else gettext("Fuera del plan")

    nodes = sorted({node_of(row) for row in of_year(corte)}, key=lambda node: (not node, node))
    return table(corte, gettext("Parte del plan"), nodes, "node", label, node_of)


def table(
    corte: Corte,
    head: str,
    keys: list[str],
    level: str,
    label: Callable[[str], str],
    key_of: Callable[[Record], str],
) -> Table:
    rows, lines = [], by(of_year(corte), key_of)
    for key in keys:
        sums = totals(lines[key])
        final, obligation = sums["final"], sums["obligation"]
        spent = Fraction(obligation, final) if obligation is not None and final else None
        achieved = figures.verified_share(corte, level, key)
        gain = efficiency(None if achieved is None else Fraction(achieved), spent)
        rows.append(
            [
                label(key),
                formats.number(final),
                formats.number(obligation),
                formats.percent(spent),
                formats.percent(achieved),
                formats.decimal(gain, 2),
            ]
        )
    return Table(
        columns=[
            Column(head),
            Column(gettext("Definitiva"), numeric=True, unit=gettext("pesos")),
            Column(gettext("Obligado"), numeric=True, unit=gettext("pesos")),
            Column(gettext("Ejecución"), numeric=True),
            Column(gettext("Avance verificado"), numeric=True),
            Column(gettext("Eficiencia"), numeric=True),
        ],
        rows=rows,
    )


def _projects(corte: Corte) -> list[str]:
    return sorted({row.project for row in of_year(corte)} - {""})
