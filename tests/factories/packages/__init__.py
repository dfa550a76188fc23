"""Invented published packages: every table a corte has, in every state a figure can be, at any size."""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any

from concierta.publishing.tables import TABLES
from factories.packages.answering import add_answers, add_pledge_indicator, add_self_assessment
from factories.packages.corte import CUT_OFF, PERIODS, InventedCorte
from factories.packages.evaluation import add_evaluation
from factories.packages.frame import add_agreement, add_axes, add_plan, add_source
from factories.packages.indicators import add_achievement, add_indicator, add_outcome
from factories.packages.mesa import add_table
from factories.packages.minutes import invented_minutes
from factories.packages.money import add_money
from factories.packages.projects import add_product, add_project
from factories.packages.writing import row, write_package

__all__ = ["CUT_OFF", "PERIODS", "invented_minutes", "invented_tables", "row", "write_package"]


def invented_tables(
    *,
    projects: int = 7,
    products: int = 2,
    activities: int = 2,
    entities: int = 5,
    cut_off: date = CUT_OFF,
    slug: str = "empleo",
    demonstrative: bool = True,
    table: bool = True,
) -> dict[str, list[Any]]:
    """All the tables of one corte. States rotate, so that the first six indicators show each of the six.

    Without `table`, what a plan shows whose agreement has no table, or a corte from before there was one.
    """
    tables: dict[str, list[Any]] = {table.name: [] for table in TABLES}

    def add(table: str, **values: Any) -> None:
        tables[table].append(row(table, **values))

    corte = InventedCorte(slug=slug, cut_off=cut_off, demonstrative=demonstrative, add=add)
    add_plan(corte, entities)
    add_agreement(corte)
    add_axes(corte)
    add_source(corte)
    number = 0
    for p in range(projects):
        code = add_project(corte, p, entities)
        for q in range(products):
            product = add_product(corte, code, p=p, q=q, products=products, activities=activities)
            add_indicator(corte, code, q=q, product=product, number=number)
            number += 1
        add_achievement(corte, "project", code, "0.36", "0.5", number=products)
    add_outcome(corte)
    for n in range(1, 4):
        add_achievement(corte, "node", f"ejes/EJE-{n}", "0.3", "0.42", number=number // 3)
    add_achievement(corte, "plan", slug, "0.182", "0.305", number=number)
    if table:
        add_table(corte)
        add_pledge_indicator(corte)
        add_self_assessment(corte)
        indicators = [one.indicator for one in tables["indicators"]]
        add_money(corte, tables["projects"][0].project, "e1", tables["pledges"][0].pledge)
        add_answers(corte, indicators, [one.project for one in tables["projects"]])
        _amend(tables)
        add_evaluation(corte, tables["projects"])
    for n in range(12):
        add(
            "changes",
            index=n,
            at=corte.at,
            kind="report.verified",
            subject=f"empleo/PR-{n}/{corte.period}",
            entity="e2",
            leaf_hash=hashlib.sha256(str(n).encode()).hexdigest(),
        )
    return tables


def _amend(tables: dict[str, list[Any]]) -> None:
    """The first target of 2025 was 700 until an amendment made it 600."""
    moved = [one.amendment is None and one.indicator.endswith("00-3502000") and one.year == 2025
             for one in tables["targets"]]  # fmt: skip
    tables["targets"] = [
        one._replace(original_value=Decimal(700), original_share=Decimal("1.166666667"), amendment=1) if change else one
        for one, change in zip(tables["targets"], moved, strict=True)
    ]
