"""Sessions: planning, convening, the agenda and each of its points."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from concierta.kernel.calendar import working_days_between
from concierta.kernel.clock import local_date, now, today
from concierta.kernel.errors import NotFound, Refusal, gettext_noop
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
from concierta.mesa.permissions import can_run, check_can_run
from concierta.mesa.queries import agenda_of, decisions_of, item_for, mesa_for, rules_on, seats_on, session_for
from concierta.steering.queries import agenda_proposals
from concierta.web.workspace.acts import add_refusal, summary_of
from concierta.web.workspace.mesa.forms import CancelForm, ItemEditForm, ItemForm, PaperForm, SessionForm
from concierta.web.workspace.mesa.places import attempt, matters_of, stored
from concierta.web.workspace.mesa.session_rows import SessionSheet, session_sheet, session_title
from concierta.web.workspace.paging import whole
from concierta.web.workspace.shell import SignedInRequest, in_language, page


@require_http_methods(["GET", "HEAD", "POST"])
def new_session(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin to prepare a session. Nobody is told until it is convened."""
    mesa = mesa_for(request.user, pk)
    check_can_run(request.user, mesa)
    form = SessionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            session = plan_session(mesa=mesa, **form.planned(), by=request.user, at=now())
        except Refusal as refusal:
            _at_its_field(form, refusal)
        else:
            return redirect("session", session.pk)
    context = {
        "form": form,
        "errors": summary_of(form),
        "title": gettext("Preparar una sesión"),
        "save_words": gettext("Empezar a prepararla"),
        "back": f"/trabajo/mesa/?mesa={mesa.pk}",
        "back_words": in_language(mesa, "name"),
        "notice_words": gettext(
            "Nadie se entera todavía: primero el orden del día y los documentos, después se convoca."
        ),
    }
    return page(request, "mesa/session_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    found = session_for(request.user, pk)
    check_can_run(request.user, found.mesa)
    form = SessionForm(request.POST if request.method == "POST" else None, session=found)
    if request.method == "POST" and form.is_valid():
        try:
            revision = form.cleaned_data["revision"] or 0
            edit_session(session=found, revision=revision, **form.planned(), by=request.user, at=now())
        except Refusal as refusal:
            _at_its_field(form, refusal)
        else:
            return redirect("session", pk)
    context = {
        "form": form,
        "errors": summary_of(form),
        "title": gettext("Cambiar fecha o lugar"),
        "save_words": gettext("Guardar"),
        "back": f"/trabajo/mesa/sesiones/{pk}/",
        "back_words": session_title(found),
        "notice_words": "",
    }
    return page(request, "mesa/session_form.html", context, status=422 if form.errors else 200)


def _at_its_field(form: SessionForm, refusal: Refusal) -> None:
    """What the operation calls `starts_at` is the day on the screen."""
    if getattr(refusal, "field", "") == "starts_at":
        form.add_error("day", refusal.render(gettext))
    else:
        add_refusal(form, refusal)


@require_http_methods(["GET", "HEAD", "POST"])
def session(request: SignedInRequest, pk: int) -> HttpResponse:
    """The session with its agenda. Each button of the secretariat is one act."""
    found = session_for(request.user, pk)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    add_form = ItemForm(request.POST if act == "add" else None)
    paper_form = PaperForm(request.POST if act == "paper" else None, request.FILES if act == "paper" else None)
    cancel_form = CancelForm(request.POST if act == "cancel" else None)
    if request.method == "POST":
        check_can_run(request.user, found.mesa)
        if _done(request, found, act, add_form, paper_form, cancel_form):
            return redirect("session", pk)
    errors = [*summary_of(add_form), *summary_of(paper_form), *summary_of(cancel_form)]
    context = {
        "sheet": sheet_of(request, found),
        "add_form": add_form,
        "paper_form": paper_form,
        "paper_errors": bool(paper_form.errors),
        "cancel_form": cancel_form,
        "errors": errors,
    }
    return page(request, "mesa/session.html", context, status=422 if errors else 200)


def _done(
    request: SignedInRequest, session: Any, act: str, add_form: ItemForm, paper_form: PaperForm, cancel_form: CancelForm
) -> bool:
    """True if the page begins anew: what was typed was accepted, or nothing was typed."""
    if act == "cancel":
        return _typed(cancel_form, lambda said: cancel_session(session=session, **said, by=request.user, at=now()))
    if act == "add":
        return _typed(add_form, lambda said: add_item(session=session, **said, by=request.user, at=now()))
    if act == "paper":
        return _typed(
            paper_form,
            lambda said: attach_paper(
                session=session,
                document=stored(request, said["document"], said["title"], session.mesa.secretariat),
                by=request.user,
                at=now(),
            ),
        )
    if act == "fill":
        _fill(request, session)
        return True
    item = item_for(request.user, whole(request.POST.get("item")))
    if act == "move":
        to = whole(request.POST.get("to"), 1)
        attempt(request, lambda: move_item(item=item, to=to, by=request.user, at=now()))
    if act == "restore":
        attempt(request, lambda: restore_item(item=item, by=request.user, at=now()))
    return True


def _typed(form: Any, act: Callable[[dict[str, Any]], Any]) -> bool:
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refusal as refusal:
        add_refusal(form, refusal)
        return False
    return True


def _fill(request: SignedInRequest, session: Any) -> None:
    proposals = agenda_proposals(session.mesa, local_date(session.starts_at))
    added = attempt(request, lambda: fill_agenda(session=session, proposals=proposals, by=request.user, at=now()))
    if added is None:
        return
    words = (
        ngettext("Llegó %(n)s asunto, con su razón.", "Llegaron %(n)s asuntos, cada uno con su razón.", len(added))
        % {"n": len(added)}
        if added
        else gettext("No hay nada nuevo que traer: las razones quedaron al día.")
    )
    messages.success(request, words)


def sheet_of(request: SignedInRequest, session: Any) -> SessionSheet:
    """The sheet of a session as the person at the keyboard may read it."""
    agenda = agenda_of(session)
    inside = session.reads_reserved
    reserved = set() if inside else {item.pk for item in agenda if item.reserved_basis}
    papers = session.papers.select_related("document__file").order_by("pk")
    return session_sheet(
        session,
        agenda,
        can_arrange=bool(can_run(request.user, session.mesa)),
        papers=[paper for paper in papers if paper.item_id is None and paper.item_id not in reserved],
        decisions=[
            one
            for one in decisions_of(session.mesa)
            if one.session_id == session.pk and one.motion.item_id not in reserved
        ],
        attendances=session.attendances.select_related("seat__entity").order_by("arrived_at", "pk"),
        matters=matters_of(request.user, session.mesa, [item for item in agenda if item.pk not in reserved]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the members will be told, and whether it may be told today."""
    found = session_for(request.user, pk)
    check_can_run(request.user, found.mesa)
    refused = ""
    if request.method == "POST":
        try:
            send_notice(session=found, by=request.user, at=now())
        except Refusal as refusal:
            refused = refusal.render(gettext)
        else:
            messages.success(
                request, gettext("Convocada: cada entidad con silla ve ya el orden del día y los documentos.")
            )
            return redirect("session", pk)
    days = working_days_between(today(), local_date(found.starts_at))
    sheet = sheet_of(request, found)
    context = {
        "sheet": sheet,
        "days_words": _days_words(days),
        "blocked": refused or _why_not_notice(found, sheet, days),
        "people": seats_on(found.mesa, local_date(found.starts_at)).count(),
    }
    return page(request, "mesa/notice.html", context, status=409 if refused else 200)


def _days_words(days: int) -> str:
    if days < 1:
        return gettext("La sesión es hoy o ya pasó.")
    return ngettext("Falta %(n)s día hábil para la sesión.", "Faltan %(n)s días hábiles para la sesión.", days) % {
        "n": days
    }


def _why_not_notice(session: Any, sheet: SessionSheet, days: int) -> str:
    """The reasons of `send_notice`, said before anybody presses."""
    if not sheet.planned:
        return gettext("La sesión está «%(state)s»: ya se convocó.") % {"state": sheet.state}
    if not sheet.items:
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
    found = item_for(request.user, item)
    if found.session_id != pk:
        raise NotFound(gettext_noop("No hay tal punto en esta sesión."))
    check_can_run(request.user, found.session.mesa)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    initial = {name: getattr(found, name) for name in ("title", "minutes_planned", "reserved_basis")}
    form = ItemEditForm(request.POST if act == "edit" else None, initial=initial)
    paper_form = PaperForm(request.POST if act == "paper" else None, request.FILES if act == "paper" else None)
    extra: list[dict[str, str]] = []
    stale = ""
    try:
        if request.method == "POST" and _agenda_done(request, found, act, form, paper_form):
            return redirect(f"/trabajo/mesa/sesiones/{pk}/#punto-{found.pk}")
    except StaleText as refusal:
        stale, found.revision = refusal.current, refusal.revision
    except Refusal as refusal:
        target = {"edit": form, "paper": paper_form}.get(act)
        if target is None:
            extra.append({"href": "#id_reason", "label": refusal.render(gettext)})
        else:
            add_refusal(target, refusal)
    sheet = sheet_of(request, session_for(request.user, pk))
    errors = [*summary_of(form), *summary_of(paper_form), *extra]
    context = {
        "sheet": sheet,
        "item": next(one for one in [*sheet.items, *sheet.dropped] if one.pk == found.pk),
        "form": form,
        "paper_form": paper_form,
        "errors": errors,
        "stale": stale,
        "revision": found.revision,
        "reason": request.POST.get("reason", ""),
    }
    return page(request, "mesa/item.html", context, status=409 if stale else 422 if errors else 200)


def _agenda_done(request: SignedInRequest, item: Any, act: str, form: ItemEditForm, paper_form: PaperForm) -> bool:
    by: dict[str, Any] = {"by": request.user, "at": now()}
    if act == "edit" and form.is_valid():
        edit_item(item=item, **form.cleaned_data, **by)
        return True
    if act == "paper" and paper_form.is_valid():
        said = paper_form.cleaned_data
        document = stored(request, said["document"], said["title"], item.session.mesa.secretariat)
        attach_paper(session=item.session, item=item, document=document, **by)
        return True
    if act == "drop":
        drop_item(item=item, reason=request.POST.get("reason", ""), **by)
        return True
    return False
