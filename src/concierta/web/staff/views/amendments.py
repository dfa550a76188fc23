"""Amendments of a plan in force: the list, and writing one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.amendments.operations import propose_amendment, revise_amendment
from concierta.amendments.permissions import can_propose, check_can_propose, check_can_revise
from concierta.amendments.queries import amendment_for, amendments_of
from concierta.amendments.workflow import AMENDMENT_WORKFLOW
from concierta.kernel.clock import now, today
from concierta.kernel.errors import Refusal
from concierta.plans.queries import plan_by_slug
from concierta.web.staff.amending import MOST_PRODUCTS, AmendmentDraft
from concierta.web.staff.forms.refusals import add_refusal, why_not
from concierta.web.staff.page import page
from concierta.web.staff.plan_tabs import plan_tabs
from concierta.web.staff.presenters.amendments import amendment_groups, amendments_finding
from concierta.web.staff.requests import SignedInRequest


@require_safe
def amendments(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    found = list(amendments_of(plan, request.user))
    may = can_propose(request.user, plan, today())
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, "amendments"),
        "finding": amendments_finding(found),
        "groups": amendment_groups(found),
        "can_propose": bool(may),
        "why_not": why_not(may),
    }
    return page(request, "staff/amendments/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    check_can_propose(request.user, plan, today())
    return _write(request, plan, None)


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same amendment with other words or changes. What was voted before needs another vote."""
    amendment = amendment_for(request.user, pk)
    check_can_revise(request.user, amendment)
    AMENDMENT_WORKFLOW.check("adopt", amendment.state)
    return _write(request, amendment.plan, amendment)


def _write(request: SignedInRequest, plan: Any, amendment: Any) -> HttpResponse:
    draft = AmendmentDraft(request, plan, amendment)
    if draft.wants_to_save and draft.is_valid():
        try:
            kept = _keep(request, plan, amendment, draft)
        except Refusal as refusal:
            add_refusal(draft.form, refusal)
        else:
            messages.success(request, gettext("Propuesta guardada. Nada cambia hasta que la mesa la decida."))
            return redirect("amendment", kept.pk)
    errors = draft.errors()
    context = {
        "plan": plan,
        "amendment": amendment,
        "form": draft.form,
        "parts": draft.form.parts(),
        "picker": draft.picker,
        "project": draft.project,
        "more_products": draft.products < MOST_PRODUCTS,
        "errors": errors,
        "here": request.path,
    }
    return page(request, "staff/amendments/write.html", context, status=422 if errors else 200)


def _keep(request: SignedInRequest, plan: Any, amendment: Any, draft: AmendmentDraft) -> Any:
    given = {**draft.form.words(), "changes": draft.changes(), "by": request.user, "at": now()}
    if amendment is None:
        return propose_amendment(plan=plan, **given)
    return revise_amendment(amendment=amendment, **given)
