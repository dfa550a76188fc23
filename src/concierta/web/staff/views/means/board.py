"""Everything sought for a plan: a board by stage or a list, what it obtained, what is lacking and what may come."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.budgets.operations import open_opportunity
from concierta.budgets.permissions import can_take_part, check_can_take_part, check_open
from concierta.budgets.queries import board_of, gaps_of, leverage_of, means_of_plan, money_of
from concierta.kernel.clock import now, today
from concierta.kernel.errors import Refusal
from concierta.people.enums import Role
from concierta.people.permissions import has_role
from concierta.people.queries import people_for
from concierta.plans.queries import plan_by_slug
from concierta.web.components.formats import pesos_exact
from concierta.web.staff.forms.means_sought import OpenForm
from concierta.web.staff.forms.refusals import add_refusal, summary_of, why_not
from concierta.web.staff.page import page
from concierta.web.staff.plan_tabs import plan_tabs
from concierta.web.staff.presenters.languages import in_language
from concierta.web.staff.presenters.means_sought import (
    card_view,
    columns_of,
    forecast_rows,
    gap_rows,
    leverage_words,
    obtained_figures,
    sought_finding,
)
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.views.means.contributions import entities_to_speak_for, projects_of, why_not_offer


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


@require_http_methods(["GET", "HEAD", "POST"])
def open_new(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    check_can_take_part(request.user, plan)
    check_open(plan)
    entities = entities_to_speak_for(request.user, plan)
    if not entities:
        raise has_role(request.user, Role.REPORTER).refusal  # type: ignore[misc]
    form = OpenForm(
        request.POST if request.method == "POST" else None,
        projects=projects_of(request.user, plan),
        entities=entities,
        people=people_to_follow(request.user),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = open_opportunity(plan=plan, **form.opened(), by=request.user, at=now())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, gettext("Gestión abierta. Está en el tablero, en «Oportunidad»."))
            return redirect("opportunity", made.pk)
    errors = summary_of(form)
    return page(
        request,
        "staff/means/open.html",
        {"plan": plan, "form": form, "errors": errors},
        status=422 if errors else 200,
    )


def people_to_follow(user: Any, also: Any = None) -> list[Any]:
    """Those whom this person may name: anybody for the secretariat, oneself otherwise; and whoever already answers."""
    found = list(people_for(user)) or [user]
    return found if also is None or also in found else [*found, also]
