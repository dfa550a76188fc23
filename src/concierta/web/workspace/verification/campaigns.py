"""Verification campaigns: plan one, commit to its seed, draw, follow it and finish it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.kernel.clock import now, today
from concierta.kernel.errors import Invalid, NotFound, Refusal, gettext_noop
from concierta.people.enums import Role
from concierta.people.permissions import check_has_role
from concierta.plans.queries import plans_of
from concierta.verification.operations import (
    assign_verifier,
    close_population,
    finish_campaign,
    open_campaign,
    plan_campaign,
)
from concierta.verification.permissions import can_plan_campaign
from concierta.verification.queries import (
    CampaignSheet,
    campaign_by_pk,
    campaign_choices,
    campaign_for,
    campaign_reports,
    campaigns_for,
    planned_in,
    reports_in_scope,
    sample_of,
    times_to_verify,
    workload,
)
from concierta.web.kit.tabular import Table
from concierta.web.workspace.acts import act_view, sent, summary_of, why_not
from concierta.web.workspace.paging import slice_of
from concierta.web.workspace.shell import SignedInRequest, in_language, page
from concierta.web.workspace.steering.views import chosen
from concierta.web.workspace.verification.campaign_forms import AssignmentForm, CampaignForm
from concierta.web.workspace.verification.rows import (
    POPULATIONS,
    campaign_context,
    campaign_meta,
    entry_row,
    size_sentence,
    size_table,
    times_table,
    workload_table,
)

if TYPE_CHECKING:
    from concierta.people.models import User
    from concierta.plans.models import Plan, ReportingPeriod
    from concierta.verification.models import Campaign

_ACTS: dict[str, tuple[Callable[..., "Campaign"], str]] = {
    "open": (open_campaign, gettext_noop("Campaña abierta: la huella de la semilla ya está en el registro.")),
    "close": (close_population, gettext_noop("Lista cerrada y sorteo hecho: cada quien ve lo suyo en su cola.")),
    "finish": (finish_campaign, gettext_noop("Campaña terminada. Saldrá entera en el próximo corte.")),
}
_SIZE_FIELDS = ("period", "margin", "confidence", "entities", "nodes", "indicators")


@require_safe
def campaigns(request: SignedInRequest) -> HttpResponse:
    check_has_role(request.user, Role.SECRETARIAT)
    plans = _plans(request.user)
    plan = chosen(plans, request.GET.get("plan", ""), lambda one: one.slug)
    context = {
        "plan": plan,
        "plans": [(one.slug, in_language(one, "name")) for one in plans],
        "campaigns": [(one, campaign_meta(one)) for one in campaigns_for(request.user, plan)] if plan else [],
    }
    return page(request, "verification/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_campaign(request: SignedInRequest) -> HttpResponse:
    """Plan it, or change what is planned. The size of the sample is said before anything is kept."""
    check_has_role(request.user, Role.SECRETARIAT)
    plan = chosen(_plans(request.user), request.GET.get("plan", ""), lambda one: one.slug)
    if plan is None:
        raise NotFound(gettext_noop("No hay un plan del que usted sea la secretaría."))
    choices = campaign_choices(request.user, plan)
    wanted = request.POST.get("period") or request.GET.get("periodo", "")
    over = [one for one in choices.periods if one.cut_off <= today()]
    period = next((one for one in choices.periods if one.label == wanted), next(iter(over or choices.periods), None))
    campaign = planned_in(request.user, plan, period) if period else None
    form = CampaignForm(choices, request.POST or None, period=period, campaign=campaign)
    template = "verification/new.html"

    def context() -> dict[str, object]:
        return {"plan": plan, "size": _size(request.user, plan, form, period), "any_period": bool(period)}

    if request.POST.get("act") == "size":
        shown = context()
        for name in [name for name in form.errors if name not in _SIZE_FIELDS]:
            del form.errors[name]
        return page(request, template, {"form": form, "errors": summary_of(form), **shown})
    return act_view(
        request,
        template,
        form,
        lambda: plan_campaign(plan=plan, **form.planned(), by=request.user, at=now()),
        done=gettext("Campaña guardada. Nada es público hasta que la abra."),
        to=lambda planned: reverse("campaign", args=[planned.pk]),
        context=context,
    )


def _size(user: "User", plan: "Plan", form: CampaignForm, period: "ReportingPeriod | None") -> dict[str, object] | None:
    """How many reports the written margin and confidence would draw; None while they cannot be read."""
    if period is None:
        return None
    if form.is_valid() or form.is_bound:
        given = form.cleaned_data
    else:
        given = {"margin": form.initial["margin"] / 100, "confidence": form.initial["confidence"]}
        given |= {"entities": [], "nodes": [], "indicators": []}
    margin, confidence = given.get("margin"), given.get("confidence")
    if not margin or not confidence or not 0 < margin < 1:
        return None
    confidence = type(margin)(confidence)
    scope = {part: given.get(part) or [] for part in ("entities", "nodes", "indicators")}
    waiting = reports_in_scope(user, plan, period, **scope)
    return {
        "sentence": size_sentence(waiting, sample_of(waiting, margin, confidence), margin, confidence),
        "table": size_table([(size, sample_of(size, margin, confidence)) for size in POPULATIONS]),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def campaign(request: SignedInRequest, pk: int) -> HttpResponse:
    """The campaign and its next act. A refused act says why on the same page."""
    refused: Refusal | None = None
    campaign = campaign_by_pk(request.user, pk)
    if request.method == "POST":
        operation, done = _ACTS.get(request.POST.get("act", ""), (None, ""))
        if operation is None:
            raise Invalid(gettext_noop("Diga qué quiere hacer con la campaña."))
        try:
            operation(campaign=campaign, by=request.user, at=now())
        except Refusal as refusal:  # said on this very page, where the campaign is still to be seen
            refused = refusal
        else:
            messages.success(request, gettext(done))
            return redirect("campaign", pk)
    sheet = campaign_for(request.user, pk, today())
    plan = sheet.campaign.plan
    can_arrange = bool(can_plan_campaign(request.user, plan))
    part = slice_of(request, campaign_reports(request.user, sheet.campaign)) if can_arrange and sheet.strata else None
    context = {
        **campaign_context(sheet),
        "can_arrange": can_arrange,
        "refused": refused.render(gettext) if refused else "",
        "part": part,
        "rows": [entry_row(entry) for entry in part.rows] if part else [],
        "workload": workload_table(workload(request.user, sheet.campaign, today())) if part else None,
        "times": _times(request.user, plan, sheet.campaign.period) if part else None,
        "why_not_open": why_not(sheet.can_open),
        "why_not_close": _why_not_close(sheet),
        "why_not_finish": _why_not_finish(sheet),
    }
    return page(request, "verification/campaign.html", context, status=409 if refused else 200)


def _times(user: "User", plan: "Plan", period: "ReportingPeriod") -> Table | None:
    times = times_to_verify(user, plan, period)
    return times_table(times) if times else None


def _why_not_close(sheet: CampaignSheet) -> str:
    if sheet.can_close and today() < sheet.campaign.population_closes_on:
        return gettext("La población se cierra el %(day)s, como se anunció al abrir la campaña.") % {
            "day": sheet.campaign.population_closes_on.strftime("%d/%m/%Y")
        }
    return why_not(sheet.can_close)


def _why_not_finish(sheet: CampaignSheet) -> str:
    if sheet.can_finish and sheet.pending:
        return ngettext(
            "Falta %(count)s reporte por verificar.", "Faltan %(count)s reportes por verificar.", sheet.pending
        ) % {"count": sheet.pending}
    return why_not(sheet.can_finish)


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: SignedInRequest, pk: int, entry: int) -> HttpResponse:
    """Give a report of the campaign to somebody else."""
    campaign = campaign_by_pk(request.user, pk)
    listed = next((row for row in campaign_reports(request.user, campaign) if row.pk == entry), None)
    if listed is None:
        raise NotFound(gettext_noop("Ese reporte no se mira en esta campaña."))
    people = [person for _entity, person in campaign_choices(request.user, campaign.plan).verifiers]
    form = sent(request, AssignmentForm, people=people, double_checked=listed.double_checked)
    return act_view(
        request,
        "verification/assign.html",
        form,
        lambda: assign_verifier(entry=listed, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("Asignado: ya está en su cola."),
        to=reverse("campaign", args=[pk]),
        context=lambda: {"campaign": campaign, "row": entry_row(listed)},
    )


def _plans(user: "User") -> list["Plan"]:
    return [plan for plan in plans_of(user) if can_plan_campaign(user, plan)]
