"""What it costs: appropriations, commitments, obligations and payments, as the official source states them."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.web.components import formats
from concierta.web.components.charts import RankedItem
from concierta.web.components.tabular import Column, Table
from concierta.web.public.addresses import Address
from concierta.web.public.corte import Corte
from concierta.web.public.pages import figures
from concierta.web.public.pages.budget import bought, compared, contributions, mobilisation
from concierta.web.public.pages.budget.flow import plan_flow
from concierta.web.public.pages.page import Link, Page, Task
from concierta.web.public.steps import step_bars

MEASURES = ("initial", "modified", "executed", "obligated", "paid")


@dataclass(frozen=True, slots=True)
class Money:
    """`title` says the finding; `chart` and `table` hold the same five amounts."""

    title: str
    chart: SafeString | str
    table: Table
    note: str


def tasks(corte: Corte) -> list[Task]:
    return [Task("dinero/", money_page)]


def labels() -> dict[str, str]:
    return {
        "initial": gettext("Apropiación inicial"),
        "modified": gettext("Apropiación definitiva"),
        "executed": gettext("Comprometido"),
        "obligated": gettext("Obligado"),
        "paid": gettext("Pagado"),
    }


def columns() -> list[Column]:
    return [Column(label, numeric=True, unit=gettext("pesos")) for label in labels().values()]


def summed(rows: list[Any]) -> dict[str, int | None]:
    """Exact totals of rows with the five amounts; None where no row states that amount."""
    totals: dict[str, int | None] = {}
    for measure in MEASURES:
        stated = [amount for row in rows if (amount := getattr(row, measure)) is not None]
        totals[measure] = sum(stated) if stated else None
    return totals


def at_cut_off(corte: Corte) -> list[Any]:
    return [row for row in corte.table("project_money") if row.period == corte.plan.period]


def finding(totals: dict[str, int | None]) -> str:
    final, obligated, paid = totals["modified"], totals["obligated"], totals["paid"]
    if not final or obligated is None:
        return gettext("Sin dato de dinero en este corte")
    return gettext("De %(final)s apropiados se ha obligado el %(share)s y se ha pagado %(paid)s") % {
        "final": formats.pesos(final),
        "share": formats.percent(_share(obligated, final)),
        "paid": formats.pesos(paid),
    }


def _share(part: int | None, whole: int | None) -> Fraction | None:
    return None if part is None or not whole else Fraction(part, whole)


def plan_money(corte: Corte) -> Money:
    totals = summed(at_cut_off(corte))
    return Money(
        title=finding(totals),
        chart=chart(totals, id="dinero", name=gettext("Dinero del plan al corte")),
        table=five_rows(totals),
        note=gettext("Suma exacta de las actividades, acumulada en el año. La ejecución se lee en obligaciones."),
    )


def chart(totals: dict[str, int | None], *, id: str, name: str) -> SafeString | str:
    items = [
        RankedItem(label, totals[measure], formats.pesos(totals[measure]), stress=measure == "obligated")
        for measure, label in labels().items()
    ]
    if all(item.value is None for item in items):
        return ""
    return step_bars(id=id, items=items, name=name)


def five_rows(totals: dict[str, int | None]) -> Table:
    final = totals["modified"]
    return Table(
        columns=[
            Column(gettext("Momento")),
            Column(gettext("Valor"), numeric=True, unit=gettext("pesos")),
            Column(gettext("De lo definitivo"), numeric=True),
        ],
        rows=[
            [label, formats.number(totals[measure]), formats.percent(_share(totals[measure], final))]
            for measure, label in labels().items()
        ],
    )


def ways(corte: Corte, at: Address) -> list[Link]:
    """Where the money can be followed further; each says its finding."""
    found = []
    if corte.table("budget_lines"):
        found.append(Link(bought.finding(corte), at.root + bought.FOLDER))
    if corte.table("money_sources_compared"):
        found.append(Link(compared.finding(corte), at.root + compared.FOLDER))
    if corte.table("contributions"):
        found.append(Link(contributions.finding(list(corte.table("contributions"))), at.root + contributions.FOLDER))
    if corte.table("opportunities"):
        found.append(Link(mobilisation.finding(list(corte.table("opportunities"))), at.root + mobilisation.FOLDER))
    return found


def money_page(corte: Corte, at: Address) -> Page:
    totals = summed(at_cut_off(corte))
    return Page(
        template="public/money.html",
        section="dinero",
        title=gettext("Dinero"),
        description=finding(totals),
        content={
            "flow": plan_flow(corte),
            "ways": ways(corte, at),
            "bought": bought.by_node(corte, at) if corte.table("budget_lines") else None,
            "territories": bought.by_territory(corte) if corte.table("budget_lines") else None,
            "money": plan_money(corte),
            "by_period": by_period(corte),
            "by_entity": by_group(corte, at, "entity"),
            "by_node": by_group(corte, at, "node"),
            "sources": corte.table("sources"),
            "files": corte.table("budget_files"),
        },
    )


def by_period(corte: Corte) -> Table:
    """One row per period of the plan that has money; amounts accumulate within each year."""
    rows = []
    for period in corte.periods.values():
        totals = summed([row for row in corte.table("project_money") if row.period == period.period])
        if any(amount is not None for amount in totals.values()):
            rows.append([formats.period(period.period), *(formats.number(totals[measure]) for measure in MEASURES)])
    return Table(columns=[Column(gettext("Periodo")), *columns()], rows=rows)


def by_group(corte: Corte, at: Address, group: str) -> Table:
    """Money at the cut-off by responsible entity, or by node of the widest tier."""
    groups: dict[str, list[Any]] = {}
    for row in at_cut_off(corte):
        project = corte.projects[row.project]
        key = project.entity if group == "entity" else corte.top_node(project.node)
        groups.setdefault(key, []).append(row)
    rows = []
    for key, members in sorted(groups.items(), key=lambda pair: -(summed(pair[1])["modified"] or 0)):
        totals = summed(members)
        if group == "entity":
            label: Any = figures.entity_link(corte, at, key)
        else:
            label = figures.node_link(corte, at, key)
        rows.append([label, *(formats.number(totals[measure]) for measure in MEASURES)])
    head = gettext("Entidad") if group == "entity" else gettext("Parte del plan")
    return Table(columns=[Column(head), *columns()], rows=rows)
