"""The money of one project: its lines with their cells, the acts on them, its contracts and what it needs."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from concierta.budgets.enums import MoneySource
from concierta.budgets.permissions import can_keep_budget
from concierta.budgets.queries import contracts_of, lines_of, modifications_of, money_of, needs_of, project_by_code
from concierta.engines.finance import Physical, Stages, compare, total, year_pace
from concierta.kernel.clock import today
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.steering.queries.physical import physical_at_hand, physical_of
from concierta.web.staff.forms.refusals import why_not
from concierta.web.staff.page import page
from concierta.web.staff.paging import slice_of
from concierta.web.staff.presenters.languages import in_language
from concierta.web.staff.presenters.money_lines import (
    act_lines,
    contract_lines,
    line_rows,
    need_line,
    project_facts,
    project_finding,
)
from concierta.web.staff.presenters.money_overview import stage_lines
from concierta.web.staff.presenters.money_words import cut_off_options
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.views.money.measured import waits, with_results
from concierta.web.staff.views.money.moment import Moment, moment_of


@require_safe
def project_money(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    moment = moment_of(request, slug)
    plan, year = moment.plan, moment.on.year
    project = _project(request, plan, code)
    lines = lines_of(request.user, plan, moment.on, project_code=code)
    if project is None and not lines:
        raise NotFound(gettext_noop("No hay un proyecto «%(code)s» en este plan."), code=code)
    current = [one for one in lines if one.line.fiscal_year == year]
    stages = _stages(request, moment, project, current)
    measured = _measured(request, moment) if project else {}
    physical = (measured or {}).get(code, Physical(achieved=None))
    pace = year_pace(stages, year, moment.on) if moment.settled else None
    part = slice_of(request, current)
    may = can_keep_budget(request.user, plan)
    acts = modifications_of(request.user, plan, year).filter(lines__line__project_code=code).distinct()
    context = {
        "plan": plan,
        "project": project,
        "code": code,
        "name": in_language(project, "name") if project else lines[0].line.project_name or code,
        "finding": project_finding(stages, year),
        "moment": moment,
        "cut_offs": cut_off_options(moment.cut_offs, today()),
        "stages": stage_lines(stages),
        "facts": project_facts(compare(stages, physical), project, pace),
        "still_measuring": with_results(request) if measured is None else None,
        "part": part,
        "rows": line_rows(part.rows, slug),
        "other_years": sorted({one.line.fiscal_year for one in lines} - {year}),
        "acts": act_lines(acts, code),
        "contracts": contract_lines(contracts_of(request.user, plan, project)) if project else [],
        "need": need_line(needs_of(request.user, plan, year).filter(project__code=code).first(), stages),
        "can_keep": bool(may) and project is not None,
        "has_own": any(one.line.origin != "official" for one in current),
        "why_not": why_not(may),
    }
    return page(request, "staff/money/project.html", context)


def _project(request: SignedInRequest, plan: Any, code: str) -> Any:
    """None for a code that an official file names and the plan does not have: its lines are shown all the same."""
    try:
        return project_by_code(request.user, plan, code)
    except NotFound:
        return None


def _measured(request: SignedInRequest, moment: Moment) -> dict[str, Physical] | None:
    """What each project achieved by its code; None while it is not at hand."""
    found = (physical_of if waits(request) else physical_at_hand)(moment.plan, moment.on)
    return found.by_project if found else None


def _stages(request: SignedInRequest, moment: Moment, project: Any, current: list[Any]) -> Stages:
    """From the lines; where the page follows the plan's own matrix, from what that says of the project."""
    if moment.source is not MoneySource.MATRIX or project is None:
        return total(one.stages for one in current)
    told = money_of(request.user, moment.plan, moment.on, moment.source)
    return told.by_project(moment.on.year).get(project.pk, Stages())
