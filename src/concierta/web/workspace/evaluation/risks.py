"""Risks of a plan: the list, one of them with what may be done about it, and recording one."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.evaluation.enums import RiskBand, RiskState
from concierta.evaluation.operations import close_risk, reassess_risk, record_risk
from concierta.evaluation.permissions import can_record_some_risk, can_value_risk, check_can_record_some_risk
from concierta.evaluation.queries import risk_for, risks_of, thing_at_risk
from concierta.kernel.clock import now, today
from concierta.people.queries import all_entities, people_for
from concierta.plans.queries import plan_by_slug
from concierta.web.workspace.acts import Act, act_view, acts_view, form_of, sent, why_not
from concierta.web.workspace.evaluation.forms import CloseForm, ReassessForm, RiskForm
from concierta.web.workspace.evaluation.rows import (
    about_href,
    band_tag,
    code_of,
    history,
    risk_facts,
    risk_rows,
    risks_finding,
)
from concierta.web.workspace.paging import slice_of
from concierta.web.workspace.plans.views import plan_tabs
from concierta.web.workspace.shell import SignedInRequest, page

if TYPE_CHECKING:
    from concierta.evaluation.models import Risk
    from concierta.people.models import User

_ALL = "todos"


@require_safe
def risks(request: SignedInRequest, slug: str) -> HttpResponse:
    """Those of the plan, or of one project or pledge of it; open ones, unless asked otherwise."""
    plan = plan_by_slug(request.user, slug)
    project, pledge = request.GET.get("proyecto", ""), request.GET.get("promesa", "")
    chosen = {name: request.GET.get(name, "") for name in ("estado", "gravedad", "entidad")}
    about = project or pledge
    found = [
        risk
        for risk in risks_of(request.user, plan)
        if not about or (code_of(risk) == about and bool(pledge) == (risk.pledge is not None))
    ]
    part = slice_of(request, [risk for risk in found if _fits(risk, chosen)])
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, "risks"),
        "finding": risks_finding(found, today()),
        "about": about,
        "project": project,
        "pledge": pledge,
        "rows": risk_rows(part.rows, today()),
        "part": part,
        "chosen": chosen,
        "states": [
            ("", gettext("Abiertos")),
            (RiskState.CLOSED.value, gettext("Cerrados")),
            (_ALL, gettext("Todos")),
        ],
        "bands": [("", gettext("Todas")), *((band.value, str(band.label)) for band in RiskBand)],
        "entities": [("", gettext("Todas")), *sorted({(risk.owner.code, risk.owner.short_name) for risk in found})],
        "can_record": bool(can_record_some_risk(request.user, plan)),
    }
    return page(request, "evaluation/risks.html", context)


def _fits(risk: "Risk", chosen: dict[str, str]) -> bool:
    state = chosen["estado"] or RiskState.OPEN
    return (
        state in (risk.state, _ALL)
        and chosen["gravedad"] in ("", risk.band)
        and chosen["entidad"] in ("", risk.owner.code)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    check_can_record_some_risk(request.user, plan)
    form = sent(
        request,
        RiskForm,
        entities=all_entities(),
        people=_people(request.user),
        initial={"subject": request.GET.get("de", "")},
    )
    return act_view(
        request,
        "evaluation/new_risk.html",
        form,
        lambda: record_risk(
            plan=plan,
            subject=thing_at_risk(request.user, plan, form.cleaned_data["subject"]),
            **{name: value for name, value in form.cleaned_data.items() if name != "subject"},
            by=request.user,
            at=now(),
        ),
        done=gettext("Riesgo registrado."),
        to=lambda risk: reverse("risk", args=[risk.pk]),
        context={"plan": plan},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def risk(request: SignedInRequest, pk: int) -> HttpResponse:
    """One risk, with how it was valued each time; whoever may value it again, or close it, does it here."""
    risk = risk_for(request.user, pk)
    may = can_value_risk(request.user, risk)
    acts = _acts(request, risk) if may and risk.state == RiskState.OPEN else []
    tag, kind = band_tag(risk)
    context = {
        "risk": risk,
        "plan": risk.plan,
        "code": code_of(risk),
        "about_href": about_href(risk),
        "tag": tag,
        "tag_kind": kind,
        "facts": risk_facts(risk),
        "history": history(risk.steps.all()),
        "why_not": why_not(may),
    }
    return acts_view(request, "evaluation/risk.html", acts, lambda: context)


def _acts(request: SignedInRequest, risk: "Risk") -> list[Act]:
    people = _people(request.user, risk.person)
    valuing = form_of(request, "reassess", ReassessForm, entities=all_entities(), people=people, risk=risk)
    return [
        Act(
            "reassess",
            gettext("Valorarlo de nuevo"),
            gettext("Guardar la valoración"),
            valuing,
            lambda given: reassess_risk(risk=risk, **given, by=request.user, at=now()),
            gettext("Valorado: la historia conserva cómo estaba."),
            kind="primary",
        ),
        Act(
            "close",
            gettext("Cerrarlo"),
            gettext("Cerrar el riesgo"),
            form_of(request, "close", CloseForm),
            lambda given: close_risk(risk=risk, **given, by=request.user, at=now()),
            gettext("Cerrado. Queda en la lista, con su razón."),
            kind="danger",
            folded=True,
        ),
    ]


def _people(user: "User", named: "User | None" = None) -> "list[User]":
    """Everybody for the secretariat; for the others, themselves and whoever is named already."""
    return list(people_for(user)) or [one for one in dict.fromkeys((user, named)) if one is not None]
