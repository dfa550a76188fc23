"""The room: one address where the secretariat keeps the session and each member votes from their own telephone.

The whole page works by forms and links. With scripts it asks every few seconds what changed, and gets only the parts of
the screen that people do not write in.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict, TypeVar

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from concierta.kernel.clock import now
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.kernel.writing import shortened
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
from concierta.mesa.queries import LiveItem, LiveSeat, LiveSession, decisions_in, live_session
from concierta.people.queries import all_entities
from concierta.web.workspace.acts import summary_of
from concierta.web.workspace.mesa.forms import ActionForm
from concierta.web.workspace.mesa.places import matters_of, people_choices
from concierta.web.workspace.mesa.room_rows import Room, room_of
from concierta.web.workspace.shell import SignedInRequest, page

if TYPE_CHECKING:
    from concierta.mesa.models import AgendaItem, Motion
    from concierta.people.models import User

_TOKEN = re.compile(r'name="(csrfmiddlewaretoken|form_token)" value="[^"]*"')
_NO_CHANGE = 204
#: Acts after which the address has nothing to keep: the Mesa does something else.
_MOVES_ON = ("open_session", "open_item")
_ENDS = ("close_session", "not_held")
Thing = TypeVar("Thing")


@require_http_methods(["GET", "HEAD", "POST"])
def room(request: SignedInRequest, pk: int) -> HttpResponse:
    """The screen; a refusal of anything but the task form is said by itself, as a page or as a notice."""
    live = live_session(request.user, pk)
    shown = _shown(request, live)
    task_form = None
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act == "task":
            task_form = _task_form(request, live, request.POST)
            if task_form.is_valid():
                assign_action(item=_item(shown), **task_form.cleaned_data, **_by(request))
        elif act in _ACTS:
            _ACTS[act](request, live, shown)
        else:
            raise Invalid(gettext_noop("Diga qué quiere registrar en la sesión."))
        if task_form is not None and task_form.errors:
            if request.htmx:
                raise Invalid(" ".join(error["label"] for error in summary_of(task_form)))
        elif not request.htmx:
            return redirect(_after(request, act, shown))
        else:
            live = live_session(request.user, pk)
            shown = _shown(request, live)
    room = _room(request, live, shown)
    if request.htmx:
        return _parts(request, room)
    if task_form is None and room.assigns:
        task_form = _task_form(request, live, None)
    context = {"room": room, "oob": False, "task_form": task_form}
    return page(request, "mesa/room/room.html", context, status=422 if task_form and task_form.errors else 200)


def _room(request: SignedInRequest, live: LiveSession, shown: LiveItem | None) -> Room:
    follows = "punto" not in request.GET or "sigue" in request.GET
    if shown is None or not live.session.reads_reserved:
        return room_of(live, shown, follows=follows)
    matters = matters_of(request.user, live.session.mesa, [shown.item])
    return room_of(live, shown, follows=follows, matters=matters.get(shown.item.pk, []))


def _shown(request: SignedInRequest, live: LiveSession) -> LiveItem | None:
    """The item that was asked for; else the one under discussion, or the first that waits, or the last."""
    asked = request.GET.get("punto", "")
    for one in live.items:
        if str(one.item.pk) == asked:
            return one
    waiting = [one for one in live.to_discuss if one.item.opened_at is None]
    return live.current or next(iter(waiting or live.to_discuss[::-1]), None)


def _after(request: SignedInRequest, act: str, shown: LiveItem | None) -> str:
    """Where a form without scripts leads: the same point, or whatever the Mesa does now."""
    if act in _ENDS:
        return request.path.removesuffix("sala/")
    return f"{request.path}?punto={shown.item.pk}" if shown and act not in _MOVES_ON else request.path


def _parts(request: SignedInRequest, room: Room) -> HttpResponse:
    """The parts of the screen that change, each to replace its old self; nothing when none did."""
    html = render_to_string("mesa/room/parts.html", {"room": room, "oob": True}, request)
    version = hashlib.sha256(_TOKEN.sub("", html).encode()).hexdigest()[:16]
    if request.method == "GET" and request.GET.get("version") == version:
        return HttpResponse(status=_NO_CHANGE)
    mark = format_html(
        '<input type="hidden" id="sala-version" name="version" value="{}" data-hx-swap-oob="true">', version
    )
    # What was refused a moment ago no longer holds once something else was accepted.
    clear = '<div id="avisos" class="w-notices" aria-live="polite" data-hx-swap-oob="true"></div>'
    return HttpResponse(html + mark + (clear if request.method == "POST" else ""))


def _task_form(request: SignedInRequest, live: LiveSession, data: QueryDict | None) -> ActionForm:
    return ActionForm(
        data,
        entities=[(entity, entity.name) for entity in all_entities()],
        people=people_choices(request.user),
        decisions=[
            (decision, f"{decision.number}. {shortened(decision.text, 60)}") for decision in decisions_in(live.session)
        ],
    )


class By(TypedDict):
    by: "User"
    at: datetime


def _by(request: SignedInRequest) -> By:
    return {"by": request.user, "at": now()}


def _item(shown: LiveItem | None) -> "AgendaItem":
    if shown is None:
        raise Refusal(gettext_noop("El orden del día está vacío: agregue un punto."))
    return shown.item


def _seat(request: SignedInRequest, live: LiveSession) -> LiveSeat:
    wanted = request.POST.get("seat")
    return _there(live.seats, lambda one: str(one.seat.pk) == wanted, gettext_noop("Escoja una entidad."))


def _motion(request: SignedInRequest, live: LiveSession) -> "Motion":
    wanted = request.POST.get("motion")
    motions = [motion.motion for item in live.items for motion in item.motions]
    gone = gettext_noop("Esa votación ya no está en esta sesión.")
    return _there(motions, lambda motion: str(motion.pk) == wanted, gone)


def _there(things: Iterable[Thing], is_wanted: Callable[[Thing], bool], words: str) -> Thing:
    """The one that is wanted, or a refusal in these words."""
    for thing in things:
        if is_wanted(thing):
            return thing
    raise Invalid(words)


def _arrival(request: SignedInRequest, live: LiveSession, shown: LiveItem | None) -> None:
    """The principal, unless one of the seat's delegations is named."""
    one = _seat(request, live)
    named = request.POST.get("delegation", "")
    delegation = next((given for given in one.delegations if str(given.pk) == named), None)
    if named and delegation is None:
        raise Invalid(gettext_noop("Esa delegación ya no está vigente: recargue la página."))
    record_arrival(session=live.session, seat=one.seat, delegation=delegation, **_by(request))


