"""The money of a fiscal year at a cut-off: where it comes from, who has it, where it goes and what it bought."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from concierta.budgets.permissions import can_keep_budget
from concierta.budgets.queries import at_risk, price_indexes, price_series
from concierta.engines.finance import base_year
from concierta.kernel.clock import today
from concierta.steering.queries.money import money_and_results
from concierta.steering.queries.physical import Basis
from concierta.web.staff.forms.refusals import why_not
from concierta.web.staff.page import page
from concierta.web.staff.paging import slice_of
from concierta.web.staff.plan_tabs import plan_tabs
from concierta.web.staff.presenters.money_overview import (
    alert_lines,
    in_kind_words,
    money_finding,
    risk_lines,
    stage_lines,
    without_price,
    year_lines,
)
from concierta.web.staff.presenters.money_tables import BREAKDOWNS, WITH_RESULTS, breakdown_tabs, rows_by, shown
from concierta.web.staff.presenters.money_words import cut_off_options
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.views.money.measured import waits, with_results
from concierta.web.staff.views.money.moment import Moment, moment_of


@require_safe
def money(request: SignedInRequest, slug: str) -> HttpResponse:
    moment = moment_of(request, slug)
    plan, asked = moment.plan, request.GET
    basis = Basis.REPORTED if asked.get("cifras") == Basis.REPORTED.value else Basis.VERIFIED
    year = None if asked.get("vigencia") == "todas" else moment.on.year
    alert, text = asked.get("alerta", ""), asked.get("q", "").strip()
    wait = bool(alert) or waits(request)
    told = money_and_results(request.user, plan, moment.on, moment.source, basis, wait=wait)
    by = "proyecto" if alert or text else asked.get("por", "")
    by = by if by in BREAKDOWNS else "fuente"
    part = slice_of(request, rows_by(by, told, year, text=text, alert=alert, query=_kept(request)))
    may = can_keep_budget(request.user, plan)
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, "money"),
        "empty": not moment.sources,
        "finding": money_finding(told.money, year),
        "moment": moment,
        "cut_offs": cut_off_options(moment.cut_offs, today()),
        "chosen": {"basis": basis.value, "year": "" if year else "todas", "text": text, "by": by},
        "stages": stage_lines(told.money.total(year)),
        "in_kind": in_kind_words(told.money, year),
        "breakdowns": breakdown_tabs(by, request),
        "by": by,
        "part": part,
        "rows": [shown(row, year if moment.settled else None, moment.on) for row in part.rows],
        "paced": moment.settled and year is not None,
        "filtered": bool(alert or text),
        "alerts": alert_lines(told, request),
        "results": told.measured and year is not None and by in WITH_RESULTS,
        "still_measuring": None if told.measured else with_results(request),
        "risks": risk_lines(at_risk(told.money, moment.on.year) if moment.settled else [], told.money, _kept(request)),
        **_years(request, told.money, moment),
        "can_keep": bool(may),
        "why_not": why_not(may),
    }
    return page(request, "staff/money/overview.html", context)


def _years(request: SignedInRequest, money: Any, moment: Moment) -> dict[str, Any]:
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
        "years": year_lines(money, base, series, moment.cut_offs),
    }


def _kept(request: SignedInRequest) -> str:
    """What a link into a project keeps of this address: the day and the source."""
    query = request.GET.copy()
    for name in set(query) - {"corte", "fuente"}:
        del query[name]
    return query.urlencode()
