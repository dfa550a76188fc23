"""What the matrix states about a period: progress, quantities, money, in the source's own words."""

from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal

from concierta.kernel.periods import Period
from concierta.plans.matrix.assemble import Keys
from concierta.plans.matrix.draft import (
    ActivityFollowUpDraft,
    MoneyDraft,
    MoneyTotals,
    PlanDraft,
    ProductFollowUpDraft,
    ProjectFollowUpDraft,
)
from concierta.plans.matrix.profile import PlanTable
from concierta.workbooks.layout import QUARTERS

MONEY = tuple(field.name for field in fields(MoneyDraft))
_BY_QUARTER = (
    "activity_progress",
    "activity_explanation",
    "product_executed",
    "product_progress",
    "product_explanation",
)


def assemble_follow_up(table: PlanTable, keys: Keys, plan: PlanDraft, period: Period) -> None:
    """Fill the follow-up lists of `plan`: the file's own period, and earlier quarters where it repeats them."""
    own = _slot_quarter(table, period)
    money = _money(table)
    plan.activity_followups = [
        ActivityFollowUpDraft(activity.key, period, progress, explanation, pesos)
        for activity, progress, explanation, pesos in zip(
            plan.activities,
            table.column("activity_progress", Decimal, own),
            table.column("activity_explanation", str, own),
            money,
            strict=True,
        )
    ]
    plan.product_followups = list(_products(table, keys.by_product, period, own))
    plan.project_followups = [
        ProjectFollowUpDraft(code, period, table.settle("project_progress", Decimal, positions))
        for code, positions in keys.by_project.items()
    ]
    for quarter in QUARTERS:
        if own and quarter < own:
            _assemble_earlier(table, plan, keys.by_product, Period(period.year, quarter), quarter)
        elif own and quarter > own:
            _report_later(table, quarter)


def money_totals(plan: PlanDraft) -> MoneyTotals:
    """Sums over every row of the file, blank cells apart."""
    pesos = [follow_up.money for follow_up in plan.activity_followups if follow_up.money]
    return MoneyTotals(**{name: sum(getattr(money, name) or 0 for money in pesos) for name in MONEY})


def _slot_quarter(table: PlanTable, period: Period) -> int:
    """The quarter whose columns hold the period; 0 when the columns of this matrix do not name quarters."""
    quarterly = any(table.has(field, quarter) for field in _BY_QUARTER for quarter in QUARTERS)
    return (period.quarter or 4) if quarterly else 0


def _money(table: PlanTable) -> list[MoneyDraft]:
    columns = [table.column(name, int) for name in MONEY]
    money = [MoneyDraft(*row) for row in zip(*columns, strict=True)]
    for position, pesos in enumerate(money):
        executed, obligated, paid = pesos.executed, pesos.obligated, pesos.paid
        if executed is not None and obligated is not None and obligated > executed:
            table.tell("money-order", ("obligated", 0), position, str(executed))
        if obligated is not None and paid is not None and paid > obligated:
            table.tell("money-order", ("paid", 0), position, str(obligated))
        if pesos.modified is not None and executed is not None and executed > pesos.modified:
            table.tell("money-order", ("executed", 0), position, str(pesos.modified))
    return money


def _products(
    table: PlanTable, by_product: dict[str, list[int]], period: Period, quarter: int
) -> Iterable[ProductFollowUpDraft]:
    for key, positions in by_product.items():
        yield ProductFollowUpDraft(
            key,
            period,
            table.settle("product_executed", Decimal, positions, quarter),
            table.settle("product_progress", Decimal, positions, quarter),
            table.joined("product_explanation", positions, quarter),
        )


def _assemble_earlier(
    table: PlanTable, plan: PlanDraft, by_product: dict[str, list[int]], period: Period, quarter: int
) -> None:
    if not any(_has_data(table, field, quarter) for field in _BY_QUARTER):
        return
    progress = table.column("activity_progress", Decimal, quarter)
    explanation = table.column("activity_explanation", str, quarter)
    plan.earlier_activity_followups.extend(
        ActivityFollowUpDraft(activity.key, period, done, text, None)
        for activity, done, text in zip(plan.activities, progress, explanation, strict=True)
        if done is not None or text is not None
    )
    plan.earlier_product_followups.extend(
        follow_up
        for follow_up in _products(table, by_product, period, quarter)
        if follow_up.executed is not None or follow_up.progress is not None or follow_up.explanation is not None
    )


def _report_later(table: PlanTable, quarter: int) -> None:
    for field in _BY_QUARTER:
        if _has_data(table, field, quarter):
            column = table.typed[field, quarter]
            positions = [position for position, value in enumerate(column) if value is not None]
            table.tell("quarter-later", (field, quarter), positions[0], str(len(positions)))


def _has_data(table: PlanTable, field: str, quarter: int) -> bool:
    column = table.typed.get((field, quarter))
    return column is not None and column.count(None) < len(column)
