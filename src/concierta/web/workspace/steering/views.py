"""One's work, who owes what, and the calendar."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from concierta.kernel.clock import now, today
from concierta.kernel.errors import NotFound, Refusal
from concierta.people.enums import Role
from concierta.people.permissions import check_has_role
from concierta.people.queries import all_entities, entity_by_code
from concierta.plans.queries import past_periods, plans_of
from concierta.reporting.permissions import can_oversee
from concierta.reporting.queries import EntityStanding, who_owes_what
from concierta.steering.operations import end_feed as end_feed_of
from concierta.steering.operations import make_feed
from concierta.steering.queries import absolute, calendar_ics, dues_of, dues_read_by, feed_for, feeds_of
from concierta.web.kit.formats import period as period_words
from concierta.web.workspace.acts import add_refusal, summary_of
from concierta.web.workspace.forms import TypedForm
from concierta.web.workspace.middleware import asks_too_often
from concierta.web.workspace.paging import slice_of
from concierta.web.workspace.shell import SignedInRequest, in_language, memberships_of, page, roles_of
from concierta.web.workspace.steering.calendar import last_day, month_context, month_of
from concierta.web.workspace.steering.rows import COLUMNS, cells_of, chosen_standings, due_row, totals, work_context

if TYPE_CHECKING:
    from concierta.people.models import Membership, User
    from concierta.plans.models import Plan, ReportingPeriod


Option = TypeVar("Option")


@require_safe
def work(request: SignedInRequest) -> HttpResponse:
    return page(request, "steering/work.html", work_context(request.user, roles_of(request.user)))


@require_safe
def who_owes(request: SignedInRequest) -> HttpResponse:
    check_has_role(request.user, Role.SECRETARIAT)
    plans = overseen_plans(request.user)
    plan = chosen(plans, request.GET.get("plan", ""), lambda one: one.slug)
    periods = past_periods(request.user, plan, today()) if plan else []
    entity, state = request.GET.get("entidad", ""), request.GET.get("estado", "")
    period = chosen(periods, request.GET.get("periodo", ""), lambda one: one.label)
    rows = who_owes_what(request.user, plan, period, today()) if plan and period else []
    if plan and entity and "periodo" not in request.GET and not chosen_standings(rows, entity, state):
        period, rows = _latest_with(request.user, plan, periods, entity, state) or (period, rows)
    query = urlencode({"plan": plan.slug, "periodo": period.label}) if plan and period else ""
    context: dict[str, object] = {
        "plans": [(one.slug, in_language(one, "name")) for one in plans],
        "plan": plan,
        "periods": [(one.label, period_words(one.label)) for one in periods],
        "period": period,
        "columns": [word for _name, word, _test in COLUMNS],
        "rows": [(row.entity, cells_of(row, query)) for row in rows],
        "totals": totals(rows),
        "late": sum(row.overdue for row in rows),
        "owed": sum(row.owed for row in rows),
        "back": f"?{query}",
    }
    if entity:
        part = slice_of(request, chosen_standings(rows, entity, state))
        context |= {
            "entity": entity_by_code(entity).name,
            "part": part,
            "standings": [due_row(one, reading=True) for one in part.rows],
        }
        return page(request, "steering/entity.html", context)
    return page(request, "steering/matrix.html", context)


def _latest_with(
    user: "User", plan: "Plan", periods: list["ReportingPeriod"], entity: str, state: str
) -> tuple["ReportingPeriod", list[EntityStanding]] | None:
    """The latest period in which the entity has such reports, for whoever asks for them without saying when."""
    for period in periods:
        rows = who_owes_what(user, plan, period, today())
        if chosen_standings(rows, entity, state):
            return period, rows
    return None


def overseen_plans(user: "User") -> list["Plan"]:
    """The plans whose secretariat this person is."""
    return [plan for plan in plans_of(user) if can_oversee(user, plan)]


def chosen(options: Sequence[Option], wanted: str, name_of: Callable[[Option], str]) -> Option | None:
    """The option that was asked for, else the first, else None."""
    return next((one for one in options if name_of(one) == wanted), options[0] if options else None)


class FeedForm(TypedForm):
    """`acting`: one of the person's own memberships, as {"entity", "role"}."""

    acting = forms.ChoiceField(label=_("Como quién"))

    def __init__(self, *args: Any, memberships: Iterable["Membership"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._memberships = {f"{one.entity.code}:{one.role}": one for one in memberships}
        choices = [(key, f"{Role(one.role).label} · {one.entity.short_name}") for key, one in self._memberships.items()]
        self.fields["acting"].choices = choices  # type: ignore[attr-defined]

    def clean_acting(self) -> dict[str, object]:
        membership = self._memberships[self.cleaned_data["acting"]]
        return {"entity": membership.entity, "role": Role(membership.role)}


_FEED_READS = 120


@require_safe
def calendar(request: SignedInRequest) -> HttpResponse:
    return page(request, "steering/calendar.html", _context(request))


@require_POST
def make_calendar(request: SignedInRequest) -> HttpResponse:
    """Answers with the address itself and not with a redirect: it is shown once, and kept nowhere."""
    form: FeedForm | None = FeedForm(request.POST, memberships=memberships_of(request.user))
    address = ""
    if form is not None and form.is_valid():
        try:
            secret = make_feed(**form.cleaned_data["acting"], by=request.user, at=now())
        except Refusal as refusal:  # not `act_view`, which would lead on and lose the address
            add_refusal(form, refusal)
        else:
            address, form = absolute(reverse("calendar_file", args=[secret])), None
    response = page(
        request, "steering/calendar.html", _context(request, form=form, address=address), status=200 if address else 422
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


def _context(request: SignedInRequest, form: FeedForm | None = None, address: str = "") -> dict[str, object]:
    on = today()
    first = month_of(request.GET.get("mes", ""), on)
    whose = request.GET.get("de", "")
    entities = {entity.code: entity for entity in all_entities()}
    until = last_day(first)
    if whose == "todas":
        dues = dues_read_by(request.user, on, until)
    elif whose in entities:
        dues = [
            due
            for due in dues_read_by(request.user, on, until, entities=frozenset({entities[whose].pk}))
            if due.entity is None or due.entity.pk == entities[whose].pk
        ]
    else:
        whose, dues = "", dues_of(request.user, on, until)
    return {
        **month_context(dues, request.user, on, first, whose),
        "whose": whose,
        "choices": [
            ("", gettext("Lo mío")),
            ("todas", gettext("Todas las entidades")),
            *((entity.code, entity.name) for entity in entities.values()),
        ],
        "feeds": feeds_of(request.user),
        "form": form or FeedForm(memberships=memberships_of(request.user)),
        "errors": summary_of(form) if form is not None else [],
        "address": address,
        "sends_mail": settings.SENDS_MAIL,
    }
