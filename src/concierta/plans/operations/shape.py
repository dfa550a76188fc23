"""Shaping a plan while it is a draft: tiers, nodes, projects, products, activities and their weights.

Weights are fractions of the siblings (`Decimal("0.4")` is 40 %); codes are text.
"""

from collections.abc import Iterable
from datetime import date, datetime
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

ModelT = TypeVar("ModelT", bound=Model)


@transaction.atomic
def define_tier(
    *,
    plan: Plan,
    depth: int,
    slug: str,
    singular: str,
    plural: str,
    singular_en: str = "",
    plural_en: str = "",
    by: User | None,
    at: datetime,
) -> Tier:
    """A level above the projects; `depth` 1 is the widest."""
    check_can_shape_plan(by, plan)
    tier = _create(
        Tier,
        depth,
        plan=plan,
        depth=depth,
        slug=slug,
        singular=singular,
        plural=plural,
        singular_en=singular_en,
        plural_en=plural_en,
    )
    _record(plan, "plan.tier_defined", slug, {"depth": depth, "singular": singular}, by, at)
    return tier


@transaction.atomic
def define_node(
    *,
    tier: Tier,
    parent: Node | None,
    code: str,
    name: str,
    name_en: str = "",
    weight: Decimal | None = None,
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
    _check_weight(weight)
    node = _create(
        Node, code, plan=plan, tier=tier, parent=parent, code=code, name=name, name_en=name_en, weight=weight
    )
    body = {
        "name": name,
        "parent": parent.code if parent else None,
        "part": part_subject(node),
        "weight": plain(weight),
    }
    _record(plan, "plan.node_defined", code, body, by, at)
    return node


@transaction.atomic
def define_project(
    *,
    node: Node,
    entity: Entity,
    code: str,
    name: str,
    bpin: str = "",
    unit: str = "",
    weight: Decimal | None = None,
    pledges: Iterable[Pledge] = (),
    origin: Origin = Origin.OWN,
    source: str = "",
    by: User | None,
    at: datetime,
) -> Project:
    """A project of `entity` under `node`; `code` is its BP, `bpin` its national code, `unit` its office."""
    plan = node.plan
    check_can_shape_plan(by, plan)
    _check_weight(weight)
    _check_source(origin, source)
    project = _create(
        Project,
        code,
        plan=plan,
        node=node,
        entity=entity,
        code=code,
        bpin=bpin,
        name=name,
        unit=unit,
        weight=weight,
        origin=origin,
        source=source,
    )
    project.pledges.set(pledges)
    body = {
        "bpin": bpin,
        "entity": entity.code,
        "name": name,
        "node": node.code,
        "origin": str(origin),
        "weight": plain(weight),
    }
    _record(plan, "plan.project_defined", code, body, by, at)
    return project


@transaction.atomic
def define_product(
    *,
    project: Project,
    code: str,
    name: str,
    goal_code: str = "",
    goal_name: str = "",
    unit: str = "",
    weight: Decimal | None = None,
    by: User | None,
    at: datetime,
) -> Product:
    """What `project` delivers for one goal of the development plan."""
    check_can_shape_plan(by, project.plan)
    _check_weight(weight)
    product = _create(
        Product,
        code,
        project=project,
        code=code,
        name=name,
        goal_code=goal_code,
        goal_name=goal_name,
        unit=unit,
        weight=weight,
    )
    body = {
        "goal": goal_code,
        "name": name,
        "part": part_subject(product),
        "unit": unit,
        "weight": plain(weight),
    }
    _record(project.plan, "plan.product_defined", f"{project.code}/{code}", body, by, at)
    return product


@transaction.atomic
def define_activity(
    *,
    product: Product,
    code: str,
    name: str,
    occurrence: int = 1,
    weight: Decimal | None = None,
    territory: Territory | None = None,
    unit: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: User | None,
    at: datetime,
) -> Activity:
    """Work for `product`; `territory` None is the whole city. Refuses one that ends before it starts."""
    plan = product.project.plan
    check_can_shape_plan(by, plan)
    _check_weight(weight)
    if starts_on and ends_on and ends_on < starts_on:
        raise Invalid(gettext_noop("La actividad «%(code)s» termina antes de empezar."), field="ends_on", code=code)
    activity = _create(
        Activity,
        code,
        product=product,
        code=code,
        occurrence=occurrence,
        name=name,
        weight=weight,
        territory=territory,
        unit=unit,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    body = {
        "name": name,
        "occurrence": occurrence,
        "part": part_subject(activity),
        "weight": plain(weight),
    }
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


def _check_source(origin: Origin, source: str) -> None:
    if origin == Origin.OFFICIAL and not source.strip():
        raise Invalid(gettext_noop("Un dato oficial debe decir su fuente."), field="source")


def _create(model: type[ModelT], key: object, /, **fields: Any) -> ModelT:
    try:
        with transaction.atomic():
            return model._default_manager.create(**fields)
    except IntegrityError as error:
        raise Invalid(
            gettext_noop("Ya hay en el plan un elemento con el código «%(code)s»."), field="code", code=key
        ) from error


def _record(plan: Plan, kind: str, code: str, body: dict[str, Any], by: User | None, at: datetime) -> None:
    record_in_plan(kind=kind, plan=plan, subject=f"{plan.slug}/{code}", body=body, by=by, at=at)
