"""Reporting a figure, reading one, correcting one, and reviewing what was sent."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.kernel.clock import now, today
from concierta.kernel.errors import NotFound, Refusal, gettext_noop
from concierta.people.enums import Role
from concierta.people.permissions import check_has_role
from concierta.reporting.operations import (
    open_correction,
    return_report,
    review_report,
    sending_problems,
    submit_report,
)
from concierta.reporting.queries import deadlines_on, report_or_new, review_queue, what_i_owe
from concierta.reporting.queries.sheet import sending_doubts
from concierta.verification.queries import awaited_second_look, verification_for
from concierta.web.kit.formats import number
from concierta.web.kit.formats import period as period_words
from concierta.web.workspace.acts import act_view, sent, why_not
from concierta.web.workspace.fields import MEANT, box_of
from concierta.web.workspace.paging import slice_of
from concierta.web.workspace.reporting.claims import claim_of
from concierta.web.workspace.reporting.drafting import Draft
from concierta.web.workspace.reporting.evidence import evidence_line
from concierta.web.workspace.reporting.figures import picture_of
from concierta.web.workspace.reporting.forms import CorrectionForm, ReviewForm
from concierta.web.workspace.reporting.sheet import form_context, queue_row
from concierta.web.workspace.sending import resendable
from concierta.web.workspace.shell import SignedInRequest, in_language, page
from concierta.web.workspace.steering.rows import assessments_context, due_row

if TYPE_CHECKING:
    from concierta.indicators.models import Indicator
    from concierta.reporting.models import Report


@require_safe
def reports_due(request: SignedInRequest) -> HttpResponse:
    """The reports that I owe, the most urgent first; what is already sent is one tab away."""
    check_has_role(request.user, Role.REPORTER)
    owed = what_i_owe(request.user, today())
    periods = sorted({(s.period.cut_off, s.period.label) for s in owed}, reverse=True)
    chosen = request.GET.get("periodo", "")
    if chosen:
        owed = [s for s in owed if s.period.label == chosen]
    to_do, sent = [s for s in owed if s.needs_report], [s for s in owed if not s.needs_report]
    showing_sent = request.GET.get("grupo") == "enviados"
    part = slice_of(request, sent if showing_sent else to_do)
    filters = f"&periodo={chosen}" if chosen else ""
    context = {
        "rows": [due_row(standing) for standing in part.rows],
        "part": part,
        "late": sum(s.overdue for s in to_do),
        "to_do": len(to_do),
        "periods": [("", gettext("Todos")), *((label, period_words(label)) for _cut_off, label in periods)],
        "chosen": chosen,
        "days": deadlines_on(today()).report,
        "showing_sent": showing_sent,
        "assessments": {} if showing_sent or chosen else assessments_context(request.user),
        "tabs": [
            _tab(gettext("Por hacer"), f"?grupo=hacer{filters}", not showing_sent, len(to_do)),
            _tab(gettext("Enviados, en camino"), f"?grupo=enviados{filters}", showing_sent, len(sent)),
        ],
    }
    return page(request, "reporting/due.html", context)


def _tab(label: str, href: str, current: bool, count: int) -> dict[str, object]:
    return {"label": label, "href": href, "current": current, "count": count}


@resendable
@require_http_methods(["GET", "HEAD", "POST"])
def report_form(request: SignedInRequest, indicator: int, period: int) -> HttpResponse:
    """Write the report of an indicator and period. Saving is one act whoever asks for it: button, timer or upload."""
    sheet = report_or_new(request.user, indicator, period, today())
    if not sheet.can_edit:
        if sheet.report is not None and request.method != "POST":
            return redirect("report", sheet.report.pk)
        raise sheet.can_edit.refusal  # type: ignore[misc]
    draft = Draft(request, sheet)
    if request.method == "POST":
        draft.save()
        if draft.saved and draft.report is not None and not request.htmx:
            if draft.act != "continue":
                messages.success(request, gettext("Borrador guardado. Nadie más lo ve todavía."))
                return redirect("report_form", indicator, period)
            problems = sending_problems(draft.report, now())
            if not problems:
                return redirect("submit_report", indicator, period)
            draft.refuse_sending(problems)
        sheet = report_or_new(request.user, indicator, period, today())
    elif sheet.report is not None and "enviar" in request.GET:
        draft.refuse_sending(sending_problems(sheet.report, now()))
    context = form_context(sheet, draft)
    # After the form was refused, whoever asked by script gets the parts that changed, and by button the whole page.
    if request.htmx:
        return page(request, "reporting/form.html#live", context, status=200 if draft.saved else 422)
    return page(request, "reporting/form.html", context, status=422 if draft.problems else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: SignedInRequest, indicator: int, period: int) -> HttpResponse:
    """Read once more what will be public, and send it."""
    sheet = report_or_new(request.user, indicator, period, today())
    report = sheet.report
    if report is None or sheet.can_submit.refusal:
        raise sheet.can_submit.refusal or NotFound(gettext_noop("Todavía no hay nada escrito que enviar."))
    doubts = sending_doubts(report, sheet.standing)
    unanswered = [one for one in doubts if one.code not in request.POST.getlist(MEANT)]
    if (request.method != "POST" or unanswered) and sending_problems(report, now()):
        return _back_to_form(indicator, period)
    if request.method == "POST" and not unanswered:
        try:
            sent = submit_report(report=report, by=request.user, at=now())
        except Refusal:  # what is missing is corrected on the form; anything else is a page of its own
            if sending_problems(report, now()):
                return _back_to_form(indicator, period)
            raise
        messages.success(
            request, gettext("Reporte enviado. Ahora lo revisa planeación; le avisaremos aquí si falta algo.")
        )
        return redirect("report", sent.pk)
    context = {
        "sheet": sheet,
        "picture": picture_of(sheet.standing, report, draft_value=report.value),
        "evidence": [evidence_line(item) for item in report.evidence.all()],
        "reviewer": sheet.indicator.reviewer or sheet.indicator.plan.reviewer,
        "verifier": sheet.indicator.verifier or sheet.indicator.plan.verifier,
        "doubts": [(one.asked.render(gettext), box_of(one.code, _meant(report.value))) for one in doubts],
        "unanswered": [one.asked.render(gettext) for one in unanswered] if request.method == "POST" else [],
    }
    status = 422 if context["unanswered"] else 200
    return page(request, "reporting/submit.html", context, status=status)


def _meant(value: Decimal | None) -> str:
    return gettext("Sí: %(value)s es la cifra") % {"value": number(value, 6)}


def _back_to_form(indicator: int, period: int) -> HttpResponse:
    """At its own address: what is corrected there must be saved, not sent as it was."""
    return redirect(f"{reverse('report_form', args=[indicator, period])}?enviar=1")


#: Enough of a name to know it again: official ones run to three lines.
_PLACE = 70


@require_safe
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    if (second := awaited_second_look(request.user, pk)) is not None:
        return redirect("second_look", second)  # here they would read what the first verifier found
    checked = verification_for(request.user, pk, today())
    context = {**claim_of(request.user, checked), "place": _place(checked.sheet.indicator)}
    return page(request, "reporting/report.html", context)


def _place(indicator: "Indicator") -> tuple[str, str]:
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
    form = sent(request, CorrectionForm)
    return act_view(
        request,
        "reporting/correct.html",
        form,
        lambda: open_correction(report=checked.report, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("Corrección abierta. El valor publicado sigue a la vista hasta el próximo corte."),
        to=reverse("report_form", args=[sheet.indicator.pk, sheet.period.pk]),
        context=lambda: claim_of(request.user, checked),
    )


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
    return page(request, "reporting/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """The claim with its flags; who may not review it sees why, in the button's place."""
    checked = verification_for(request.user, pk, today())
    form = sent(request, ReviewForm)
    returning = request.POST.get("act") == "return"

    def act() -> "Report":
        text = form.cleaned_data["reason"]
        if returning:
            return return_report(report=checked.report, reason=text, by=request.user, at=now())
        return review_report(report=checked.report, note=text, by=request.user, at=now())

    return act_view(
        request,
        "reporting/review.html",
        form,
        act,
        done=gettext("Devuelto: la entidad ya lo ve.") if returning else gettext("Revisado: pasa a verificación."),
        to="review_queue",
        context=lambda: {**claim_of(request.user, checked), "blocked": why_not(checked.sheet.can_review)},
    )
