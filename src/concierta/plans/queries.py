"""Plans, their parts, periods, imports and facts, each for whoever may read them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, Count, DecimalField, F, Func, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from concierta.kernel.digests import digest_of, line_of
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.kernel.keys import join_key
from concierta.kernel.periods import Period
from concierta.people.models import User
from concierta.plans.models import (
    Activity,
    ActivityFollowUp,
    Finding,
    MatrixImport,
    Node,
    Plan,
    Product,
    ProductFollowUp,
    Project,
    ProjectFollowUp,
    ReconciliationRow,
    ReportingPeriod,
    Tier,
)
from concierta.plans.participation import PLANS
from concierta.plans.permissions import check_can_see_plan

#: Where the code of the project is, and what makes the line of a row.
_LINES: tuple[tuple[type[Model], str, tuple[str, ...]], ...] = (
    (
        ActivityFollowUp,
        "activity__product__project__code",
        (
            *("activity__product__code", "activity__code", "activity__occurrence", "weight", "stated_progress"),
            *("explanation", "initial", "modified", "executed", "obligated", "paid"),
        ),
    ),
    (
        ProductFollowUp,
        "product__project__code",
        (
            *("product__code", "weight", "programmed", "not_programmed", "indicative_programmed", "executed"),
            *("stated_progress", "explanation"),
        ),
    ),
    (ProjectFollowUp, "project__code", ("stated_progress",)),
)


class _Written(Func):
    """A decimal as text with its six places, by the database itself: a matrix has thirty thousand of them."""

    output_field = CharField()
    template = "CAST(%(expressions)s AS text)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        written = "CASE WHEN %(expressions)s IS NOT NULL THEN printf('%%%%.6f', %(expressions)s) END"
        return self.as_sql(compiler, connection, template=written, **context)


def facts_by_project(periods: Iterable[int]) -> dict[int, dict[str, str]]:
    """Period → code of project → SHA-256 in hex of everything stated of it. Three queries for all periods."""
    wanted = list(periods)
    lines: dict[int, dict[str, list[str]]] = {period: defaultdict(list) for period in wanted}
    for model, project, columns in _LINES:
        told = [_Written(F(name)) if _is_decimal(model, name) else F(name) for name in columns]
        rows = model._default_manager.filter(period__in=wanted).order_by().values_list("period_id", project, *told)
        for period, code, *values in rows.iterator(chunk_size=5000):
            lines[period][code].append(line_of(model._meta.model_name, *values))
    return {period: {code: digest_of(told) for code, told in found.items()} for period, found in lines.items()}


def _is_decimal(model: type[Model], name: str) -> bool:
    return "__" not in name and isinstance(model._meta.get_field(name), DecimalField)


def imports_of(user: User | None, plan: Plan) -> QuerySet[MatrixImport]:
    """Every import, the latest period first, with `finding_count` and `difference_count`; also those replaced since."""
    check_can_see_plan(user, plan)
    return (
        MatrixImport.objects.filter(period__plan=plan)
        .select_related("period", "imported_by")
        .annotate(
            finding_count=_counted(Finding.objects.all()),
            difference_count=_counted(_differing(ReconciliationRow.objects.all())),
        )
        .order_by("-period__cut_off", "-imported_at", "-pk")
    )


def import_for(user: User | None, plan: Plan, pk: int) -> MatrixImport:
    """One of them, or NotFound."""
    matrix_import = imports_of(user, plan).filter(pk=pk).first()
    if matrix_import is None:
        raise NotFound(gettext_noop("No hay tal carga."))
    return matrix_import


def _counted(rows: "QuerySet[Finding] | QuerySet[ReconciliationRow]") -> Coalesce:
    # Two counts over two joins would multiply each other: each is counted apart.
    mine = rows.filter(matrix_import=OuterRef("pk")).order_by().values("matrix_import")
    return Coalesce(Subquery(mine.annotate(count=Count("pk")).values("count")), 0)


def findings_of(user: User | None, matrix_import: MatrixImport, *, code: str = "") -> QuerySet[Finding]:
    """In the order of the sheet; those of one kind where its `code` is given."""
    check_can_see_plan(user, matrix_import.period.plan)
    findings = matrix_import.findings.order_by("row", "pk")
    return findings.filter(code=code) if code else findings


def reconciliation_of(
    user: User | None, matrix_import: MatrixImport, *, differences_only: bool = False
) -> QuerySet[ReconciliationRow]:
    """Stated beside recomputed, each row with its `difference` (stated − recomputed; null where either is missing)."""
    check_can_see_plan(user, matrix_import.period.plan)
    rows = matrix_import.reconciliation.annotate(difference=F("stated") - F("recomputed")).order_by("pk")
    return _differing(rows) if differences_only else rows


def unstated_of(user: User | None, matrix_import: MatrixImport) -> QuerySet[ReconciliationRow]:
    """What could be recomputed and the source does not state."""
    return reconciliation_of(user, matrix_import).filter(stated__isnull=True, recomputed__isnull=False)


def _differing(rows: QuerySet[ReconciliationRow]) -> QuerySet[ReconciliationRow]:
    """A figure that the source does not state cannot contradict it."""
    return rows.filter(stated__isnull=False, recomputed__isnull=False).exclude(stated=F("recomputed"))


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


def plans_of(user: User | None) -> QuerySet[Plan]:
    """The plans in which `user`, or an entity they act for, has a part. None sees all."""
    plans = Plan.objects.select_related("secretariat", "reviewer", "verifier", "presenter", "agreement")
    return (plans if user is None else plans.filter(pk__in=PLANS.keys(user))).order_by("slug")


def plan_by_slug(user: User | None, slug: str) -> Plan:
    """The plan, or NotFound when there is none or `user` has no part in it."""
    plan = Plan.objects.select_related("secretariat", "reviewer", "verifier", "presenter").filter(slug=slug).first()
    if plan is None:
        raise NotFound(gettext_noop("No hay un plan «%(slug)s», o usted no participa en él."), slug=slug)
    check_can_see_plan(user, plan)
    return plan


def periods_of(user: User | None, plan: Plan) -> QuerySet[ReportingPeriod]:
    """The plan's reporting periods, the earliest first."""
    check_can_see_plan(user, plan)
    return plan.periods.order_by("cut_off")


def past_periods(user: User | None, plan: Plan, on: date) -> list[ReportingPeriod]:
    """Those whose cut-off has come by `on`, the latest first."""
    return [period for period in periods_of(user, plan).reverse() if period.cut_off <= on]


def period_of(user: User | None, plan: Plan, period: Period) -> ReportingPeriod:
    """The plan's own record of `period`; NotFound when it has not been opened."""
    check_can_see_plan(user, plan)
    found = plan.periods.filter(year=period.year, quarter=period.quarter).first()
    if found is None:
        raise NotFound(gettext_noop("El periodo %(period)s no está abierto en este plan."), period=period.label)
    return found


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
