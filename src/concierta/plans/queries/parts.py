"""The public code of each part of a plan, as its acts and its amendments name it.

"eje/1" a node, by tier · "BP-1" a project · "BP-1/P-2" its product · "BP-1/P-2/0003" an activity ("BP-1/P-2/0003/2" its
second occurrence). None of these codes ever changes.
"""

from concierta.kernel.keys import join_key
from concierta.plans.models import Activity, Node, Product, Project


def node_subject(node: Node) -> str:
    return join_key(node.tier.slug, node.code)


def product_subject(project: str, product: str) -> str:
    return join_key(project, product)


def activity_subject(project: str, product: str, code: str, occurrence: int) -> str:
    parts: tuple[str | int, ...] = (project, product, code)
    return join_key(*parts) if occurrence == 1 else join_key(*parts, occurrence)


def part_subject(part: Node | Project | Product | Activity) -> str:
    if isinstance(part, Node):
        return node_subject(part)
    if isinstance(part, Product):
        return product_subject(part.project.code, part.code)
    if isinstance(part, Activity):
        return activity_subject(part.product.project.code, part.product.code, part.code, part.occurrence)
    return part.code
