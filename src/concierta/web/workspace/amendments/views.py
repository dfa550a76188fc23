"""Amendments of a plan in force: proposing, revising, and putting on record what the Mesa decided."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
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
from concierta.mesa.enums import ItemSource
from concierta.people.queries import all_entities
from concierta.plans.queries import plan_by_slug
from concierta.web.workspace.acts import Act, act_view, acts_view, form_of, why_not
from concierta.web.workspace.amendments.agenda import agenda_act
from concierta.web.workspace.amendments.forms import AdoptForm, WhyForm
from concierta.web.workspace.amendments.rows import (
    amendment_facts,
    amendment_groups,
    amendments_finding,
    change_lines,
    state_tag,
    summary_of_changes,
)
from concierta.web.workspace.amendments.what_if import effect_of
from concierta.web.workspace.amendments.writing import MOST_PRODUCTS, amendment_being_written
from concierta.web.workspace.mesa.decisions import bring_to, decisions_for, session_words
from concierta.web.workspace.plans.views import plan_tabs
from concierta.web.workspace.shell import SignedInRequest, page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from concierta.amendments.models import Amendment
    from concierta.plans.models import Plan


@require_http_methods(["GET", "HEAD", "POST"])
def amendment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every act is a small form of this page; a refused one says why here, and keeps what was typed."""
    amendment = amendment_for(request.user, pk)
    return acts_view(
        request, "amendments/amendment.html", _acts(request, amendment), lambda: _context(request, amendment)
    )


def _context(request: SignedInRequest, amendment: "Amendment") -> "Mapping[str, object]":
    changes = list(amendment.changes.all())
    names = part_names(amendment.plan, {(change.kind, change.subject) for change in changes})
    entities = {entity.code: entity.name for entity in all_entities()}
    state, kind = state_tag(amendment)
    waiting = amendment.state == AmendmentState.PROPOSED
    return {
        "amendment": amendment,
        "plan": amendment.plan,
        "state": state,
        "state_kind": kind,
        "lines": change_lines(changes, names, entities),
        "facts": amendment_facts(amendment),
        "problems": [problem.render(gettext) for problem in problems_of_amendment(amendment)] if waiting else [],
        "effect": effect_of(amendment) if waiting else None,
        "session": session_words(amendment.decision.session) if amendment.decision else "",
        "can_revise": waiting and bool(can_revise(request.user, amendment)),
    }


def _acts(request: SignedInRequest, amendment: "Amendment") -> list[Act]:
    """What this person may do with it now, in the order in which it is done."""
    if amendment.state != AmendmentState.PROPOSED:
        return []
    acts = _of_the_secretariat(request, amendment) if can_adopt(request.user, amendment) else []
    if can_revise(request.user, amendment):
        withdraw = Act(
            "withdraw",
            gettext("Retirarla"),
            gettext("Retirar"),
            form_of(request, "withdraw", WhyForm),
            lambda given: withdraw_amendment(amendment=amendment, **given, by=request.user, at=now()),
            gettext("Retirada. Queda en la lista, con su razón."),
            kind="danger",
            folded=True,
        )
        acts.append(withdraw)
    return acts


def _of_the_secretariat(request: SignedInRequest, amendment: "Amendment") -> list[Act]:
    decisions = decisions_for(request.user, amendment.plan, amendment.item) if amendment.item else []
    adoption = form_of(
        request,
        "adopt",
        AdoptForm,
        decisions=decisions,
        asks_act=amendment.touches_development_plan,
        written_act=amendment.council_act,
    )
    return [
        agenda_act(
            request,
            amendment,
            lambda place: bring_to(
                place,
                source=ItemSource.AMENDMENT,
                subject=amendment_subject(amendment),
                why=summary_of_changes(list(amendment.changes.all())),
                amendment=amendment,
                by=request.user,
            ),
            kind="secondary" if amendment.item else "primary",
        ),
        Act(
            "adopt",
            gettext("Adoptarla"),
            gettext("Adoptar la modificación"),
            adoption,
            lambda given: adopt_amendment(amendment=amendment, **given, by=request.user, at=now()),
            gettext("Adoptada. El plan vigente ya la tiene; lo publicado antes no cambia."),
            kind="primary",
            words=gettext("Con la decisión que tomó la mesa. Ya adoptada no se deshace: se modifica otra vez."),
            blocked="" if decisions else _no_decision(amendment),
        ),
        Act(
            "reject",
            gettext("La mesa la negó"),
            gettext("Registrar que se negó"),
            form_of(request, "reject", WhyForm),
            lambda given: reject_amendment(amendment=amendment, **given, by=request.user, at=now()),
            gettext("Negada. Queda en la lista, con su razón."),
            kind="danger",
            folded=True,
        ),
    ]


def _no_decision(amendment: "Amendment") -> str:
    if amendment.item is None:
        return gettext("Primero llévela al orden del día de una sesión: sin decisión de la mesa nada cambia.")
    return gettext("La mesa no ha tomado una decisión en la %(session)s.") % {
        "session": session_words(amendment.item.session)
    }


@require_safe
def amendments(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    proposed = list(amendments_of(plan, request.user))
    may = can_propose(request.user, plan, today())
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, "amendments"),
        "finding": amendments_finding(proposed),
        "groups": amendment_groups(proposed),
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


def _write(request: SignedInRequest, plan: "Plan", amendment: "Amendment | None") -> HttpResponse:
    form, picker = amendment_being_written(request, plan, amendment)

    def keep() -> "Amendment":
        given = {**form.words(), "changes": form.changes(), "by": request.user, "at": now()}
        if amendment is None:
            return propose_amendment(plan=plan, **given)
        return revise_amendment(amendment=amendment, **given)

    return act_view(
        request,
        "amendments/write.html",
        form,
        keep,
        done=gettext("Propuesta guardada. Nada cambia hasta que la mesa la decida."),
        to=lambda kept: reverse("amendment", args=[kept.pk]),
        ready=request.POST.get("act", "") in ("", "save"),
        context={
            "plan": plan,
            "amendment": amendment,
            "picker": picker,
            "most_products": MOST_PRODUCTS,
            "here": request.path,
        },
    )
