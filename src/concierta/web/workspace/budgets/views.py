"""A plan's money: the overview, one project, and where the data come from."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from concierta.budgets.enums import MoneySource
from concierta.budgets.permissions import can_keep_budget
from concierta.budgets.queries import (
    Money,
    StandingLine,
    at_risk,
    compare_sources,
    contracts_of,
    cut_offs_of,
    lines_of,
    modifications_of,
    money_of,
    need_of,
    price_indexes,
    price_series,
    project_by_code,
    sources_of,
)
from concierta.engines.finance import Physical, Stages, Standing, base_year, compare, total, year_pace
from concierta.kernel.clock import today
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.plans.queries import plan_by_slug
from concierta.steering.queries.money import money_and_results
from concierta.steering.queries.physical import Basis, physical_at_hand, physical_of
from concierta.web.kit.formats import long_date
from concierta.web.workspace.acts import why_not
from concierta.web.workspace.budgets.breakdown import BREAKDOWNS, WITH_RESULTS, breakdown_tabs, rows_by, words_of
from concierta.web.workspace.budgets.figures import STAGES, stage_word
from concierta.web.workspace.budgets.lines import line_words, project_facts, project_finding
from concierta.web.workspace.budgets.overview import (
    alert_lines,
    difference_facts,
    in_kind_words,
    money_finding,
    risks_of,
    source_words,
    sources_finding,
    stage_lines,
    standing_tabs,
    without_price,
    years_of_money,
)
from concierta.web.workspace.paging import slice_of
from concierta.web.workspace.plans.views import plan_tabs
from concierta.web.workspace.shell import SignedInRequest, in_language, page

if TYPE_CHECKING:
    from concierta.plans.models import Plan, Project

_PARAMETER, _NOW = "resultados", "ya"


def waits(request: SignedInRequest) -> bool:
    """True if the results are asked for, however long they take: by the page itself, or by a link in it."""
    return bool(request.htmx) or request.GET.get(_PARAMETER) == _NOW


def with_results(request: SignedInRequest) -> str:
    """The address of the same page for whoever follows a link to its results."""
    query = request.GET.copy()
    query[_PARAMETER] = _NOW
    return f"{request.path}?{query.urlencode()}"


@dataclass(frozen=True, slots=True)
class Moment:
    """The day of a page, and whose figures it shows."""

    plan: "Plan"
    on: date
    cut_offs: list[date]
    sources: list[MoneySource]
    source: MoneySource

    @property
    def settled(self) -> bool:
        """True if some source closed its figures on that very day, so that a pace can be read."""
        return self.on in self.cut_offs

    @property
    def options(self) -> list[tuple[str, str]]:
        """The days to choose from; today too, where nobody closed figures today."""
        options = [(day.isoformat(), long_date(day)) for day in self.cut_offs]
        if today() not in self.cut_offs:
            options.append((today().isoformat(), gettext("Hoy, %(day)s") % {"day": long_date(today())}))
        return options


def moment_of(request: SignedInRequest, slug: str) -> Moment:
    """The day asked for with `?corte=`, else the latest cut-off; before the first, today."""
    plan = plan_by_slug(request.user, slug)
    cut_offs = cut_offs_of(request.user, plan, today())
    on = _day(request.GET.get("corte", "")) or (cut_offs[0] if cut_offs else today())
    sources = sources_of(request.user, plan, on)
    asked = request.GET.get("fuente", "")
    source = next((one for one in sources if one.value == asked), sources[0] if sources else MoneySource.BUDGET)
    return Moment(plan, on, cut_offs, sources, source)


def _day(text: str) -> date | None:
    """Never one that has not come."""
    try:
        return min(date.fromisoformat(text), today())
    except ValueError:
        return None


@require_safe
def money(request: SignedInRequest, slug: str) -> HttpResponse:
    moment = moment_of(request, slug)
    plan, asked = moment.plan, request.GET
    basis = Basis.REPORTED if asked.get("cifras") == Basis.REPORTED.value else Basis.VERIFIED
    year = None if asked.get("vigencia") == "todas" else moment.on.year
    alert, text = asked.get("alerta", ""), asked.get("q", "").strip()
    wait = bool(alert) or waits(request)
    results = money_and_results(request.user, plan, moment.on, moment.source, basis, wait=wait)
    by = "proyecto" if alert or text else asked.get("por", "")
    by = by if by in BREAKDOWNS else "fuente"
    into_project = _into_project(request)
    part = slice_of(request, rows_by(by, results, year, text=text, alert=alert, query=into_project))
    risks = at_risk(results.money, moment.on.year) if moment.settled else []
    may = can_keep_budget(request.user, plan)
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, "money"),
        "finding": money_finding(results.money, year),
        "moment": moment,
        "chosen": {"basis": basis.value, "year": "" if year else "todas", "text": text, "by": by},
        "stages": stage_lines(results.money.total(year)),
        "in_kind": in_kind_words(results.money, year),
        "breakdowns": breakdown_tabs(by, request),
        "part": part,
        "stage_labels": [stage_word(name) for name in STAGES],
        "rows": [(row, words_of(row, year if moment.settled else None, moment.on)) for row in part.rows],
        "paced": moment.settled and year is not None,
        "filtered": bool(alert or text),
        "alerts": alert_lines(results, request),
        "results": results.measured and year is not None and by in WITH_RESULTS,
        "still_measuring": None if results.measured else with_results(request),
        "risks": risks_of(risks, results.money),
        "into_project": into_project,
        **_years(request, results.money, moment),
        "can_keep": bool(may),
        "why_not": why_not(may),
    }
    return page(request, "budgets/overview.html", context)


def _years(request: SignedInRequest, money: Money, moment: Moment) -> dict[str, object]:
    """All fiscal years, also in pesos of the latest year that an index of prices at hand has by the day of the page."""
    indexes = price_indexes()
    asked = request.GET.get("precios", "")
    index = next((one for one in indexes if one.slug == asked), indexes[0] if indexes else None)
    series = price_series(index.slug) if index else {}
    base = base_year(series, moment.on.year)
    return {
        "indexes": [(one.slug, one.name) for one in indexes],
        "index": index,
        "base_year": base,
        "without_price": without_price(money, series) if base else "",
        "years": years_of_money(money, base, series, moment.cut_offs),
    }


def _into_project(request: SignedInRequest) -> str:
    """What a link into a project keeps of this address: the day and the source."""
    query = request.GET.copy()
    for name in set(query) - {"corte", "fuente"}:
        del query[name]
    return f"?{query.urlencode()}" if query else ""


@require_safe
def data_sources(request: SignedInRequest, slug: str) -> HttpResponse:
    moment = moment_of(request, slug)
    current_only = request.GET.get("reservas") != "si"
    asked = request.GET.get("estado", "")
    chosen = next((standing for standing in Standing if standing.value == asked), None)
    compared = compare_sources(request.user, moment.plan, moment.on, current_only=current_only)
    context = {
        "plan": moment.plan,
        "tabs": plan_tabs(moment.plan, "money"),
        "moment": moment,
        "with_reserves": not current_only,
        "asked": asked if chosen else "",
        "compared": compared,
    }
    if compared is not None:
        part = slice_of(request, [row for row in compared.rows if chosen is None or row.standing is chosen])
        context |= {
            "finding": sources_finding(compared),
            "standings": standing_tabs(compared, chosen, request),
            "facts": difference_facts(compared),
            "part": part,
            "rows": [(row, source_words(row)) for row in part.rows],
        }
    return page(request, "budgets/sources.html", context)


@require_safe
def project_money(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    moment = moment_of(request, slug)
    plan, year = moment.plan, moment.on.year
    project = _project(request, plan, code)
    lines = lines_of(request.user, plan, moment.on, project_code=code)
    if project is None and not lines:
        raise NotFound(gettext_noop("No hay un proyecto «%(code)s» en este plan."), code=code)
    current = [standing for standing in lines if standing.line.fiscal_year == year]
    stages = _stages(request, moment, project, current)
    measured = _measured(request, moment) if project else {}
    physical = (measured or {}).get(code, Physical(achieved=None))
    pace = year_pace(stages, year, moment.on) if moment.settled else None
    part = slice_of(request, current)
    need = need_of(request.user, plan, year, code)
    may = can_keep_budget(request.user, plan)
    context = {
        "plan": plan,
        "project": project,
        "code": code,
        "name": in_language(project, "name") if project else lines[0].line.project_name or code,
        "finding": project_finding(stages, year),
        "moment": moment,
        "stages": stage_lines(stages),
        "facts": project_facts(compare(stages, physical), project, pace),
        "still_measuring": with_results(request) if measured is None else None,
        "part": part,
        "stage_labels": [stage_word(name) for name in STAGES],
        "rows": [(standing, line_words(standing)) for standing in part.rows],
        "other_years": sorted({standing.line.fiscal_year for standing in lines} - {year}),
        "acts": modifications_of(request.user, plan, year, project_code=code),
        "contracts": contracts_of(request.user, plan, project) if project else [],
        "need": need,
        # What of it nobody has appropriated.
        "gap": max(0, need.amount - (stages.final or 0)) if need else 0,
        "can_keep": bool(may) and project is not None,
        "has_own": any(standing.line.origin != "official" for standing in current),
        "why_not": why_not(may),
    }
    return page(request, "budgets/project.html", context)


def _project(request: SignedInRequest, plan: "Plan", code: str) -> "Project | None":
    """None for a code that an official file names and the plan does not have: its lines are shown all the same."""
    try:
        return project_by_code(request.user, plan, code)
    except NotFound:
        return None


def _measured(request: SignedInRequest, moment: Moment) -> dict[str, Physical] | None:
    """What each project achieved by its code; None while it is not at hand."""
    physical = (physical_of if waits(request) else physical_at_hand)(moment.plan, moment.on)
    return physical.by_project if physical else None


def _stages(request: SignedInRequest, moment: Moment, project: "Project | None", current: list[StandingLine]) -> Stages:
    """From the lines; where the page follows the plan's own matrix, from what that says of the project."""
    if moment.source is not MoneySource.MATRIX or project is None:
        return total(standing.stages for standing in current)
    matrix = money_of(request.user, moment.plan, moment.on, moment.source)
    return matrix.by_project(moment.on.year).get(project.pk, Stages())
