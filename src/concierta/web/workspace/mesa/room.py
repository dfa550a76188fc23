"""The room: one address where the secretariat keeps the session and each member votes from their own telephone.

The whole page works by forms and links. With scripts it asks every few seconds what changed, and gets only the parts of
the screen that people do not write in.
"""

import hashlib
import re
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from concierta.kernel.clock import now
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.mesa.enums import Choice
from concierta.mesa.operations import (
    assign_action,
    cast_vote,
    close_item,
    close_motion,
    close_session,
    declare_conflict,
    declare_not_held,
    open_item,
    open_session,
    propose_motion,
    record_arrival,
    record_departure,
    withdraw_motion,
)
from concierta.mesa.queries import decisions_of, live_session
from concierta.people.queries import all_entities
from concierta.web.workspace.acts import summary_of
from concierta.web.workspace.mesa.forms import ActionForm
from concierta.web.workspace.mesa.places import matters_of, people_choices
from concierta.web.workspace.mesa.room_rows import Room, room_of
from concierta.web.workspace.shell import SignedInRequest, page

_TOKEN = re.compile(r'name="(csrfmiddlewaretoken|form_token)" value="[^"]*"')
_NO_CHANGE = 204


@require_http_methods(["GET", "HEAD", "POST"])
def room(request: SignedInRequest, pk: int) -> HttpResponse:
    live = live_session(request.user, pk)
    shown = _shown(request, live)
    task_form = None
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Invalid(gettext_noop("Diga qué quiere registrar en la sesión."))
        task_form = _task_form(request, live) if act is _assign else None
        act(request, live, shown, task_form)
        if task_form is None or not task_form.errors:
            if not request.htmx:
                return redirect(_after(request, live, shown))
            live = live_session(request.user, pk)
            shown = _shown(request, live)
            task_form = None
    follows = "punto" not in request.GET or "sigue" in request.GET
    told = [shown.item] if shown and live.session.reads_reserved else []
    matters = matters_of(request.user, live.session.mesa, told) if told else {}
    found = room_of(live, shown, follows=follows, matters=matters.get(shown.item.pk, []) if shown else [])
    if request.htmx and (task_form is None or not task_form.errors):
        return _parts(request, found)
    if task_form is not None and request.htmx:
        raise Invalid(" ".join(error["label"] for error in summary_of(task_form)))
    context = {
        "room": found,
        "oob": False,
        "task_form": task_form or (_task_form(request, live, fresh=True) if found.assigns else None),
    }
    errors = bool(task_form and task_form.errors)
    return page(request, "mesa/room/room.html", context, status=422 if errors else 200)


def _shown(request: SignedInRequest, live: Any) -> Any:
    """The item that was asked for; else the one under discussion, or the first that waits, or the last."""
    asked = request.GET.get("punto", "")
    for one in live.items:
        if str(one.item.pk) == asked:
            return one
    waiting = [one for one in live.to_discuss if one.item.opened_at is None]
    return live.current or next(iter(waiting or live.to_discuss[::-1]), None)


def _after(request: SignedInRequest, live: Any, shown: Any) -> str:
    """Where a form without scripts leads: the same point, or whatever the Mesa does now."""
    path = request.path
    if request.POST.get("act") in ("open_session", "close_session", "not_held"):
        return path if request.POST["act"] == "open_session" else path.removesuffix("sala/")
    if request.POST.get("act") == "open_item":
        return path
    return f"{path}?punto={shown.item.pk}" if shown else path


def _parts(request: SignedInRequest, found: Room) -> HttpResponse:
    """The parts of the screen that change, each to replace its old self; nothing when none did."""
    html = render_to_string("mesa/room/parts.html", {"room": found, "oob": True}, request)
    version = hashlib.sha256(_TOKEN.sub("", html).encode()).hexdigest()[:16]
    if request.method == "GET" and request.GET.get("version") == version:
        return HttpResponse(status=_NO_CHANGE)
    mark = format_html(
        '<input type="hidden" id="sala-version" name="version" value="{}" data-hx-swap-oob="true">', version
    )
    # What was refused a moment ago no longer holds once something else was accepted.
    clear = '<div id="avisos" class="w-notices" aria-live="polite" data-hx-swap-oob="true"></div>'
    return HttpResponse(html + mark + (clear if request.method == "POST" else ""))


