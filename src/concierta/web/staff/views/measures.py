"""Adjustment measures: the list, and proposing one."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.amendments.enums import AmendmentState
from concierta.amendments.operations import propose_measure
from concierta.amendments.permissions import can_propose, check_can_propose
from concierta.amendments.proposals import ProposedFigure
from concierta.amendments.queries import amendments_of, measures_of
from concierta.indicators.queries import indicators_of
from concierta.kernel.clock import now, today
from concierta.kernel.errors import Refusal
from concierta.kernel.folding import folded
from concierta.people.queries import all_entities, people_for
from concierta.plans.queries import periods_of, plan_by_slug
from concierta.publishing.queries import achievement
from concierta.web.staff.forms.measures import MeasureForm
from concierta.web.staff.forms.refusals import add_refusal, summary_of, why_not
from concierta.web.staff.page import page
from concierta.web.staff.picking import Picker
from concierta.web.staff.plan_tabs import plan_tabs
from concierta.web.staff.presenters.languages import in_language
from concierta.web.staff.presenters.measures import (
    measure_groups,
    measures_finding,
    reading_words,
)
from concierta.web.staff.requests import SignedInRequest


@require_safe
def measures(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    found = list(measures_of(plan, request.user))
    may = can_propose(request.user, plan, today())
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, "measures"),
        "finding": measures_finding(found, today()),
        "groups": measure_groups(found, today()),
        "can_propose": bool(may),
        "why_not": why_not(may),
    }
    return page(request, "staff/measures/list.html", context)


@dataclass(frozen=True)
class _Figure:
    """An indicator as the picker and the form want it; `now` is what stands of it today."""

    key: str
    code: str
    title: str
    where: str
    now: str
    indicator: Any

    @property
    def words(self) -> str:
        return folded(f"{self.code} {self.title} {self.where}")


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: SignedInRequest, slug: str) -> HttpResponse:
    """The problem with the figures that show it, what will be done, and how one will tell."""
    plan = plan_by_slug(request.user, slug)
    check_can_propose(request.user, plan, today())
    picker = Picker(request, _figures(request.user, plan), initial=request.GET.getlist("parte"))
    form = MeasureForm(
        request.POST if request.method == "POST" else None,
        entities=all_entities(),
        people=people_for(request.user),
        amendments=[one for one in amendments_of(plan, request.user) if one.state in _ALIVE],
        figures=picker.chosen,
    )
    if request.method == "POST" and not picker.only_picks and form.is_valid():
        try:
            made = propose_measure(
                plan=plan,
                **form.proposed(),
                figures=_proposed_figures(form),
                by=request.user,
                at=now(),
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, gettext("Medida propuesta. La mesa la decide en una sesión."))
            return redirect("measure", made.pk)
    if picker.only_picks:
        form.errors.clear()
    errors = summary_of(form)
    context = {
        "plan": plan,
        "form": form,
        "sought": form.sought(),
        "picker": picker,
        "errors": errors,
        "here": request.path,
    }
    return page(request, "staff/measures/new.html", context, status=422 if errors else 200)


def _proposed_figures(form: MeasureForm) -> list[ProposedFigure]:
    return [ProposedFigure(figure.indicator, form.cleaned_data[f"sought-{figure.key}"]) for figure in form.figures]


_ALIVE = (AmendmentState.PROPOSED, AmendmentState.ADOPTED)


def _figures(user: Any, plan: Any) -> dict[str, _Figure]:
    readings = readings_of(user, plan)
    found = {}
    for indicator in indicators_of(user, plan):
        place = indicator.product.project.name if indicator.product else indicator.node.name if indicator.node else ""
        stands = reading_words(readings.get(indicator.code), indicator)
        key = f"indicator-{indicator.pk}"
        found[key] = _Figure(
            key,
            indicator.code,
            in_language(indicator, "name"),
            place,
            gettext("Hoy: %(value)s") % {"value": stands},
            indicator,
        )
    return found


def readings_of(user: Any, plan: Any) -> dict[str, Any]:
    """How each indicator stands at the latest cut-off that has come; nothing is read before the first."""
    come = [period for period in periods_of(user, plan) if period.cut_off <= today()]
    return achievement(plan, come[-1].cut_off).readings if come else {}
