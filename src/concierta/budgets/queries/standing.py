"""Which cuts say how the money stands on a day."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from concierta.budgets.models import BudgetImport, BudgetLine, ExecutionCut
from concierta.kernel.origin import Origin
from concierta.plans.models import Plan


def standing_imports(plan: Plan, on: date) -> dict[int, BudgetImport]:
    """Fiscal year → the latest file by `on`: a line that it no longer names is no longer there."""
    found: dict[int, BudgetImport] = {}
    for one in BudgetImport.objects.filter(plan=plan, is_current=True, cut_off__lte=on).order_by("cut_off"):
        found[one.fiscal_year] = one
    return found


def standing_cuts(plan: Plan, on: date) -> QuerySet[ExecutionCut]:
    """Of each fiscal year begun by `on`: the rows of its latest file, and of lines kept by hand their latest cut."""
    imports = [one.pk for one in standing_imports(plan, on).values()]
    latest = ExecutionCut.objects.filter(line=OuterRef("line"), cut_off__lte=on).order_by("-cut_off").values("pk")[:1]
    return ExecutionCut.objects.filter(
        Q(budget_import__in=imports) | Q(budget_import__isnull=True, pk=Subquery(latest)), line__plan=plan
    ).order_by("line", "cut_off")


def lines_without_cut(plan: Plan, on: date) -> QuerySet[BudgetLine]:
    """Lines kept by hand that have an appropriation and no cut yet."""
    cuts = ExecutionCut.objects.filter(line=OuterRef("pk"), cut_off__lte=on)
    return BudgetLine.objects.filter(~Exists(cuts), plan=plan, fiscal_year__lte=on.year).exclude(origin=Origin.OFFICIAL)
