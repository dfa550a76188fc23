"""One report, to read, for everybody who may see it; and opening a correction of what is published."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from concierta.kernel.clock import now, today
from concierta.kernel.errors import Refusal
from concierta.reporting.operations import open_correction
from concierta.verification.queries import awaited_second_look, verification_for
from concierta.web.staff.claims import claim_of
from concierta.web.staff.forms.refusals import add_refusal, summary_of
from concierta.web.staff.forms.report import ReasonForm
from concierta.web.staff.page import page
from concierta.web.staff.presenters.languages import in_language
from concierta.web.staff.requests import SignedInRequest

#: Enough of a name to know it again: official ones run to three lines.
_PLACE = 70


@require_safe
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    if (second := awaited_second_look(request.user, pk)) is not None:
        return redirect("second_look", second)  # here they would read what the first verifier found
    checked = verification_for(request.user, pk, today())
    context = {**claim_of(request.user, checked), "place": _place(checked.sheet.indicator)}
    return page(request, "staff/reports/report.html", context)


def _place(indicator: Any) -> tuple[str, str]:
    """Where the indicator stands, which is where one goes back to: its project, its promise or the plan."""
    plan = indicator.plan
    if indicator.product is not None:
        project = indicator.product.project
        return reverse("plan_project", args=[plan.slug, project.code]), Truncator(project.name).chars(_PLACE)
    if indicator.pledge is not None:
        words = f"{indicator.pledge.code} {in_language(indicator.pledge, 'text')}"
        return f"{reverse('pledge', args=[indicator.pledge_id])}?plan={plan.slug}", Truncator(words).chars(_PLACE)
    return reverse("plan", args=[plan.slug]), in_language(plan, "name")


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say why a published value is wrong; the correction then is a draft like any other."""
    checked = verification_for(request.user, pk, today())
    sheet = checked.sheet
    if not sheet.can_correct:
        raise sheet.can_correct.refusal  # type: ignore[misc]
    form = _reason_form(request)
    if request.method == "POST" and form.is_valid():
        try:
            open_correction(report=checked.report, reason=form.cleaned_data["reason"], by=request.user, at=now())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(
                request, gettext("Corrección abierta. El valor publicado sigue a la vista hasta el próximo corte.")
            )
            return redirect("report_form", sheet.indicator.pk, sheet.period.pk)
    context = {**claim_of(request.user, checked), "form": form, "errors": summary_of(form)}
    return page(request, "staff/reports/correct.html", context, status=422 if form.errors else 200)


def _reason_form(request: SignedInRequest) -> Any:
    return ReasonForm(
        request.POST or None,
        label=_("Por qué se corrige"),
        help_text=_("Se publica junto al nuevo valor; el anterior queda a la vista como reemplazado."),
    )
