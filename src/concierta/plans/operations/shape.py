"""Shaping a plan while it is a draft: tiers, nodes, projects, products, activities and their weights.

Weights are fractions of the siblings (`Decimal("0.4")` is 40 %); codes are text.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model

from concierta.agreements.models import Pledge
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.kernel.origin import Origin
from concierta.people.models import Entity, Territory, User
from concierta.plans.models import Activity, Node, Plan, Product, Project, Tier
from concierta.plans.operations.acts import record_in_plan
from concierta.plans.permissions import check_can_shape_plan
from concierta.plans.queries import part_subject
from concierta.plans.schema import (
    ActivityDescription,
    Description,
    NodeDescription,
    ProductDescription,
    ProjectDescription,
    TierDescription,
    described_values,
    recorded_values,
)

ModelT = TypeVar("ModelT", bound=Model)


@transaction.atomic
def define_tier(
    *, plan: Plan, depth: int, slug: str, described: TierDescription, by: User | None, at: datetime
) -> Tier:
    """A level above the projects; `depth` 1 is the widest."""
    check_can_shape_plan(by, plan)
    tier = _create(Tier, depth, described, plan=plan, depth=depth, slug=slug)
    _record(plan, "plan.tier_defined", slug, {"depth": depth, **recorded_values(described)}, by, at)
    return tier


@transaction.atomic
def define_node(
    *,
    tier: Tier,
    parent: Node | None,
    code: str,
    described: NodeDescription,
    by: User | None,
    at: datetime,
) -> Node:
    """A place in a tier. Refuses a parent that is not of the tier just above."""
    plan = tier.plan
    check_can_shape_plan(by, plan)
    above = parent.tier.depth if parent else 0
    if above != tier.depth - 1 or (parent and parent.plan_id != plan.pk):
        raise Invalid(
            gettext_noop("«%(code)s» debe depender de un elemento del nivel inmediatamente superior del mismo plan."),
            field="parent",
            code=code,
        )
    node = _create(Node, code, described, plan=plan, tier=tier, parent=parent, code=code)
    body = {"parent": parent.code if parent else None, "part": part_subject(node), **recorded_values(described)}
    _record(plan, "plan.node_defined", code, body, by, at)
    return node


@transaction.atomic
def define_project(
    *,
    node: Node,
    entity: Entity,
    code: str,
    described: ProjectDescription,
    pledges: Iterable[Pledge] = (),
    origin: Origin = Origin.OWN,
    source: str = "",
    by: User | None,
    at: datetime,
) -> Project:
    """A project of `entity` under `node`; `code` is its BP."""
    plan = node.plan
    check_can_shape_plan(by, plan)
    if origin == Origin.OFFICIAL and not source.strip():
        raise Invalid(gettext_noop("Un dato oficial debe decir su fuente."), field="source")
    project = _create(
        Project, code, described, plan=plan, node=node, entity=entity, code=code, origin=origin, source=source
    )
    project.pledges.set(pledges)
    body = {"entity": entity.code, "node": node.code, "origin": str(origin), **recorded_values(described)}
    _record(plan, "plan.project_defined", code, body, by, at)
    return project


@transaction.atomic
def define_product(
    *, project: Project, code: str, described: ProductDescription, by: User | None, at: datetime
) -> Product:
    """What `project` delivers for one goal of the development plan."""
    check_can_shape_plan(by, project.plan)
    product = _create(Product, code, described, project=project, code=code)
    body = {"goal": described.goal_code, "part": part_subject(product), **recorded_values(described)}
    _record(project.plan, "plan.product_defined", f"{project.code}/{code}", body, by, at)
    return product


@transaction.atomic
def define_activity(
    *,
    product: Product,
    code: str,
    described: ActivityDescription,
    occurrence: int = 1,
    territory: Territory | None = None,
    by: User | None,
    at: datetime,
) -> Activity:
    """Work for `product`; `territory` None is the whole city. Refuses one that ends before it starts."""
    plan = product.project.plan
    check_can_shape_plan(by, plan)
    if described.starts_on and described.ends_on and described.ends_on < described.starts_on:
        raise Invalid(gettext_noop("La actividad «%(code)s» termina antes de empezar."), field="ends_on", code=code)
    activity = _create(
        Activity, code, described, product=product, code=code, occurrence=occurrence, territory=territory
    )
    body = {"occurrence": occurrence, "part": part_subject(activity), **recorded_values(described)}
    _record(plan, "plan.activity_defined", code, body, by, at)
    return activity


@transaction.atomic
def set_weight(
    *, of: Node | Project | Product | Activity, weight: Decimal | None, by: User | None, at: datetime
) -> None:
    """The share of `of` among its siblings; None for all of them means equal shares."""
    plan = _plan_of(of)
    check_can_shape_plan(by, plan)
    _check_weight(weight)
    before = of.weight
    of.weight = weight
    of.save(update_fields=["weight"])
    body = {
        "after": plain(weight),
        "before": plain(before),
        "of": of._meta.model_name,
        "part": part_subject(of),
    }
    _record(plan, "plan.weight_set", of.code, body, by, at)


def _plan_of(part: Node | Project | Product | Activity) -> Plan:
    if isinstance(part, Activity):
        part = part.product
    if isinstance(part, Product):
        part = part.project
    return part.plan


def _check_weight(weight: Decimal | None) -> None:
    if weight is not None and not 0 <= weight <= 1:
        raise Invalid(
            gettext_noop("El peso es una fracción entre 0 y 1, no %(weight)s."), field="weight", weight=weight
        )


def _create(model: type[ModelT], key: object, described: Description, /, **references: Any) -> ModelT:
    _check_weight(getattr(described, "weight", None))
    try:
        with transaction.atomic():
            return model._default_manager.create(**references, **described_values(described))
    except IntegrityError as error:
        raise Invalid(
            gettext_noop("Ya hay en el plan un elemento con el código «%(code)s»."), field="code", code=key
        ) from error


def _record(plan: Plan, kind: str, code: str, body: Mapping[str, object], by: User | None, at: datetime) -> None:
    record_in_plan(kind=kind, plan=plan, subject=f"{plan.slug}/{code}", body=body, by=by, at=at)
