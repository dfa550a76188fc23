"""What it costs: appropriations, commitments, obligations and payments, as the official source states them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from concierta.budgets.enums import MoneySource
from concierta.engines.finance import NOTHING, Stages
from concierta.web.kit import formats
from concierta.web.kit.charts import RankedItem
from concierta.web.kit.tabular import Column, Table, percent_column, pesos_column
from concierta.web.portal.budgets import bought, compared, contributions, mobilisation, years
from concierta.web.portal.budgets.breakdown import BREAKDOWNS
from concierta.web.portal.budgets.flow import plan_flow
from concierta.web.portal.budgets.sums import follow_up_total, stage_columns, step_bars
from concierta.web.portal.corte import Corte, Row, SourceMoney
from concierta.web.portal.corte.money_rows import Sums
from concierta.web.portal.page import Link, Page, Task, Text
from concierta.web.portal.portal import Portal


@dataclass(frozen=True, slots=True)
class Money:
    """`title` says the finding; `chart` and `table` hold the same five amounts. `from_budget`: the follow-up, which
    speaks first, says nothing here."""

    title: str
    chart: Text
    table: Table
    note: str
    from_budget: bool = False


def tasks(corte: Corte) -> list[Task]:
    return [Task("dinero/", money_page)]


def labels() -> dict[str, str]:
    """The stages that the follow-up of the action plan states."""
    return {
        "initial": gettext("Apropiación inicial"),
        "final": gettext("Apropiación definitiva"),
        "registration": gettext("Comprometido"),
        "obligation": gettext("Obligado"),
        "payment": gettext("Pagado"),
    }


def at_cut_off(corte: Corte) -> list[Row]:
    return [row for row in corte.table("project_money") if row.period == corte.plan.period]


def money_of(followed: Stages, budget: Stages, *, name: str, note: str = "") -> Money:
    """What the follow-up says at the cut-off; where it says nothing, what the budget does."""
    from_budget = followed == NOTHING and budget.final is not None
    stages = budget if from_budget else followed
    return Money(
        title=finding(stages),
        chart=chart(stages, id="dinero", name=name),
        table=stage_table(stages),
        note=note,
        from_budget=from_budget,
    )


def budget_of(corte: Corte, sums: Callable[[SourceMoney], Sums], key: str) -> Stages:
    """What the budget says of something in the year of the corte."""
    for source in corte.money_sources:
        if source.kind is MoneySource.BUDGET:
            return sums(source).get((key, corte.year), NOTHING)
    return NOTHING


def finding(stages: Stages) -> str:
    if not stages.final or stages.obligation is None:
        return gettext("Sin dato de dinero en este corte")
    return gettext("De %(final)s apropiados se ha obligado el %(share)s y se ha pagado %(paid)s") % {
        "final": formats.pesos(stages.final),
        "share": formats.percent(stages.execution),
        "paid": formats.pesos(stages.payment),
    }


def plan_money(corte: Corte) -> Money:
    return money_of(
        follow_up_total(at_cut_off(corte)),
        budget_of(corte, SourceMoney.whole, ""),
        name=gettext("Dinero del plan al corte"),
        note=gettext("Suma exacta, acumulada en el año. La ejecución se lee en obligaciones."),
    )


def chart(stages: Stages, *, id: str, name: str) -> Text:
    items = [
        RankedItem(label, amount, formats.pesos(amount), stress=stage == "obligation")
        for stage, label, amount in _amounts(stages)
    ]
    return "" if all(item.value is None for item in items) else step_bars(id=id, items=items, name=name)


def stage_table(stages: Stages) -> Table:
    return Table.of(
        _amounts(stages),
        Column(gettext("Momento"), cell=lambda row: row[1]),
        pesos_column(gettext("Valor"), lambda row: row[2]),
        percent_column(gettext("De lo definitivo"), lambda row: stages.share(row[2])),
    )


def _amounts(stages: Stages) -> list[tuple[str, str, int | None]]:
    """(stage, its name, pesos)."""
    return [(stage, label, getattr(stages, stage)) for stage, label in labels().items()]


def ways(portal: Portal) -> list[Link]:
    """Where the money can be followed further; each says its finding."""
    corte = portal.corte
    offered, sought = list(corte.table("contributions")), list(corte.table("opportunities"))
    links = []
    if corte.money_sources:
        links.append(Link(years.finding(corte), portal.to(years.FOLDER)))
        links += [Link(way.finding(corte, corte.money_sources[0]), portal.to(way.folder)) for way in BREAKDOWNS]
    links += [
        Link(bought.finding(corte) if level is bought.BY_PROJECT else level.title(), portal.to(level.folder))
        for level in bought.LEVELS
        if level.keys(corte)
    ]
    if corte.table("money_sources_compared"):
        links.append(Link(compared.finding(corte), portal.to(compared.FOLDER)))
    if offered:
        links.append(Link(contributions.finding(offered), portal.to(contributions.FOLDER)))
    if sought:
        links.append(Link(mobilisation.finding(sought), portal.to(mobilisation.FOLDER)))
    return links


def money_page(portal: Portal) -> Page:
    corte = portal.corte
    return Page(
        template="portal/money.html",
        section="dinero",
        title=gettext("Dinero"),
        description=finding(follow_up_total(at_cut_off(corte))),
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
    rows = corte.package.grouped("project_money", "period")
    totals = ((period, follow_up_total(rows.get(period, ()))) for period in corte.periods)
    return period_table((period, stages) for period, stages in totals if stages != NOTHING)


def period_table(rows: Iterable[tuple[str, Stages]]) -> Table:
    return Table.of(
        rows,
        Column(gettext("Periodo"), cell=lambda row: formats.period(row[0])),
        *stage_columns(labels(), lambda row: row[1]),
    )
