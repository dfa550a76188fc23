"""Looking things up while money is being written down: days, sources, projects and lines, a handful at a time."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from concierta.budgets.models import BudgetLine, ExecutionCut, FundingSource
from concierta.budgets.queries.cells import periods_with_money
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.kernel.folding import folded
from concierta.people.models import Territory, User
from concierta.plans.models import Plan, Project
from concierta.plans.permissions import check_can_see_plan

_WORDS_IN = (
    "project_code",
    "project_name",
    "activity_name",
    "object_code",
    "object_name",
    "funding_source__code",
    "funding_source__name",
)


def cut_offs_of(user: User | None, plan: Plan, until: date) -> list[date]:
    """Days by `until` at which either source says how far the money went, the latest first. Two queries."""
    check_can_see_plan(user, plan)
    cuts = ExecutionCut.objects.filter(line__plan=plan, cut_off__lte=until).order_by().values_list("cut_off", flat=True)
    periods = periods_with_money(plan, until).order_by().values_list("cut_off", flat=True)
    return sorted({*cuts.distinct(), *periods}, reverse=True)


def funding_sources_of(user: User | None, plan: Plan) -> QuerySet[FundingSource]:
    check_can_see_plan(user, plan)
    return plan.funding_sources.order_by("code")


def territories() -> QuerySet[Territory]:
    return Territory.objects.order_by("kind", "code")


def project_by_code(user: User | None, plan: Plan, code: str) -> Project:
    """With its products and their activities, or NotFound. Three queries."""
    check_can_see_plan(user, plan)
    found = Project.objects.filter(plan=plan, code=code).select_related("entity", "node")
    project = found.prefetch_related("products__activities").first()
    if project is None:
        raise NotFound(gettext_noop("No hay un proyecto «%(code)s» en este plan."), code=code)
    return project


def projects_of(user: User | None, plan: Plan) -> list[Project]:
    """Every project of the plan with its entity, by code. One query."""
    check_can_see_plan(user, plan)
    return sorted(plan.projects.select_related("entity"), key=lambda project: project.code)


def find_lines(user: User | None, plan: Plan, fiscal_year: int, text: str, *, limit: int = 8) -> list[BudgetLine]:
    """The first lines of a year that have every word, whatever its capitals or accents; none without words."""
    check_can_see_plan(user, plan)
    lines = _of(plan, fiscal_year)
    words = folded(text).split()
    for word in words:
        lines = lines.filter(reduce(or_, (Q(**{f"{field}__says": word}) for field in _WORDS_IN)))
    return list(lines[:limit]) if words else []


def lines_among(user: User | None, plan: Plan, fiscal_year: int, keys: Iterable[int]) -> list[BudgetLine]:
    """Those of a year that the plan has, whatever else was asked for."""
    check_can_see_plan(user, plan)
    return list(_of(plan, fiscal_year).filter(pk__in=list(keys)))


def lines_of_projects(user: User | None, plan: Plan, projects: Iterable[Project], until: int) -> list[BudgetLine]:
    """The lines of some projects, of every fiscal year up to one. One query."""
    check_can_see_plan(user, plan)
    lines = BudgetLine.objects.filter(plan=plan, project__in=list(projects), fiscal_year__lte=until)
    return list(lines.select_related("funding_source").order_by("fiscal_year", "project_code", "key"))


def _of(plan: Plan, fiscal_year: int) -> QuerySet[BudgetLine]:
    lines = BudgetLine.objects.filter(plan=plan, fiscal_year=fiscal_year)
    return lines.select_related("funding_source", "project").order_by("project_code", "key")
