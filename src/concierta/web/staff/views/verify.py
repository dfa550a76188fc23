"""The verifier's pages: what waits, riskiest first, and the evidence beside the claim."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.evidence.operations import store_evidence
from concierta.kernel.clock import now, today
from concierta.kernel.errors import Refusal
from concierta.people.enums import Role
from concierta.people.permissions import check_has_role
from concierta.verification.operations import verify_report
from concierta.verification.permissions import check_can_verify, verifying_entity
from concierta.verification.queries import verification_for, verification_queue, verified_before
from concierta.web.staff.claims import claim_of
from concierta.web.staff.forms.refusals import add_refusal, summary_of, why_not
from concierta.web.staff.forms.review import OUTCOME_MEANINGS, VerificationForm
from concierta.web.staff.page import page
from concierta.web.staff.paging import slice_of
from concierta.web.staff.presenters.queue import done_row, queue_row
from concierta.web.staff.requests import SignedInRequest


@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """What waits, or what was verified before: two tabs of one list."""
    check_has_role(request.user, Role.VERIFIER)
    waiting = verification_queue(request.user, today())
    before = verified_before(request.user)
    showing_done = request.GET.get("grupo") == "hechos"
    part = slice_of(request, before if showing_done else waiting)
    make = done_row if showing_done else queue_row
    context = {
        "rows": [make(item, "verify") for item in part.rows],
        "part": part,
        "waiting": len(waiting),
        "showing_done": showing_done,
        "tabs": [
            {"label": gettext("Por verificar"), "href": "?", "current": not showing_done, "count": len(waiting)},
            {"label": gettext("Ya verificados"), "href": "?grupo=hechos", "current": showing_done, "count": None},
        ],
    }
    return page(request, "staff/verify/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who may not verify it sees why, in the button's place."""
    checked = verification_for(request.user, pk, today())
    if checked.verification is not None and request.method != "POST":
        return redirect("report", pk)
    form = VerificationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _verify(request, checked.report, form)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(
                request, gettext("Verificación registrada. Será pública en el próximo corte, con su razón.")
            )
            return redirect("verification_queue")
    context = {
        **claim_of(request.user, checked),
        "form": form,
        "errors": summary_of(form),
        "outcomes": OUTCOME_MEANINGS,
        "blocked": why_not(checked.can_verify),
    }
    return page(request, "staff/verify/verify.html", context, status=422 if form.errors else 200)


def _verify(request: SignedInRequest, report: Any, form: VerificationForm) -> None:
    check_can_verify(request.user, report)  # before keeping files that nobody will use
    entity = verifying_entity(report.indicator)
    evidence = [
        store_evidence(upload=upload, filename=upload.name or "archivo", entity=entity, by=request.user, at=now())
        for upload in request.FILES.getlist("files")
        if entity is not None
    ]
    verify_report(report=report, **form.cleaned_data, evidence=evidence, by=request.user, at=now())
