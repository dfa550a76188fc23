"""The planning review: is it complete, is it plausible? Pass it on, or give it back with a reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.kernel.clock import now, today
from concierta.kernel.errors import Refusal
from concierta.people.enums import Role
from concierta.people.permissions import check_has_role
from concierta.reporting.operations import return_report, review_report
from concierta.reporting.queries import deadlines_on, review_queue
from concierta.verification.queries import verification_for
from concierta.web.staff.claims import claim_of
from concierta.web.staff.forms.refusals import add_refusal, summary_of, why_not
from concierta.web.staff.forms.review import ReviewForm
from concierta.web.staff.page import page
from concierta.web.staff.paging import slice_of
from concierta.web.staff.presenters.queue import queue_row
from concierta.web.staff.requests import SignedInRequest

_QUEUE_LIMIT = 1000


@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    check_has_role(request.user, Role.REVIEWER)
    waiting = review_queue(request.user, today(), limit=_QUEUE_LIMIT)
    part = slice_of(request, waiting)
    context = {
        "rows": [queue_row(item, "review") for item in part.rows],
        "part": part,
        "days": deadlines_on(today()).review,
    }
    return page(request, "staff/review/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """The claim with its flags; who may not review it sees why, in the button's place."""
    checked = verification_for(request.user, pk, today())
    sheet = checked.sheet
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        returning = request.POST.get("act") == "return"
        text = form.cleaned_data["reason"]
        try:
            if returning:
                return_report(report=checked.report, reason=text, by=request.user, at=now())
            else:
                review_report(report=checked.report, note=text, by=request.user, at=now())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            done = gettext("Devuelto: la entidad ya lo ve.") if returning else gettext("Revisado: pasa a verificación.")
            messages.success(request, done)
            return redirect("review_queue")
    context = {
        **claim_of(request.user, checked),
        "form": form,
        "errors": summary_of(form),
        "blocked": why_not(sheet.can_review),
    }
    return page(request, "staff/review/review.html", context, status=422 if form.errors else 200)
