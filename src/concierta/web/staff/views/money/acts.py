"""Acts that change appropriations: the list of a year, and recording one with all its lines."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.budgets.operations import record_modification
from concierta.budgets.permissions import can_keep_budget, check_can_keep_budget
from concierta.budgets.queries import modifications_of
from concierta.kernel.clock import now, today
from concierta.mesa.queries import decisions_of, mesa_of
from concierta.plans.queries import plan_by_slug
from concierta.web.staff.forms.money_acts import ActForm
from concierta.web.staff.forms.refusals import summary_of, why_not
from concierta.web.staff.line_picking import LinePicker
from concierta.web.staff.page import page
from concierta.web.staff.paging import slice_of
from concierta.web.staff.plan_tabs import plan_tabs
from concierta.web.staff.presenters.money_lines import act_lines, acts_finding
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.views.money.writing import attempt, likely_year, years_of
from concierta.web.staff.whole_numbers import whole

#: Each act brings its lines with it.
_ACTS_SHOWN = 10


@require_safe
def acts(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    year = _year(request, plan)
    found = modifications_of(request.user, plan, year)
    part = slice_of(request, list(found), size=_ACTS_SHOWN)
    may = can_keep_budget(request.user, plan)
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, "money"),
        "finding": acts_finding(part.count, year),
        "year": year,
        "years": [(one, str(one)) for one in years_of(plan)],
        "part": part,
        "acts": act_lines(part.rows),
        "can_keep": bool(may),
        "why_not": why_not(may),
    }
    return page(request, "staff/money/acts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_act(request: SignedInRequest, slug: str) -> HttpResponse:
    """All of the act or nothing; what was typed stays when it is refused."""
    plan = plan_by_slug(request.user, slug)
    check_can_keep_budget(request.user, plan)
    year = _year(request, plan)
    picker = LinePicker(request, plan, year)
    posted = request.method == "POST"
    form = ActForm(request.POST if posted else None, lines=picker.chosen, decisions=_decisions(plan))
    if posted and not picker.only_picks and form.is_valid():
        done = attempt(
            request,
            form,
            lambda: record_modification(plan=plan, fiscal_year=year, **form.stated(), by=request.user, at=now()),
            gettext("Acto registrado."),
            reverse("budget_acts", args=[slug]) + f"?vigencia={year}",
        )
        if done:
            return done
    if picker.only_picks:
        form.errors.clear()
    errors = summary_of(form)
    context = {
        "plan": plan,
        "year": year,
        "years": [(one, str(one)) for one in years_of(plan)],
        "form": form,
        "parts": form.parts(),
        "picker": picker,
        "errors": errors,
        "here": f"{request.path}?vigencia={year}",
    }
    return page(request, "staff/money/new_act.html", context, status=422 if errors else 200)


def _decisions(plan: Any) -> list[Any]:
    mesa = mesa_of(plan.agreement) if plan.agreement else None
    return list(decisions_of(mesa)) if mesa else []


def _year(request: SignedInRequest, plan: Any) -> int:
    asked = whole(request.GET.get("vigencia"))
    return asked if asked in years_of(plan) else likely_year(plan, today())
