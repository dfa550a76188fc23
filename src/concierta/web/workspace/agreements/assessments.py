"""A pledge that nobody can count: what its entity says of it, and what the Mesa thinks of that."""

from typing import Any

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
from concierta.reporting.queries import assessments_of, evidence_to_assess_with, pledge_standing_for
from concierta.web.kit.formats import date_time
from concierta.web.kit.formats import period as period_words
from concierta.web.workspace.acts import add_refusal, summary_of
from concierta.web.workspace.agreements.forms import OpinionForm, SelfAssessmentForm
from concierta.web.workspace.agreements.rows import assessment_view, pledge_facts
from concierta.web.workspace.agreements.views import plans_with_agreement
from concierta.web.workspace.drafts import forget_draft, keep_draft, kept_draft
from concierta.web.workspace.mesa.decisions import decisions_for
from concierta.web.workspace.reporting.evidence import evidence_line
from concierta.web.workspace.shell import SignedInRequest, in_language, page


@require_http_methods(["GET", "HEAD", "POST"])
def self_assessment(request: SignedInRequest, pk: int, period: int) -> HttpResponse:
    """The entity's own form. What is written is kept as it is written; only sending it tells anybody."""
    plan, found, asked = _matter(request, pk, period)
    check_can_self_assess(request.user, found, asked)
    sent = next(
        (one for one in assessments_of(request.user, plan) if (one.pledge_id, one.period_id) == (pk, period)), None
    )
    draft = _Draft(request, found, asked, sent)
    if request.method == "POST":
        draft.save()
        if draft.act == "send" and not draft.problems and draft.send():
            messages.success(request, gettext("Autoevaluación enviada. La mesa dará su opinión."))
            return redirect(f"{reverse('pledge', args=[pk])}?plan={plan.slug}")
        if draft.act == "save" and not draft.problems and not request.htmx:
            messages.success(request, gettext("Borrador guardado. Nadie más lo ve todavía."))
            return redirect("self_assessment", pk, period)
    context = {
        "plan": plan,
        "pledge": found,
        "text": in_language(found, "text"),
        "period": period_words(asked.label),
        "facts": pledge_facts(found),
        "form": draft.form,
        "evidence": [evidence_line(one) for one in draft.evidence],
        "saved": gettext("Borrador guardado: %(when)s.") % {"when": date_time(draft.saved_at)}
        if draft.saved_at
        else "",
        "sent": sent is not None,
        "errors": draft.problems,
        "here": request.path,
    }
    name = "agreements/assess.html" + ("#live" if request.htmx else "")
    return page(request, name, context, status=422 if draft.problems else 200)


class _Draft:
    """One attempt to write the self-assessment: what was kept before, what arrives now, and its files."""

    def __init__(self, request: SignedInRequest, pledge: Any, period: Any, sent: Any) -> None:
        self.request, self.pledge, self.period = request, pledge, period
        self.matter = f"assessment-{pledge.pk}-{period.pk}"
        self.act = request.POST.get("act", "save") if request.method == "POST" else ""
        kept = kept_draft(request.user, self.matter) or _as_draft(sent)
        self.saved_at = kept.get("saved_at")
        self.form = SelfAssessmentForm(request.POST if request.method == "POST" else None, initial=kept)
        self._files: list[int] = kept.get("evidence", [])
        self.problems: list[dict[str, str]] = []

    @property
    def evidence(self) -> list[Any]:
        """In the order in which they were brought; only what the signatory's own people may bring."""
        found = {
            one.pk: one for one in evidence_to_assess_with(self.request.user, self.pledge).filter(pk__in=self._files)
        }
        return [found[pk] for pk in self._files if pk in found]

    @property
    def saved_words(self) -> str:
        if self.saved_at is None:
            return ""
        return gettext("Borrador guardado: %(when)s.") % {"when": date_time(self.saved_at)}

    def save(self) -> None:
        """Files first: one that is refused must not cost the words that came with it."""
        for upload in self.request.FILES.getlist("files"):
            try:
                stored = store_evidence(
                    upload=upload,
                    filename=upload.name or "archivo",
                    entity=self.pledge.entity,
                    by=self.request.user,
                    at=now(),
                )
            except Refusal as refusal:
                self.problems.append({"href": "#archivos", "label": f"{upload.name}: {refusal.render(gettext)}"})
            else:
                self._files = [*self._files, stored.pk]
        if self.act.startswith("remove:"):
            self._files = [pk for pk in self._files if str(pk) != self.act.removeprefix("remove:")]
        if not self.form.is_valid():
            self.problems += summary_of(self.form)
            return
        keep_draft(self.request.user, self.matter, {**self.form.cleaned_data, "evidence": self._files})
        self.saved_at = now()

    def send(self) -> bool:
        try:
            self_assess(
                pledge=self.pledge,
                period=self.period,
                **self.form.cleaned_data,
                evidence=self.evidence,
                by=self.request.user,
                at=now(),
            )
        except Refusal as refusal:
            add_refusal(self.form, refusal)
            self.problems = summary_of(self.form)
            return False
        forget_draft(self.request.user, self.matter)
        return True


def _as_draft(sent: Any) -> dict[str, Any]:
    """What was sent before and the Mesa has not answered is where one goes on from."""
    if sent is None:
        return {}
    return {"rating": sent.rating, "text": sent.text, "evidence": [one.pk for one in sent.evidence.all()]}


@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: SignedInRequest, pk: int, period: int) -> HttpResponse:
    """The Mesa's opinion, put on record by the secretariat with the decision that gave it."""
    plan, found, asked = _matter(request, pk, period)
    said = next(
        (one for one in assessments_of(request.user, plan) if (one.pledge_id, one.period_id) == (pk, period)), None
    )
    if said is None:
        raise NotFound(gettext_noop("La entidad todavía no ha enviado esa autoevaluación."))
    check_can_write_opinion(request.user, said)
    decisions = [one for one in decisions_for(request.user, plan) if one.decided_at >= said.made_at]
    form = OpinionForm(request.POST if request.method == "POST" else None, decisions=decisions)
    if request.method == "POST" and form.is_valid():
        try:
            give_opinion(assessment=said, **form.cleaned_data, by=request.user, at=now())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, gettext("Opinión registrada. Saldrá junto a lo que dijo la entidad."))
            return redirect(f"{reverse('pledge', args=[pk])}?plan={plan.slug}")
    context = {
        "plan": plan,
        "pledge": found,
        "text": in_language(found, "text"),
        "period": period_words(asked.label),
        "said": assessment_view(said),
        "form": form,
        "decisions": decisions,
        "errors": summary_of(form),
    }
    return page(request, "agreements/opinion.html", context, status=422 if form.errors else 200)


def _said(user: Any, plan: Any, pledge: int, period: int) -> Any:
    """What the entity sent of that pledge in that period, if it did."""
    sent = assessments_of(user, plan).filter(pledge=pledge, period=period)
    return sent.first()


def _matter(request: SignedInRequest, pk: int, period: int) -> tuple[Any, Any, Any]:
    """The plan that has the period, the pledge and the period; NotFound for what this person may not see."""
    for plan in plans_with_agreement(request.user):
        for one in periods_of(request.user, plan):
            if one.pk == period:
                return plan, pledge_standing_for(request.user, plan, pk, today()).pledge, one
    raise NotFound(gettext_noop("En el acuerdo de este plan no hay tal promesa."))
