"""What the money bought: what was obligated beside what was verified, its cost, and what asks for attention.

Results are of projects, parts of the plan and entities. Territories have none that is measured: products say what they
achieve for the whole city.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial

from django.utils.translation import gettext, pgettext

from concierta.engines.achievement import Accumulation, Alert, AlertCode, Measure, Severity
from concierta.engines.finance import NOTHING, Compared, Physical, YearFigure, compare, physical_of
from concierta.engines.finance import Part as ResultPart
from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table, percent_column, pesos_column
from concierta.web.portal import figures
from concierta.web.portal.budgets.sums import according_to
from concierta.web.portal.corte import Corte, Row, SourceMoney
from concierta.web.portal.corte.money_rows import Sums
from concierta.web.portal.page import Link, Page, Part, Task, Text, list_tasks
from concierta.web.portal.portal import Portal

#: Rows with their alerts in words: more would pass what a page may weigh.
ROWS = 40


@dataclass(frozen=True, slots=True)
class Level:
    """Of what the money and the results are compared. Words are asked for in the language of the page."""

    folder: str
    head: Callable[[], str]
    title: Callable[[], str]
    sums: Callable[[SourceMoney], Sums]
    physical: Callable[[Corte, str], Physical]
    label: Callable[[Portal, str], Text]
    order: Callable[[Corte], list[str]]

    def keys(self, corte: Corte) -> list[str]:
        """Those that have money in the year of the corte."""
        sums = self.sums(corte.money_sources[0]) if corte.money_sources else {}
        return [key for key in self.order(corte) if (key, corte.year) in sums]

    def compared(self, corte: Corte, key: str) -> Compared:
        return compare(self.sums(corte.money_sources[0]).get((key, corte.year), NOTHING), self.physical(corte, key))


def project_result(corte: Corte, project: str) -> Physical:
    return physical_of([_part(corte, project)], [_year(corte, "project", project)])


def node_result(corte: Corte, node: str) -> Physical:
    return physical_of(
        [_part(corte, project) for project in _projects_under(corte, node)], [_year(corte, "node", node)]
    )


def entity_result(corte: Corte, entity: str) -> Physical:
    """Every programmed project of the entity counts as one: offices have no weights in the plan."""
    projects = [row.project for row in corte.projects_of_entity.get(entity, [])]
    return physical_of(
        [_part(corte, project) for project in projects], [_year(corte, "project", project) for project in projects]
    )


def _part(corte: Corte, project: str) -> ResultPart:
    """Its outputs in the year of the corte. What was refused takes nothing away from what was verified before."""
    part = ResultPart(spent=_spent(corte, project))
    for product in corte.products_of.get(project, []):
        indicator = corte.indicator_of_product.get(product.product)
        if indicator is not None:
            measured = _measured(corte, indicator.indicator)
            part.narratives += _narratives(corte, indicator.indicator)
            part.count(
                claimed=_last(row.reported_value for row in measured),
                value=_last(row.verified_value for row in measured),
                unit=indicator.unit,
                accumulation=Accumulation(indicator.accumulation),
                measure=Measure(indicator.measure or Measure.COUNT),
            )
    return part


def _narratives(corte: Corte, indicator: str) -> list[str]:
    return [
        row.narrative.strip()
        for row in corte.reports_of.get(indicator, [])
        if row.stands and row.narrative.strip() and corte.periods[row.period].year == corte.year
    ]


def _measured(corte: Corte, indicator: str) -> list[Row]:
    """Of the year of the corte, the oldest period first."""
    return [row for row in corte.measurements_of.get(indicator, []) if corte.periods[row.period].year == corte.year]


def _last(values: Iterable[Decimal | None]) -> Decimal | None:
    return next((value for value in reversed(list(values)) if value is not None), None)


def _year(corte: Corte, level: str, subject: str) -> YearFigure:
    row = corte.achievements.get((level, subject))
    if row is None:
        return YearFigure(None, None, known=False)
    return YearFigure(_exact(row.verified_year), _exact(row.expected_year), known=bool(row.verified_share))


def _exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _spent(corte: Corte, project: str) -> bool:
    sources = corte.money_sources
    return bool(sources and sources[0].by_project().get((project, corte.year), NOTHING).obligation)


def _projects_under(corte: Corte, node: str) -> list[str]:
    return [row.project for part in (node, *corte.parts_of(node)) for row in corte.projects_of_node.get(part, [])]


BY_PROJECT = Level(
    folder="dinero/proyectos/",
    head=lambda: gettext("Proyecto"),
    title=lambda: gettext("Lo gastado y lo logrado, por proyecto"),
    sums=SourceMoney.by_project,
    physical=project_result,
    label=Portal.project_link,
    order=lambda corte: sorted(corte.projects),
)
BY_NODE = Level(
    folder="dinero/resultados/",
    head=lambda: gettext("Parte del plan"),
    title=lambda: gettext("Lo gastado y lo logrado, por parte del plan"),
    sums=SourceMoney.by_node,
    physical=node_result,
    label=Portal.node_link,
    order=lambda corte: list(corte.parts_of()),
)
BY_ENTITY = Level(
    folder="dinero/resultados/entidades/",
    head=lambda: gettext("Entidad"),
    title=lambda: gettext("Lo gastado y lo logrado, por entidad"),
    sums=SourceMoney.by_entity,
    physical=entity_result,
    label=Portal.entity_link,
    order=lambda corte: sorted(corte.entities, key=lambda code: corte.entities[code].name),
)
LEVELS = (BY_PROJECT, BY_NODE, BY_ENTITY)


def tasks(corte: Corte) -> list[Task]:
    return [
        task
        for level in LEVELS
        if (keys := level.keys(corte))
        for task in list_tasks(level.folder, keys, ROWS, partial(bought_page, level))
    ]


def bought_page(level: Level, part: Part[str], portal: Portal) -> Page:
    corte = portal.corte
    return Page(
        template="portal/money/bought.html",
        section="dinero",
        title=level.title(),
        heading=finding(corte) if level is BY_PROJECT else alerts_finding(corte, level),
        description=level.title(),
        trail=[Link(gettext("Dinero"), portal.to("dinero/"))],
        content={
            "source": according_to(corte.money_sources[0].kind),
            "table": table(portal, level, part.items),
            "others": [
                Link(other.title(), portal.to(other.folder))
                for other in LEVELS
                if other is not level and other.keys(corte)
            ],
            "sheet": part.sheet(portal),
        },
    )


def finding(corte: Corte) -> str:
    """How many projects obligated money and have nothing verified to show: what nobody has explained yet."""
    sums = corte.money_sources[0].by_project()
    spent = [code for code in BY_PROJECT.keys(corte) if (sums[code, corte.year].obligation or 0) > 0]
    without = [code for code in spent if not figures.verified_share(corte, "project", code)]
    return gettext("%(without)s de %(n)s proyectos con obligaciones no tienen todavía un resultado verificado") % {
        "without": formats.number(len(without)),
        "n": formats.number(len(spent)),
    }


def alerts_finding(corte: Corte, level: Level) -> str:
    """How many of them obligated money and have no result nor reason for it."""
    keys = level.keys(corte)
    alerts = [{alert.code for alert in level.compared(corte, key).alerts} for key in keys]
    without = sum(AlertCode.OBLIGATIONS_WITHOUT_RESULT in codes for codes in alerts)
    if not without and level is BY_ENTITY:
        return gettext("Toda entidad que obligó dinero dice su resultado o su razón")
    if not without:
        return gettext("Toda parte del plan que obligó dinero dice su resultado o su razón")
    counts = {"without": formats.number(without), "n": formats.number(len(keys))}
    if level is BY_ENTITY:
        return gettext("%(without)s de %(n)s entidades obligaron dinero y no dicen resultado ni razón") % counts
    return gettext("%(without)s de %(n)s partes del plan obligaron dinero y no dicen resultado ni razón") % counts


def by_axis(portal: Portal) -> Table | None:
    """The widest parts of the plan; None where no source has money in the year of the corte."""
    corte = portal.corte
    keys = [key for key in BY_NODE.keys(corte) if not corte.nodes[key].parent]
    return table(portal, BY_NODE, keys, outside=True) if keys else None


def table(portal: Portal, level: Level, keys: Iterable[str], *, outside: bool = False) -> Table:
    corte = portal.corte
    compared = Table.of(
        [(level.label(portal, key), level.compared(corte, key)) for key in keys],
        Column(level.head(), cell=lambda row: row[0]),
        pesos_column(gettext("Definitiva"), lambda row: row[1].stages.final),
        pesos_column(gettext("Obligado"), lambda row: row[1].stages.obligation),
        percent_column(gettext("Ejecución"), lambda row: row[1].execution),
        percent_column(gettext("Avance verificado"), lambda row: row[1].physical.achieved),
        Column(gettext("Eficiencia"), numeric=True, cell=lambda row: formats.decimal(row[1].efficiency, 2)),
        Column(gettext("Costo de cada unidad"), numeric=True, cell=lambda row: _cost(row[1])),
        Column(gettext("Qué pide atención"), cell=lambda row: alert_words(row[1].alerts)),
    )
    apart = corte.money_sources[0].outside_plan().get(("", corte.year))
    if not outside or not apart:
        return compared
    amounts = formats.number(apart.final), formats.number(apart.obligation), formats.percent(apart.execution)
    return Table(compared.columns, [*compared.rows, [gettext("Fuera del plan"), *amounts, "—", "—", "—", "—"]])


def _cost(compared: Compared) -> str:
    """Pesos for each unit, with what is counted; "—" where the results are not counted in one unit."""
    if compared.cost_per_unit is None:
        return "—"
    return f"{formats.pesos(compared.cost_per_unit)} ({compared.physical.unit})"


def alert_words(alerts: Iterable[Alert]) -> str:
    """Each alert in the few words of a cell; one that its narrative explains says that it only informs."""
    words = {
        AlertCode.OBLIGATIONS_WITHOUT_RESULT: gettext("Obliga sin resultado"),
        AlertCode.RESULT_WITHOUT_OBLIGATIONS: gettext("Resultado sin obligaciones"),
        AlertCode.RESULT_WITHOUT_NARRATIVE: gettext("Resultado sin explicación"),
        AlertCode.CLOSE_UNDER_TARGET: gettext("Cierra bajo la meta"),
    }
    informs = gettext("solo informa")
    each = (
        words[alert.code] if alert.severity is Severity.WARNING else f"{words[alert.code]} ({informs})"
        for alert in alerts
    )
    return "; ".join(each) or pgettext("alertas", "Nada")
