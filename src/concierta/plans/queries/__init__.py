"""Plans, their tree and their imports, for those who may see them."""

from concierta.plans.queries.imports import findings_of, imports_of, reconciliation_of
from concierta.plans.queries.plans import period_of, periods_of, plan_by_slug, plans_of
from concierta.plans.queries.tree import PlanTree, TreeNode, TreeProduct, TreeProject, plan_tree

__all__ = [
    "PlanTree",
    "TreeNode",
    "TreeProduct",
    "TreeProject",
    "findings_of",
    "imports_of",
    "period_of",
    "periods_of",
    "plan_by_slug",
    "plan_tree",
    "plans_of",
    "reconciliation_of",
]
