"""Minutes: drafting, remarks, approval, signatures."""

from collections.abc import Callable
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.kernel.clock import now, today
from concierta.kernel.errors import Invalid, NotFound, Refusal, gettext_noop
from concierta.mesa.enums import MinutesState, SessionState, SignerRole
from concierta.mesa.operations import (
    StaleText,
    answer_remark,
    approve_minutes,
    circulate_minutes,
    draft_minutes,
    make_remark,
    sign_minutes,
    write_notes,
    write_section,
)
from concierta.mesa.permissions import can_run, can_sign, check_can_run, check_can_sign
from concierta.mesa.queries import (
    item_for,
    live_session,
    minutes_document,
    minutes_for,
    remark_for,
    seat_for,
    seat_of,
    seats_on,
    section_for,
    session_for,
)
from concierta.web.documents.minutes import minutes_pdf
from concierta.web.documents.record import NotPrinted
from concierta.web.workspace.acts import add_refusal, summary_of, why_not
from concierta.web.workspace.mesa.forms import CirculateForm, SignForm
from concierta.web.workspace.mesa.minutes_rows import MinutesSheet, minutes_sheet, unwritten_sheet
from concierta.web.workspace.mesa.places import attempt
from concierta.web.workspace.mesa.session_rows import paper_line, session_title
from concierta.web.workspace.mesa.vote_rows import Writing, notes_writing, section_writing
from concierta.web.workspace.paging import whole
from concierta.web.workspace.sending import resendable
from concierta.web.workspace.shell import SignedInRequest, page

_ENDED = (SessionState.CLOSED, SessionState.NOT_HELD)


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: SignedInRequest, pk: int) -> HttpResponse:
    """The minutes of the session `pk`, or how they begin to be."""
    session = session_for(request.user, pk)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    form = CirculateForm(request.POST if act == "circulate" else None)
    if request.method == "POST" and _done(request, session, act, form):
        return redirect(f"/trabajo/mesa/sesiones/{pk}/acta/{_place(request)}")
    context = {"sheet": _sheet(request, session), "circulate_form": form, "errors": summary_of(form)}
    return page(request, "mesa/minutes.html", context, status=422 if form.errors else 200)


def _place(request: SignedInRequest) -> str:
    """Back to the part that the person was reading."""
    if request.POST.get("section", "").isdecimal():
        return f"#parte-{request.POST['section']}"
    if request.POST.get("remark", "").isdecimal():
        return f"#observacion-{request.POST['remark']}"
    return ""


def _done(request: SignedInRequest, session: Any, act: str, form: CirculateForm) -> bool:
    by: dict[str, Any] = {"by": request.user, "at": now()}
    said = request.POST
    if act == "draft":
        attempt(request, lambda: draft_minutes(session=session, **by))
        return True
    found = minutes_for(request.user, session.pk)
    if act == "circulate":
        if not form.is_valid():
            return False
        try:
            circulate_minutes(minutes=found, remarks_until=form.cleaned_data["remarks_until"], **by)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return False
        messages.success(request, gettext("Enviada a observaciones: los miembros ya pueden leerla y pedir cambios."))
    elif act == "approve":
        attempt(
            request,
            lambda: approve_minutes(minutes=found, **by),
            gettext_noop("Acta aprobada: su contenido quedó fijo. Faltan las dos firmas."),
        )
    elif act == "remark":
        section = section_for(request.user, whole(said.get("section")))
        seat = seat_for(request.user, whole(said.get("seat")))
        make_remark(section=section, seat=seat, text=said.get("text", ""), **by)
        messages.success(request, gettext("Observación enviada: la secretaría la responde y las dos quedan."))
    elif act in ("accept", "reject"):
        remark = remark_for(request.user, whole(said.get("remark")))
        answer_remark(remark=remark, accept=act == "accept", answer=said.get("answer", ""), **by)
    else:
        raise Invalid(gettext_noop("Diga qué quiere hacer con el acta."))
    return True


def _sheet(request: SignedInRequest, session: Any) -> MinutesSheet:
    can_arrange = bool(can_run(request.user, session.mesa))
    if getattr(session, "minutes", None) is None:
        reason = "" if session.state in _ENDED else gettext("El acta se escribe cuando la sesión termina.")
        return unwritten_sheet(session, can_arrange=can_arrange, why_not_draft=reason)
    found = minutes_for(request.user, session.pk)
    live = live_session(request.user, session.pk)
    reserved = set() if found.reads_reserved else {one.item.pk for one in live.items if one.item.reserved_basis}
    papers = session.papers.select_related("document__file").order_by("pk")
    return minutes_sheet(
        request.user,
        found,
        minutes_document(found),
        live,
        can_arrange=can_arrange,
        seats=_seats(request, session.mesa, can_arrange=can_arrange),
        # A file that hangs from the session and from an item is one annex.
        annexes=list({one.document_id: paper_line(one) for one in papers if one.item_id not in reserved}.values()),
        on=today(),
    )


