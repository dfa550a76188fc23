"""A pledge that nobody can count: what its entity says of it, and what the Mesa thinks of that."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from concierta.evidence.operations import store_evidence
from concierta.kernel.clock import now, today
from concierta.kernel.errors import NotFound, Refusal, gettext_noop
from concierta.plans.queries import periods_of
from concierta.reporting.operations import give_opinion, self_assess
from concierta.reporting.permissions import check_can_self_assess, check_can_write_opinion
from concierta.reporting.queries import assessment_of_period, evidence_brought, pledge_standing_for
from concierta.web.workspace.acts import act_view, sent, summary_of
from concierta.web.workspace.agreements.forms import OpinionForm, SelfAssessmentForm
from concierta.web.workspace.agreements.views import plans_with_agreement
from concierta.web.workspace.drafts import forget_draft, keep_draft, kept_draft
from concierta.web.workspace.mesa.decisions import decisions_for
from concierta.web.workspace.reporting.evidence import evidence_line
from concierta.web.workspace.shell import SignedInRequest, page

if TYPE_CHECKING:
    from concierta.agreements.models import Pledge
    from concierta.evidence.models import Evidence
    from concierta.plans.models import Plan, ReportingPeriod
    from concierta.reporting.models import SelfAssessment


@require_http_methods(["GET", "HEAD", "POST"])
def self_assessment(request: SignedInRequest, pk: int, period: int) -> HttpResponse:
    """The entity's own form. What is written is kept as it is written; only sending it tells anybody."""
    plan, pledge, asked = _matter(request, pk, period)
    check_can_self_assess(request.user, pledge, asked)
    before = assessment_of_period(request.user, plan, pk, period)
    draft = _Draft(request, pledge, asked, before)
    template = "agreements/assess.html" + ("#live" if request.htmx else "")

    def context() -> dict[str, object]:
        return {
            "plan": plan,
            "pledge": pledge,
            "period": asked,
            "evidence": [evidence_line(one) for one in draft.evidence],
            "saved_at": draft.saved_at,
            "sent": before is not None,
            "here": request.path,
        }

    if request.method == "POST":
        draft.save()
        if draft.act == "send" and not draft.problems:
            return act_view(
                request,
                template,
                draft.form,
                draft.send,
                done=gettext("Autoevaluación enviada. La mesa dará su opinión."),
                to=f"{reverse('pledge', args=[pk])}?plan={plan.slug}",
                context=context,
            )
        if draft.act == "save" and not draft.problems and not request.htmx:
            messages.success(request, gettext("Borrador guardado. Nadie más lo ve todavía."))
            return redirect("self_assessment", pk, period)
    shown = {"form": draft.form, "errors": draft.problems, **context()}
    return page(request, template, shown, status=422 if draft.problems else 200)


class _Draft:
    """One attempt to write the self-assessment: what was kept before, what arrives now, and its files."""

    def __init__(
        self, request: SignedInRequest, pledge: "Pledge", period: "ReportingPeriod", before: "SelfAssessment | None"
    ) -> None:
        self.request, self.pledge, self.period = request, pledge, period
        self.matter = f"assessment-{pledge.pk}-{period.pk}"
        self.act = request.POST.get("act", "save") if request.method == "POST" else ""
        kept = kept_draft(request.user, self.matter) or _as_draft(before)
        self.saved_at: datetime | None = kept.get("saved_at")
        self.form = sent(request, SelfAssessmentForm, initial=kept)
        self._files: list[int] = kept.get("evidence", [])
        self.problems: list[dict[str, str]] = []

    @property
    def evidence(self) -> "list[Evidence]":
        """In the order in which they were brought; only what the signatory's own people may bring."""
        return evidence_brought(self.request.user, self.pledge, self._files)

    def save(self) -> None:
        for upload in self.request.FILES.getlist("files"):
            try:
                evidence = store_evidence(
                    upload=upload,
                    filename=upload.name or "archivo",
                    entity=self.pledge.entity,
                    by=self.request.user,
                    at=now(),
                )
            except Refusal as refusal:
                # One file that is refused must not cost the others, nor the words that came with it.
                self.problems.append({"href": "#archivos", "label": f"{upload.name}: {refusal.render(gettext)}"})
            else:
                self._files = [*self._files, evidence.pk]
        if self.act.startswith("remove:"):
            self._files = [pk for pk in self._files if str(pk) != self.act.removeprefix("remove:")]
        if not self.form.is_valid():
            self.problems += summary_of(self.form)
            return
        keep_draft(self.request.user, self.matter, {**self.form.cleaned_data, "evidence": self._files})
        self.saved_at = now()

    def send(self) -> None:
        self_assess(
            pledge=self.pledge,
            period=self.period,
            **self.form.cleaned_data,
            evidence=self.evidence,
            by=self.request.user,
            at=now(),
        )
        forget_draft(self.request.user, self.matter)


def _as_draft(before: "SelfAssessment | None") -> dict[str, Any]:
    """What was sent before and the Mesa has not answered is where one goes on from."""
    if before is None:
        return {}
    return {"rating": before.rating, "text": before.text, "evidence": [one.pk for one in before.evidence.all()]}


@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: SignedInRequest, pk: int, period: int) -> HttpResponse:
    """The Mesa's opinion, put on record by the secretariat with the decision that gave it."""
    plan, pledge, asked = _matter(request, pk, period)
    assessment = assessment_of_period(request.user, plan, pk, period)
    if assessment is None:
        raise NotFound(gettext_noop("La entidad todavía no ha enviado esa autoevaluación."))
    check_can_write_opinion(request.user, assessment)
    decisions = [one for one in decisions_for(request.user, plan) if one.decided_at >= assessment.made_at]
    form = sent(request, OpinionForm, decisions=decisions)
    return act_view(
        request,
        "agreements/opinion.html",
        form,
        lambda: give_opinion(assessment=assessment, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("Opinión registrada. Saldrá junto a lo que dijo la entidad."),
        to=f"{reverse('pledge', args=[pk])}?plan={plan.slug}",
        context={
            "plan": plan,
            "pledge": pledge,
            "period": asked,
            "assessment": assessment,
            "evidence": [evidence_line(one) for one in assessment.evidence.all()],
            "decisions": decisions,
        },
    )


def _matter(request: SignedInRequest, pk: int, period: int) -> "tuple[Plan, Pledge, ReportingPeriod]":
    """The plan that has the period, the pledge and the period; NotFound for what this person may not see."""
    for plan in plans_with_agreement(request.user):
        for asked in periods_of(request.user, plan):
            if asked.pk == period:
                return plan, pledge_standing_for(request.user, plan, pk, today()).pledge, asked
    raise NotFound(gettext_noop("En el acuerdo de este plan no hay tal promesa."))
