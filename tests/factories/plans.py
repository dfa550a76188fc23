"""A plan still in formulation, with the people who shape it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.plans.models import Node, Plan, Product, Project, Tier
from concierta.plans.operations import create_plan, define_node, define_product, define_project, define_tier
from concierta.plans.schema import NodeDescription, ProductDescription, ProjectDescription, TierDescription
from factories.cast import AT, make_entity, make_person


@dataclass
class Drafting:
    """`planeacion` keeps the secretariat and reviews, `control` verifies, `desarrollo` has a project and its person."""

    plan: Plan
    axis: Tier
    node: Node
    project: Project
    product: Product
    planeacion: Entity
    control: Entity
    desarrollo: Entity
    secretary: User
    reporter: User
    reviewer: User
    verifier: User
    stranger: User


def make_drafting() -> Drafting:
    planeacion, control, desarrollo, sena = map(make_entity, ("planeacion", "control", "desarrollo", "sena"))
    secretary = make_person("Sara Secretaria", (Role.SECRETARIAT, planeacion))
    by = {"by": secretary, "at": AT}
    plan = create_plan(
        slug="cali",
        name="Plan Local de Empleo",
        starts_on=date(2024, 1, 1),
        ends_on=date(2027, 12, 31),
        secretariat=planeacion,
        reviewer=planeacion,
        verifier=control,
        presenter=planeacion,
        **by,
    )
    axis = define_tier(plan=plan, depth=1, slug="eje", described=TierDescription(singular="Eje", plural="Ejes"), **by)
    node = define_node(
        tier=axis, parent=None, code="1", described=NodeDescription(name="Empleo de calidad", weight=Decimal(1)), **by
    )
    project = define_project(
        node=node,
        entity=desarrollo,
        code="BP1",
        described=ProjectDescription(name="Formación", weight=Decimal(1)),
        **by,
    )
    product = define_product(
        project=project, code="P1", described=ProductDescription(name="Personas formadas", weight=Decimal(1)), **by
    )
    return Drafting(
        plan=plan,
        axis=axis,
        node=node,
        project=project,
        product=product,
        planeacion=planeacion,
        control=control,
        desarrollo=desarrollo,
        secretary=secretary,
        reporter=make_person("Rosa Reporta", (Role.REPORTER, desarrollo)),
        reviewer=make_person("Pedro Planea", (Role.REVIEWER, planeacion)),
        verifier=make_person("Vera Verifica", (Role.VERIFIER, control)),
        stranger=make_person("Saul Sena", (Role.SECRETARIAT, sena), (Role.REPORTER, sena)),
    )
