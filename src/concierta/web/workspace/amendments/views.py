"""Amendments of a plan in force: proposing, revising, and putting on record what the Mesa decided."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.amendments.enums import AmendmentState
from concierta.amendments.operations import (
    adopt_amendment,
    propose_amendment,
    reject_amendment,
    revise_amendment,
    withdraw_amendment,
)
from concierta.amendments.permissions import can_adopt, can_propose, can_revise, check_can_propose, check_can_revise
from concierta.amendments.queries import amendment_for, amendment_subject, amendments_of, problems_of_amendment
from concierta.amendments.queries.amendments import part_names
from concierta.amendments.workflow import AMENDMENT_WORKFLOW
from concierta.kernel.clock import now, today
from concierta.kernel.errors import Refusal
from concierta.mesa.enums import ItemSource
from concierta.people.queries import all_entities
from concierta.plans.queries import plan_by_slug
from concierta.web.workspace.acts import Act, add_refusal, form_of, perform, why_not
from concierta.web.workspace.amendments.forms import AdoptForm, AgendaForm, WhyForm
from concierta.web.workspace.amendments.rows import (
    amendment_facts,
    amendment_groups,
    amendments_finding,
    change_lines,
    state_tag,
    summary_of_changes,
)
from concierta.web.workspace.amendments.what_if import effect_of
from concierta.web.workspace.amendments.writing import MOST_PRODUCTS, AmendmentDraft
from concierta.web.workspace.mesa.decisions import (
    bring_to,
    decisions_for,
    places_on_agenda,
    session_href,
    session_words,
)
from concierta.web.workspace.plans.views import plan_tabs
from concierta.web.workspace.shell import SignedInRequest, page


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
    return page(request, "amendments/amendment.html", context, status=status)


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
    by: dict[str, Any] = {"by": request.user, "at": now()}
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


@require_safe
def amendments(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    found = list(amendments_of(plan, request.user))
    may = can_propose(request.user, plan, today())
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, "amendments"),
        "finding": amendments_finding(found),
        "groups": amendment_groups(found),
        "can_propose": bool(may),
        "why_not": why_not(may),
    }
    return page(request, "amendments/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    check_can_propose(request.user, plan, today())
    return _write(request, plan, None)


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same amendment with other words or changes. What was voted before needs another vote."""
    amendment = amendment_for(request.user, pk)
    check_can_revise(request.user, amendment)
    AMENDMENT_WORKFLOW.check("adopt", amendment.state)
    return _write(request, amendment.plan, amendment)


def _write(request: SignedInRequest, plan: Any, amendment: Any) -> HttpResponse:
    draft = AmendmentDraft(request, plan, amendment)
    if draft.wants_to_save and draft.is_valid():
        try:
            kept = _keep(request, plan, amendment, draft)
        except Refusal as refusal:
            add_refusal(draft.form, refusal)
        else:
            messages.success(request, gettext("Propuesta guardada. Nada cambia hasta que la mesa la decida."))
            return redirect("amendment", kept.pk)
    errors = draft.errors()
    context = {
        "plan": plan,
        "amendment": amendment,
        "form": draft.form,
        "parts": draft.form.parts(),
        "picker": draft.picker,
        "project": draft.project,
        "more_products": draft.products < MOST_PRODUCTS,
        "errors": errors,
        "here": request.path,
    }
    return page(request, "amendments/write.html", context, status=422 if errors else 200)


def _keep(request: SignedInRequest, plan: Any, amendment: Any, draft: AmendmentDraft) -> Any:
    given = {**draft.form.words(), "changes": draft.changes(), "by": request.user, "at": now()}
    if amendment is None:
        return propose_amendment(plan=plan, **given)
    return revise_amendment(amendment=amendment, **given)
