"""Sessions: planning, convening, the agenda and each of its points."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from concierta.kernel.calendar import working_days_between
from concierta.kernel.clock import local_date, now, today
from concierta.kernel.errors import Invalid, NotFound, gettext_noop
from concierta.mesa.enums import SessionState
from concierta.mesa.operations import (
    StaleText,
    add_item,
    attach_paper,
    cancel_session,
    drop_item,
    edit_item,
    edit_session,
    fill_agenda,
    move_item,
    plan_session,
    restore_item,
    send_notice,
)
from concierta.mesa.operations.sessions import notice_days_of
from concierta.mesa.permissions import check_can_run
from concierta.mesa.queries import item_for, mesa_for, papers_of, rules_on, seats_on, session_for
from concierta.steering.queries import agenda_proposals
from concierta.web.workspace.acts import act_view, attempt, sent
from concierta.web.workspace.mesa.forms import CancelForm, DropForm, ItemEditForm, ItemForm, PaperForm, SessionForm
from concierta.web.workspace.mesa.places import stored
from concierta.web.workspace.mesa.session_rows import SessionSheet, sheet_for
from concierta.web.workspace.mesa.words import session_title
from concierta.web.workspace.paging import whole
from concierta.web.workspace.shell import SignedInRequest, in_language, page

if TYPE_CHECKING:
    from concierta.mesa.models import AgendaItem, Paper, Session


@require_http_methods(["GET", "HEAD", "POST"])
def new_session(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin to prepare a session. Nobody is told until it is convened."""
    mesa = mesa_for(request.user, pk)
    check_can_run(request.user, mesa)
    form = sent(request, SessionForm)
    words = {
        "title": gettext("Preparar una sesión"),
        "save_words": gettext("Empezar a prepararla"),
        "back": f"{reverse('mesa')}?mesa={mesa.pk}",
        "back_words": in_language(mesa, "name"),
        "notice_words": gettext(
            "Nadie se entera todavía: primero el orden del día y los documentos, después se convoca."
        ),
    }
    return act_view(
        request,
        "mesa/session_form.html",
        form,
        lambda: _planned(lambda: plan_session(mesa=mesa, **form.planned(), by=request.user, at=now())),
        done="",
        to=lambda session: reverse("session", args=[session.pk]),
        context=words,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    session = session_for(request.user, pk)
    check_can_run(request.user, session.mesa)
    form = sent(request, SessionForm, session=session)
    back = reverse("session", args=[pk])
    words = {
        "title": gettext("Cambiar fecha o lugar"),
        "save_words": gettext("Guardar"),
        "back": back,
        "back_words": session_title(session),
        "notice_words": "",
    }
    return act_view(
        request,
        "mesa/session_form.html",
        form,
        lambda: _planned(
            lambda: edit_session(
                session=session,
                revision=form.cleaned_data["revision"] or 0,
                **form.planned(),
                by=request.user,
                at=now(),
            )
        ),
        done="",
        to=back,
        context=words,
    )


def _planned(act: "Callable[[], Session]") -> "Session":
    """Do `act`. What it calls `starts_at` is the day on the screen: its refusal is shown there."""
    try:
        return act()
    except Invalid as refusal:
        refusal.field = "day" if refusal.field == "starts_at" else refusal.field
        raise


@require_http_methods(["GET", "HEAD", "POST"])
def session(request: SignedInRequest, pk: int) -> HttpResponse:
    """The session with its agenda. Each button of the secretariat is one act."""
    session = session_for(request.user, pk)
    act = request.POST.get("act", "")
    if request.method == "POST":
        check_can_run(request.user, session.mesa)
        if act not in ("add", "paper", "cancel"):
            _press(request, session, act)
            return redirect("session", pk)
    add_form = ItemForm(request.POST if act == "add" else None)
    paper_form = PaperForm(request.POST if act == "paper" else None, request.FILES if act == "paper" else None)
    cancel_form = CancelForm(request.POST if act == "cancel" else None)

    def do() -> None:
        if act == "add":
            add_item(session=session, **add_form.cleaned_data, by=request.user, at=now())
        elif act == "cancel":
            cancel_session(session=session, **cancel_form.cleaned_data, by=request.user, at=now())
        else:
            _attach(request, paper_form, session)

    return act_view(
        request,
        "mesa/session.html",
        {"paper": paper_form, "cancel": cancel_form}.get(act, add_form),
        do,
        done="",
        to=reverse("session", args=[pk]),
        context=lambda: {
            "sheet": sheet_for(request.user, session),
            "add_form": add_form,
            "paper_form": paper_form,
            "cancel_form": cancel_form,
        },
    )


def _press(request: SignedInRequest, session: "Session", act: str) -> None:
    """What a button without a form asks for; why it was refused is said above the page that comes next."""
    if act == "fill":
        proposals = agenda_proposals(session.mesa, local_date(session.starts_at))
        attempt(
            request,
            lambda: fill_agenda(session=session, proposals=proposals, by=request.user, at=now()),
            _brought_words,
        )
        return
    item = item_for(request.user, whole(request.POST.get("item")))
    if act == "move":
        to = whole(request.POST.get("to"), 1)
        attempt(request, lambda: move_item(item=item, to=to, by=request.user, at=now()), "")
    elif act == "restore":
        attempt(request, lambda: restore_item(item=item, by=request.user, at=now()), "")


def _brought_words(added: "list[AgendaItem]") -> str:
    if not added:
        return gettext("No hay nada nuevo que traer: las razones quedaron al día.")
    return ngettext(
        "Llegó %(n)s asunto, con su razón.", "Llegaron %(n)s asuntos, cada uno con su razón.", len(added)
    ) % {"n": len(added)}


def _attach(request: SignedInRequest, form: PaperForm, session: "Session", item: "AgendaItem | None" = None) -> "Paper":
    document, title = form.cleaned_data["document"], form.cleaned_data["title"]
    evidence = stored(request, document, title, session.mesa.secretariat)
    return attach_paper(session=session, item=item, document=evidence, by=request.user, at=now())


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the members will be told, and why it may not be told today."""
    session = session_for(request.user, pk)
    check_can_run(request.user, session.mesa)
    refused = False
    if request.method == "POST":
        convened = gettext("Convocada: cada entidad con silla ve ya el orden del día y los documentos.")
        if attempt(request, lambda: send_notice(session=session, by=request.user, at=now()), convened):
            return redirect("session", pk)
        refused = True
    days = working_days_between(today(), local_date(session.starts_at))
    sheet = sheet_for(request.user, session)
    context = {
        "sheet": sheet,
        "days_words": _days_words(days),
        "blocked": _why_not_notice(sheet, days),
        "people": len(seats_on(session.mesa, local_date(session.starts_at))),
    }
    return page(request, "mesa/notice.html", context, status=409 if refused else 200)


def _days_words(days: int) -> str:
    if days < 1:
        return gettext("La sesión es hoy o ya pasó.")
    return ngettext("Falta %(n)s día hábil para la sesión.", "Faltan %(n)s días hábiles para la sesión.", days) % {
        "n": days
    }


def _why_not_notice(sheet: SessionSheet, days: int) -> str:
    """The reasons of `send_notice`, said before anybody presses."""
    session = sheet.session
    if session.state != SessionState.PLANNED:
        return gettext("La sesión está «%(state)s»: ya se convocó.") % {"state": session.get_state_display()}
    if not sheet.points:
        return gettext("La sesión no tiene orden del día: agregue al menos un punto antes de convocar.")
    needed = notice_days_of(rules_on(session.mesa, local_date(session.starts_at)), session.kind)
    if days < needed:
        return ngettext(
            "Se convoca con al menos %(needed)s día hábil: póngale otra fecha, o convóquela como extraordinaria.",
            "Se convoca con al menos %(needed)s días hábiles: póngale otra fecha, o convóquela como extraordinaria.",
            needed,
        ) % {"needed": needed}
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    """One point of the agenda, for the secretariat: its words, its documents, its withdrawal."""
    found = item_for(request.user, item)
    if found.session_id != pk:
        raise NotFound(gettext_noop("No hay tal punto en esta sesión."))
    check_can_run(request.user, found.session.mesa)
    act = request.POST.get("act", "")
    initial = {name: getattr(found, name) for name in ("title", "minutes_planned", "reserved_basis")}
    edit_form = ItemEditForm(request.POST if act == "edit" else None, initial=initial)
    paper_form = PaperForm(request.POST if act == "paper" else None, request.FILES if act == "paper" else None)
    drop_form = DropForm(request.POST if act == "drop" else None)
    saved_since: list[StaleText] = []

    def do() -> None:
        if act == "paper":
            _attach(request, paper_form, found.session, found)
        elif act == "drop":
            drop_item(item=found, **drop_form.cleaned_data, by=request.user, at=now())
        else:
            try:
                edit_item(item=found, **edit_form.cleaned_data, by=request.user, at=now())
            except StaleText as refusal:
                # What is saved now stands above what was typed, and sent again what was typed replaces it: 409.
                saved_since.append(refusal)
                raise

    def context() -> dict[str, object]:
        stale = saved_since[0] if saved_since else None
        return {
            "session": found.session,
            "item": found,
            "papers": [paper for paper in papers_of(found.session) if paper.item_id == found.pk],
            "edit_form": edit_form,
            "paper_form": paper_form,
            "drop_form": drop_form,
            "stale": stale.current if stale else "",
            "revision": stale.revision if stale else found.revision,
        }

    response = act_view(
        request,
        "mesa/item.html",
        {"paper": paper_form, "drop": drop_form}.get(act, edit_form),
        do,
        done="",
        to=f"{reverse('session', args=[pk])}#punto-{found.pk}",
        context=context,
    )
    if saved_since:
        response.status_code = 409
    return response
