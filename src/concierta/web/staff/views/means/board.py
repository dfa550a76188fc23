"""Everything sought for a plan: a board by stage or a list, what it obtained, what is lacking and what may come."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from concierta.budgets.permissions import can_take_part
from concierta.budgets.queries import board_of, gaps_of, leverage_of, means_of_plan, money_of
from concierta.kernel.clock import today
from concierta.plans.queries import plan_by_slug
from concierta.web.components.formats import pesos_exact
from concierta.web.staff.forms.refusals import why_not
from concierta.web.staff.page import page
from concierta.web.staff.plan_tabs import plan_tabs
from concierta.web.staff.presenters.languages import in_language
from concierta.web.staff.presenters.means_sought import (
    card_view,
    columns_of,
    forecast_rows,
    foreign_lines,
    gap_rows,
    leverage_words,
    obtained_figures,
    sought_finding,
)
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.views.means.contributions import why_not_offer


@require_safe
def board(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    if refused := why_not(can_take_part(request.user, plan)):
        context = {"plan": plan, "tabs": plan_tabs(plan, "mobilisation"), "refused": refused}
        return page(request, "staff/means/not_yours.html", context, status=403)
    found = board_of(request.user, plan)
    money = money_of(request.user, plan, today())
    as_list = request.GET.get("vista") == "lista"
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, "mobilisation"),
        "finding": sought_finding(found.obtained),
        "views": [
            {"label": gettext("Tablero"), "href": "?", "current": not as_list, "count": None},
            {"label": gettext("Lista"), "href": "?vista=lista", "current": as_list, "count": len(found.cards)},
        ],
        "as_list": as_list,
        "columns": columns_of(found, today()),
        "cards": [card_view(card, today()) for card in found.cards],
        "figures": obtained_figures(found.obtained),
        "foreign": foreign_lines(found),
        "leverage": leverage_words(leverage_of(plan, money)),
        "forecast": forecast_rows(found.forecast),
        "forecast_total": pesos_exact(round(found.forecast.expected)),
        "why_not": why_not_offer(request.user, plan),
        **_gaps(request.user, plan, money),
    }
    return page(request, "staff/means/board.html", context)


def _gaps(user: Any, plan: Any, money: Any) -> dict[str, Any]:
    """What nobody funds this year, by axis and project; projects whose need nobody estimated are only counted."""
    year = min(max(today().year, plan.starts_on.year), plan.ends_on.year)
    gaps = gaps_of(plan, money, means_of_plan(user, plan), year)
    axes = [
        (money.nodes[pk].code, in_language(money.nodes[pk], "name"), gaps.by_axis[pk])
        for pk in sorted(gaps.by_axis, key=lambda pk: money.nodes[pk].code)
    ]
    projects = [(money.projects[pk].code, money.projects[pk].name, gap) for pk, gap in gaps.by_project.items()]
    return {
        "gap_year": year,
        "gap_total": pesos_exact(gaps.total.unfunded) if gaps.total else "",
        "gap_axes": gap_rows(axes),
        "gap_projects": gap_rows(projects),
        "gap_unknown": len(gaps.unknown),
    }
