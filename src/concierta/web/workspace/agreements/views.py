"""Agreements, and what each signatory promised, what of it was verified, and what it still owes."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.agreements.queries import agreement_by_slug, agreements_of, clauses_of
from concierta.indicators.operations import define_indicator, set_target
from concierta.indicators.permissions import can_define_indicators, check_can_define_indicators
from concierta.kernel.clock import now, today
from concierta.kernel.errors import NotFound, Refusal, gettext_noop
from concierta.mesa.queries import attendance_record, mesas_of
from concierta.people.queries import all_entities, entity_by_code
from concierta.plans.enums import PlanState
from concierta.plans.queries import periods_of, plans_of
from concierta.publishing.queries.cortes import cortes_of
from concierta.reporting.permissions import can_draft, can_self_assess, can_write_opinion
from concierta.reporting.queries import assessments_of, pledge_standing_for, pledge_standings, visible_reports
from concierta.verification.queries import verification_factors
from concierta.web.kit.formats import period as period_words
from concierta.web.workspace.acts import add_refusal, summary_of
from concierta.web.workspace.agreements.forms import PledgeIndicatorForm
from concierta.web.workspace.agreements.rows import (
    assessment_view,
    clause_block,
    entity_finding,
    figure_line,
    keeping_facts,
    owes_words,
    pledge_facts,
    pledge_row,
    pledges_finding,
    report_rows,
    signatory_row,
)
from concierta.web.workspace.shell import SignedInRequest, in_language, page


@require_safe
def agreements(request: SignedInRequest) -> HttpResponse:
    """With a single agreement there is nothing to choose: its page answers."""
    found = list(agreements_of(request.user))
    if len(found) == 1:
        return agreement(request, found[0].slug)
    return page(request, "agreements/list.html", {"agreements": found})


@require_safe
def agreement(request: SignedInRequest, slug: str) -> HttpResponse:
    found = agreement_by_slug(request.user, slug)
    blocks = [clause_block(clause) for clause in clauses_of(found)]
    return page(request, "agreements/agreement.html", {"agreement": found, "clauses": blocks})


#: Of several plans of agreements, the one in force is what one comes for.
_FIRST = (PlanState.IN_FORCE, PlanState.DRAFT, PlanState.CLOSED)


@require_safe
def pledges(request: SignedInRequest) -> HttpResponse:
    """Every signatory by name, never ranked: each figure leads to what makes it."""
    plans = plans_with_agreement(request.user)
    plan = chosen_plan(request, plans)
    found = pledge_standings(request.user, plan, today()) if plan else []
    context = {
        "plan": plan,
        "plans": [(one.slug, in_language(one, "name")) for one in plans],
        "finding": pledges_finding(found),
        "rows": [signatory_row(one, plan) for one in found],
    }
    return page(request, "agreements/pledge_list.html", context)


@require_safe
def entity_pledges(request: SignedInRequest, code: str) -> HttpResponse:
    entity = entity_by_code(code)
    plan = chosen_plan(request, plans_with_agreement(request.user))
    found = pledge_standings(request.user, plan, today(), entity=entity) if plan else []
    context = {
        "plan": plan,
        "entity": entity,
        "finding": entity_finding(found[0]) if found else entity.name,
        "rows": [pledge_row(standing, plan) for standing in found[0].pledges] if found else [],
        "facts": _facts(request.user, plan, entity) if plan else [],
    }
    return page(request, "agreements/entity.html", context)


def _facts(user: Any, plan: Any, entity: Any) -> list[tuple[str, str]]:
    """As of the last corte, or before the first one of the last cut-off: the portal shows the same figure. Who came to
    sessions whose minutes are not signed yet is for those of the Mesa."""
    mesa = mesas_of(user).filter(agreement=plan.agreement_id).first()
    attendance = attendance_record(mesa, today()) if mesa else []
    corte = cortes_of(user, plan).first()
    come = [period.cut_off for period in periods_of(user, plan) if period.cut_off <= today()]
    cut_off = corte.cut_off if corte else max(come, default=None)
    factors = verification_factors(user, plan, cut_off) if cut_off else []
    return keeping_facts(
        next((one for one in attendance if one.entity == entity), None),
        next((one for one in factors if (one.level, one.key, one.unit) == ("entity", entity.code, "")), None),
        cut_off,
    )


@require_safe
def pledge(request: SignedInRequest, pk: int) -> HttpResponse:
    """One pledge: its figures with the reports behind them, or what its entity and the Mesa say of it."""
    plan = plan_of_pledge(request)
    standing = pledge_standing_for(request.user, plan, pk, today())
    found = standing.pledge
    reports = visible_reports(request.user).exclude(state="draft").select_related("period")
    figures = [
        (figure_line(one), report_rows(reports.filter(indicator=one.indicator).order_by("-period__cut_off", "-version"),
                                       one.indicator))
        for one in standing.figures
    ]  # fmt: skip
    said = [one for one in assessments_of(request.user, plan) if one.pledge_id == found.pk]
    may_define = can_define_indicators(request.user, plan)
    context = {
        "plan": plan,
        "pledge": found,
        "text": in_language(found, "text"),
        "facts": pledge_facts(found),
        "figures": figures,
        "owes": owes_words(standing),
        "to_report": _to_report(request.user, standing),
        "to_assess": _to_assess(request.user, standing, said),
        "assessments": [
            (assessment_view(one), bool(can_write_opinion(request.user, one)), one.period_id) for one in said
        ],
        "can_define": bool(may_define),
        "in_force": plan.state != PlanState.DRAFT,
    }
    return page(request, "agreements/pledge.html", context)


def _to_report(user: Any, standing: Any) -> list[tuple[str, str]]:
    return [
        (
            reverse("report_form", args=[one.indicator.pk, one.period.pk]),
            f"{one.indicator.code} · {period_words(one.period)}",
        )
        for one in standing.reports_owed
        if can_draft(user, one.indicator)
    ]


def _to_assess(user: Any, standing: Any, said: Any) -> list[tuple[str, str]]:
    """Those that are owed, and those already sent that the Mesa has not answered: they may be written again."""
    periods = [one.period for one in standing.assessments_owed] + [one.period for one in said if not one.opinion]
    return [
        (reverse("self_assessment", args=[standing.pledge.pk, period.pk]), period_words(period))
        for period in periods
        if can_self_assess(user, standing.pledge, period)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: SignedInRequest, pk: int) -> HttpResponse:
    """Register a pledge as measurable: its indicator and the target of each year, while the plan is a draft."""
    plan = plan_of_pledge(request)
    found = pledge_standing_for(request.user, plan, pk, today()).pledge
    check_can_define_indicators(request.user, plan)
    years = range(plan.starts_on.year, plan.ends_on.year + 1)
    form = PledgeIndicatorForm(
        request.POST if request.method == "POST" else None,
        entities=all_entities(),
        years=years,
        initial={"code": f"{found.clause.code}-{found.code}", "name": found.text, "unit": found.unit},
    )
    if request.method == "POST" and form.is_valid():
        try:
            _define(plan, found, form, request.user)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, gettext("Esta promesa ya se mide: se reporta y se verifica."))
            return redirect(f"{reverse('pledge', args=[pk])}?plan={plan.slug}")
    context = {
        "plan": plan,
        "pledge": found,
        "text": in_language(found, "text"),
        "form": form,
        "errors": summary_of(form),
    }
    return page(request, "agreements/measure.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _define(plan: Any, found: Any, form: PledgeIndicatorForm, by: Any) -> None:
    """The indicator with all its targets, or nothing. A year left blank is NP."""
    at = now()
    given = {name: value for name, value in form.defined().items() if value is not None}
    indicator = define_indicator(plan=plan, pledge=found, reporter=found.entity, **given, by=by, at=at)
    for year, value in form.targets().items():
        set_target(indicator=indicator, year=year, value=value, by=by, at=at)


def plans_with_agreement(user: Any) -> list[Any]:
    found = [plan for plan in plans_of(user) if plan.agreement_id is not None]
    return sorted(found, key=lambda plan: (_FIRST.index(PlanState(plan.state)), plan.slug))


def chosen_plan(request: SignedInRequest, plans: list[Any]) -> Any:
    wanted = request.GET.get("plan", "")
    return next((one for one in plans if one.slug == wanted), plans[0] if plans else None)


def plan_of_pledge(request: SignedInRequest) -> Any:
    plan = chosen_plan(request, plans_with_agreement(request.user))
    if plan is None:
        raise NotFound(gettext_noop("No hay un plan de este acuerdo que usted pueda ver."))
    return plan
