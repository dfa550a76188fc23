"""The sums of one source in cells and columns, and a thing of the plan or of the city year by year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.budgets.enums import MoneySource
from concierta.engines.finance import Stages
from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal.corte import Corte, Told
from concierta.web.portal.corte.money_rows import Sums

FIGURES = ("initial", "final", "obligation", "payment")


@dataclass(frozen=True, slots=True)
class Account:
    """What one source says of a thing, year by year."""

    title: str
    table: Table


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


def money_columns(suffix: str = "", names: Iterable[str] = FIGURES) -> list[Column]:
    """The figures and the execution, which has no unit. `suffix` says of which years, where a table has several."""
    words = labels()
    return [
        *(Column(f"{words[name]}{suffix}", numeric=True, unit=gettext("pesos")) for name in names),
        Column(gettext("Ejecución") + suffix, numeric=True),
    ]


def money_cells(stages: Stages, names: Iterable[str] = FIGURES) -> list[str]:
    return [*(formats.number(getattr(stages, name)) for name in names), formats.percent(stages.execution)]


def yearly(told: Told, sums: Sums, key: str) -> list[tuple[int | None, Stages]]:
    """The years in which the source says something of a thing, and None with their sum where they are several."""
    found: list[tuple[int | None, Stages]] = [(year, sums[key, year]) for year in told.years if (key, year) in sums]
    return [*found, (None, sums[key, None])] if len(found) > 1 else found


def year_table(told: Told, sums: Sums, key: str) -> Table:
    return Table(
        columns=[Column(gettext("Año")), *money_columns()],
        rows=[[year_label(year), *money_cells(stages)] for year, stages in yearly(told, sums, key)],
    )


def year_label(year: int | None) -> SafeString | str:
    return str(year) if year is not None else format_html("<b>{}</b>", gettext("Todos los años"))


def node_accounts(corte: Corte, node: str) -> list[Account]:
    """What each source says of a part of the plan; none where no source has money there."""
    return [
        Account(according_to(told.source), year_table(told, told.by_node(), node))
        for told in corte.told
        if (node, None) in told.by_node()
    ]


def territory_accounts(corte: Corte, territory: str) -> list[Account]:
    return [
        Account(according_to(told.source), year_table(told, told.by_territory(), territory))
        for told in corte.told
        if (territory, None) in told.by_territory()
    ]
