"""Verifying a report, and looking at it a second time."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.budgets.queries import deliveries_to_verify
from concierta.evidence.operations import store_evidence
from concierta.kernel.clock import now, today
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.people.enums import Role
from concierta.people.permissions import check_has_role
from concierta.verification.enums import Method
from concierta.verification.operations import verify_again, verify_report
from concierta.verification.operations.counting import count_of
from concierta.verification.permissions import check_can_verify, verifying_entity
from concierta.verification.queries import (
    VerificationSheet,
    awaited_second_look,
    my_campaign_work,
    records_to_look_at,
    second_look_for,
    verification_for,
    verification_queue,
    verified_before,
)
from concierta.web.workspace.acts import act_view, add_refusal, sent, summary_of, why_not
from concierta.web.workspace.paging import slice_of
from concierta.web.workspace.reporting.claims import claim_of
from concierta.web.workspace.reporting.forms import OUTCOME_MEANINGS
from concierta.web.workspace.reporting.sheet import done_row, queue_row
from concierta.web.workspace.shell import SignedInRequest, page
from concierta.web.workspace.verification.forms import COUNT_FIELDS, SecondLookForm, VerificationForm
from concierta.web.workspace.verification.rows import assignment_row, claim_alone, count_words, entry_note, reason_words

if TYPE_CHECKING:
    from concierta.reporting.models import Report


@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """The reports that wait, or those verified before: two tabs of one list."""
    check_has_role(request.user, Role.VERIFIER)
    mine = my_campaign_work(request.user, today())
    given = {work.entry.report_id for work in mine}
    waiting = [queued for queued in verification_queue(request.user, today()) if queued.report.pk not in given]
    before = verified_before(request.user)
    showing_done = request.GET.get("grupo") == "hechos"
    part = slice_of(request, before if showing_done else waiting)
    count = len(waiting) + len(mine)
    context = {
        "rows": [done_row(item) if showing_done else queue_row(item, "verify") for item in part.rows],
        "part": part,
        "assigned": [] if showing_done else [assignment_row(work) for work in mine],
        "waiting": count,
        "deliveries": len(deliveries_to_verify(request.user)),
        "showing_done": showing_done,
        "tabs": [
            {"label": gettext("Por verificar"), "href": "?", "current": not showing_done, "count": count},
            {"label": gettext("Ya verificados"), "href": "?grupo=hechos", "current": showing_done, "count": None},
        ],
    }
    return page(request, "verification/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who may not verify it sees why, in the button's place. A count is shown with its value before it is kept."""
    if (second := awaited_second_look(request.user, pk)) is not None:
        return redirect("second_look", second)  # here they would read what the first verifier found
    checked = verification_for(request.user, pk, today())
    if checked.verification is not None and request.method != "POST":
        return redirect("report", pk)
    form = VerificationForm(
        request.POST or None,
        indicator=checked.report.indicator,
        method=checked.method,
        questions=checked.questions,
        all_needed=checked.entry is not None,
        is_ratio=checked.report.numerator is not None,
    )
    # Enter in any field presses the first button of the form: under another method that is no count.
    only_count = request.POST.get("act") == "count" and request.POST.get("method") == Method.RECORDS_COUNT
    count: dict[str, object] | None = None
    if request.method == "POST" and (form.is_valid() or only_count):
        try:
            count = _count(checked, form, request.POST.get("counted", ""), shown=only_count)
            if count is None or count["confirmed"]:
                _verify(request, checked.report, form)
                messages.success(
                    request, gettext("Verificación registrada. Será pública en el próximo corte, con su razón.")
                )
                return redirect("verification_queue")
        except Refusal as refusal:  # also of a count that is only shown, which is no act yet
            add_refusal(form, refusal)
    if only_count:
        _forget_what_is_not_counted(form, listing=bool(count and count["records"]))
    context = {
        **claim_of(request.user, checked),
        "form": form,
        "errors": summary_of(form),
        "outcomes": OUTCOME_MEANINGS,
        "blocked": why_not(checked.can_verify),
        "count": count,
        "entry": entry_note(checked),
        "checklist": list(form.checklist()),
    }
    return page(request, "verification/verify.html", context, status=422 if form.errors else 200)


def _count(
    checked: VerificationSheet, form: VerificationForm, confirmed: str, *, shown: bool
) -> dict[str, object] | None:
    """The value that the typed count gives, or the records to look at while none is counted; None without a count."""
    seen = form.records_seen()
    if seen is not None:
        sentence, key = count_words(checked.report, count_of(checked.report, seen), seen), form.count_key()
        return {"sentence": sentence, "key": key, "confirmed": confirmed == key and not shown, "records": []}
    listed = form.cleaned_data.get("records")
    if not shown:
        return None
    if checked.entry is None or listed is None or form.cleaned_data.get("method") != Method.RECORDS_COUNT:
        raise Invalid(gettext_noop("Diga cuántos registros hay, cuántos miró y cuántos se sostienen."), field="records")
    return {"records": records_to_look_at(checked.entry, listed), "sentence": "", "key": "", "confirmed": False}


def _forget_what_is_not_counted(form: VerificationForm, *, listing: bool) -> None:
    """Who only asks what a count gives, or which records to look at, is not told yet of all that is missing."""
    kept = {"records", "method", "__all__"} if listing else {*COUNT_FIELDS, "method", "__all__"}
    for name in [name for name in form.errors if name not in kept]:
        del form.errors[name]


def _verify(request: SignedInRequest, report: "Report", form: VerificationForm) -> None:
    check_can_verify(request.user, report)  # before keeping files that nobody will use
    entity = verifying_entity(report.indicator)
    evidence = [
        store_evidence(upload=upload, filename=upload.name or "archivo", entity=entity, by=request.user, at=now())
        for upload in request.FILES.getlist("files")
        if entity is not None
    ]
    verify_report(report=report, **form.verdict(), evidence=evidence, by=request.user, at=now())


@require_http_methods(["GET", "HEAD", "POST"])
def second_look(request: SignedInRequest, pk: int) -> HttpResponse:
    """The claim and its evidence, and nothing of what the first verifier found."""
    look = second_look_for(request.user, pk)
    form = sent(request, SecondLookForm, indicator=look.report.indicator, method=look.method)
    return act_view(
        request,
        "verification/second.html",
        form,
        lambda: verify_again(entry=look.entry, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("Segunda verificación registrada. Mide el acuerdo; no cambia la primera."),
        to="verification_queue",
        context=lambda: {
            **claim_alone(look),
            "outcomes": OUTCOME_MEANINGS,
            "blocked": why_not(look.can_verify),
            "reason": reason_words(look.entry),
        },
    )
