"""A whole plan as a tree, in a number of queries that does not grow with it."""

from collections import defaultdict
from dataclasses import dataclass, field

from concierta.people.models import User
from concierta.plans.models import Activity, Node, Plan, Product, Project, Tier
from concierta.plans.permissions import check_can_see_plan


@dataclass(slots=True)
class TreeProduct:
    product: Product
    activities: list[Activity] = field(default_factory=list)


@dataclass(slots=True)
class TreeProject:
    project: Project
    products: list[TreeProduct] = field(default_factory=list)


@dataclass(slots=True)
class TreeNode:
    node: Node
    children: list["TreeNode"] = field(default_factory=list)
    projects: list[TreeProject] = field(default_factory=list)

    @property
    def project_count(self) -> int:
        return len(self.projects) + sum(child.project_count for child in self.children)


@dataclass(slots=True)
class PlanTree:
    plan: Plan
    tiers: list[Tier]
    roots: list[TreeNode]


def plan_tree(user: User | None, plan: Plan, *, with_activities: bool = False) -> PlanTree:
    """Tiers → nodes → projects → products, and their activities when asked: a city has thousands."""
    check_can_see_plan(user, plan)
    products = _products(plan, with_activities)
    nodes = {node.pk: TreeNode(node) for node in plan.nodes.select_related("tier").order_by("tier__depth", "code")}
    for project in plan.projects.select_related("entity").order_by("code"):
        nodes[project.node_id].projects.append(TreeProject(project, products[project.pk]))
    roots: list[TreeNode] = []
    for tree_node in nodes.values():
        parent = tree_node.node.parent_id
        (roots if parent is None else nodes[parent].children).append(tree_node)
    return PlanTree(plan, list(plan.tiers.order_by("depth")), roots)


def _products(plan: Plan, with_activities: bool) -> dict[int, list[TreeProduct]]:
    by_project: dict[int, list[TreeProduct]] = defaultdict(list)
    by_key: dict[int, TreeProduct] = {}
    for product in Product.objects.filter(project__plan=plan).order_by("project", "code"):
        by_key[product.pk] = TreeProduct(product)
        by_project[product.project_id].append(by_key[product.pk])
    if with_activities:
        activities = Activity.objects.filter(product__project__plan=plan).select_related("territory")
        for activity in activities.order_by("product", "code", "occurrence"):
            by_key[activity.product_id].activities.append(activity)
    return by_project
