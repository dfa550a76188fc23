"""The Mesa: its page, its rules, establishing one, and its documents."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.agreements.queries import agreements_of
from concierta.kernel.clock import now, today
from concierta.kernel.errors import NotFound, Refusal, gettext_noop
from concierta.mesa.enums import SessionState
from concierta.mesa.operations import change_rules, establish_mesa
from concierta.mesa.permissions import can_run, check_can_run
from concierta.mesa.queries import (
    action_for,
    actions_of_person,
    agenda_of,
    decisions_of,
    delegation_for,
    mesa_for,
    mesa_of,
    mesas_of,
    next_session,
    paper_for,
    rules_of,
    rules_on,
    seat_of,
    seats_on,
    session_for,
    sessions_of,
)
from concierta.people.enums import Role
from concierta.people.permissions import check_has_role
from concierta.people.queries import all_entities, entities_where
from concierta.steering.queries import late_ordinary_session
from concierta.web.kit.formats import long_date
from concierta.web.workspace.acts import add_refusal, summary_of, why_not
from concierta.web.workspace.mesa.forms import MesaForm, RulesForm
from concierta.web.workspace.mesa.members import members_title, rules_items, rules_versions, seat_lines
from concierta.web.workspace.mesa.session_rows import session_row, session_sheet
from concierta.web.workspace.mesa.tasks import task_row
from concierta.web.workspace.mesa.vote_rows import decision_line
from concierta.web.workspace.shell import SignedInRequest, in_language, page, roles_of
from concierta.web.workspace.steering.views import chosen
from concierta.web.workspace.uploads import download

_FEW = 6


@require_safe
def mesa(request: SignedInRequest) -> HttpResponse:
    """With one Mesa there is nothing to choose."""
    mesas = list(mesas_of(request.user))
    found = chosen(mesas, request.GET.get("mesa", ""), lambda one: str(one.pk))
    if found is None:
        return page(request, "mesa/none.html", {"convenes": Role.SECRETARIAT in roles_of(request.user)})
    seat = seat_of(request.user, found, today())
    can_arrange = bool(can_run(request.user, found))
    seats = list(seats_on(found, today()))
    sessions = list(sessions_of(request.user, found))
    tasks = [task_row(one, today()) for one in actions_of_person(request.user) if one.mesa_id == found.pk]
    coming = next_session(found, now())
    past = [one for one in sessions if coming is None or one.pk != coming.pk]
    context = {
        "mesa": found,
        "mesas": [(one.pk, in_language(one, "name")) for one in mesas],
        "can_arrange": can_arrange,
        "seat_words": _seat_words(seat, can_arrange),
        "next": _next(request, coming, can_arrange=can_arrange),
        "late_session": _late_words(found),
        "tasks": tasks,
        "late": sum(row.overdue for row in tasks),
        "sessions": [session_row(one) for one in past],
        "decisions": [decision_line(one, seat) for one in decisions_of(found)[:_FEW]],
        "members": members_title(seat_lines(found, seats, [], today())),
        "rules": rules_items(rules_on(found, today())),
    }
    return page(request, "mesa/mesa.html", context)


def _next(request: SignedInRequest, coming: Any, *, can_arrange: bool) -> dict[str, Any] | None:
    """The session that comes; members read a plan only once it is convened."""
    if coming is None:
        return None
    session = session_for(request.user, coming.pk)
    told = can_arrange or session.state != SessionState.PLANNED
    sheet = session_sheet(
        session,
        agenda_of(session) if told else [],
        can_arrange=can_arrange,
        papers=session.papers.all() if told else [],
    )
    return {
        "href": sheet.href,
        "title": sheet.title,
        "where": sheet.where,
        "state": sheet.state,
        "items": sheet.items,
        "papers": list({paper.sha256: paper for paper in sheet.papers}.values()),
        "running": sheet.running,
        "enters": sheet.is_live,
        "room": f"{sheet.href}sala/",
    }


def _late_words(mesa: Any) -> str:
    """What the rules ask for and nobody has convened, once its day has passed."""
    late = late_ordinary_session(mesa, today())
    if late is None:
        return ""
    said = {"months": late.months, "due": long_date(late.due_on)}
    rule = (
        ngettext(
            "Las reglas piden una sesión ordinaria cada mes y el plazo venció el %(due)s.",
            "Las reglas piden una sesión ordinaria al menos cada %(months)s meses y el plazo venció el %(due)s.",
            late.months,
        )
        % said
    )
    if late.held_on is None:
        return gettext("%(rule)s No ha habido ninguna.") % {"rule": rule}
    return gettext("%(rule)s La última fue el %(date)s.") % {"rule": rule, "date": long_date(late.held_on)}


def _seat_words(seat: Any, can_arrange: bool) -> str:
    if seat is not None:
        voice = gettext("voz y voto") if seat.has_vote else gettext("voz")
        return gettext("Usted se sienta por %(entity)s, con %(voice)s") % {
            "entity": seat.entity.short_name,
            "voice": voice,
        }
    return gettext("Usted lleva la secretaría técnica") if can_arrange else gettext("Usted no tiene silla en esta mesa")


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: SignedInRequest, pk: int) -> HttpResponse:
    """The versions of the rules; the secretariat records the change that the Mesa decided."""
    found = mesa_for(request.user, pk)
    verdict = can_run(request.user, found)
    current = rules_on(found, today())
    form = None
    decisions = list(decisions_of(found)) if verdict else []
    if verdict:
        choices = [(one, f"{one.number}. {one.text[:80]}") for one in decisions]
        form = RulesForm(request.POST if request.method == "POST" else None, rules=current, decisions=choices)
    if request.method == "POST":
        check_can_run(request.user, found)
        assert form is not None
        if form.is_valid():
            try:
                change_rules(mesa=found, **form.cleaned_data, by=request.user, at=now())
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                return redirect("mesa_rules", pk)
    context = {
        "mesa": found,
        "rules": rules_items(current),
        "versions": rules_versions(rules_of(found)),
        "form": form,
        "errors": summary_of(form) if form else [],
        "blocked": why_not(verdict) if not verdict else _without_decisions(decisions),
    }
    return page(request, "mesa/rules.html", context, status=422 if form and form.errors else 200)


def _without_decisions(decisions: list[Any]) -> str:
    return "" if decisions else gettext("La mesa todavía no ha tomado ninguna decisión.")


@require_http_methods(["GET", "HEAD", "POST"])
def new_mesa(request: SignedInRequest) -> HttpResponse:
    check_has_role(request.user, Role.SECRETARIAT)
    agreements = [one for one in agreements_of(request.user) if mesa_of(one) is None]
    form = MesaForm(
        request.POST if request.method == "POST" else None,
        agreements=[(one, in_language(one, "title")) for one in agreements],
        own=[(one, one.name) for one in entities_where(request.user, Role.SECRETARIAT)],
        entities=[(one, one.name) for one in all_entities()],
    )
    if request.method == "POST" and form.is_valid():
        try:
            mesa = establish_mesa(**form.cleaned_data, by=request.user, at=now())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, gettext("Mesa registrada. Ahora déle silla a cada entidad."))
            return redirect(f"/trabajo/mesa/integrantes/?mesa={mesa.pk}")
    context = {"form": form, "errors": summary_of(form), "any": bool(agreements)}
    return page(request, "mesa/new.html", context, status=422 if form.errors else 200)


@require_safe
def paper(request: SignedInRequest, pk: int) -> HttpResponseBase:
    return download(paper_for(request.user, pk).document)


@require_safe
def delegation(request: SignedInRequest, pk: int) -> HttpResponseBase:
    return download(delegation_for(request.user, pk).document)


@require_safe
def task_evidence(request: SignedInRequest, pk: int, evidence: int) -> HttpResponseBase:
    found = next((one for one in action_for(request.user, pk).evidence.all() if one.pk == evidence), None)
    if found is None:
        raise NotFound(gettext_noop("Esa tarea no tiene tal evidencia."))
    return download(found)
