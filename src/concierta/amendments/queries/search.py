"""Every part of a plan that an amendment may name, to search among: light lines, not rows.

The number of queries does not grow with the plan.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F

from concierta.agreements.models import Pledge
from concierta.amendments.enums import SubjectKind
from concierta.amendments.subjects import activity_subject, product_subject
from concierta.indicators.models import Indicator
from concierta.kernel.keys import join_key
from concierta.people.models import User
from concierta.plans.models import Activity, Node, Plan, Product, Project
from concierta.plans.permissions import check_can_see_plan


@dataclass(frozen=True, slots=True)
class PartLine:
    """`parent` tells siblings: parts of one kind with the same parent share a weight. `weight` is a fraction of it."""

    kind: SubjectKind
    pk: int
    subject: str
    code: str
    name: str
    where: str = ""
    parent: int | None = None
    weight: Decimal | None = None


def plan_parts(user: User | None, plan: Plan) -> list[PartLine]:
    """Indicators, projects, products, activities, nodes and pledges, in the order in which one looks for them."""
    check_can_see_plan(user, plan)
    return [
        *_indicators(plan),
        *_projects(plan),
        *_products(plan),
        *_activities(plan),
        *_nodes(plan),
        *_pledges(plan),
    ]


def _indicators(plan: Plan) -> Iterator[PartLine]:
    rows: Any = Indicator.objects.filter(plan=plan).order_by("code")
    for pk, code, name, project, node in rows.values_list("pk", "code", "name", "product__project__name", "node__name"):
        yield PartLine(SubjectKind.INDICATOR, pk, code, code, name, project or node or "")


def _projects(plan: Plan) -> Iterator[PartLine]:
    rows: Any = Project.objects.filter(plan=plan, closed_on__isnull=True).order_by("code")
    for pk, code, name, node, parent, weight in rows.values_list(
        "pk", "code", "name", "node__name", "node_id", "weight"
    ):
        yield PartLine(SubjectKind.PROJECT, pk, code, code, name, node, parent, weight)


def _products(plan: Plan) -> Iterator[PartLine]:
    rows: Any = Product.objects.filter(project__plan=plan, project__closed_on__isnull=True)
    for pk, code, name, project, title, parent, weight in rows.order_by("project__code", "code").values_list(
        "pk", "code", "name", "project__code", "project__name", "project_id", "weight"
    ):
        yield PartLine(
            SubjectKind.PRODUCT, pk, product_subject(project, code), f"{project} · {code}", name, title, parent, weight
        )


def _activities(plan: Plan) -> Iterator[PartLine]:
    rows: Any = Activity.objects.filter(product__project__plan=plan, product__project__closed_on__isnull=True)
    ordered = rows.order_by("product__project__code", "product__code", "code", "occurrence")
    for pk, code, occurrence, name, project, product, title, parent, weight in ordered.values_list(
        *("pk", "code", "occurrence", "name", "product__project__code", "product__code", "product__name"),
        *("product_id", "weight"),
    ):
        subject = activity_subject(project, product, code, occurrence)
        yield PartLine(
            SubjectKind.ACTIVITY, pk, subject, f"{project} · {product} · {code}", name, title, parent, weight
        )


def _nodes(plan: Plan) -> Iterator[PartLine]:
    rows: Any = Node.objects.filter(plan=plan).order_by("tier__depth", "code")
    for pk, code, name, tier, singular, above, parent, weight in rows.values_list(
        "pk", "code", "name", "tier__slug", "tier__singular", "parent__name", "parent_id", "weight"
    ):
        subject, title = join_key(tier, code), f"{singular} {code}"
        yield PartLine(SubjectKind.NODE, pk, subject, title, name, above or plan.name, parent, weight)


def _pledges(plan: Plan) -> Iterator[PartLine]:
    rows: Any = Pledge.objects.filter(clause__agreement=plan.agreement_id).order_by("clause__ordinal", "code")
    for pk, code, text, clause, entity in rows.values_list("pk", "code", "text", "clause__code", F("entity__name")):
        yield PartLine(SubjectKind.PLEDGE, pk, join_key(clause, code), code, text, entity)
