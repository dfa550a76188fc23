"""Plans, their tree and their imports, for those who may see them."""

from concierta.plans.queries.against_acts import acts_on_facts, named_groups, plans_against_acts
from concierta.plans.queries.facts import facts_by_project
from concierta.plans.queries.imports import findings_of, imports_of, reconciliation_of
from concierta.plans.queries.plans import period_of, periods_of, plan_by_slug, plans_of
from concierta.plans.queries.tree import PlanTree, TreeNode, TreeProduct, TreeProject, plan_tree

__all__ = [
    "PlanTree",
    "TreeNode",
    "TreeProduct",
    "TreeProject",
    "acts_on_facts",
    "facts_by_project",
    "findings_of",
    "imports_of",
    "named_groups",
    "period_of",
    "periods_of",
    "plan_by_slug",
    "plan_tree",
    "plans_against_acts",
    "plans_of",
    "reconciliation_of",
]
