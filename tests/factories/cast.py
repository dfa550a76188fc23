"""A plan in force with one indicator, and one person for every part in its life."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from concierta.indicators.enums import IndicatorKind
from concierta.indicators.models import Indicator, Target
from concierta.kernel.periods import Period
from concierta.people.enums import Confirmation, Role
from concierta.people.models import Entity, Membership, User
from concierta.plans.enums import PlanState
from concierta.plans.models import Node, Plan, Product, Project, ReportingPeriod, Tier

#: A working morning in Cali, two working days after the cut-off of 31-Dec-2024.
AT = datetime(2025, 1, 3, 15, tzinfo=UTC)
SINCE = date(2024, 1, 1)
#: Of a membership made as a row: in force, without the acts of an entity that confirms.
CONFIRMED = {"confirmation": Confirmation.PRIOR, "confirmed_at": AT}


@dataclass
class Cast:
    """`desarrollo` reports, `planeacion` reviews and keeps the secretariat, `control` verifies."""

    plan: Plan
    period: ReportingPeriod
    indicator: Indicator
    desarrollo: Entity
    planeacion: Entity
    control: Entity
    sena: Entity
    reporter: User
    reviewer: User
    verifier: User
    secretary: User
    outsider: User


def make_entity(code: str) -> Entity:
    return Entity.objects.create(code=code, name=code.capitalize(), acronym=code.upper())


def make_person(name: str, *roles: tuple[Role, Entity], language: str = "") -> User:
    user = User.objects.create(
        email=f"{name.lower().replace(' ', '.')}@example.org", name=name, language=language, date_joined=AT
    )
    for role, entity in roles:
        Membership.objects.create(**CONFIRMED, user=user, entity=entity, role=role, since=SINCE)
    return user


def measured_in(cast: "Cast", unit: str) -> None:
    """The indicator counts no people: its figures may have decimals, and lie below zero where its unit may."""
    cast.indicator.unit = unit
    cast.indicator.save(update_fields=["unit"])


def make_period(plan: Plan, label: str) -> ReportingPeriod:
    period = Period.parse(label)
    return ReportingPeriod.objects.create(plan=plan, year=period.year, quarter=period.quarter, cut_off=period.cut_off)


def make_indicator(cast_or_plan: "Cast | Plan", code: str, **fields: object) -> Indicator:
    """An outcome indicator (or, with `product`, an output indicator) with a target of 1,000 in 2024."""
    plan = cast_or_plan.plan if isinstance(cast_or_plan, Cast) else cast_or_plan
    if isinstance(cast_or_plan, Cast):
        fields = {"reporter": cast_or_plan.desarrollo} | fields
    target = fields.pop("target", Decimal(1000))
    kind = IndicatorKind.OUTPUT if fields.get("product") else IndicatorKind.OUTCOME
    indicator = Indicator.objects.create(
        plan=plan,
        code=code,
        kind=fields.pop("kind", kind),
        name=f"Personas atendidas {code}",
        unit="personas",
        accumulation=fields.pop("accumulation", "flow"),
        **fields,
    )
    Target.objects.create(indicator=indicator, year=2024, value=target)
    return indicator


def make_product(cast: Cast, code: str) -> Product:
    tier, _ = Tier.objects.get_or_create(
        plan=cast.plan, depth=1, defaults={"slug": "ejes", "singular": "Eje", "plural": "Ejes"}
    )
    node, _ = Node.objects.get_or_create(plan=cast.plan, tier=tier, code="1", defaults={"name": "Empleo de calidad"})
    project = Project.objects.create(
        plan=cast.plan, node=node, entity=cast.desarrollo, code=f"BP-{code}", name=f"Proyecto {code}"
    )
    return Product.objects.create(project=project, code=code, name=f"Producto {code}", unit="personas")


def make_cast() -> Cast:
    """Who acts in the tests. The indicator leaves reviewer and verifier to the plan."""
    desarrollo, planeacion, control, sena = map(make_entity, ("desarrollo", "planeacion", "control", "sena"))
    plan = Plan.objects.create(
        slug="cali",
        name="Plan Local de Empleo",
        starts_on=date(2024, 1, 1),
        ends_on=date(2027, 12, 31),
        state=PlanState.IN_FORCE,
        secretariat=planeacion,
        reviewer=planeacion,
        verifier=control,
    )
    return Cast(
        plan=plan,
        period=make_period(plan, "2024-T4"),
        indicator=make_indicator(plan, "R-01", reporter=desarrollo),
        desarrollo=desarrollo,
        planeacion=planeacion,
        control=control,
        sena=sena,
        reporter=make_person("Rosa Reporta", (Role.REPORTER, desarrollo)),
        reviewer=make_person("Pedro Planea", (Role.REVIEWER, planeacion)),
        verifier=make_person("Vera Verifica", (Role.VERIFIER, control)),
        secretary=make_person("Sara Secretaria", (Role.SECRETARIAT, planeacion)),
        outsider=make_person("Saul Sena", (Role.REPORTER, sena), (Role.REVIEWER, sena), (Role.VERIFIER, sena)),
    )
