"""Adjustment measures: what the problem is, what is tried, and whether it worked."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.amendments.enums import AmendmentState, MeasureState
from concierta.amendments.operations import adopt_measure, evaluate_measure, propose_measure, reject_measure
from concierta.amendments.permissions import can_adopt, can_propose, check_can_propose
from concierta.amendments.queries import amendments_of, measure_for, measure_subject, measures_of
from concierta.indicators.queries import indicators_of
from concierta.kernel.clock import now, today
from concierta.kernel.writing import shortened
from concierta.mesa.enums import ItemSource
from concierta.people.queries import all_entities, people_for
from concierta.plans.queries import periods_of, plan_by_slug
from concierta.publishing.queries import achievement
from concierta.web.workspace.acts import Act, act_view, acts_view, form_of, sent, why_not
from concierta.web.workspace.amendments.agenda import agenda_act
from concierta.web.workspace.amendments.forms import AdoptForm, WhyForm
from concierta.web.workspace.measures.forms import EvaluationForm, MeasureForm, OfferedFigure
from concierta.web.workspace.measures.rows import (
    figure_lines,
    last_column,
    measure_facts,
    measure_groups,
    measures_finding,
    reading_words,
    state_tag,
    verdict_title,
)
from concierta.web.workspace.mesa.decisions import bring_to, decisions_for, session_words
from concierta.web.workspace.picking import Picker
from concierta.web.workspace.plans.views import plan_tabs
from concierta.web.workspace.shell import SignedInRequest, in_language, page

if TYPE_CHECKING:
    from concierta.amendments.models import AdjustmentMeasure
    from concierta.mesa.models import Decision
    from concierta.people.models import User
    from concierta.plans.models import Plan
    from concierta.publishing.queries.measuring import Reading

#: Of the problem, what an agenda has room for.
_ENOUGH = 500
#: The amendments that a measure may go with.
_ALIVE = (AmendmentState.PROPOSED, AmendmentState.ADOPTED)


@require_safe
def measures(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    taken = list(measures_of(plan, request.user))
    may = can_propose(request.user, plan, today())
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, "measures"),
        "finding": measures_finding(taken, today()),
        "groups": measure_groups(taken, today()),
        "can_propose": bool(may),
        "why_not": why_not(may),
    }
    return page(request, "measures/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: SignedInRequest, slug: str) -> HttpResponse:
    """The problem with the figures that show it, what will be done, and how one will tell."""
    plan = plan_by_slug(request.user, slug)
    check_can_propose(request.user, plan, today())
    picker = Picker(request, _offered_figures(request.user, plan), initial=request.GET.getlist("parte"))
    form = sent(
        request,
        MeasureForm,
        entities=all_entities(),
        people=people_for(request.user),
        amendments=[one for one in amendments_of(plan, request.user) if one.state in _ALIVE],
        figures=picker.chosen,
    )
    return act_view(
        request,
        "measures/new.html",
        form,
        lambda: propose_measure(plan=plan, **form.proposed(), figures=form.figures(), by=request.user, at=now()),
        done=gettext("Medida propuesta. La mesa la decide en una sesión."),
        to=lambda measure: reverse("measure", args=[measure.pk]),
        ready=not picker.only_picks,
        context={"plan": plan, "picker": picker, "here": request.path},
    )


def _offered_figures(user: "User", plan: "Plan") -> dict[str, OfferedFigure]:
    readings = _readings(user, plan)
    figures = {}
    for indicator in indicators_of(user, plan):
        key = f"indicator-{indicator.pk}"
        place = indicator.product.project if indicator.product else indicator.node
        stands = reading_words(readings.get(indicator.code), indicator)
        figures[key] = OfferedFigure(
            key=key,
            title=in_language(indicator, "name"),
            where=place.name if place else "",
            now=gettext("Hoy: %(value)s") % {"value": stands},
            indicator=indicator,
        )
    return figures


def _readings(user: "User", plan: "Plan") -> "Mapping[str, Reading]":
    """How each indicator stands at the latest cut-off that has come; nothing is read before the first."""
    come = [period for period in periods_of(user, plan) if period.cut_off <= today()]
    return achievement(plan, come[-1].cut_off).readings if come else {}


@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: SignedInRequest, pk: int) -> HttpResponse:
    """The measure and its next act; a refused one says why here and keeps what was typed."""
    measure = measure_for(request.user, pk)
    acts = _acts(request, measure) if can_adopt(request.user, measure) else []
    return acts_view(request, "measures/measure.html", acts, lambda: _context(request, measure))


def _context(request: SignedInRequest, measure: "AdjustmentMeasure") -> Mapping[str, object]:
    state, kind = state_tag(measure, today())
    return {
        "measure": measure,
        "plan": measure.plan,
        "state": state,
        "state_kind": kind,
        "figures": figure_lines(measure, _readings(request.user, measure.plan)),
        "last": last_column(measure),
        "figures_caption": gettext("Las cifras que muestran el problema"),
        "facts": measure_facts(measure),
        "verdict_title": verdict_title(measure),
    }


def _acts(request: SignedInRequest, measure: "AdjustmentMeasure") -> list[Act]:
    """What the secretariat may put on record now, in the order in which it happens."""
    if measure.state not in (MeasureState.PROPOSED, MeasureState.ADOPTED):
        return []
    decisions = decisions_for(request.user, measure.plan, measure.item) if measure.item else []
    newer = [decision for decision in decisions if decision != measure.decision]
    blocked = "" if newer else _no_decision(measure)
    agenda = agenda_act(
        request,
        measure,
        lambda place: bring_to(
            place,
            source=ItemSource.MEASURE,
            subject=measure_subject(measure),
            why=shortened(measure.problem, _ENOUGH),
            measure=measure,
            by=request.user,
        ),
    )
    if measure.state == MeasureState.ADOPTED:
        return [agenda, _evaluate_act(request, measure, newer, blocked)]
    return [
        agenda,
        Act(
            "adopt",
            gettext("Adoptarla"),
            gettext("Adoptar la medida"),
            form_of(request, "adopt", AdoptForm, decisions=newer),
            lambda given: adopt_measure(measure=measure, **given, by=request.user, at=now()),
            gettext("Adoptada: el valor de hoy de sus cifras quedó fijado como el antes."),
            kind="primary",
            blocked=blocked,
        ),
        Act(
            "reject",
            gettext("La mesa la negó"),
            gettext("Registrar que se negó"),
            form_of(request, "reject", WhyForm),
            lambda given: reject_measure(measure=measure, **given, by=request.user, at=now()),
            gettext("Negada. Queda en la lista, con su razón."),
            kind="danger",
            folded=True,
        ),
    ]


def _evaluate_act(
    request: SignedInRequest, measure: "AdjustmentMeasure", decisions: "Sequence[Decision]", blocked: str
) -> Act:
    return Act(
        "evaluate",
        gettext("Evaluarla"),
        gettext("Registrar si funcionó"),
        form_of(request, "evaluate", EvaluationForm, decisions=decisions),
        lambda given: evaluate_measure(measure=measure, **given, by=request.user, at=now()),
        gettext("Evaluada: el después de sus cifras quedó fijado."),
        kind="primary",
        words=gettext("Con el criterio de éxito que se escribió al proponerla."),
        blocked=blocked,
    )


def _no_decision(measure: "AdjustmentMeasure") -> str:
    if measure.item is None:
        return gettext("Primero llévela al orden del día de una sesión: sin decisión de la mesa nada cambia.")
    return gettext("La mesa no ha tomado una decisión sobre ella en la %(session)s.") % {
        "session": session_words(measure.item.session)
    }
