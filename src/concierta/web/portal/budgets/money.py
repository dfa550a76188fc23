"""What it costs: appropriations, commitments, obligations and payments, as the official source states them."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.budgets.enums import MoneySource
from concierta.engines.finance import NOTHING, Stages
from concierta.web.kit import formats
from concierta.web.kit.charts import RankedItem
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal.budgets import bought, compared, contributions, mobilisation, years
from concierta.web.portal.budgets.flow import plan_flow
from concierta.web.portal.budgets.offices import BY_ENTITY
from concierta.web.portal.budgets.parts import BY_PART
from concierta.web.portal.budgets.places import BY_TERRITORY
from concierta.web.portal.budgets.steps import step_bars
from concierta.web.portal.corte import Corte, Told
from concierta.web.portal.corte.money_rows import FOLLOW_UP, Sums
from concierta.web.portal.page import Link, Page, Task
from concierta.web.portal.portal import Portal

MEASURES = ("initial", "modified", "executed", "obligated", "paid")


@dataclass(frozen=True, slots=True)
class Money:
    """`title` says the finding; `chart` and `table` hold the same five amounts. `from_budget`: the follow-up, which
    speaks first, says nothing here."""

    title: str
    chart: SafeString | str
    table: Table
    note: str
    from_budget: bool = False


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


def told_of(followed: dict[str, int | None], budget: Stages, *, name: str, note: str = "") -> Money:
    """What the follow-up says at the cut-off; where it says nothing, what the budget does."""
    from_budget = all(amount is None for amount in followed.values()) and budget.final is not None
    totals = {column: getattr(budget, stage) for stage, column in FOLLOW_UP.items()} if from_budget else followed
    return Money(
        title=finding(totals),
        chart=chart(totals, id="dinero", name=name),
        table=five_rows(totals),
        note=note,
        from_budget=from_budget,
    )


def budget_of(corte: Corte, sums: Callable[[Told], Sums], key: str) -> Stages:
    """What the budget says of something in the year of the corte."""
    for told in corte.told:
        if told.source is MoneySource.BUDGET:
            return sums(told).get((key, corte.year), NOTHING)
    return NOTHING


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
    return told_of(
        summed(at_cut_off(corte)),
        budget_of(corte, Told.whole, ""),
        name=gettext("Dinero del plan al corte"),
        note=gettext("Suma exacta, acumulada en el año. La ejecución se lee en obligaciones."),
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


def ways(portal: Portal) -> list[Link]:
    """Where the money can be followed further; each says its finding."""
    corte = portal.corte
    found = []
    if corte.told:
        found.append(Link(years.finding(corte), portal.to(years.FOLDER)))
        found += [
            Link(one.finding(corte, corte.told[0]), portal.to(one.folder)) for one in (BY_PART, BY_TERRITORY, BY_ENTITY)
        ]
    found += [
        Link(bought.finding(corte) if level is bought.BY_PROJECT else level.title(), portal.to(level.folder))
        for level in bought.LEVELS
        if level.keys(corte)
    ]
    if corte.table("money_sources_compared"):
        found.append(Link(compared.finding(corte), portal.to(compared.FOLDER)))
    if corte.table("contributions"):
        found.append(Link(contributions.finding(list(corte.table("contributions"))), portal.to(contributions.FOLDER)))
    if corte.table("opportunities"):
        found.append(Link(mobilisation.finding(list(corte.table("opportunities"))), portal.to(mobilisation.FOLDER)))
    return found


def money_page(portal: Portal) -> Page:
    corte = portal.corte
    totals = summed(at_cut_off(corte))
    return Page(
        template="portal/money.html",
        section="dinero",
        title=gettext("Dinero"),
        description=finding(totals),
        content={
            "flow": plan_flow(corte),
            "ways": ways(portal),
            "bought": bought.by_axis(portal),
            "money": plan_money(corte),
            "by_period": by_period(corte),
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
