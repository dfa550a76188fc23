"""What signatories put in: offering, declaring a delivery, verifying it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.agreements.queries import pledges_of
from concierta.budgets.operations import (
    declare_delivery,
    offer_contribution,
    verify_delivery,
    withdraw_contribution,
    withdraw_delivery,
)
from concierta.budgets.permissions import (
    can_contribute,
    can_declare_delivery,
    can_verify_delivery,
    can_withdraw_contribution,
    can_withdraw_delivery,
    check_can_declare_delivery,
    check_open,
)
from concierta.budgets.queries import (
    Means,
    contribution_for,
    deliveries_to_verify,
    delivery_for,
    may_see_evidence,
    means_of_plan,
)
from concierta.evidence.operations import store_evidence
from concierta.evidence.queries import evidence_of_entity
from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal, verdict_of
from concierta.people.enums import Role
from concierta.people.permissions import check_has_role, has_role
from concierta.people.queries import all_entities, entities_where
from concierta.plans.permissions import can_manage_plan
from concierta.plans.queries import plan_by_slug, plan_tree
from concierta.web.workspace.acts import Act, add_refusal, form_of, perform, summary_of, why_not
from concierta.web.workspace.budgets.contribution_forms import DeclareForm, DeliveryVerdictForm, OfferForm, WithdrawForm
from concierta.web.workspace.budgets.contribution_rows import (
    contribution_facts,
    contribution_finding,
    contribution_row,
    delivery_facts,
    delivery_history,
    delivery_row,
    figure_words,
    means_finding,
    means_row,
    papers,
    rows_by,
    standing_of,
    total_facts,
)
from concierta.web.workspace.plans.views import plan_tabs
from concierta.web.workspace.reporting.evidence import evidence_line
from concierta.web.workspace.shell import SignedInRequest, page, roles_of


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
    return page(request, "budgets/contributions.html", context)


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
        "budgets/offer.html",
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


@require_http_methods(["GET", "HEAD", "POST"])
def contribution(request: SignedInRequest, pk: int) -> HttpResponse:
    found = contribution_for(request.user, pk)
    acts = [
        Act(
            "withdraw",
            gettext("Retirar el aporte"),
            gettext("Retirar el aporte"),
            form_of(request, "withdraw", WithdrawForm),
            lambda given: withdraw_contribution(contribution=found, **given, by=request.user, at=now()),
            gettext("Aporte retirado. Queda en el registro, con su razón."),
            kind="danger",
            blocked=why_not(can_withdraw_contribution(request.user, found)),
            folded=True,
        )
    ]
    done = perform(request, acts)
    if done.succeeded:
        messages.success(request, done.words)
        return redirect("contribution", pk)
    means = Means()
    means.take(found)
    state, kind = standing_of(found)
    context = {
        "contribution": found,
        "plan": found.plan,
        "finding": contribution_finding(found),
        "state": state,
        "state_kind": kind,
        "totals": total_facts(means),
        "facts": contribution_facts(found),
        "deliveries": [delivery_row(one, found) for one in found.deliveries.all()],
        "cannot_declare": why_not(can_declare_delivery(request.user, found)),
        "acts": acts,
        "refused": done.refused,
        "errors": done.errors,
        "here": request.path,
        "turn": found.state,
    }
    status = 409 if done.refused else 422 if done.errors else 200
    return page(request, "budgets/contribution.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: SignedInRequest, pk: int) -> HttpResponse:
    """Files are kept first: one that is refused, or a figure that is wrong, costs none of the others."""
    found = contribution_for(request.user, pk)
    check_can_declare_delivery(request.user, found)
    posted = request.method == "POST"
    act = request.POST.get("act", "") if posted else ""
    form = DeclareForm(request.POST if posted else None, contribution=found)
    evidence, problems = _evidence(request, found.entity, act)
    if act == "declare" and form.is_valid() and not problems:
        try:
            declare_delivery(contribution=found, **form.cleaned_data, evidence=evidence, by=request.user, at=now())
        except Refusal as refusal:
            if getattr(refusal, "field", "") == "evidence":
                problems.append({"href": "#archivos", "label": refusal.render(gettext)})
            else:
                add_refusal(form, refusal)
        else:
            messages.success(
                request, gettext("Entrega declarada. La comprueba otra entidad; hasta entonces no cuenta.")
            )
            return redirect("contribution", pk)
    if act != "declare":
        form.errors.clear()
    errors = [*summary_of(form), *problems]
    context = {
        "contribution": found,
        "plan": found.plan,
        "offered": figure_words(found, found.amount, found.quantity),
        "form": form,
        "evidence": [evidence_line(one) for one in evidence],
        "errors": errors,
    }
    return page(request, "budgets/declare.html", context, status=422 if errors else 200)


def _evidence(request: SignedInRequest, entity: Any, act: str) -> tuple[list[Any], list[dict[str, str]]]:
    """What earlier attempts brought, less what is taken away, plus what arrives now; and which files were refused."""
    removed = act.removeprefix("remove:") if act.startswith("remove:") else ""
    wanted = [pk for pk in request.POST.getlist("kept") if pk.isdecimal() and pk != removed]
    kept = list(evidence_of_entity(request.user, entity).filter(pk__in=wanted).order_by("pk")) if wanted else []
    problems = []
    for upload in request.FILES.getlist("files") if request.method == "POST" else ():
        try:
            kept.append(
                store_evidence(
                    upload=upload, filename=upload.name or "archivo", entity=entity, by=request.user, at=now()
                )
            )
        except Refusal as refusal:
            problems.append({"href": "#archivos", "label": f"{upload.name}: {refusal.render(gettext)}"})
    return kept, problems


@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """The oldest first: only what this person may verify."""
    check_has_role(request.user, Role.VERIFIER)
    rows = [delivery_row(one, one.contribution) for one in deliveries_to_verify(request.user)]
    return page(request, "budgets/queue.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def delivery(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who may not verify it sees why, in the button's place."""
    found = delivery_for(request.user, pk)
    acts = [] if found.outcome else _acts(request, found)
    done = perform(request, acts)
    if done.succeeded:
        messages.success(request, done.words)
        return redirect("delivery", pk)
    shown = may_see_evidence(request.user, found)
    context = {
        "delivery": found,
        "contribution": found.contribution,
        "plan": found.contribution.plan,
        "row": delivery_row(found, found.contribution),
        "facts": delivery_facts(found),
        "shown": shown,
        "files": papers("delivery_evidence", pk, list(found.evidence.all())) if shown else [],
        "history": delivery_history(found.steps.all()),
        "acts": acts,
        "refused": done.refused,
        "errors": done.errors,
        "here": request.path,
        "turn": found.state,
    }
    status = 409 if done.refused else 422 if done.errors else 200
    return page(request, "budgets/delivery.html", context, status=status)


def _acts(request: SignedInRequest, found: Any) -> list[Act]:
    withdraw = why_not(can_withdraw_delivery(request.user, found))
    return [
        Act(
            "verify",
            gettext("Comprobarla"),
            gettext("Registrar la verificación"),
            form_of(request, "verify", DeliveryVerdictForm, delivery=found),
            lambda given: verify_delivery(delivery=found, **given, by=request.user, at=now()),
            gettext("Verificación registrada. Lo declarado queda como estaba; las dos cifras son públicas."),
            kind="primary",
            blocked=why_not(can_verify_delivery(request.user, found)),
        ),
        Act(
            "withdraw",
            gettext("Retirar la entrega"),
            gettext("Retirar la entrega"),
            form_of(request, "withdraw", WithdrawForm),
            lambda given: withdraw_delivery(delivery=found, **given, by=request.user, at=now()),
            gettext("Entrega retirada. Puede declararla otra vez."),
            kind="danger",
            blocked=withdraw,
            folded=True,
        ),
    ]
