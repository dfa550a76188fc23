"""Adjustment measures: what the problem is, what is tried, and whether it worked."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.amendments.enums import AmendmentState, MeasureState
from concierta.amendments.operations import adopt_measure, evaluate_measure, propose_measure, reject_measure
from concierta.amendments.permissions import can_adopt, can_propose, check_can_propose
from concierta.amendments.proposals import ProposedFigure
from concierta.amendments.queries import amendments_of, measure_for, measure_subject, measures_of
from concierta.indicators.queries import indicators_of
from concierta.kernel.clock import now, today
from concierta.kernel.errors import Refusal
from concierta.kernel.folding import folded
from concierta.mesa.enums import ItemSource
from concierta.people.queries import all_entities, people_for
from concierta.plans.queries import periods_of, plan_by_slug
from concierta.publishing.queries import achievement
from concierta.web.workspace.acts import Act, add_refusal, form_of, perform, summary_of, why_not
from concierta.web.workspace.amendments.forms import AdoptForm, AgendaForm, WhyForm
from concierta.web.workspace.measures.forms import EvaluationForm, MeasureForm
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
from concierta.web.workspace.mesa.decisions import bring_to, decisions_for, places_on_agenda, session_words
from concierta.web.workspace.picking import Picker
from concierta.web.workspace.plans.views import plan_tabs
from concierta.web.workspace.shell import SignedInRequest, in_language, page


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
    return page(request, "measures/list.html", context)


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
    return page(request, "measures/new.html", context, status=422 if errors else 200)


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


@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: SignedInRequest, pk: int) -> HttpResponse:
    """The measure and its next act; a refused one says why here and keeps what was typed."""
    found = measure_for(request.user, pk)
    acts = _acts(request, found) if can_adopt(request.user, found) else []
    done = perform(request, acts)
    if done.succeeded:
        messages.success(request, done.words)
        return redirect("measure", pk)
    readings = readings_of(request.user, found.plan)
    stands = {
        figure.indicator.code: reading_words(readings.get(figure.indicator.code), figure.indicator)
        for figure in found.figures.all()
    }
    state, kind = state_tag(found, today())
    context = {
        "measure": found,
        "plan": found.plan,
        "state": state,
        "state_kind": kind,
        "figures": figure_lines(found, stands),
        "last": last_column(found),
        "figures_caption": gettext("Las cifras que muestran el problema"),
        "facts": measure_facts(found),
        "verdict_title": verdict_title(found),
        "acts": acts,
        "refused": done.refused,
        "errors": done.errors,
        "here": request.path,
    }
    status = 409 if done.refused else 422 if done.errors else 200
    return page(request, "measures/measure.html", context, status=status)


def _acts(request: SignedInRequest, found: Any) -> list[Act]:
    """What the secretariat may put on record now, in the order in which it happens."""
    if found.state not in (MeasureState.PROPOSED, MeasureState.ADOPTED):
        return []
    decisions = decisions_for(request.user, found.plan, found.item) if found.item else []
    newer = [one for one in decisions if found.decision is None or one.pk != found.decision.pk]
    blocked = "" if newer else _no_decision(found)
    acts = [_agenda_act(request, found)]
    if found.state == MeasureState.ADOPTED:
        return [*acts, _evaluate_act(request, found, newer, blocked)]
    return [
        *acts,
        Act(
            "adopt",
            gettext("Adoptarla"),
            gettext("Adoptar la medida"),
            form_of(request, "adopt", AdoptForm, decisions=newer),
            lambda given: adopt_measure(measure=found, **given, by=request.user, at=now()),
            gettext("Adoptada: el valor de hoy de sus cifras quedó fijado como el antes."),
            kind="primary",
            blocked=blocked,
        ),
        Act(
            "reject",
            gettext("La mesa la negó"),
            gettext("Registrar que se negó"),
            form_of(request, "reject", WhyForm),
            lambda given: reject_measure(measure=found, **given, by=request.user, at=now()),
            gettext("Negada. Queda en la lista, con su razón."),
            kind="danger",
            folded=True,
        ),
    ]


def _evaluate_act(request: SignedInRequest, found: Any, decisions: Any, blocked: str) -> Act:
    return Act(
        "evaluate",
        gettext("Evaluarla"),
        gettext("Registrar si funcionó"),
        form_of(request, "evaluate", EvaluationForm, decisions=decisions),
        lambda given: evaluate_measure(measure=found, **given, by=request.user, at=now()),
        gettext("Evaluada: el después de sus cifras quedó fijado."),
        kind="primary",
        words=gettext("Con el criterio de éxito que se escribió al proponerla."),
        blocked=blocked,
    )


def _agenda_act(request: SignedInRequest, found: Any) -> Act:
    places = places_on_agenda(request.user, found.plan)
    return Act(
        "agenda",
        gettext("Cambiarla de sesión") if found.item else gettext("Llevarla a una sesión"),
        gettext("Poner en el orden del día"),
        form_of(request, "agenda", AgendaForm, places=places),
        lambda given: bring_to(
            given["place"],
            source=ItemSource.MEASURE,
            subject=measure_subject(found),
            why=found.problem[:_ENOUGH],
            measure=found,
            by=request.user,
        ),
        gettext("Está en el orden del día."),
        blocked="" if places else gettext("No hay una sesión por venir: convoque una y vuelva."),
        folded=found.item is not None,
    )


#: Of the problem, what an agenda has room for.
_ENOUGH = 500


def _no_decision(found: Any) -> str:
    if found.item is None:
        return gettext("Primero llévela al orden del día de una sesión: sin decisión de la mesa nada cambia.")
    return gettext("La mesa no ha tomado una decisión sobre ella en la %(session)s.") % {
        "session": session_words(found.item.session)
    }
