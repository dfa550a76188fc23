"""One contribution: its deliveries, declaring one more, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from concierta.budgets.operations import declare_delivery, withdraw_contribution
from concierta.budgets.permissions import can_declare_delivery, can_withdraw_contribution, check_can_declare_delivery
from concierta.budgets.queries import Means, contribution_for
from concierta.evidence.operations import store_evidence
from concierta.evidence.queries import evidence_of_entity
from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal
from concierta.web.staff.forms.means import DeclareForm, WithdrawForm
from concierta.web.staff.forms.refusals import add_refusal, summary_of, why_not
from concierta.web.staff.mesa_acts import Act, form_of, perform
from concierta.web.staff.page import page
from concierta.web.staff.presenters.evidence import evidence_line
from concierta.web.staff.presenters.means_given import (
    contribution_facts,
    contribution_finding,
    delivery_row,
    standing_of,
    total_facts,
)
from concierta.web.staff.presenters.means_words import figure_words
from concierta.web.staff.requests import SignedInRequest


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
    return page(request, "staff/means/contribution.html", context, status=status)


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
    return page(request, "staff/means/declare.html", context, status=422 if errors else 200)


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
