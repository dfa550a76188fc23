"""The second look at a report, by somebody who does not know what the first found."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal
from concierta.verification.operations import verify_again
from concierta.verification.queries import second_look_for
from concierta.web.staff.forms.refusals import add_refusal, summary_of, why_not
from concierta.web.staff.forms.review import OUTCOME_MEANINGS
from concierta.web.staff.forms.verdict import SecondLookForm
from concierta.web.staff.page import page
from concierta.web.staff.presenters.campaigns import reason_words
from concierta.web.staff.presenters.second_look import claim_alone
from concierta.web.staff.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def second_look(request: SignedInRequest, pk: int) -> HttpResponse:
    """The claim and its evidence, and nothing of what the first verifier found."""
    look = second_look_for(request.user, pk)
    form = SecondLookForm(request.POST or None, indicator=look.report.indicator, method=look.method)
    if request.method == "POST" and form.is_valid():
        try:
            verify_again(entry=look.entry, **form.cleaned_data, by=request.user, at=now())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(
                request, gettext("Segunda verificación registrada. Mide el acuerdo; no cambia la primera.")
            )
            return redirect("verification_queue")
    context = {
        **claim_alone(look),
        "form": form,
        "errors": summary_of(form),
        "outcomes": OUTCOME_MEANINGS,
        "blocked": why_not(look.can_verify),
        "reason": reason_words(look.entry),
    }
    return page(request, "staff/verify/second.html", context, status=422 if form.errors else 200)
