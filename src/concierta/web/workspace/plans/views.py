"""The plan as a tree: tiers, then the projects of a node, then the products of a project."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from concierta.indicators.enums import IndicatorKind
from concierta.indicators.queries import indicators_of
from concierta.kernel.clock import today
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.plans.queries import TreeNode, TreeProject, past_periods, plan_by_slug, plan_tree, plans_of
from concierta.plans.schema import SECTORS
from concierta.publishing.queries import achievement
from concierta.publishing.queries.achievement import Achievement
from concierta.publishing.queries.cortes import cortes_of
from concierta.reporting.queries import newest_by_outcome, newest_by_product
from concierta.web.kit.formats import word
from concierta.web.workspace.paging import slice_of
from concierta.web.workspace.plans.rows import (
    Branch,
    outcome_line,
    picture_of_tally,
    product_line,
    project_line,
    tree_lines,
)
from concierta.web.workspace.shell import SignedInRequest, in_language, page

if TYPE_CHECKING:
    from concierta.plans.models import Plan, ReportingPeriod

_PAGES = (
    ("plan", _("Avance")),
    ("money", _("Dinero")),
    ("responsibilities", _("Responsables")),
    ("amendments", _("Modificaciones")),
    ("measures", _("Medidas de ajuste")),
    ("risks", _("Riesgos")),
    ("contributions", _("Aportes")),
    ("mobilisation", _("Gestión de recursos")),
)


def plan_tabs(plan: "Plan", current: str) -> list[dict[str, object]]:
    return [
        {"label": label, "href": reverse(name, args=[plan.slug]), "current": name == current, "count": None}
        for name, label in _PAGES
    ]


@require_safe
def plans(request: SignedInRequest) -> HttpResponse:
    """With a single plan there is nothing to choose: its page answers."""
    seen = list(plans_of(request.user))
    return plan(request, seen[0].slug) if len(seen) == 1 else page(request, "plans/list.html", {"plans": seen})


@require_safe
def plan(request: SignedInRequest, slug: str) -> HttpResponse:
    plan, period, measured = _measured(request, slug)
    context = {
        "plan": plan,
        "name": in_language(plan, "name"),
        "tabs": plan_tabs(plan, "plan"),
        "period": period,
        "lines": tree_lines(plan_tree(request.user, plan), measured.tallies) if measured else [],
        "total": measured.plan if measured else None,
        "picture": picture_of_tally("plan", measured.plan) if measured else None,
        "facts": _facts(plan),
        "outcomes": _outcomes(request, plan, measured) if measured else [],
        "cortes": cortes_of(request.user, plan)[:1],
    }
    return page(request, "plans/plan.html", context)


@require_safe
def node(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The projects under one node, of whatever tier, a page at a time."""
    plan, period, measured = _measured(request, slug)
    branch = _find(plan_tree(request.user, plan).roots, pk)
    if branch is None:
        raise NotFound(gettext_noop("No hay tal parte del plan."))
    part = slice_of(request, list(_projects(branch)))
    context = {
        "plan": plan,
        "node": branch.node,
        "name": in_language(branch.node, "name"),
        "tier": in_language(branch.node.tier, "singular"),
        "period": period,
        "lines": [project_line(project, plan, measured.tallies if measured else {}) for project in part.rows],
        "part": part,
    }
    return page(request, "plans/node.html", context)


@require_safe
def project(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    plan, period, measured = _measured(request, slug)
    branches = (branch for root in plan_tree(request.user, plan).roots for branch in _projects(root))
    branch = next((branch for branch in branches if branch.project.code == code), None)
    if branch is None:
        raise NotFound(gettext_noop("No hay un proyecto «%(code)s» en este plan."), code=code)
    newest = newest_by_product(request.user, branch.project)
    tallies = measured.tallies if measured else {}
    context = {
        "plan": plan,
        "project": branch.project,
        "period": period,
        "lines": [product_line(product, branch.project, tallies, newest) for product in branch.products],
        "facts": [
            (gettext("Entidad"), branch.project.entity.name),
            (gettext("Oficina"), branch.project.unit),
            ("BPIN", branch.project.bpin),
            (gettext("Sector económico"), word(SECTORS, branch.project.sector)),
        ],
    }
    return page(request, "plans/project.html", context)


def _outcomes(request: SignedInRequest, plan: "Plan", measured: Achievement) -> list[Branch]:
    newest = newest_by_outcome(request.user, plan)
    outcomes = (one for one in indicators_of(request.user, plan) if one.kind == IndicatorKind.OUTCOME)
    return [outcome_line(indicator, measured, newest) for indicator in outcomes]


def _measured(
    request: SignedInRequest, slug: str
) -> tuple["Plan", "ReportingPeriod", Achievement] | tuple["Plan", None, None]:
    """The plan at its latest cut-off that has come; nothing is measured before the first."""
    plan = plan_by_slug(request.user, slug)
    period = next(iter(past_periods(request.user, plan, today())), None)
    return (plan, period, achievement(plan, period.cut_off)) if period else (plan, None, None)


def _find(roots: list[TreeNode], pk: int) -> TreeNode | None:
    for branch in roots:
        if branch.node.pk == pk:
            return branch
        if below := _find(branch.children, pk):
            return below
    return None


def _projects(branch: TreeNode) -> Iterator[TreeProject]:
    yield from branch.projects
    for child in branch.children:
        yield from _projects(child)


def _facts(plan: "Plan") -> list[tuple[str, str]]:
    return [
        (gettext("Secretaría técnica"), str(plan.secretariat or "")),
        (gettext("Revisa"), str(plan.reviewer or "")),
        (gettext("Verifica"), str(plan.verifier or "")),
        (gettext("Presenta a la comunidad"), str(plan.presenter or "")),
        (gettext("Estado"), plan.get_state_display()),
    ]
