"""What each signatory promised, what of it was verified, and what it still owes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.agreements.queries import steps_of_pledge
from concierta.indicators.operations import define_indicator, set_target
from concierta.indicators.permissions import can_define_indicators, check_can_define_indicators
from concierta.kernel.clock import now, today
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.mesa.queries import attendance_record, mesas_of
from concierta.people.queries import all_entities, entity_by_code
from concierta.plans.enums import PlanState
from concierta.plans.queries import periods_of, plans_of
from concierta.publishing.queries.cortes import cortes_of
from concierta.reporting.permissions import can_draft, can_self_assess, can_write_opinion
from concierta.reporting.queries import (
    PledgeStanding,
    assessments_of,
    pledge_standing_for,
    pledge_standings,
    reports_of_indicator,
)
from concierta.verification.queries import verification_factors
from concierta.web.kit.formats import period as period_words
from concierta.web.workspace.acts import act_view, sent
from concierta.web.workspace.agreements.forms import PledgeIndicatorForm
from concierta.web.workspace.agreements.rows import (
    entity_finding,
    figure_line,
    keeping_facts,
    owes_words,
    pledge_facts,
    pledge_row,
    pledges_finding,
    report_rows,
)
from concierta.web.workspace.agreements.tables import pledge_history
from concierta.web.workspace.reporting.evidence import evidence_line
from concierta.web.workspace.shell import SignedInRequest, in_language, page

if TYPE_CHECKING:
    from concierta.agreements.models import Pledge
    from concierta.people.models import Entity, User
    from concierta.plans.models import Plan
    from concierta.reporting.models import SelfAssessment


#: Of several plans of agreements, the one in force is what one comes for.
_FIRST = (PlanState.IN_FORCE, PlanState.DRAFT, PlanState.CLOSED)


@require_safe
def pledges(request: SignedInRequest) -> HttpResponse:
    """Every signatory by name, never ranked: each figure leads to what makes it."""
    plans = plans_with_agreement(request.user)
    plan = chosen_plan(request, plans)
    signatories = pledge_standings(request.user, plan, today()) if plan else []
    context = {
        "plan": plan,
        "plans": [(one.slug, in_language(one, "name")) for one in plans],
        "finding": pledges_finding(signatories),
        "signatories": signatories,
    }
    return page(request, "agreements/pledge_list.html", context)


@require_safe
def entity_pledges(request: SignedInRequest, code: str) -> HttpResponse:
    entity = entity_by_code(code)
    plan = chosen_plan(request, plans_with_agreement(request.user))
    signatories = pledge_standings(request.user, plan, today(), entity=entity) if plan else []
    context = {
        "plan": plan,
        "entity": entity,
        "finding": entity_finding(signatories[0]) if signatories else entity.name,
        "rows": [pledge_row(standing) for signatory in signatories for standing in signatory.pledges],
        "facts": _facts(request.user, plan, entity) if plan else [],
    }
    return page(request, "agreements/entity.html", context)


def _facts(user: "User", plan: "Plan", entity: "Entity") -> list[tuple[str, str]]:
    """As of the last corte, or before the first one of the last cut-off: the portal shows the same figure. Who came to
    sessions whose minutes are not signed yet is for those of the Mesa."""
    mesa = next((mesa for mesa in mesas_of(user) if mesa.agreement_id == plan.agreement_id), None)
    attendance = attendance_record(mesa, today()) if mesa else []
    corte = cortes_of(user, plan).first()
    come = [period.cut_off for period in periods_of(user, plan) if period.cut_off <= today()]
    cut_off = corte.cut_off if corte else max(come, default=None)
    factors = verification_factors(user, plan, cut_off) if cut_off else []
    return keeping_facts(
        next((record for record in attendance if record.entity == entity), None),
        next((one for one in factors if (one.level, one.key, one.unit) == ("entity", entity.code, "")), None),
        cut_off,
    )


@require_safe
def pledge(request: SignedInRequest, pk: int) -> HttpResponse:
    """One pledge: its figures with the reports behind them, or what its entity and the Mesa say of it."""
    plan = plan_of_pledge(request)
    standing = pledge_standing_for(request.user, plan, pk, today())
    assessments = [one for one in assessments_of(request.user, plan) if one.pledge_id == pk]
    context = {
        "plan": plan,
        "pledge": standing.pledge,
        "facts": pledge_facts(standing.pledge),
        "figures": [
            (figure_line(one), report_rows(reports_of_indicator(request.user, one.indicator.pk), one.indicator))
            for one in standing.figures
        ],
        "owes": owes_words(standing),
        "to_report": _to_report(request.user, standing),
        "to_assess": _to_assess(request.user, standing, assessments),
        "assessments": [
            (one, [evidence_line(file) for file in one.evidence.all()], bool(can_write_opinion(request.user, one)))
            for one in assessments
        ],
        "can_define": bool(can_define_indicators(request.user, plan)),
        "history": pledge_history(steps_of_pledge(standing.pledge)),
    }
    return page(request, "agreements/pledge.html", context)


def _to_report(user: "User", standing: PledgeStanding) -> list[tuple[str, str]]:
    return [
        (
            reverse("report_form", args=[owed.indicator.pk, owed.period.pk]),
            f"{owed.indicator.code} · {period_words(owed.period)}",
        )
        for owed in standing.reports_owed
        if can_draft(user, owed.indicator)
    ]


def _to_assess(
    user: "User", standing: PledgeStanding, assessments: "Sequence[SelfAssessment]"
) -> list[tuple[str, str]]:
    """Those that are owed, and those already sent that the Mesa has not answered: they may be written again."""
    owed = [one.period for one in standing.assessments_owed]
    unanswered = [one.period for one in assessments if not one.opinion]
    return [
        (reverse("self_assessment", args=[standing.pledge.pk, period.pk]), period_words(period))
        for period in (*owed, *unanswered)
        if can_self_assess(user, standing.pledge, period)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: SignedInRequest, pk: int) -> HttpResponse:
    """Register a pledge as measurable: its indicator and the target of each year, while the plan is a draft."""
    plan = plan_of_pledge(request)
    pledge = pledge_standing_for(request.user, plan, pk, today()).pledge
    check_can_define_indicators(request.user, plan)
    form = sent(
        request,
        PledgeIndicatorForm,
        entities=all_entities(),
        years=range(plan.starts_on.year, plan.ends_on.year + 1),
        initial={"code": f"{pledge.clause.code}-{pledge.code}", "name": pledge.text, "unit": pledge.unit},
    )
    return act_view(
        request,
        "agreements/measure.html",
        form,
        lambda: _define(plan, pledge, form, request.user),
        done=gettext("Esta promesa ya se mide: se reporta y se verifica."),
        to=f"{reverse('pledge', args=[pk])}?plan={plan.slug}",
        context={"plan": plan, "pledge": pledge},
    )


@transaction.atomic
def _define(plan: "Plan", pledge: "Pledge", form: PledgeIndicatorForm, by: "User") -> None:
    """The indicator with all its targets, or nothing. A year left blank is NP."""
    at = now()
    indicator = define_indicator(plan=plan, pledge=pledge, reporter=pledge.entity, **form.defined(), by=by, at=at)
    for year, value in form.targets().items():
        set_target(indicator=indicator, year=year, value=value, by=by, at=at)


def plans_with_agreement(user: "User") -> "list[Plan]":
    agreed = [plan for plan in plans_of(user) if plan.agreement_id is not None]
    return sorted(agreed, key=lambda plan: (_FIRST.index(PlanState(plan.state)), plan.slug))


def chosen_plan(request: SignedInRequest, plans: "Sequence[Plan]") -> "Plan | None":
    wanted = request.GET.get("plan", "")
    return next((plan for plan in plans if plan.slug == wanted), plans[0] if plans else None)


def plan_of_pledge(request: SignedInRequest) -> "Plan":
    plan = chosen_plan(request, plans_with_agreement(request.user))
    if plan is None:
        raise NotFound(gettext_noop("No hay un plan de este acuerdo que usted pueda ver."))
    return plan
