"""What is due, by whom and when; and the same for the calendar in somebody's pocket."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from concierta.kernel.clock import now, today
from concierta.kernel.errors import NotFound, Refusal
from concierta.people.queries import all_entities
from concierta.steering.operations import end_feed as end_feed_of
from concierta.steering.operations import make_feed
from concierta.steering.queries import absolute, calendar_ics, dues_of, dues_read_by, feed_for, feeds_of
from concierta.web.staff.forms.calendar import FeedForm
from concierta.web.staff.forms.refusals import add_refusal, summary_of
from concierta.web.staff.page import page
from concierta.web.staff.presenters.calendar import last_day, month_context, month_of
from concierta.web.staff.presenters.feeds import feed_row
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.roles import memberships_of
from concierta.web.staff.throttle import asks_too_often

_FEED_READS = 120


@require_safe
def calendar(request: SignedInRequest) -> HttpResponse:
    return page(request, "staff/calendar/calendar.html", _context(request))


@require_POST
def make_calendar(request: SignedInRequest) -> HttpResponse:
    """Answers with the address itself and not with a redirect: it is shown once, and kept nowhere."""
    form: FeedForm | None = FeedForm(request.POST, memberships=memberships_of(request.user))
    made = ""
    if form is not None and form.is_valid():
        try:
            secret = make_feed(**form.cleaned_data["acting"], by=request.user, at=now())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            made, form = absolute(reverse("calendar_file", args=[secret])), None
    response = page(
        request, "staff/calendar/calendar.html", _context(request, form=form, made=made), status=200 if made else 422
    )
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def end_calendar(request: SignedInRequest, pk: int) -> HttpResponse:
    end_feed_of(feed=feed_for(request.user, pk), by=request.user, at=now())
    messages.success(request, gettext("El calendario terminó: su dirección ya no muestra nada."))
    return redirect("calendar")


@login_not_required
@require_safe
def calendar_file(request: HttpRequest, secret: str) -> HttpResponse:
    """The address is the permission. Whatever is wrong with it, the answer is the same."""
    if asks_too_often(request, "calendar", _FEED_READS):
        return HttpResponse(gettext("Demasiadas solicitudes: espere un minuto."), status=429, content_type="text/plain")
    try:
        content = calendar_ics(secret)
    except NotFound as refusal:
        return HttpResponseNotFound(f"{refusal}\n", content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="concierta.ics"'
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Robots-Tag"] = "noindex"
    tag = f'"{hashlib.sha256(content).hexdigest()}"'
    response["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=response) or response


def _context(request: SignedInRequest, form: Any = None, made: str = "") -> dict[str, Any]:
    on = today()
    first = month_of(request.GET.get("mes", ""), on)
    whose = request.GET.get("de", "")
    entities = {entity.code: entity for entity in all_entities()}
    until = last_day(first)
    if whose == "todas":
        found = dues_read_by(request.user, on, until)
    elif whose in entities:
        found = [
            due
            for due in dues_read_by(request.user, on, until, entities=frozenset({entities[whose].pk}))
            if due.entity is None or due.entity.pk == entities[whose].pk
        ]
    else:
        whose, found = "", dues_of(request.user, on, until)
    return {
        **month_context(found, request.user, on, first, whose),
        "whose": whose,
        "choices": [
            ("", gettext("Lo mío")),
            ("todas", gettext("Todas las entidades")),
            *((entity.code, entity.name) for entity in entities.values()),
        ],
        "feeds": [feed_row(feed) for feed in feeds_of(request.user)],
        "form": form or FeedForm(memberships=memberships_of(request.user)),
        "errors": summary_of(form) if form is not None else [],
        "made": made,
        "sends_mail": settings.SENDS_MAIL,
    }
