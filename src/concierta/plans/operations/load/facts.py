"""What the source states for the period: follow-ups and the reconciliation of its own figures.

Every part that the file names has a follow-up, even one that says nothing: that the source left it blank is a fact too,
and it is how a later load knows which file described the part last. What a file says again about earlier quarters is
not written: the file of each quarter is the authority for it, so that any order of files gives the same facts.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from concierta.kernel.errors import gettext_noop
from concierta.plans.matrix.draft import MoneyDraft
from concierta.plans.matrix.draft import ReconciliationRow as ReconciliationDraft
from concierta.plans.models import (
    ActivityFollowUp,
    MatrixImport,
    ProductFollowUp,
    ProjectFollowUp,
    ReconciliationRow,
    ReportingPeriod,
)
from concierta.plans.operations.bulk import insert_rows
from concierta.plans.operations.load.progress import Load

_FOLLOW_UPS = (ActivityFollowUp, ProductFollowUp, ProjectFollowUp)
_NO_MONEY = MoneyDraft()
_SIX_PLACES = Decimal("0.000001")


def stores_facts(period: ReportingPeriod) -> bool:
    return any(model.objects.filter(period=period).exists() for model in _FOLLOW_UPS)


def remove_facts(period: ReportingPeriod) -> None:
    """Forget the facts of the period. The parts stay: reports, pledges and decisions may already speak of them."""
    for model in _FOLLOW_UPS:
        model.objects.filter(period=period).delete()


def write_facts(load: Load, projects: dict[str, int], products: dict[str, int], activities: dict[str, int]) -> None:
    _write_activities(load, activities)
    _write_products(load, products)
    period, plan = load.period.pk, load.draft.plan
    told = {one.project: one.progress for one in plan.project_followups if one.period == load.draft.period}
    insert_rows(
        ProjectFollowUp,
        ("project_id", "period_id", "stated_progress"),
        [(projects[draft.code], period, told.get(draft.code)) for draft in plan.projects],
    )
    repeated = len(plan.earlier_activity_followups) + len(plan.earlier_product_followups)
    if repeated:
        load.find(
            row=0,
            column="",
            value=str(repeated),
            code="earlier_quarters",
            message=gettext_noop("El archivo repite datos de trimestres anteriores."),
            action=gettext_noop("se conservaron los del archivo de cada trimestre"),
        )


def _write_activities(load: Load, keys: dict[str, int]) -> None:
    period, plan = load.period.pk, load.draft.plan
    told = {one.activity: one for one in plan.activity_followups}
    rows: list[tuple[Any, ...]] = []
    for draft in plan.activities:
        fact = told.get(draft.key)
        if fact is None:
            rows.append((keys[draft.key], period, draft.weight, None, "", None, None, None, None, None))
            continue
        money = fact.money or _NO_MONEY
        rows.append(
            (
                keys[draft.key],
                period,
                draft.weight,
                fact.progress,
                fact.explanation or "",
                money.initial,
                money.modified,
                money.executed,
                money.obligated,
                money.paid,
            )
        )
    columns = ("activity_id", "period_id", "weight", "stated_progress", "explanation")
    insert_rows(ActivityFollowUp, (*columns, "initial", "modified", "executed", "obligated", "paid"), rows)


def _write_products(load: Load, keys: dict[str, int]) -> None:
    period, plan = load.period.pk, load.draft.plan
    told = {one.product: one for one in plan.product_followups}
    rows = []
    for draft in plan.products:
        fact = told.get(draft.key)
        rows.append(
            (
                keys[draft.key],
                period,
                draft.weight,
                draft.programmed,
                draft.not_programmed,
                draft.indicative_programmed,
                fact.executed if fact else None,
                fact.progress if fact else None,
                (fact.explanation or "") if fact else "",
            )
        )
    columns = ("product_id", "period_id", "weight", "programmed", "not_programmed", "indicative_programmed")
    insert_rows(ProductFollowUp, (*columns, "executed", "stated_progress", "explanation"), rows)


def write_reconciliation(matrix_import: MatrixImport, rows: Iterable[ReconciliationDraft]) -> None:
    insert_rows(
        ReconciliationRow,
        ("matrix_import_id", "level", "code", "name", "measure", "stated", "recomputed"),
        [
            (
                matrix_import.pk,
                one.level,
                one.code,
                one.name,
                one.measure,
                _six_places(one.stated),
                _six_places(one.recomputed),
            )
            for one in rows
        ],
    )


def _six_places(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(_SIX_PLACES)
