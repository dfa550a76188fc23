"""Rows of what the official matrices stated."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Count

from concierta.plans.models import (
    ActivityFollowUp,
    Finding,
    MatrixImport,
    ProductFollowUp,
    ProjectFollowUp,
    ReconciliationRow,
)
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables import follow_up as declared

MONEY = ("initial", "modified", "executed", "obligated", "paid")
MONEY_MEASURES = frozenset(MONEY)


def sources(snapshot: Snapshot) -> Iterator[Any]:
    found = MatrixImport.objects.filter(period__in=list(snapshot.periods), is_current=True).order_by()
    findings = _counted(Finding, snapshot)
    differences: dict[str, int] = {}
    for row in reconciliation(snapshot):
        differences[row.period] = differences.get(row.period, 0) + 1
    order = _order(snapshot)
    for source in sorted(found, key=lambda source: order[source.period_id]):
        label = snapshot.periods[source.period_id].label
        yield declared.SOURCES.row(
            period=label,
            sha256=source.sha256,
            filename=source.filename,
            profile=source.profile,
            rows=source.rows,
            imported_at=source.imported_at,
            findings=findings.get(source.pk, 0),
            differences=differences.get(label, 0),
            **{name: source.money.get(name) for name in MONEY},
        )


def activity_follow_ups(snapshot: Snapshot) -> Iterator[Any]:
    for activity, period, *stated in _activity_rows(snapshot):
        yield declared.ACTIVITY_FOLLOW_UPS.row(activity.key, period, *stated)


def product_follow_ups(snapshot: Snapshot) -> Iterator[Any]:
    columns = ("weight", "programmed", "indicative_programmed", "executed", "stated_progress", "explanation")
    for pk, period, *stated in _stated(ProductFollowUp, "product_id", snapshot, list(snapshot.products), columns):
        yield declared.PRODUCT_FOLLOW_UPS.row(snapshot.product_keys[pk], period, *stated)


def project_follow_ups(snapshot: Snapshot) -> Iterator[Any]:
    for pk, period, progress in _stated(
        ProjectFollowUp, "project_id", snapshot, list(snapshot.projects), ("stated_progress",)
    ):
        yield declared.PROJECT_FOLLOW_UPS.row(snapshot.projects[pk].code, period, progress)


def project_money(snapshot: Snapshot) -> Iterator[Any]:
    """Sums in Python integers: exact on every database. A column without any figure stays empty."""
    sums: dict[tuple[str, str], list[int | None]] = {}
    for activity, period, _weight, _progress, *amounts, _explanation in _activity_rows(snapshot):
        if all(amount is None for amount in amounts):
            continue
        project = snapshot.products[activity.product].project.code
        total = sums.setdefault((project, period), [None] * len(MONEY))
        for place, amount in enumerate(amounts):
            if amount is not None:
                total[place] = (total[place] or 0) + amount
    order = {period.label: number for number, period in enumerate(snapshot.periods.values())}
    for project, period in sorted(sums, key=lambda key: (key[0], order[key[1]])):
        yield declared.PROJECT_MONEY.row(project, period, *sums[project, period])


def reconciliation(snapshot: Snapshot) -> Iterator[Any]:
    """Only figures that differ: to the peso for money, beyond the second decimal of a percentage for the rest."""
    order = _order(snapshot)
    rows = (
        ReconciliationRow.objects.filter(
            matrix_import__is_current=True,
            matrix_import__period__in=list(snapshot.periods),
        )
        .order_by()
        .values_list("matrix_import__period_id", "level", "code", "measure", "pk", "name", "stated", "recomputed")
    )
    differing: list[Any] = [row for row in rows if _differs(row[3], row[6], row[7])]
    differing.sort(key=lambda row: (order[row[0]], *row[1:5]))
    for number, (period, level, code, measure, _pk, name, stated, recomputed) in enumerate(differing, start=1):
        yield declared.RECONCILIATION.row(
            number=number,
            period=snapshot.periods[period].label,
            level=level,
            code=code,
            name=name,
            measure=measure,
            stated=stated,
            recomputed=recomputed,
            difference=stated - recomputed,
        )


def findings(snapshot: Snapshot) -> Iterator[Any]:
    order = _order(snapshot)
    grouped = (
        Finding.objects.filter(matrix_import__is_current=True, matrix_import__period__in=list(snapshot.periods))
        .order_by()
        .values_list("matrix_import__period_id", "code", "column", "message", "action")
        .annotate(cells=Count("pk"))
    )
    ordered = sorted(grouped, key=lambda row: (order[row[0]], *row[1:]))
    for number, (period, *rest) in enumerate(ordered, start=1):
        yield declared.FINDINGS.row(number, snapshot.periods[period].label, *rest)


def _activity_rows(snapshot: Snapshot) -> list[tuple[Any, ...]]:
    """(activity, period label, weight, progress, five amounts, explanation), read once for two tables."""
    known = snapshot.__dict__.setdefault("_activity_rows", None)
    if known is None:
        by_pk = {activity.pk: activity for activity in snapshot.activities}
        columns = ("weight", "stated_progress", *MONEY, "explanation")
        known = [
            (by_pk[pk], *rest) for pk, *rest in _stated(ActivityFollowUp, "activity_id", snapshot, list(by_pk), columns)
        ]
        snapshot.__dict__["_activity_rows"] = known
    return known


def _stated(
    model: Any, key: str, snapshot: Snapshot, subjects: list[int], columns: tuple[str, ...]
) -> list[tuple[Any, ...]]:
    """(subject pk, period label, …) in the order of `subjects` and then of periods."""
    order, place = {pk: number for number, pk in enumerate(subjects)}, _order(snapshot)
    rows = model.objects.filter(period__in=list(snapshot.periods)).order_by().values_list(key, "period_id", *columns)
    shown = sorted((row for row in rows if row[0] in order), key=lambda row: (order[row[0]], place[row[1]]))
    return [(row[0], snapshot.periods[row[1]].label, *row[2:]) for row in shown]


def _counted(model: Any, snapshot: Snapshot) -> dict[int, int]:
    counted = model.objects.filter(matrix_import__period__in=list(snapshot.periods)).order_by()
    return dict(counted.values_list("matrix_import_id").annotate(Count("pk")))


def _order(snapshot: Snapshot) -> dict[int, int]:
    return {pk: number for number, pk in enumerate(snapshot.periods)}


def _differs(measure: str, stated: Decimal | None, recomputed: Decimal | None) -> bool:
    if stated is None or recomputed is None:
        return False
    if measure in MONEY_MEASURES:
        return stated != recomputed
    return round(stated, 4) != round(recomputed, 4)
