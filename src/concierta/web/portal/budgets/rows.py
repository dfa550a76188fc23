"""The lines of the budget at the cut-off, and what they come to. Sums are of whole pesos and nothing is repaired."""

from collections.abc import Iterable
from typing import Any

from concierta.web.portal.corte import Corte
from concierta.web.portal.corte import Row as Record
from concierta.web.portal.corte.money_rows import cash

STAGES = ("initial", "final", "availability", "registration", "obligation", "payment")


def of_year(corte: Corte) -> list[Record]:
    """The cash lines of the fiscal year of the cut-off."""
    return [row for row in cash(corte, corte.table("budget_lines")) if row.fiscal_year == corte.year]


def of_project(corte: Corte, project: str) -> list[Record]:
    """Every line of a project, the newest fiscal year first."""
    found = corte.package.grouped("budget_lines", "project").get(project, [])
    return sorted(found, key=lambda row: (-row.fiscal_year, row.line))


def totals(rows: Iterable[Any]) -> dict[str, int | None]:
    """Stage → pesos; None where no line states it."""
    sums: dict[str, int | None] = dict.fromkeys(STAGES)
    for row in rows:
        for stage in STAGES:
            amount = getattr(row, stage)
            if amount is not None:
                sums[stage] = (sums[stage] or 0) + amount
    return sums
