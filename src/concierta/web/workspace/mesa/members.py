"""Who sits at the Mesa and who speaks for whom."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from concierta.kernel.alphabet import alphabetical
from concierta.kernel.clock import now, today
from concierta.mesa.operations import end_delegation, end_seat, give_seat, register_delegation, set_principal
from concierta.mesa.permissions import can_run, check_can_run
from concierta.mesa.queries import (
    AttendanceRecord,
    attendance_record,
    delegation_for,
    delegations_of,
    mesas_of,
    seat_for,
    seats_on,
)
from concierta.people.queries import all_entities
from concierta.web.workspace.acts import act_view, attempt, sent, why_not
from concierta.web.workspace.mesa.forms import DelegationForm, PrincipalForm, SeatForm
from concierta.web.workspace.mesa.places import people_choices, stored
from concierta.web.workspace.shell import SignedInRequest, page
from concierta.web.workspace.steering.views import chosen

if TYPE_CHECKING:
    from concierta.mesa.models import Delegation, Mesa, Seat


@dataclass(frozen=True, slots=True)
class SeatLine:
    """`record` is how often it came, or None where nobody asked."""

    seat: "Seat"
    role: str
    delegations: "Sequence[Delegation]"
    record: AttendanceRecord | None = None


def seat_lines(
    mesa: "Mesa",
    seats: "Iterable[Seat]",
    delegations: "Iterable[Delegation]",
    attendance: Iterable[AttendanceRecord] = (),
) -> list[SeatLine]:
    """`delegations` and `attendance` are those of the whole Mesa: one of any size costs the same questions."""
    roles = {mesa.chair_id: gettext("Preside"), mesa.secretariat_id: gettext("Secretaría técnica")}
    by_seat = defaultdict(list)
    for delegation in delegations:
        by_seat[delegation.seat_id].append(delegation)
    records = {record.entity.pk: record for record in attendance}
    return [
        SeatLine(seat, roles.get(seat.entity_id, ""), by_seat[seat.pk], records.get(seat.entity_id))
        for seat in sorted(seats, key=lambda seat: (not seat.has_vote, alphabetical(seat.entity.name)))
    ]


def members_title(seats: "Sequence[Seat]") -> str:
    """«12 entidades con voto, 3 con voz»."""
    voting = sum(seat.has_vote for seat in seats)
    words = ngettext("%(n)s entidad con voto", "%(n)s entidades con voto", voting) % {"n": voting}
    heard = len(seats) - voting
    return f"{words}, " + gettext("%(n)s con voz") % {"n": heard} if heard else words


def members_href(mesa_pk: int) -> str:
    return f"{reverse('seats')}?mesa={mesa_pk}"


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: SignedInRequest) -> HttpResponse:
    """Everybody of the Mesa reads who sits at it; its secretariat seats one more. `?mesa=` names one of several."""
    mesa: Mesa | None = chosen(list(mesas_of(request.user)), request.GET.get("mesa", ""), lambda mesa: str(mesa.pk))
    if mesa is None:
        return redirect("mesa")
    if request.method == "POST":
        check_can_run(request.user, mesa)
    may_run = can_run(request.user, mesa)
    seats = list(seats_on(mesa, today()))
    context = {
        "mesa": mesa,
        "title": members_title(seats),
        "lines": seat_lines(mesa, seats, delegations_of(mesa), attendance_record(mesa, today())),
        "blocked": why_not(may_run),
    }
    if not may_run:
        return page(request, "mesa/members.html", {**context, "form": None, "errors": []})
    seated = {seat.entity_id for seat in seats}
    form = sent(
        request,
        SeatForm,
        entities=[(entity, entity.name) for entity in all_entities() if entity.pk not in seated],
        people=people_choices(request.user),
    )
    return act_view(
        request,
        "mesa/members.html",
        form,
        lambda: give_seat(mesa=mesa, **form.cleaned_data, by=request.user, at=now()),
        done="",
        to=members_href(mesa.pk),
        context=context,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: SignedInRequest, pk: int) -> HttpResponse:
    """One seat, for the secretariat: its principal, a new delegation, its end."""
    seat = seat_for(request.user, pk)
    mesa = seat.mesa
    check_can_run(request.user, mesa)
    act = request.POST.get("act", "")
    if act == "end":
        attempt(request, lambda: end_seat(seat=seat, until=today(), by=request.user, at=now()), "")
        return redirect(members_href(mesa.pk))
    people = people_choices(request.user)
    principal = PrincipalForm(request.POST if act == "principal" else None, people=people, current=seat.principal_id)
    delegates = act == "delegate"
    delegation = DelegationForm(
        request.POST if delegates else None, request.FILES if delegates else None, people=people
    )

    def do() -> None:
        if not delegates:
            set_principal(seat=seat, **principal.cleaned_data, by=request.user, at=now())
            return
        values = delegation.cleaned_data
        title = gettext("Delegación de %(entity)s") % {"entity": seat.entity.short_name}
        document = stored(request, values["document"], title, mesa.secretariat)
        register_delegation(seat=seat, **{**values, "document": document}, by=request.user, at=now())

    return act_view(
        request,
        "mesa/seat.html",
        delegation if delegates else principal,
        do,
        done="",
        to=reverse("mesa_seat", args=[pk]),
        context=lambda: {
            "line": seat_lines(mesa, [seat], [one for one in delegations_of(mesa) if one.seat_id == pk])[0],
            "mesa": mesa,
            "principal": principal,
            "delegation": delegation,
        },
    )


@require_POST
def finish_delegation(request: SignedInRequest, pk: int) -> HttpResponse:
    delegation = delegation_for(request.user, pk)
    check_can_run(request.user, delegation.seat.mesa)
    attempt(
        request,
        lambda: end_delegation(delegation=delegation, until=today(), by=request.user, at=now()),
        gettext("La delegación termina hoy. Lo que votó con ella sigue en firme."),
    )
    return redirect("mesa_seat", delegation.seat_id)
