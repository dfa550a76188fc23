"""One amendment: before and after, its effect, and what can be done with it next."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from concierta.amendments.enums import AmendmentState
from concierta.amendments.operations import adopt_amendment, reject_amendment, withdraw_amendment
from concierta.amendments.permissions import can_adopt, can_revise
from concierta.amendments.queries import amendment_for, amendment_subject, problems_of_amendment
from concierta.amendments.queries.values import part_names
from concierta.kernel.clock import now
from concierta.mesa.enums import ItemSource
from concierta.people.queries import all_entities
from concierta.web.staff.forms.amendment_acts import AdoptForm, AgendaForm, WhyForm
from concierta.web.staff.mesa_acts import Act, form_of, perform
from concierta.web.staff.mesa_record import (
    bring_to,
    decisions_for,
    places_on_agenda,
    session_href,
    session_words,
)
from concierta.web.staff.page import page
from concierta.web.staff.presenters.amendments import amendment_facts, state_tag
from concierta.web.staff.presenters.changes import change_lines, summary_of_changes
from concierta.web.staff.presenters.what_if import effect_of
from concierta.web.staff.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def amendment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every act is a small form of this page; a refused one says why here, and keeps what was typed."""
    found = amendment_for(request.user, pk)
    acts = _acts(request, found)
    done = perform(request, acts)
    if done.succeeded:
        messages.success(request, done.words)
        return redirect("amendment", pk)
    changes = list(found.changes.all())
    names = part_names(found.plan, {(one.kind, one.subject) for one in changes})
    entities = {entity.code: entity.name for entity in all_entities()}
    state, kind = state_tag(found)
    waiting = found.state == AmendmentState.PROPOSED
    context = {
        "amendment": found,
        "plan": found.plan,
        "state": state,
        "state_kind": kind,
        "lines": change_lines(changes, names, entities),
        "facts": amendment_facts(found),
        "problems": [problem.render(gettext) for problem in problems_of_amendment(found)] if waiting else [],
        "effect": effect_of(found) if waiting else None,
        "measures": [(one.pk, one.number, one.title) for one in found.measures.all()],
        "session": (session_href(found.decision.session), session_words(found.decision.session))
        if found.decision
        else None,
        "can_revise": waiting and bool(can_revise(request.user, found)),
        "acts": acts if waiting else [],
        "refused": done.refused,
        "errors": done.errors,
        "here": request.path,
    }
    status = 409 if done.refused else 422 if done.errors else 200
    return page(request, "staff/amendments/amendment.html", context, status=status)


def _acts(request: SignedInRequest, found: Any) -> list[Act]:
    """What this person may do with it now, in the order in which it is done."""
    if found.state != AmendmentState.PROPOSED:
        return []
    acts = [*_of_the_secretariat(request, found)] if can_adopt(request.user, found) else []
    if can_revise(request.user, found):
        acts.append(
            Act(
                "withdraw",
                gettext("Retirarla"),
                gettext("Retirar"),
                form_of(request, "withdraw", WhyForm),
                lambda given: withdraw_amendment(amendment=found, **given, by=request.user, at=now()),
                gettext("Retirada. Queda en la lista, con su razón."),
                kind="danger",
                folded=True,
            )
        )
    return acts


def _of_the_secretariat(request: SignedInRequest, found: Any) -> list[Act]:
    by = {"by": request.user, "at": now()}
    decisions = decisions_for(request.user, found.plan, found.item) if found.item else []
    return [
        _agenda_act(request, found),
        Act(
            "adopt",
            gettext("Adoptarla"),
            gettext("Adoptar la modificación"),
            form_of(request, "adopt", AdoptForm, decisions=decisions, asks_act=found.touches_development_plan,
                    written_act=found.council_act),
            lambda given: adopt_amendment(amendment=found, **given, **by),
            gettext("Adoptada. El plan vigente ya la tiene; lo publicado antes no cambia."),
            kind="primary",
            words=gettext("Con la decisión que tomó la mesa. Ya adoptada no se deshace: se modifica otra vez."),
            blocked="" if decisions else _no_decision(found),
        ),
        Act(
            "reject",
            gettext("La mesa la negó"),
            gettext("Registrar que se negó"),
            form_of(request, "reject", WhyForm),
            lambda given: reject_amendment(amendment=found, **given, **by),
            gettext("Negada. Queda en la lista, con su razón."),
            kind="danger",
            folded=True,
        ),
    ]  # fmt: skip


def _agenda_act(request: SignedInRequest, found: Any) -> Act:
    places = places_on_agenda(request.user, found.plan)
    return Act(
        "agenda",
        gettext("Cambiarla de sesión") if found.item else gettext("Llevarla a una sesión"),
        gettext("Poner en el orden del día"),
        form_of(request, "agenda", AgendaForm, places=places),
        lambda given: bring_to(
            given["place"],
            source=ItemSource.AMENDMENT,
            subject=amendment_subject(found),
            why=summary_of_changes(list(found.changes.all())),
            amendment=found,
            by=request.user,
        ),
        gettext("Está en el orden del día."),
        kind="secondary" if found.item else "primary",
        blocked="" if places else gettext("No hay una sesión por venir: convoque una y vuelva."),
        folded=found.item is not None,
    )


def _no_decision(found: Any) -> str:
    if found.item is None:
        return gettext("Primero llévela al orden del día de una sesión: sin decisión de la mesa nada cambia.")
    return gettext("La mesa no ha tomado una decisión en la %(session)s.") % {
        "session": session_words(found.item.session)
    }
