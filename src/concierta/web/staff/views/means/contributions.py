"""What signatories put into a plan: offered, declared and verified, with cash and in kind apart; and offering more."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.agreements.queries import pledges_of
from concierta.budgets.operations import offer_contribution
from concierta.budgets.permissions import can_contribute, check_open
from concierta.budgets.queries import deliveries_to_verify, means_of_plan
from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal, verdict_of
from concierta.people.enums import Role
from concierta.people.permissions import has_role
from concierta.people.queries import all_entities, entities_where
from concierta.plans.permissions import can_manage_plan
from concierta.plans.queries import plan_by_slug, plan_tree
from concierta.web.staff.forms.means import OfferForm
from concierta.web.staff.forms.refusals import add_refusal, summary_of, why_not
from concierta.web.staff.page import page
from concierta.web.staff.plan_tabs import plan_tabs
from concierta.web.staff.presenters.means_given import (
    contribution_row,
    delivery_row,
    means_finding,
    means_row,
    rows_by,
    total_facts,
)
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.roles import roles_of


@require_safe
def contributions(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    means = means_of_plan(request.user, plan)
    found = means.total.contributions
    checks = deliveries_to_verify(request.user, plan) if Role.VERIFIER in roles_of(request.user) else []
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, "contributions"),
        "finding": means_finding(means.total),
        "totals": total_facts(means.total),
        "whole": means_row(gettext("Todo el plan"), means.total),
        "by_entity": rows_by(means.by_entity, {one.entity_id: (one.entity.name, "") for one in found}),
        "by_project": rows_by(
            means.by_project, {one.project_id: (one.project.code, one.project.name) for one in found}
        ),
        "rows": [contribution_row(one) for one in found],
        "to_verify": [delivery_row(one, one.contribution) for one in checks],
        "why_not": why_not_offer(request.user, plan),
    }
    return page(request, "staff/means/contributions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: SignedInRequest, slug: str) -> HttpResponse:
    """Cash, or something in kind with its value by a stated method, or only counted."""
    plan = plan_by_slug(request.user, slug)
    check_open(plan)
    entities = entities_to_speak_for(request.user, plan)
    if not entities:
        raise has_role(request.user, Role.REPORTER).refusal  # type: ignore[misc]
    pledges = [one for one in pledges_of(plan.agreement) if one.entity in entities] if plan.agreement else []
    form = OfferForm(
        request.POST if request.method == "POST" else None,
        projects=projects_of(request.user, plan),
        entities=entities,
        pledges=pledges,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = offer_contribution(**form.cleaned_data, by=request.user, at=now())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(
                request, gettext("Aporte registrado. Cuando se entregue, declárelo aquí con su evidencia.")
            )
            return redirect("contribution", made.pk)
    errors = summary_of(form)
    return page(
        request,
        "staff/means/offer.html",
        {"plan": plan, "form": form, "errors": errors},
        status=422 if errors else 200,
    )


def entities_to_speak_for(user: Any, plan: Any) -> list[Any]:
    """The entities for which this person may offer or seek means: their own, or all for the plan's secretariat."""
    return list(all_entities() if can_manage_plan(user, plan) else entities_where(user, Role.REPORTER))


def why_not_offer(user: Any, plan: Any) -> str:
    """In the button's place, why this person does not offer or seek means; "" where they do."""
    closed = verdict_of(check_open, plan)
    if not closed:
        return why_not(closed)
    if can_manage_plan(user, plan):
        return ""
    own = list(entities_where(user, Role.REPORTER))
    return why_not(can_contribute(user, plan, own[0]) if own else has_role(user, Role.REPORTER))


def projects_of(user: Any, plan: Any) -> list[Any]:
    """Every project of the plan, by code."""
    found = []
    waiting = list(plan_tree(user, plan).roots)
    while waiting:
        node = waiting.pop()
        found += [one.project for one in node.projects]
        waiting += node.children
    return sorted(found, key=lambda project: project.code)
