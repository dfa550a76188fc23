"""The money year by year and of all the years, each year with the corte that closes it; and in pesos of one year."""

from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.web.kit import formats
from concierta.web.kit.charts import RankedItem
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal.budgets.constant import constant_pesos
from concierta.web.portal.budgets.steps import step_bars
from concierta.web.portal.budgets.sums import according_to, money_cells, money_columns, year_label, yearly
from concierta.web.portal.corte import Corte, Told
from concierta.web.portal.page import Link, Page, Task
from concierta.web.portal.portal import Portal

FOLDER = "dinero/anios/"


@dataclass(frozen=True, slots=True)
class Years:
    """One source, year by year: `chart` and `table` hold the same sums."""

    id: str
    title: str
    chart: SafeString
    table: Table


def tasks(corte: Corte) -> list[Task]:
    return [Task(FOLDER, years_page)] if corte.told else []


def years_page(portal: Portal) -> Page:
    corte = portal.corte
    return Page(
        template="portal/money/years.html",
        section="dinero",
        title=gettext("Dinero año por año"),
        heading=finding(corte),
        description=finding(corte),
        trail=[Link(gettext("Dinero"), portal.to("dinero/"))],
        content={"sources": [_years(portal, told) for told in ordered(corte)], "constant": constant_pesos(corte)},
    )


def ordered(corte: Corte) -> list[Told]:
    """The source that tells the most years first; the budget where they tell as many."""
    return sorted(corte.told, key=lambda told: -len(told.years))


def finding(corte: Corte) -> str:
    told = ordered(corte)[0]
    stages = told.total(None)
    said = {
        "final": formats.pesos(stages.final),
        "first": told.years[0],
        "last": told.years[-1],
        "share": formats.percent(stages.execution),
    }
    if stages.final is None:
        return gettext("Nadie dice cuánto se apropió hasta %(last)s") % said
    if stages.obligation is None:
        return gettext("Apropiados %(final)s hasta %(last)s; nadie ha dicho cuánto se obligó") % said
    if len(told.years) == 1:
        return gettext("De %(final)s apropiados en %(last)s se ha obligado el %(share)s; no hay otros años") % said
    return gettext("De %(final)s apropiados entre %(first)s y %(last)s se ha obligado el %(share)s") % said


def _years(portal: Portal, told: Told) -> Years:
    title = according_to(told.source)
    return Years(told.source.value, title, _chart(told, title), _table(portal, told))


def _chart(told: Told, title: str) -> SafeString:
    items = []
    for year in told.years:
        stages = told.total(year)
        items += [
            RankedItem(gettext("%(year)s, definitiva") % {"year": year}, stages.final, formats.pesos(stages.final)),
            RankedItem(
                gettext("%(year)s, obligado") % {"year": year},
                stages.obligation,
                formats.pesos(stages.obligation),
                stress=True,
            ),
        ]
    return step_bars(
        id=f"anios-{told.source.value}",
        items=items,
        name=gettext("Apropiado y obligado por año. %(source)s") % {"source": title},
    )


def _table(portal: Portal, told: Told) -> Table:
    return Table(
        columns=[Column(gettext("Año")), *money_columns(), Column(gettext("Hasta cuándo"))],
        rows=[
            [year_label(year), *money_cells(stages), _until(portal, told, year)]
            for year, stages in yearly(told, told.whole(), "")
        ],
    )


def _until(portal: Portal, told: Told, year: int | None) -> SafeString | str:
    """The corte that closed the year, on its frozen page; else the date that the figures are of."""
    if year is None:
        return ""
    end = date(year, 12, 31)
    if end < portal.corte.cut_off and any(row.cut_off == end for row in portal.corte.table("cortes")):
        language = "" if portal.at.language == "es" else f"{portal.at.language}/"
        return format_html(
            '<a href="{}">{}</a>',
            f"{portal.at.plan}cortes/{end.isoformat()}/{language}dinero/",
            gettext("Corte que lo cierra, al %(date)s") % {"date": formats.short_date(end)},
        )
    as_of = told.as_of[year]
    return formats.short_date(as_of) if as_of else gettext("Apropiado; sin ejecución registrada")
