"""What the money bought: what was obligated beside what was verified, its cost, and what asks for attention."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.engines.achievement import AlertCode
from concierta.engines.finance import NOTHING, Compared, Physical, compare
from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal import figures
from concierta.web.portal.budgets import physical
from concierta.web.portal.budgets.parts import in_order
from concierta.web.portal.budgets.sums import according_to
from concierta.web.portal.corte import Corte, Told
from concierta.web.portal.corte.money_rows import Sums
from concierta.web.portal.page import Link, Page, Task, sheet, sheet_folder, sheets
from concierta.web.portal.portal import Portal

#: Rows with their alerts in words: more would pass what a page may weigh.
ROWS = 40


@dataclass(frozen=True, slots=True)
class Level:
    """Of what the money and the results are compared. Words are asked for in the language of the page."""

    folder: str
    head: Callable[[], str]
    title: Callable[[], str]
    sums: Callable[[Told], Sums]
    physical: Callable[[Corte, str], Physical]
    label: Callable[[Portal, str], SafeString | str]
    order: Callable[[Corte], list[str]]

    def keys(self, corte: Corte) -> list[str]:
        """Those that have money in the year of the corte."""
        sums = self.sums(corte.told[0]) if corte.told else {}
        return [key for key in self.order(corte) if (key, corte.year) in sums]

    def compared(self, corte: Corte, key: str) -> Compared:
        return compare(self.sums(corte.told[0]).get((key, corte.year), NOTHING), self.physical(corte, key))


BY_PROJECT = Level(
    folder="dinero/proyectos/",
    head=lambda: gettext("Proyecto"),
    title=lambda: gettext("Lo gastado y lo logrado, por proyecto"),
    sums=Told.by_project,
    physical=physical.of_project,
    label=Portal.project_link,
    order=lambda corte: sorted(corte.projects),
)
BY_NODE = Level(
    folder="dinero/resultados/",
    head=lambda: gettext("Parte del plan"),
    title=lambda: gettext("Lo gastado y lo logrado, por parte del plan"),
    sums=Told.by_node,
    physical=physical.of_node,
    label=Portal.node_link,
    order=lambda corte: list(in_order(corte, "")),
)
BY_ENTITY = Level(
    folder="dinero/resultados/entidades/",
    head=lambda: gettext("Entidad"),
    title=lambda: gettext("Lo gastado y lo logrado, por entidad"),
    sums=Told.by_entity,
    physical=physical.of_entity,
    label=Portal.entity_link,
    order=lambda corte: sorted(corte.entities, key=lambda code: corte.entities[code].name),
)
LEVELS = (BY_PROJECT, BY_NODE, BY_ENTITY)


def tasks(corte: Corte) -> list[Task]:
    return [
        Task(sheet_folder(level.folder, n), partial(bought_page, level, n))
        for level in LEVELS
        if (keys := level.keys(corte))
        for n in range(1, len(sheets(keys, ROWS)) + 1)
    ]


def bought_page(level: Level, number: int, portal: Portal) -> Page:
    corte = portal.corte
    parts = sheets(level.keys(corte), ROWS)
    return Page(
        template="portal/money/bought.html",
        section="dinero",
        title=level.title(),
        heading=finding(corte) if level is BY_PROJECT else alerts_finding(corte, level),
        description=level.title(),
        trail=[Link(gettext("Dinero"), portal.to("dinero/"))],
        content={
            "source": according_to(corte.told[0].source),
            "table": table(portal, level, list(parts[number - 1])),
            "others": [
                Link(other.title(), portal.to(other.folder))
                for other in LEVELS
                if other is not level and other.keys(corte)
            ],
            "sheet": sheet(portal.at.root, level.folder, number, len(parts)),
        },
    )


def finding(corte: Corte) -> str:
    """How many projects obligated money and have nothing verified to show: what nobody has explained yet."""
    sums = corte.told[0].by_project()
    spent = [code for code in BY_PROJECT.keys(corte) if (sums[code, corte.year].obligation or 0) > 0]
    without = [code for code in spent if not figures.verified_share(corte, "project", code)]
    return gettext("%(without)s de %(n)s proyectos con obligaciones no tienen todavía un resultado verificado") % {
        "without": formats.number(len(without)),
        "n": formats.number(len(spent)),
    }


def alerts_finding(corte: Corte, level: Level) -> str:
    """How many of them obligated money and have no result nor reason for it."""
    keys = level.keys(corte)
    alerts = [{one.code for one in level.compared(corte, key).alerts} for key in keys]
    without = sum(AlertCode.OBLIGATIONS_WITHOUT_RESULT in codes for codes in alerts)
    if not without and level is BY_ENTITY:
        return gettext("Toda entidad que obligó dinero dice su resultado o su razón")
    if not without:
        return gettext("Toda parte del plan que obligó dinero dice su resultado o su razón")
    said = {"without": formats.number(without), "n": formats.number(len(keys))}
    if level is BY_ENTITY:
        return gettext("%(without)s de %(n)s entidades obligaron dinero y no dicen resultado ni razón") % said
    return gettext("%(without)s de %(n)s partes del plan obligaron dinero y no dicen resultado ni razón") % said


def by_axis(portal: Portal) -> Table | None:
    """The widest parts of the plan; None where no source has money in the year of the corte."""
    keys = [key for key in BY_NODE.keys(portal.corte) if not portal.corte.nodes[key].parent]
    return table(portal, BY_NODE, keys, outside=True) if keys else None


def table(portal: Portal, level: Level, keys: list[str], *, outside: bool = False) -> Table:
    corte = portal.corte
    rows = [[level.label(portal, key), *_cells(level.compared(corte, key))] for key in keys]
    apart = corte.told[0].outside_plan().get(("", corte.year))
    if outside and apart:
        rows.append([gettext("Fuera del plan"), *_cells(compare(apart, Physical(None)))[:3], "—", "—", "—", "—"])
    return Table(
        columns=[
            Column(level.head()),
            Column(gettext("Definitiva"), numeric=True, unit=gettext("pesos")),
            Column(gettext("Obligado"), numeric=True, unit=gettext("pesos")),
            Column(gettext("Ejecución"), numeric=True),
            Column(gettext("Avance verificado"), numeric=True),
            Column(gettext("Eficiencia"), numeric=True),
            Column(gettext("Costo de cada unidad"), numeric=True),
            Column(gettext("Qué pide atención")),
        ],
        rows=rows,
    )


def _cells(compared: Compared) -> list[str]:
    return [
        formats.number(compared.stages.final),
        formats.number(compared.stages.obligation),
        formats.percent(compared.execution),
        formats.percent(compared.physical.achieved),
        formats.decimal(compared.efficiency, 2),
        _cost(compared),
        physical.alert_words(compared.alerts),
    ]


def _cost(compared: Compared) -> str:
    """Pesos for each unit, with what is counted; "—" where the results are not counted in one unit."""
    if compared.cost_per_unit is None:
        return "—"
    return f"{formats.pesos(compared.cost_per_unit)} ({compared.physical.unit})"
