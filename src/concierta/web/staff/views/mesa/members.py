"""Who sits at the Mesa, and who may speak for them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from concierta.kernel.clock import now, today
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.mesa.operations import end_delegation, end_seat, give_seat, register_delegation, set_principal
from concierta.mesa.permissions import can_run, check_can_run
from concierta.mesa.queries import attendance_record, delegation_for, delegations_of, mesas_of, seat_for, seats_on
from concierta.people.queries import all_entities
from concierta.web.staff.forms.mesa import DelegationForm, PrincipalForm, SeatForm
from concierta.web.staff.forms.refusals import add_refusal, summary_of, why_not
from concierta.web.staff.page import page
from concierta.web.staff.presenters.mesa_seats import members_title, seat_lines
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.views.mesa.places import attempt, people_choices, stored
from concierta.web.staff.views.overview import chosen


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: SignedInRequest) -> HttpResponse:
    """Everybody of the Mesa reads who sits at it; its secretariat seats one more. `?mesa=` names one of several."""
    mesa = chosen(list(mesas_of(request.user)), request.GET.get("mesa", ""), lambda one: str(one.pk))
    if mesa is None:
        return redirect("mesa")
    verdict = can_run(request.user, mesa)
    seats = list(seats_on(mesa, today()))
    form = _seat_form(request, seats) if verdict else None
    if request.method == "POST":
        check_can_run(request.user, mesa)
        assert form is not None
        if form.is_valid():
            try:
                give_seat(mesa=mesa, **form.cleaned_data, by=request.user, at=now())
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                return redirect(_members_of(mesa.pk))
    lines = seat_lines(mesa, seats, delegations_of(mesa), today(), attendance_record(mesa, today()))
    context = {
        "mesa": mesa,
        "title": members_title(lines),
        "lines": lines,
        "form": form,
        "errors": summary_of(form) if form else [],
        "blocked": why_not(verdict),
    }
    return page(request, "staff/mesa/members.html", context, status=422 if form and form.errors else 200)


def _members_of(mesa_pk: int) -> str:
    return f"{reverse('seats')}?mesa={mesa_pk}"


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
    check_can_run(request.user, found.mesa)
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
        return redirect(_members_of(found.mesa_id))
    if form is not None and form.is_valid():
        try:
            _act(request, found, form)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("mesa_seat", pk)
    errors = [error for one in (titular, delegation) for error in summary_of(one)]
    [line] = seat_lines(
        found.mesa, [found], [one for one in delegations_of(found.mesa) if one.seat_id == found.pk], today()
    )
    context = {"seat": line, "mesa": found.mesa, "principal": titular, "delegation": delegation, "errors": errors}
    return page(request, "staff/mesa/seat.html", context, status=422 if errors else 200)


def _act(request: SignedInRequest, seat: Any, form: PrincipalForm | DelegationForm) -> None:
    said = form.cleaned_data
    if isinstance(form, PrincipalForm):
        set_principal(seat=seat, principal=said["principal"], by=request.user, at=now())
        return
    title = gettext("Delegación de %(entity)s") % {"entity": seat.entity.short_name}
    register_delegation(
        seat=seat,
        person=said["person"],
        document=stored(request, said["document"], title, seat.mesa.secretariat),
        since=said["since"],
        until=said["until"],
        by=request.user,
        at=now(),
    )


@require_POST
def finish_delegation(request: SignedInRequest, pk: int) -> HttpResponse:
    found = delegation_for(request.user, pk)
    check_can_run(request.user, found.seat.mesa)
    attempt(
        request,
        lambda: end_delegation(delegation=found, until=today(), by=request.user, at=now()),
        gettext_noop("La delegación termina hoy. Lo que votó con ella sigue en firme."),
    )
    return redirect("mesa_seat", found.seat_id)
