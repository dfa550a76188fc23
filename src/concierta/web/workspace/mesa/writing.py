"""Texts that several people write: the notes of an item, a part of the minutes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal
from concierta.mesa.operations import StaleText, write_notes, write_section
from concierta.mesa.permissions import check_can_run
from concierta.mesa.queries import item_for, section_for
from concierta.web.workspace.mesa.words import session_title
from concierta.web.workspace.paging import whole
from concierta.web.workspace.sending import resendable
from concierta.web.workspace.shell import SignedInRequest, page

if TYPE_CHECKING:
    from concierta.mesa.models import AgendaItem, MinutesSection


@dataclass(frozen=True, slots=True)
class Writing:
    """`id` names its form in the page; `text` is what is saved, at `revision`."""

    id: str
    href: str
    label: str
    text: str
    revision: int
    rows: int = 8
    saved_words: str = ""


class Typed(TypedDict):
    """What was typed: `base` is the text from which somebody went on writing, at `revision`."""

    revision: int
    text: str
    base: str | None


def notes_writing(item: "AgendaItem") -> Writing:
    return Writing(
        id=f"notas-{item.pk}",
        href=reverse("item_notes", args=[item.pk]),
        label=gettext("Notas del punto"),
        text=item.notes,
        revision=item.revision,
        saved_words=gettext("Se guarda solo mientras escribe") if not item.notes else gettext("Guardado"),
    )


def section_writing(section: "MinutesSection", label: str) -> Writing:
    return Writing(
        id=f"parte-texto-{section.pk}",
        href=reverse("minutes_section", args=[section.pk]),
        label=label,
        text=section.text,
        revision=section.revision,
        rows=6,
        saved_words=gettext("Se guarda solo mientras escribe"),
    )


@resendable
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: SignedInRequest, pk: int) -> HttpResponse:
    """The notes of an item under discussion."""
    item = item_for(request.user, pk)
    check_can_run(request.user, item.session.mesa)

    def save(typed: Typed) -> tuple[str, int]:
        saved = write_notes(item=item, **typed, by=request.user, at=now())
        return saved.notes, saved.revision

    back = f"{reverse('session_room', args=[item.session_id])}?punto={pk}"
    return _saved_or_shown(request, notes_writing(item), save, title=item.title, back=back)


@resendable
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: SignedInRequest, pk: int) -> HttpResponse:
    """One part of the minutes."""
    section = section_for(request.user, pk)
    session = section.minutes.session
    check_can_run(request.user, session.mesa)

    def save(typed: Typed) -> tuple[str, int]:
        saved = write_section(section=section, **typed, by=request.user, at=now())
        return saved.text, saved.revision

    writing = section_writing(section, section.item.title if section.item else gettext("Apertura"))
    back = f"{reverse('minutes', args=[session.pk])}#parte-{pk}"
    return _saved_or_shown(request, writing, save, title=session_title(session), back=back)


def _saved_or_shown(
    request: SignedInRequest, writing: Writing, save: Callable[[Typed], tuple[str, int]], *, title: str, back: str
) -> HttpResponse:
    """`save` gives back the text and the revision that are saved then. A script is answered with data."""
    wants_data = "application/json" in request.headers.get("Accept", "")
    context = {"writing": writing, "back": back, "title": title, "conflict": None, "refused": ""}
    if request.method != "POST":
        if wants_data:
            return JsonResponse({"text": writing.text, "revision": writing.revision})
        return page(request, "mesa/text.html", context)
    typed = Typed(
        revision=whole(request.POST.get("revision")),
        text=request.POST.get("text", ""),
        base=request.POST.get("base"),
    )
    try:
        text, revision = save(typed)
    except StaleText as refusal:
        # Both texts go back: the script shows them side by side, and the plain form begins again from what is saved
        # now, with the person's own words in it.
        both = {"current": refusal.current, "yours": refusal.yours}
        if wants_data:
            return JsonResponse({**both, "revision": refusal.revision}, status=409)
        again = replace(writing, text=refusal.yours, revision=refusal.revision)
        return page(request, "mesa/text.html", {**context, "conflict": both, "writing": again}, status=409)
    except Refusal as refusal:
        # A script gets the sentence as data; the page keeps the words in a form that is not a Django form.
        sentence = refusal.render(gettext)
        if wants_data:
            return JsonResponse({"sentence": sentence}, status=422)
        again = replace(writing, text=typed["text"], revision=typed["revision"])
        return page(request, "mesa/text.html", {**context, "refused": sentence, "writing": again}, status=422)
    return JsonResponse({"text": text, "revision": revision}) if wants_data else redirect(back)
