"""Deliveries: the queue of those who check them, and one with its evidence beside what was declared."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.budgets.operations import verify_delivery, withdraw_delivery
from concierta.budgets.permissions import can_verify_delivery, can_withdraw_delivery
from concierta.budgets.queries import deliveries_to_verify, delivery_for, may_see_evidence
from concierta.kernel.clock import now
from concierta.people.enums import Role
from concierta.people.permissions import check_has_role
from concierta.web.staff.forms.means import DeliveryVerdictForm, WithdrawForm
from concierta.web.staff.forms.refusals import why_not
from concierta.web.staff.mesa_acts import Act, form_of, perform
from concierta.web.staff.page import page
from concierta.web.staff.presenters.means_given import (
    delivery_facts,
    delivery_history,
    delivery_row,
    papers,
)
from concierta.web.staff.requests import SignedInRequest


@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """The oldest first: only what this person may verify."""
    check_has_role(request.user, Role.VERIFIER)
    rows = [delivery_row(one, one.contribution) for one in deliveries_to_verify(request.user)]
    return page(request, "staff/means/queue.html", {"rows": rows})


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
    return page(request, "staff/means/delivery.html", context, status=status)


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
