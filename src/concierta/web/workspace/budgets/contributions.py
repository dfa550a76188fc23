"""What signatories put in: offering, declaring a delivery, verifying it."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
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
    can_declare_delivery,
    can_verify_delivery,
    can_withdraw_contribution,
    can_withdraw_delivery,
    check_can_declare_delivery,
)
from concierta.budgets.queries import (
    Means,
    contribution_for,
    deliveries_to_verify,
    delivery_for,
    may_see_evidence,
    means_of_plan,
    projects_of,
)
from concierta.kernel.clock import now
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.enums import Role
from concierta.people.permissions import check_has_role
from concierta.plans.queries import plan_by_slug
from concierta.web.workspace.acts import Act, act_view, acts_view, form_of, sent, why_not
from concierta.web.workspace.brought import files_view
from concierta.web.workspace.budgets.contribution_forms import DeclareForm, DeliveryVerdictForm, OfferForm, WithdrawForm
from concierta.web.workspace.budgets.contribution_rows import (
    contribution_facts,
    contribution_finding,
    delivery_facts,
    delivery_history,
    in_order_of_names,
    means_finding,
    standing_of,
    total_facts,
    waiting_rows,
)
from concierta.web.workspace.budgets.means import entities_to_speak_for, why_not_bring
from concierta.web.workspace.plans.views import plan_tabs
from concierta.web.workspace.reporting.evidence import evidence_line
from concierta.web.workspace.shell import SignedInRequest, page, roles_of
from concierta.web.workspace.uploads import download

if TYPE_CHECKING:
    from django.http import HttpResponseBase

    from concierta.budgets.models import Delivery


@require_safe
def contributions(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    means = means_of_plan(request.user, plan)
    offered = means.total.contributions
    entities = {one.entity_id: (one.entity.name, "") for one in offered}
    projects = {one.project_id: (one.project.code, one.project.name) for one in offered}
    to_verify = deliveries_to_verify(request.user, plan) if Role.VERIFIER in roles_of(request.user) else []
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, "contributions"),
        "finding": means_finding(means.total),
        "totals": total_facts(means.total),
        "by_entity": in_order_of_names(means.by_entity, entities),
        "by_project": in_order_of_names(means.by_project, projects),
        "rows": [(one, *standing_of(one)) for one in offered],
        "to_verify": waiting_rows(to_verify),
        "why_not": why_not_bring(request.user, plan),
    }
    return page(request, "budgets/contributions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: SignedInRequest, slug: str) -> HttpResponse:
    """Cash, or something in kind with its value by a stated method, or only counted."""
    plan = plan_by_slug(request.user, slug)
    entities = entities_to_speak_for(request.user, plan)
    pledges = [pledge for pledge in pledges_of(plan.agreement) if pledge.entity in entities] if plan.agreement else []
    projects = projects_of(request.user, plan)
    form = sent(request, OfferForm, projects=projects, entities=entities, pledges=pledges)
    return act_view(
        request,
        "budgets/offer.html",
        form,
        lambda: offer_contribution(**form.cleaned_data, by=request.user, at=now()),
        done=gettext("Aporte registrado. Cuando se entregue, declárelo aquí con su evidencia."),
        to=lambda contribution: reverse("contribution", args=[contribution.pk]),
        context={"plan": plan},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def contribution(request: SignedInRequest, pk: int) -> HttpResponse:
    contribution = contribution_for(request.user, pk)
    withdraw = Act(
        "withdraw",
        gettext("Retirar el aporte"),
        gettext("Retirar el aporte"),
        form_of(request, "withdraw", WithdrawForm),
        lambda given: withdraw_contribution(contribution=contribution, **given, by=request.user, at=now()),
        gettext("Aporte retirado. Queda en el registro, con su razón."),
        kind="danger",
        blocked=why_not(can_withdraw_contribution(request.user, contribution)),
        folded=True,
    )
    means = Means()
    means.take(contribution)
    state, kind = standing_of(contribution)
    return acts_view(
        request,
        "budgets/contribution.html",
        [withdraw],
        turn=contribution.state,
        context=lambda: {
            "contribution": contribution,
            "plan": contribution.plan,
            "finding": contribution_finding(contribution),
            "state": state,
            "state_kind": kind,
            "totals": total_facts(means),
            "facts": contribution_facts(contribution),
            "cannot_declare": why_not(can_declare_delivery(request.user, contribution)),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: SignedInRequest, pk: int) -> HttpResponse:
    contribution = contribution_for(request.user, pk)
    check_can_declare_delivery(request.user, contribution)
    form = sent(request, DeclareForm, contribution=contribution)
    return files_view(
        request,
        "budgets/declare.html",
        form,
        lambda evidence: declare_delivery(
            contribution=contribution, **form.cleaned_data, evidence=evidence, by=request.user, at=now()
        ),
        entity=contribution.entity,
        done=gettext("Entrega declarada. La comprueba otra entidad; hasta entonces no cuenta."),
        to=lambda delivery: reverse("contribution", args=[pk]),
        context={"contribution": contribution, "plan": contribution.plan},
    )


@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """The oldest first: only what this person may verify."""
    check_has_role(request.user, Role.VERIFIER)
    return page(request, "budgets/queue.html", {"rows": waiting_rows(deliveries_to_verify(request.user))})


@require_http_methods(["GET", "HEAD", "POST"])
def delivery(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who may not verify it sees why, in the button's place."""
    delivery = delivery_for(request.user, pk)
    shown = may_see_evidence(request.user, delivery)
    return acts_view(
        request,
        "budgets/delivery.html",
        [] if delivery.outcome else _acts(request, delivery),
        turn=delivery.state,
        context=lambda: {
            "delivery": delivery,
            "contribution": delivery.contribution,
            "plan": delivery.contribution.plan,
            "facts": delivery_facts(delivery),
            "shown": shown,
            "files": [evidence_line(one) for one in delivery.evidence.all()] if shown else [],
            "history": delivery_history(delivery),
        },
    )


def _acts(request: SignedInRequest, delivery: "Delivery") -> list[Act]:
    return [
        Act(
            "verify",
            gettext("Comprobarla"),
            gettext("Registrar la verificación"),
            form_of(request, "verify", DeliveryVerdictForm, delivery=delivery),
            lambda given: verify_delivery(delivery=delivery, **given, by=request.user, at=now()),
            gettext("Verificación registrada. Lo declarado queda como estaba; las dos cifras son públicas."),
            kind="primary",
            blocked=why_not(can_verify_delivery(request.user, delivery)),
        ),
        Act(
            "withdraw",
            gettext("Retirar la entrega"),
            gettext("Retirar la entrega"),
            form_of(request, "withdraw", WithdrawForm),
            lambda given: withdraw_delivery(delivery=delivery, **given, by=request.user, at=now()),
            gettext("Entrega retirada. Puede declararla otra vez."),
            kind="danger",
            blocked=why_not(can_withdraw_delivery(request.user, delivery)),
            folded=True,
        ),
    ]


@require_safe
def delivery_evidence(request: SignedInRequest, pk: int, evidence: int) -> "HttpResponseBase":
    delivery = delivery_for(request.user, pk)
    document = next((one for one in delivery.evidence.all() if one.pk == evidence), None)
    if document is None or not may_see_evidence(request.user, delivery):
        raise NotFound(gettext_noop("No hay tal evidencia, o no es visible para usted."))
    return download(document)
