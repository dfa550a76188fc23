"""The imports of a plan, what they could not read, and what did not add up in the source.

Open to whoever may see the plan: that the source contradicts itself is public knowledge.
"""

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from concierta.people.models import User
from concierta.plans.models import Finding, MatrixImport, Plan, ReconciliationRow
from concierta.plans.permissions import check_can_see_plan


def imports_of(user: User | None, plan: Plan) -> QuerySet[MatrixImport]:
    """Every import, the latest period first, with `finding_count` and `difference_count`; also those replaced since."""
    check_can_see_plan(user, plan)
    return (
        MatrixImport.objects.filter(period__plan=plan)
        .select_related("period", "imported_by")
        .annotate(
            finding_count=_counted(Finding.objects.all()),
            difference_count=_counted(_differing(ReconciliationRow.objects.all())),
        )
        .order_by("-period__cut_off", "-imported_at", "-pk")
    )


def _counted(rows: "QuerySet[Finding] | QuerySet[ReconciliationRow]") -> Coalesce:
    # Two counts over two joins would multiply each other: each is counted apart.
    mine = rows.filter(matrix_import=OuterRef("pk")).order_by().values("matrix_import")
    return Coalesce(Subquery(mine.annotate(count=Count("pk")).values("count")), 0)


def findings_of(user: User | None, matrix_import: MatrixImport) -> QuerySet[Finding]:
    """In the order of the sheet."""
    check_can_see_plan(user, matrix_import.period.plan)
    return matrix_import.findings.order_by("row", "pk")


def reconciliation_of(
    user: User | None, matrix_import: MatrixImport, *, differences_only: bool = False
) -> QuerySet[ReconciliationRow]:
    """Stated beside recomputed, each row with its `difference` (stated − recomputed; null where either is missing)."""
    check_can_see_plan(user, matrix_import.period.plan)
    rows = matrix_import.reconciliation.annotate(difference=F("stated") - F("recomputed")).order_by("pk")
    return _differing(rows) if differences_only else rows


def _differing(rows: QuerySet[ReconciliationRow]) -> QuerySet[ReconciliationRow]:
    """A figure that the source does not state cannot contradict it."""
    return rows.filter(stated__isnull=False, recomputed__isnull=False).exclude(stated=F("recomputed"))
