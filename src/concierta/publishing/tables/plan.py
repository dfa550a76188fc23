"""What was planned: the plan, its tiers, projects, products and activities."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from concierta.kernel.periods import Period
from concierta.plans.models import Node, Plan, Product, Project, Tier
from concierta.plans.schema import (
    ActivityDescription,
    NodeDescription,
    ProductDescription,
    ProjectDescription,
    TierDescription,
    attributes,
)
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.models import Corte
from concierta.publishing.queries.achievement import BAND_SCALE
from concierta.publishing.queries.method import deadlines_on
from concierta.publishing.queries.snapshot import ActivityFacts, Snapshot
from concierta.publishing.tables.columns import (
    code,
    day,
    described,
    entity,
    moment,
    origin,
    text,
    whole,
)


def _agreement(plan: Plan, _snapshot: Snapshot) -> str:
    return plan.agreement.slug if plan.agreement else ""


PLAN = PublishedTable(
    "plan",
    "Plan",
    "Plan",
    "El plan y el corte que se publica: una sola fila.",
    "The plan and the cut-off being published: one row.",
    ("plan",),
    (
        code("plan", "Identificador del plan", "Identifier of the plan", required=True, read="slug"),
        text("name", "Nombre", "Name", required=True),
        text("name_en", "Nombre en inglés", "Name in English"),
        text("city", "Ciudad", "City"),
        code("agreement", "Acuerdo del que nace", "The agreement it comes from", references="agreements.agreement",
             read=_agreement),
        day("starts_on", "Primer día del plan", "First day of the plan", required=True),
        day("ends_on", "Último día del plan", "Last day of the plan", required=True),
        text("state", "Estado del plan", "State of the plan", values=("draft", "in_force", "closed"), required=True),
        entity("secretariat", "Entidad de la secretaría técnica", "Entity of the technical secretariat"),
        entity("reviewer", "Entidad que revisa por defecto", "Entity that reviews by default"),
        entity("verifier", "Entidad que verifica por defecto", "Entity that verifies by default"),
        entity("presenter", "Entidad que presenta a la comunidad", "Entity that presents to the community"),
        *origin(),
        day("cut_off", "Fecha del corte", "Cut-off date", required=True, read=lambda _, snapshot: snapshot.cut_off),
        code("period", "Periodo del corte", "Period of the cut-off", references="periods.period", required=True,
             read=lambda _, snapshot: snapshot.period.label),
        whole("year", "Vigencia del corte", "Fiscal year of the cut-off", required=True,
              read=lambda _, snapshot: snapshot.cut_off.year),
        moment("published_at", "Cuándo se publicó el corte", "When the cut-off was published", required=True,
               read=lambda _, snapshot: snapshot.published_at),
        text("band_scale", "Versión de la escala del semáforo", "Version of the performance scale", required=True,
             read=lambda *_: BAND_SCALE.version),
    ),
    objects=lambda snapshot: [snapshot.plan],
)  # fmt: skip


class _Published(NamedTuple):
    cut_off: date
    published_at: datetime | None
    manifest_sha256: str


def _cortes(snapshot: Snapshot) -> Iterable[Corte | _Published]:
    """Those of earlier cut-offs, and this one, whose own manifest cannot be inside itself."""
    yield from Corte.objects.filter(plan=snapshot.plan, cut_off__lt=snapshot.cut_off).order_by("cut_off")
    yield _Published(snapshot.cut_off, snapshot.published_at, "")


CORTES = PublishedTable(
    "cortes",
    "Cortes",
    "Published cut-offs",
    "Los cortes publicados hasta este, incluido. Cada uno es inmutable.",
    "The cut-offs published up to this one, included. Each is immutable.",
    ("cut_off",),
    (
        day("cut_off", "Fecha de corte", "Cut-off date", required=True),
        text("period", "Periodo", "Period", required=True,
             read=lambda corte, _: Period.of_cut_off(corte.cut_off).label),
        moment("published_at", "Cuándo se publicó", "When it was published", required=True),
        text("manifest_sha256",
             "SHA-256 de su manifiesto; vacío en el corte presente, cuyo manifiesto acompaña a estos datos",
             "SHA-256 of its manifest; empty for the present cut-off, whose manifest comes with these data"),
    ),
    objects=_cortes,
)  # fmt: skip

PERIODS = PublishedTable(
    "periods",
    "Periodos",
    "Periods",
    "Los periodos del plan hasta el corte.",
    "The plan's periods up to the cut-off.",
    ("period",),
    (
        text("period", "Periodo: «2024-T4» o «2024»", "Period: “2024-T4” or “2024”", required=True, read="label"),
        whole("year", "Año", "Year", required=True),
        whole("quarter", "Trimestre; vacío si es el año", "Quarter; empty for the year"),
        day("cut_off", "Fecha de corte", "Cut-off date", required=True),
        day(
            "verification_due",
            "Plazo para verificar sus reportes",
            "Day by which its reports are to be verified",
            read=lambda period, _: deadlines_on(period.cut_off).verification_due(period.cut_off),
        ),
    ),
    objects=lambda snapshot: snapshot.periods.values(),
)

TIERS = PublishedTable(
    "tiers",
    "Niveles",
    "Tiers",
    "Los niveles del plan por encima de los proyectos; el 1 es el más amplio.",
    "The tiers of the plan above its projects; 1 is the widest.",
    ("tier",),
    (
        code("tier", "Identificador del nivel", "Identifier of the tier", required=True, read="slug"),
        whole("depth", "Profundidad", "Depth", required=True),
        *(described(TierDescription, name) for name in attributes(TierDescription)),
    ),
    objects=lambda snapshot: Tier.objects.filter(plan=snapshot.plan).order_by("depth"),
)


def _node(node: Node, snapshot: Snapshot) -> str:
    return snapshot.node_keys[node.pk]


def _parent(node: Node, snapshot: Snapshot) -> str:
    return snapshot.node_keys[node.parent_id] if node.parent_id else ""


NODES = PublishedTable(
    "nodes",
    "Ejes, propósitos y programas",
    "Axes, purposes and programmes",
    "Cada elemento de los niveles del plan, con su padre y su peso.",
    "Each element of the plan's tiers, with its parent and weight.",
    ("node",),
    (
        code("node", "Identificador: nivel/código", "Identifier: tier/code", required=True, read=_node),
        code("tier", "Nivel", "Tier", references="tiers.tier", required=True, read="tier.slug"),
        whole("depth", "Profundidad del nivel", "Depth of the tier", required=True, read="tier.depth"),
        code("code", "Código en el plan", "Code in the plan", required=True),
        code("parent", "Elemento del que hace parte", "The element it is part of", references="nodes.node",
             read=_parent),
        *(described(NodeDescription, name) for name in attributes(NodeDescription)),
    ),
    objects=lambda snapshot: snapshot.nodes.values(),
)  # fmt: skip


def _node_of_project(project: Project, snapshot: Snapshot) -> str:
    return snapshot.node_keys[project.node_id]


PROJECTS = PublishedTable(
    "projects",
    "Proyectos",
    "Projects",
    "Los proyectos del plan.",
    "The projects of the plan.",
    ("project",),
    (
        code("project", "Código del proyecto (BP)", "Code of the project (BP)", required=True, read="code"),
        described(ProjectDescription, "bpin"),
        described(ProjectDescription, "name"),
        code("node", "Elemento del plan al que aporta", "Element of the plan it serves", references="nodes.node",
             required=True, read=_node_of_project),
        entity("entity", "Entidad responsable", "Responsible entity"),
        text("office", "Dependencia", "Office", read="unit"),
        described(ProjectDescription, "sector"),
        described(ProjectDescription, "weight"),
        *origin(),
    ),
    objects=lambda snapshot: snapshot.projects.values(),
)  # fmt: skip


def _product(product: Product, snapshot: Snapshot) -> str:
    return snapshot.product_keys[product.pk]


def _weight_at_cut_off(product: Product, snapshot: Snapshot) -> Decimal | None:
    return snapshot.weights_at_cut_off[product.pk]


PRODUCTS = PublishedTable(
    "products",
    "Productos",
    "Products",
    "Lo que cada proyecto entrega.",
    "What each project delivers.",
    ("product",),
    (
        code("product", "Identificador: proyecto/código/meta", "Identifier: project/code/goal", required=True,
             read=_product),
        code("project", "Proyecto", "Project", references="projects.project", required=True, read="project.code"),
        code("code", "Código MGA del producto", "MGA code of the product", required=True),
        *(described(ProductDescription, name) for name in ("goal_code", "name", "goal_name", "unit")),
        described(ProductDescription, "weight", read=_weight_at_cut_off),
    ),
    objects=lambda snapshot: snapshot.products.values(),
)  # fmt: skip


def _product_of_activity(activity: ActivityFacts, snapshot: Snapshot) -> str:
    return snapshot.product_keys[activity.product]


ACTIVITIES = PublishedTable(
    "activities",
    "Actividades",
    "Activities",
    "El trabajo que se hace para cada producto.",
    "The work done for each product.",
    ("activity",),
    (
        code("activity", "Identificador: producto/código#ocurrencia", "Identifier: product/code#occurrence",
             required=True, read="key"),
        code("product", "Producto", "Product", references="products.product", required=True, read=_product_of_activity),
        code("code", "Código en la fuente", "Code in the source", required=True),
        whole("occurrence", "Distingue las filas a las que la fuente dio el mismo código",
              "Tells apart rows to which the source gave one code", required=True),
        described(ActivityDescription, "name", prose=True),
        described(ActivityDescription, "weight"),
        code("territory", "Comuna o corregimiento; vacío: toda la ciudad",
             "Comuna or corregimiento; empty: the whole city", references="territories.territory"),
        text("office", "Dependencia", "Office"),
        described(ActivityDescription, "starts_on"),
        described(ActivityDescription, "ends_on"),
    ),
    objects=lambda snapshot: snapshot.activities,
)  # fmt: skip
