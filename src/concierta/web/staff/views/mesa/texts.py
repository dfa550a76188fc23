"""Saving a text that others may be writing too: as data for the page that is open, as a page for a plain form."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal
from concierta.mesa.operations import StaleText, write_notes, write_section
from concierta.mesa.permissions import check_can_run
from concierta.mesa.queries import item_for, section_for
from concierta.web.staff.page import page
from concierta.web.staff.presenters.mesa_words import session_title
from concierta.web.staff.presenters.mesa_writing import Writing, notes_writing, section_writing
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.sending import resendable
from concierta.web.staff.whole_numbers import whole


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
        return page(request, "staff/mesa/text.html", context)
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
        return page(request, "staff/mesa/text.html", context, status=409)
    except Refusal as refusal:
        if wants_data:
            return JsonResponse({"sentence": refusal.render(gettext)}, status=422)
        context["refused"] = refusal.render(gettext)
        context["writing"] = _with(writing, text=said["text"], revision=said["revision"])
        return page(request, "staff/mesa/text.html", context, status=422)
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