def _seats(request: SignedInRequest, mesa: Any, *, can_arrange: bool) -> list[tuple[str, str]]:
    """For whom this person may remark: their own seat, or any by letter to the secretariat."""
    if can_arrange:
        return [(str(seat.pk), seat.entity.name) for seat in seats_on(mesa, today())]
    seat = seat_of(request.user, mesa, today())
    return [(str(seat.pk), seat.entity.name)] if seat else []


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: SignedInRequest, pk: int, role: str) -> HttpResponse:
    """Sign with one's own account, typing one's own password again."""
    found = minutes_for(request.user, pk)
    if role not in SignerRole.values:
        raise NotFound(gettext_noop("Esa firma no existe."))
    office = SignerRole(role)
    check_can_sign(request.user, found.session.mesa, office, today())
    form = SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="reauthenticate", user=request.user):
            form.add_error("password", gettext("Demasiados intentos: espere un minuto. Nada se firmó."))
        elif not request.user.check_password(form.cleaned_data["password"]):
            form.add_error("password", gettext("Esa no es su contraseña. Nada se firmó."))
        else:
            try:
                sign_minutes(minutes=found, role=office, by=request.user, at=now())
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, gettext("Firmada con su cuenta."))
                return redirect(f"/trabajo/mesa/sesiones/{pk}/acta/#firmas")
    entity = found.session.mesa.chair if office == SignerRole.CHAIR else found.session.mesa.secretariat
    context = {
        "session": found.session,
        "title": session_title(found.session),
        "words": gettext("Usted firma como «%(role)s», por %(entity)s.")
        % {"role": office.label, "entity": entity.name},
        "sha256": found.sha256,
        "form": form,
        "errors": summary_of(form),
        "blocked": _why_not_sign(request, found, office),
    }
    return page(request, "mesa/sign.html", context, status=422 if form.errors else 200)


def _why_not_sign(request: SignedInRequest, found: Any, office: SignerRole) -> str:
    if found.state in (MinutesState.DRAFT, MinutesState.CIRCULATED):
        return gettext("El acta se firma cuando está aprobada.")
    if any(one.role == office for one in found.signatures.all()):
        return gettext("El acta ya tiene esta firma.")
    return why_not(can_sign(request.user, found.session.mesa, office, today()))


@require_safe
def pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same file for everybody: what is reserved is not in it."""
    found = minutes_for(request.user, pk)
    document = minutes_document(found)
    try:
        content = minutes_pdf(
            document.content,
            sha256=document.sha256,
            signatures=[
                {"role": one.role, "entity": one.entity.name, "signed_at": one.signed_at.isoformat()}
                for one in document.signatures
            ],
            made_at=found.approved_at or found.session.closed_at or now(),
        )
    except NotPrinted:
        raise Refusal(
            gettext_noop("Esta acta no se pudo imprimir en PDF. Su texto está completo en la página del acta.")
        ) from None
    response = HttpResponse(content, content_type="application/pdf")
    name = f"acta-{found.session.mesa.agreement.slug}-{found.session.number}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response


@resendable
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: SignedInRequest, pk: int) -> HttpResponse:
    """The notes of an item under discussion."""
    item = item_for(request.user, pk)
    check_can_run(request.user, item.session.mesa)
    return _saved_or_shown(
        request,
        save=lambda said: write_notes(item=item, **said, by=request.user, at=now()),
        text=item.notes,
        revision=item.revision,
        writing=notes_writing(item),
        back=f"/trabajo/mesa/sesiones/{item.session_id}/sala/?punto={pk}",
        title=item.title,
    )


@resendable
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: SignedInRequest, pk: int) -> HttpResponse:
    """One part of the minutes."""
    found = section_for(request.user, pk)
    session = found.minutes.session
    check_can_run(request.user, session.mesa)
    title = found.item.title if found.item else gettext("Apertura")
    return _saved_or_shown(
        request,
        save=lambda said: write_section(section=found, **said, by=request.user, at=now()),
        text=found.text,
        revision=found.revision,
        writing=section_writing(found, title),
        back=f"/trabajo/mesa/sesiones/{session.pk}/acta/#parte-{pk}",
        title=session_title(session),
    )


def _saved_or_shown(
    request: SignedInRequest,
    *,
    save: Callable[[dict[str, Any]], Any],
    text: str,
    revision: int,
    writing: Writing,
    back: str,
    title: str,
) -> HttpResponse:
    wants_data = "application/json" in request.headers.get("Accept", "")
    context = {"writing": writing, "back": back, "back_words": title, "title": title, "conflict": None, "refused": ""}
    if request.method != "POST":
        if wants_data:
            return JsonResponse({"text": text, "revision": revision})
        return page(request, "mesa/text.html", context)
    said = _said(request)
    try:
        saved = save(said)
    except StaleText as refusal:
        if wants_data:
            told = {"current": refusal.current, "revision": refusal.revision, "yours": refusal.yours}
            return JsonResponse(told, status=409)
        # The plain form begins again from what is saved now, with the person's own words in it.
        context["conflict"] = {"current": refusal.current, "yours": refusal.yours}
        context["writing"] = _with(writing, text=refusal.yours, revision=refusal.revision)
        return page(request, "mesa/text.html", context, status=409)
    except Refusal as refusal:
        if wants_data:
            return JsonResponse({"sentence": refusal.render(gettext)}, status=422)
        context["refused"] = refusal.render(gettext)
        context["writing"] = _with(writing, text=said["text"], revision=said["revision"])
        return page(request, "mesa/text.html", context, status=422)
    if wants_data:
        return JsonResponse({"text": _text_of(saved), "revision": saved.revision})
    return redirect(back)


def _said(request: SignedInRequest) -> dict[str, Any]:
    return {
        "revision": whole(request.POST.get("revision")),
        "text": request.POST.get("text", ""),
        "base": request.POST.get("base"),
    }


def _text_of(saved: Any) -> str:
    """Notes of an item, or the text of a part of the minutes."""
    return str(saved.notes if hasattr(saved, "notes") else saved.text)


def _with(writing: Writing, *, text: str, revision: int) -> Writing:
    return Writing(writing.id, writing.href, writing.label, text, revision, writing.rows, writing.saved_words)
