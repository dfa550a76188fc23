"""The plan as a tree: tiers, then the projects of a node, then the products of a project."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from concierta.indicators.enums import IndicatorKind
from concierta.indicators.queries import indicators_of
from concierta.kernel.clock import today
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.plans.queries import periods_of, plan_by_slug, plan_tree, plans_of
from concierta.publishing.queries import achievement
from concierta.publishing.queries.cortes import cortes_of
from concierta.reporting.enums import ReportState
from concierta.reporting.queries import visible_reports
from concierta.web.workspace.paging import slice_of
from concierta.web.workspace.plans.rows import outcome_line, picture_of_tally, product_line, project_line, tree_lines
from concierta.web.workspace.shell import SignedInRequest, in_language, page

_PAGES = (
    ("plan", _("Avance")),
    ("money", _("Dinero")),
    ("responsibilities", _("Responsables")),
    ("amendments", _("Modificaciones")),
    ("measures", _("Medidas de ajuste")),
    ("contributions", _("Aportes")),
    ("mobilisation", _("Gestión de recursos")),
)


def plan_tabs(plan: Any, current: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "href": reverse(name, args=[plan.slug]), "current": name == current, "count": None}
        for name, label in _PAGES
    ]


@require_safe
def plans(request: SignedInRequest) -> HttpResponse:
    """With a single plan there is nothing to choose: its page answers."""
    found = list(plans_of(request.user))
    if len(found) == 1:
        return plan(request, found[0].slug)
    return page(request, "plans/list.html", {"plans": found})


@require_safe
def plan(request: SignedInRequest, slug: str) -> HttpResponse:
    found, period, measured = _measured(request, slug)
    context = {
        "plan": found,
        "name": in_language(found, "name"),
        "tabs": plan_tabs(found, "plan"),
        "period": period,
        "lines": tree_lines(plan_tree(request.user, found), measured) if measured else [],
        "total": measured.plan if measured else None,
        "picture": picture_of_tally("plan", measured.plan) if measured else None,
        "facts": _facts(found),
        "outcomes": _outcomes(request, found, measured) if measured else [],
        "cortes": cortes_of(request.user, found)[:1],
    }
    return page(request, "plans/plan.html", context)


@require_safe
def node(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The projects under one node, of whatever tier, a page at a time."""
    found, period, measured = _measured(request, slug)
    branch = _find(plan_tree(request.user, found).roots, pk)
    if branch is None:
        raise NotFound(gettext_noop("No hay tal parte del plan."))
    part = slice_of(request, list(_projects(branch)))
    context = {
        "plan": found,
        "node": branch.node,
        "name": in_language(branch.node, "name"),
        "tier": in_language(branch.node.tier, "singular"),
        "period": period,
        "lines": [project_line(one, found, measured) for one in part.rows],
        "part": part,
    }
    return page(request, "plans/node.html", context)


@require_safe
def project(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    found, period, measured = _measured(request, slug)
    tree = plan_tree(request.user, found)
    branches = (one for root in tree.roots for one in _projects(root))
    branch = next((one for one in branches if one.project.code == code), None)
    if branch is None:
        raise NotFound(gettext_noop("No hay un proyecto «%(code)s» en este plan."), code=code)
    reports = visible_reports(request.user).filter(indicator__product__project=branch.project)
    latest = {one.indicator.product_id: one for one in _newest(reports)}
    context = {
        "plan": found,
        "project": branch.project,
        "period": period,
        "lines": [product_line(one, branch.project, measured, latest) for one in branch.products],
        "facts": [
            (gettext("Entidad"), branch.project.entity.name),
            (gettext("Oficina"), branch.project.unit),
            ("BPIN", branch.project.bpin),
        ],
    }
    return page(request, "plans/project.html", context)


def _outcomes(request: SignedInRequest, plan: Any, measured: Any) -> list[Any]:
    indicators = [one for one in indicators_of(request.user, plan) if one.kind == IndicatorKind.OUTCOME]
    reports = visible_reports(request.user).filter(indicator__plan=plan, indicator__kind=IndicatorKind.OUTCOME)
    latest = {one.indicator_id: one for one in _newest(reports)}
    return [outcome_line(one, measured, latest) for one in indicators]


def _newest(reports: Any) -> Any:
    """Oldest first, so that in a dictionary the newest stays. Drafts are read on their own form."""
    sent = reports.exclude(state=ReportState.DRAFT).select_related("indicator")
    return sent.order_by("period__cut_off", "version")


def _measured(request: SignedInRequest, slug: str) -> tuple[Any, Any, Any]:
    """The plan at its latest cut-off that has come; nothing is measured before the first."""
    found = plan_by_slug(request.user, slug)
    come = [period for period in periods_of(request.user, found) if period.cut_off <= today()]
    return found, come[-1] if come else None, achievement(found, come[-1].cut_off) if come else _Unmeasured()


class _Unmeasured:
    """Stands for an achievement before the first cut-off: there are no figures yet, and it is falsy to say so."""

    tallies: dict[tuple[str, str], Any] = {}

    def __bool__(self) -> bool:
        return False


def _find(roots: list[Any], pk: int) -> Any:
    for branch in roots:
        if branch.node.pk == pk:
            return branch
        if found := _find(branch.children, pk):
            return found
    return None


def _projects(branch: Any) -> Any:
    yield from branch.projects
    for child in branch.children:
        yield from _projects(child)


def _facts(plan: Any) -> list[tuple[str, str]]:
    return [
        (gettext("Secretaría técnica"), str(plan.secretariat or "")),
        (gettext("Revisa"), str(plan.reviewer or "")),
        (gettext("Verifica"), str(plan.verifier or "")),
        (gettext("Presenta a la comunidad"), str(plan.presenter or "")),
        (gettext("Estado"), plan.get_state_display()),
    ]
