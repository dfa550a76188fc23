"""One adjustment measure, followed to its verdict."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from concierta.amendments.enums import MeasureState
from concierta.amendments.operations import adopt_measure, evaluate_measure, reject_measure
from concierta.amendments.permissions import can_adopt
from concierta.amendments.queries import measure_for, measure_subject
from concierta.kernel.clock import now, today
from concierta.mesa.enums import ItemSource
from concierta.web.staff.forms.amendment_acts import AdoptForm, AgendaForm, WhyForm
from concierta.web.staff.forms.measures import EvaluationForm
from concierta.web.staff.mesa_acts import Act, form_of, perform
from concierta.web.staff.mesa_record import bring_to, decisions_for, places_on_agenda, session_words
from concierta.web.staff.page import page
from concierta.web.staff.presenters.measures import (
    figure_lines,
    last_column,
    measure_facts,
    reading_words,
    state_tag,
    verdict_title,
)
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.views.measures import readings_of


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
    return page(request, "staff/measures/measure.html", context, status=status)


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
