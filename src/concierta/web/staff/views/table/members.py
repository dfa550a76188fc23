"""Who sits at the Mesa, and who may speak for them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from concierta.kernel.clock import now, today
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.people.queries import all_entities
from concierta.table.operations import end_delegation, end_seat, give_seat, register_delegation, set_principal
from concierta.table.permissions import can_run, check_can_run
from concierta.table.queries import (
    attendance_record,
    delegation_for,
    delegations_of,
    seat_for,
    seats_on,
    tables_of,
)
from concierta.web.staff.forms.refusals import add_refusal, summary_of, why_not
from concierta.web.staff.forms.table import DelegationForm, PrincipalForm, SeatForm
from concierta.web.staff.page import page
from concierta.web.staff.presenters.table_seats import members_title, seat_lines
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.views.overview import chosen
from concierta.web.staff.views.table.places import attempt, people_choices, stored


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: SignedInRequest) -> HttpResponse:
    """Everybody of the table reads who sits at it; its secretariat seats one more. `?mesa=` names one of several."""
    table = chosen(list(tables_of(request.user)), request.GET.get("mesa", ""), lambda one: str(one.pk))
    if table is None:
        return redirect("table")
    verdict = can_run(request.user, table)
    seats = list(seats_on(table, today()))
    form = _seat_form(request, seats) if verdict else None
    if request.method == "POST":
        check_can_run(request.user, table)
        assert form is not None
        if form.is_valid():
            try:
                give_seat(table=table, **form.cleaned_data, by=request.user, at=now())
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                return redirect(_members_of(table.pk))
    lines = seat_lines(table, seats, delegations_of(table), today(), attendance_record(table, today()))
    context = {
        "table": table,
        "title": members_title(lines),
        "lines": lines,
        "form": form,
        "errors": summary_of(form) if form else [],
        "blocked": why_not(verdict),
    }
    return page(request, "staff/table/members.html", context, status=422 if form and form.errors else 200)


def _members_of(table_pk: int) -> str:
    return f"{reverse('seats')}?mesa={table_pk}"


def _seat_form(request: SignedInRequest, seats: list[Any]) -> SeatForm:
    seated = {seat.entity_id for seat in seats}
    entities = [(one, one.name) for one in all_entities() if one.pk not in seated]
    return SeatForm(
        request.POST if request.method == "POST" else None, entities=entities, people=people_choices(request.user)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: SignedInRequest, pk: int) -> HttpResponse:
    """One seat, for the secretariat: its principal, a new delegation, its end."""
    found = seat_for(request.user, pk)
    check_can_run(request.user, found.table)
    act = request.POST.get("act", "")
    people = people_choices(request.user)
    titular = PrincipalForm(request.POST if act == "principal" else None, people=people, current=found.principal_id)
    delegation = DelegationForm(
        request.POST if act == "delegate" else None, request.FILES if act == "delegate" else None, people=people
    )
    form: PrincipalForm | DelegationForm | None = (
        titular if act == "principal" else delegation if act == "delegate" else None
    )
    if act == "end":
        attempt(request, lambda: end_seat(seat=found, until=today(), by=request.user, at=now()))
        return redirect(_members_of(found.table_id))
    if form is not None and form.is_valid():
        try:
            _act(request, found, form)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("table_seat", pk)
    errors = [error for one in (titular, delegation) for error in summary_of(one)]
    [line] = seat_lines(
        found.table, [found], [one for one in delegations_of(found.table) if one.seat_id == found.pk], today()
    )
    context = {"seat": line, "table": found.table, "principal": titular, "delegation": delegation, "errors": errors}
    return page(request, "staff/table/seat.html", context, status=422 if errors else 200)


def _act(request: SignedInRequest, seat: Any, form: PrincipalForm | DelegationForm) -> None:
    said = form.cleaned_data
    if isinstance(form, PrincipalForm):
        set_principal(seat=seat, principal=said["principal"], by=request.user, at=now())
        return
    title = gettext("Delegación de %(entity)s") % {"entity": seat.entity.short_name}
    register_delegation(
        seat=seat,
        person=said["person"],
        document=stored(request, said["document"], title, seat.table.secretariat),
        since=said["since"],
        until=said["until"],
        by=request.user,
        at=now(),
    )


@require_POST
def finish_delegation(request: SignedInRequest, pk: int) -> HttpResponse:
    found = delegation_for(request.user, pk)
    check_can_run(request.user, found.seat.table)
    attempt(
        request,
        lambda: end_delegation(delegation=found, until=today(), by=request.user, at=now()),
        gettext_noop("La delegación termina hoy. Lo que votó con ella sigue en firme."),
    )
    return redirect("table_seat", found.seat_id)
