"""The source's own stated figures beside the ones recomputed from its finer figures.

The form defines product progress as the "sumatoria ponderada del % de avance de las actividades" and project progress
as the sum of its products' weighted progress: plain sums, without renormalising. They are checked as defined.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from concierta.plans.matrix.draft import MoneyTotals, PlanDraft, ReconciliationRow
from concierta.plans.matrix.follow_up import MONEY
from concierta.workbooks.figures import rounded

TOLERANCE = Decimal("0.005")
"""Half a percentage point: stated percentages are rounded, some of them to whole points."""

_Pairs = dict[str, list[tuple[Decimal | None, Decimal | None]]]


def reconcile(plan: PlanDraft, totals: MoneyTotals, stated_totals: dict[str, int]) -> list[ReconciliationRow]:
    """Rows for every product and project, then weights that do not add to 1, then money."""
    activities: _Pairs = defaultdict(list)
    for activity, follow_up in zip(plan.activities, plan.activity_followups, strict=True):
        activities[activity.product].append((activity.weight, follow_up.progress))
    products: _Pairs = defaultdict(list)
    stated_product = {follow_up.product: follow_up.progress for follow_up in plan.product_followups}
    for product in plan.products:
        products[product.project].append((product.weight, stated_product[product.key]))
    stated_project = {follow_up.project: follow_up.progress for follow_up in plan.project_followups}

    rows = [
        _row("product", product.key, product.name, "progress", stated_product[product.key], activities[product.key])
        for product in plan.products
    ]
    rows += [
        _row("project", project.code, project.name, "progress", stated_project[project.code], products[project.code])
        for project in plan.projects
    ]
    rows += _weights("product", ((product.key, product.name) for product in plan.products), activities)
    rows += _weights("project", ((project.code, project.name) for project in plan.projects), products)
    for name in MONEY:
        rows.append(
            _compared("total", name, "", name, _decimal(stated_totals.get(name)), Decimal(getattr(totals, name)))
        )
    return rows


def _row(
    level: str,
    code: str,
    name: str,
    measure: str,
    stated: Decimal | None,
    parts: list[tuple[Decimal | None, Decimal | None]],
) -> ReconciliationRow:
    known = [weight * value for weight, value in parts if weight is not None and value is not None]
    return _compared(level, code, name, measure, stated, rounded(sum(known, Decimal())) if known else None)


def _weights(level: str, items: Iterable[tuple[str, str]], parts: _Pairs) -> Iterable[ReconciliationRow]:
    """Only those that do not add to 1: `stated` is their sum, `recomputed` what it should be."""
    for code, name in items:
        weights = [weight for weight, _value in parts[code] if weight is not None]
        total = sum(weights, Decimal())
        if weights and abs(total - 1) > TOLERANCE:
            yield _compared(level, code, name, "weights", total, Decimal(1))


def _compared(
    level: str, code: str, name: str, measure: str, stated: Decimal | None, recomputed: Decimal | None
) -> ReconciliationRow:
    difference = stated - recomputed if stated is not None and recomputed is not None else None
    return ReconciliationRow(level, code, name, measure, stated, recomputed, difference)


def _decimal(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)
