"""Sums of whole pesos, in which nothing is repaired, and how a page shows them: as cells, as bars, year by year."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.budgets.enums import MoneySource
from concierta.engines.finance import Stages, total
from concierta.web.kit.charts import RankedItem, svg
from concierta.web.kit.tabular import Column, Table, percent_column, pesos_column
from concierta.web.portal.corte import Corte, Row, SourceMoney
from concierta.web.portal.corte.money_rows import BUDGET, FOLLOW_UP, Sums, cash, stages_of
from concierta.web.portal.page import Text

FIGURES = ("initial", "final", "obligation", "payment")
#: Height of a step with its words.
BAR = 44


@dataclass(frozen=True, slots=True)
class Account:
    """What one source says of a thing, year by year."""

    title: str
    table: Table


def lines_of_year(corte: Corte) -> list[Row]:
    """The cash lines of the fiscal year of the cut-off."""
    return [row for row in cash(corte, corte.table("budget_lines")) if row.fiscal_year == corte.year]


def lines_of_project(corte: Corte, project: str) -> list[Row]:
    """Every line of a project, the newest fiscal year first."""
    lines = corte.package.grouped("budget_lines", "project").get(project, [])
    return sorted(lines, key=lambda row: (-row.fiscal_year, row.line))


def budget_total(lines: Iterable[Row]) -> Stages:
    return total(stages_of(row, BUDGET) for row in lines)


def follow_up_total(rows: Iterable[Row]) -> Stages:
    """Of rows in which the follow-up of the action plan states money."""
    return total(stages_of(row, FOLLOW_UP) for row in rows)


def according_to(source: MoneySource) -> str:
    if source is MoneySource.BUDGET:
        return gettext("Según el presupuesto")
    return gettext("Según el seguimiento al plan de acción")


def labels() -> dict[str, str]:
    return {
        "initial": gettext("Inicial"),
        "final": gettext("Definitiva"),
        "obligation": gettext("Obligado"),
        "payment": gettext("Pagado"),
    }


def span(years: Sequence[int]) -> str:
    """ "2024–2025"; a single year is itself."""
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def stage_columns(named: Mapping[str, str], stages: Callable[[Any], Stages]) -> list[Column]:
    """One for each of the stages `named`; `stages` are those of a row."""

    def column(name: str, label: str) -> Column:
        return pesos_column(label, lambda row: getattr(stages(row), name))

    return [column(name, label) for name, label in named.items()]


def money_columns(stages: Callable[[Any], Stages], suffix: str = "", names: Iterable[str] = FIGURES) -> list[Column]:
    """The figures and the execution, which has no unit. `suffix` says of which years, where a table has several."""
    words = labels()
    return [
        *stage_columns({name: words[name] + suffix for name in names}, stages),
        percent_column(gettext("Ejecución") + suffix, lambda row: stages(row).execution),
    ]


def yearly(source: SourceMoney, sums: Sums, key: str) -> list[tuple[int | None, Stages]]:
    """The years in which the source says something of a thing, and None with their sum where they are several."""
    years: list[tuple[int | None, Stages]] = [(year, sums[key, year]) for year in source.years if (key, year) in sums]
    return [*years, (None, sums[key, None])] if len(years) > 1 else years


def year_column() -> Column:
    """Of rows that begin with their year."""
    return Column(gettext("Año"), cell=lambda row: year_label(row[0]))


def year_label(year: int | None) -> Text:
    return str(year) if year is not None else format_html("<b>{}</b>", gettext("Todos los años"))


def accounts(corte: Corte, sums_of: Callable[[SourceMoney], Sums], key: str) -> list[Account]:
    """What each source says of a part of the plan or of a territory; none where no source has money there."""
    return [
        Account(
            according_to(source.kind),
            Table.of(yearly(source, sums_of(source), key), year_column(), *money_columns(lambda row: row[1])),
        )
        for source in corte.money_sources
        if (key, None) in sums_of(source)
    ]


def step_bars(*, id: str, items: Sequence[RankedItem], name: str) -> SafeString:
    """Amounts that follow one another, as bars in the order given: from what was appropriated to what was paid.

    Like a ranking, but each step comes out of the one before. No data draws nothing.
    """
    longest = max([Fraction(0), *(svg.exact(item.value) or Fraction(0) for item in items)]) or Fraction(1)
    body = []
    for row, item in enumerate(items):
        y = row * BAR
        weight = "ct cb" if item.stress else "ct"
        body.append(svg.text("0", y + 14, item.label, css=weight))
        body.append(svg.text("100%", y + 14, item.shown, css=f"{weight} cn", anchor="end"))
        body.append(f'<line class="gr" x1="0" x2="100%" y1="{y + 28}" y2="{y + 28}" stroke="currentColor"/>')
        value = svg.exact(item.value)
        if value is None:
            continue
        width = svg.share(value, longest) if value > 0 else "2"
        css = "ab-zero" if value == 0 else "ab-proved" if item.stress else "rb-rest"
        body.append(f'<rect class="{css}" x="0" y="{y + 22}" width="{width}" height="12" fill="currentColor"/>')
    return svg.picture(
        escape(id),
        css="rb",
        height=len(items) * BAR - 6,
        title=name,
        desc="; ".join(f"{item.label}: {item.shown}" for item in items),
        body="".join(body),
    )