def _propose(request: SignedInRequest, live: LiveSession, shown: LiveItem | None) -> None:
    by = request.POST.get("proposed_by")
    seat = next((one.seat for one in live.seats if str(one.seat.pk) == by), None)
    propose_motion(item=_item(shown), text=request.POST.get("text", ""), proposed_by=seat, **_by(request))


def _vote(request: SignedInRequest, live: LiveSession, shown: LiveItem | None) -> None:
    motion, seat = _motion(request, live), _seat(request, live).seat
    choice = request.POST.get("choice", "")
    if choice not in Choice.values:
        raise Invalid(gettext_noop("Vote a favor, en contra o abstención."))
    dissent = request.POST.get("dissent", "")
    cast_vote(motion=motion, seat=seat, choice=Choice(choice), dissent=dissent, **_by(request))


def _conflict(request: SignedInRequest, live: LiveSession, shown: LiveItem | None) -> None:
    seat = _seat(request, live).seat
    declare_conflict(item=_item(shown), seat=seat, statement=request.POST.get("statement", ""), **_by(request))


_ACTS: dict[str, Callable[[SignedInRequest, LiveSession, LiveItem | None], object]] = {
    "open_session": lambda request, live, shown: open_session(session=live.session, **_by(request)),
    "close_session": lambda request, live, shown: close_session(session=live.session, **_by(request)),
    "not_held": lambda request, live, shown: declare_not_held(
        session=live.session, reason=request.POST.get("reason", ""), **_by(request)
    ),
    "arrival": _arrival,
    "departure": lambda request, live, shown: record_departure(
        session=live.session, seat=_seat(request, live).seat, **_by(request)
    ),
    "open_item": lambda request, live, shown: open_item(item=_item(shown), **_by(request)),
    "close_item": lambda request, live, shown: close_item(item=_item(shown), **_by(request)),
    "propose": _propose,
    "vote": _vote,
    "close_motion": lambda request, live, shown: close_motion(motion=_motion(request, live), **_by(request)),
    "withdraw_motion": lambda request, live, shown: withdraw_motion(motion=_motion(request, live), **_by(request)),
    "conflict": _conflict,
}
