"""The money year by year and of all the years, each year with the corte that closes it.

Also in pesos of one year, by the price index of the corte: comparable, and added to nothing nominal.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.engines.finance import base_year, deflate
from concierta.web.kit import formats
from concierta.web.kit.charts import RankedItem
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal.budgets.sums import (
    Account,
    according_to,
    labels,
    money_columns,
    step_bars,
    year_column,
    year_label,
    yearly,
)
from concierta.web.portal.corte import Corte, Row, SourceMoney
from concierta.web.portal.corte.rows import by
from concierta.web.portal.page import Link, Page, Task, Text
from concierta.web.portal.portal import Portal

FOLDER = "dinero/anios/"
DEFLATED = ("final", "obligation", "payment")


@dataclass(frozen=True, slots=True)
class Years:
    """One source, year by year: `chart` and `table` hold the same sums."""

    id: str
    title: str
    chart: SafeString
    table: Table


@dataclass(frozen=True, slots=True)
class Constant:
    """By one index. `missing` are the years that it has no price for, in a sentence."""

    title: str
    lead: str
    formula: str
    missing: str
    accounts: list[Account]


def tasks(corte: Corte) -> list[Task]:
    return [Task(FOLDER, years_page)] if corte.money_sources else []


def years_page(portal: Portal) -> Page:
    corte = portal.corte
    return Page(
        template="portal/money/years.html",
        section="dinero",
        title=gettext("Dinero año por año"),
        heading=finding(corte),
        description=finding(corte),
        trail=[Link(gettext("Dinero"), portal.to("dinero/"))],
        content={
            "sources": [_years(portal, source) for source in longest_first(corte)],
            "constant": constant_pesos(corte),
        },
    )


def longest_first(corte: Corte) -> list[SourceMoney]:
    """The source that tells the most years first; the budget where they tell as many."""
    return sorted(corte.money_sources, key=lambda source: -len(source.years))


def finding(corte: Corte) -> str:
    source = longest_first(corte)[0]
    stages = source.total(None)
    values = {
        "final": formats.pesos(stages.final),
        "first": source.years[0],
        "last": source.years[-1],
        "share": formats.percent(stages.execution),
    }
    if stages.final is None:
        return gettext("Nadie dice cuánto se apropió hasta %(last)s") % values
    if stages.obligation is None:
        return gettext("Apropiados %(final)s hasta %(last)s; nadie ha dicho cuánto se obligó") % values
    if len(source.years) == 1:
        return gettext("De %(final)s apropiados en %(last)s se ha obligado el %(share)s; no hay otros años") % values
    return gettext("De %(final)s apropiados entre %(first)s y %(last)s se ha obligado el %(share)s") % values


def _years(portal: Portal, source: SourceMoney) -> Years:
    title = according_to(source.kind)
    table = Table.of(
        yearly(source, source.whole(), ""),
        year_column(),
        *money_columns(lambda row: row[1]),
        Column(gettext("Hasta cuándo"), cell=lambda row: _until(portal, source, row[0])),
    )
    return Years(source.kind.value, title, _chart(source, title), table)


def _chart(source: SourceMoney, title: str) -> SafeString:
    items = []
    for year in source.years:
        stages = source.total(year)
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
        id=f"anios-{source.kind.value}",
        items=items,
        name=gettext("Apropiado y obligado por año. %(source)s") % {"source": title},
    )


def _until(portal: Portal, source: SourceMoney, year: int | None) -> Text:
    """The corte that closed the year, on its frozen page; else the date that the figures are of."""
    if year is None:
        return ""
    end = date(year, 12, 31)
    if end < portal.corte.cut_off and any(row.cut_off == end for row in portal.corte.table("cortes")):
        return format_html(
            '<a href="{}">{}</a>',
            f"{portal.at.plan}cortes/{end.isoformat()}/{portal.at.language_folder}dinero/",
            gettext("Corte que lo cierra, al %(date)s") % {"date": formats.short_date(end)},
        )
    as_of = source.as_of[year]
    return formats.short_date(as_of) if as_of else gettext("Apropiado; sin ejecución registrada")


def constant_pesos(corte: Corte) -> list[Constant]:
    """One for each index of the corte."""
    return [_by_index(corte, points) for points in by(corte.table("price_index"), lambda row: row.index).values()]


def _by_index(corte: Corte, points: list[Row]) -> Constant:
    index, first = {row.year: row.value for row in points}, points[0]
    base = base_year(index, corte.year)
    values = {"name": first.name, "when": first.base, "source": first.source, "base": base, "year": corte.year}
    if base is None:
        return Constant(
            title=gettext("El índice «%(name)s» no trae ningún año hasta %(year)s") % values,
            lead=gettext("No hay con qué descontar la inflación: sin dato."),
            formula="",
            missing="",
            accounts=[],
        )
    return Constant(
        title=gettext("Lo mismo en pesos de %(base)s, descontada la inflación") % values,
        lead=gettext("Con el índice «%(name)s» (base: %(when)s). Fuente: %(source)s.") % values,
        formula=gettext("Pesos de %(base)s = pesos del año × índice de %(base)s (%(value)s) ÷ índice del año")
        % (values | {"value": formats.number(index[base], 6)}),
        missing=_missing(corte, index),
        accounts=[
            Account(
                gettext("%(source)s, en pesos de %(base)s") % {"source": according_to(source.kind), "base": base},
                _deflated_table(source, base, index),
            )
            for source in corte.money_sources
            if any(year in index for year in source.years)
        ],
    )


def _missing(corte: Corte, index: dict[int, Decimal]) -> str:
    """The years that no price speaks for; "" where there are none."""
    years = sorted({year for source in corte.money_sources for year in source.years if year not in index})
    if not years:
        return ""
    return gettext(
        "El índice no trae %(years)s: sus pesos no se pueden comparar todavía, y no se suman con los otros."
    ) % {"years": ", ".join(map(str, years))}


def _deflated_table(source: SourceMoney, base: int, index: dict[int, Decimal]) -> Table:
    years = {year: _in_pesos_of(source, year, base, index) for year in source.years}
    rows: list[list[Text]] = [
        [
            year_label(year),
            formats.number(index[year], 6) if year in index else gettext("No lo trae"),
            *(formats.number(amount, 0) for amount in amounts),
        ]
        for year, amounts in years.items()
    ]
    if len(years) > 1:
        sums = (_sum(column) for column in zip(*years.values(), strict=True))
        rows.append([year_label(None), "", *(formats.number(amount, 0) for amount in sums)])
    words, unit = labels(), gettext("pesos de %(year)s") % {"year": base}
    return Table(
        columns=[
            Column(gettext("Año")),
            Column(gettext("Índice"), numeric=True),
            *(Column(words[name], numeric=True, unit=unit) for name in DEFLATED),
        ],
        rows=rows,
    )


def _in_pesos_of(source: SourceMoney, year: int, base: int, index: dict[int, Decimal]) -> list[Fraction | None]:
    stages = source.total(year)
    return [deflate(getattr(stages, name), year, base, index) for name in DEFLATED]


def _sum(amounts: tuple[Fraction | None, ...]) -> Fraction | None:
    """Of every year or of none: a sum that leaves a year out would pass for the whole."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Fraction(0)) if len(known) == len(amounts) else None
