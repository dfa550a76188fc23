"""Publishing a corte: choose it, read what will be public, confirm, and watch it happen."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from concierta.kernel.clock import now, today
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.enums import Role
from concierta.people.permissions import check_has_role
from concierta.plans.queries import periods_of, plan_by_slug, plans_of
from concierta.publishing.permissions import can_freeze_corte, check_can_freeze_corte
from concierta.publishing.queries import achievement
from concierta.publishing.queries.cortes import cortes_of, published_tally
from concierta.verification.permissions import can_publish, check_can_publish
from concierta.verification.queries import publishable_reports
from concierta.web.staff import publication
from concierta.web.staff.forms.refusals import why_not
from concierta.web.staff.page import page
from concierta.web.staff.presenters.languages import in_language
from concierta.web.staff.presenters.publish import choice_of, summary_of_corte
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.views.overview import chosen


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: SignedInRequest) -> HttpResponse:
    check_has_role(request.user, Role.SECRETARIAT)
    plans = [plan for plan in plans_of(request.user) if can_publish(request.user, plan)]
    asked = request.POST if request.method == "POST" else request.GET
    plan = chosen(plans, asked.get("plan", ""), lambda one: one.slug)
    periods = [p for p in periods_of(request.user, plan) if p.cut_off <= today()][::-1] if plan else []
    period = chosen(periods, asked.get("corte", ""), lambda one: one.cut_off.isoformat())
    if request.method == "POST":
        if period is None:
            raise NotFound(gettext_noop("No hay tal corte para publicar."))
        check_can_freeze_corte(request.user, plan, period.cut_off, now())
        publication.start(plan=plan, cut_off=period.cut_off, by=request.user)
        return redirect("publication", plan.slug, period.cut_off.isoformat())
    published = {corte.cut_off: corte for corte in cortes_of(request.user, plan)} if plan else {}
    context: dict[str, Any] = {
        "plans": [(one.slug, in_language(one, "name")) for one in plans],
        "plan": plan,
        "choices": [choice_of(one, published.get(one.cut_off), plan, one == period) for one in periods],
        "period": period,
        "corte": published.get(period.cut_off) if period else None,
    }
    if period is not None:
        verdict = can_freeze_corte(request.user, plan, period.cut_off, now())
        corte = published.get(period.cut_off)
        measured = published_tally(request.user, corte) if corte else achievement(plan, period.cut_off).plan
        context |= summary_of_corte(measured, publishable_reports(plan, period.cut_off).count())
        context["blocked"] = why_not(verdict)
    return page(request, "staff/publish/publish.html", context)


@require_safe
def publication_progress(request: SignedInRequest, slug: str, cut_off: str) -> HttpResponse:
    """How far it is. A partial request asks again every second until it is done."""
    plan = plan_by_slug(request.user, slug)
    check_can_publish(request.user, plan)
    try:
        day = date.fromisoformat(cut_off)
    except ValueError:
        raise NotFound(gettext_noop("No hay tal corte.")) from None
    found = publication.progress_of(slug, day)
    if found is None:
        raise NotFound(gettext_noop("Nadie ha publicado ese corte desde aquí."))
    name = "staff/publish/progress.html" + ("#progress" if request.htmx else "")
    return page(request, name, {"plan": plan, "cut_off": day, "progress": found})