def _by(request: SignedInRequest) -> dict[str, Any]:
    return {"by": request.user, "at": now()}


def _item(shown: Any) -> Any:
    if shown is None:
        raise Refusal(gettext_noop("El orden del día está vacío: agregue un punto."))
    return shown.item


def _seat(request: SignedInRequest, live: Any) -> Any:
    return _one(live.seats, lambda one: one.seat.pk, request.POST.get("seat"), gettext_noop("Escoja una entidad."))


def _motion(request: SignedInRequest, live: Any) -> Any:
    motions = [motion for item in live.items for motion in item.motions]
    gone = gettext_noop("Esa votación ya no está en esta sesión.")
    return _one(motions, lambda one: one.motion.pk, request.POST.get("motion"), gone).motion


def _one(things: Any, key: Callable[[Any], int], wanted: str | None, words: str) -> Any:
    found = next((one for one in things if str(key(one)) == wanted), None)
    if found is None:
        raise Invalid(words)
    return found


def _arrival(request: SignedInRequest, live: Any, shown: Any, form: Any) -> None:
    """The principal, unless one of the seat's delegations is named."""
    one = _seat(request, live)
    named = request.POST.get("delegation", "")
    delegation = next((given for given in one.delegations if str(given.pk) == named), None)
    if named and delegation is None:
        raise Invalid(gettext_noop("Esa delegación ya no está vigente: recargue la página."))
    record_arrival(session=live.session, seat=one.seat, delegation=delegation, **_by(request))


def _departure(request: SignedInRequest, live: Any, shown: Any, form: Any) -> None:
    record_departure(session=live.session, seat=_seat(request, live).seat, **_by(request))


def _propose(request: SignedInRequest, live: Any, shown: Any, form: Any) -> None:
    by = request.POST.get("proposed_by")
    seat = next((one.seat for one in live.seats if str(one.seat.pk) == by), None)
    propose_motion(item=_item(shown), text=request.POST.get("text", ""), proposed_by=seat, **_by(request))


def _vote(request: SignedInRequest, live: Any, shown: Any, form: Any) -> None:
    cast_vote(
        motion=_motion(request, live),
        seat=_seat(request, live).seat,
        choice=_choice(request),
        dissent=request.POST.get("dissent", ""),
        **_by(request),
    )


def _choice(request: SignedInRequest) -> Choice:
    wanted = request.POST.get("choice", "")
    if wanted not in Choice.values:
        raise Invalid(gettext_noop("Vote a favor, en contra o abstención."))
    return Choice(wanted)


def _conflict(request: SignedInRequest, live: Any, shown: Any, form: Any) -> None:
    seat = _seat(request, live).seat
    declare_conflict(item=_item(shown), seat=seat, statement=request.POST.get("statement", ""), **_by(request))


def _assign(request: SignedInRequest, live: Any, shown: Any, form: Any) -> None:
    if form.is_valid():
        assign_action(item=_item(shown), **form.cleaned_data, **_by(request))


def _task_form(request: SignedInRequest, live: Any, *, fresh: bool = False) -> ActionForm:
    return ActionForm(
        None if fresh else request.POST,
        entities=[(one, one.name) for one in all_entities()],
        people=people_choices(request.user),
        decisions=[
            (one, f"{one.number}. {one.text[:60]}")
            for one in decisions_of(live.session.mesa)
            if one.session_id == live.session.pk
        ],
    )


_ACTS: dict[str, Callable[[SignedInRequest, Any, Any, Any], Any]] = {
    "open_session": lambda request, live, shown, form: open_session(session=live.session, **_by(request)),
    "close_session": lambda request, live, shown, form: close_session(session=live.session, **_by(request)),
    "not_held": lambda request, live, shown, form: declare_not_held(
        session=live.session, reason=request.POST.get("reason", ""), **_by(request)
    ),
    "arrival": _arrival,
    "departure": _departure,
    "open_item": lambda request, live, shown, form: open_item(item=_item(shown), **_by(request)),
    "close_item": lambda request, live, shown, form: close_item(item=_item(shown), **_by(request)),
    "propose": _propose,
    "vote": _vote,
    "close_motion": lambda request, live, shown, form: close_motion(motion=_motion(request, live), **_by(request)),
    "withdraw_motion": lambda request, live, shown, form: withdraw_motion(
        motion=_motion(request, live), **_by(request)
    ),
    "conflict": _conflict,
    "task": _assign,
}
