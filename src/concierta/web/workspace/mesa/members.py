"""Who sits at the Mesa and who speaks for whom."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from concierta.kernel.alphabet import alphabetical
from concierta.kernel.clock import now, today
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.mesa.enums import Majority, Quorum
from concierta.mesa.operations import end_delegation, end_seat, give_seat, register_delegation, set_principal
from concierta.mesa.permissions import can_run, check_can_run
from concierta.mesa.queries import attendance_record, delegation_for, delegations_of, mesas_of, seat_for, seats_on
from concierta.people.queries import all_entities
from concierta.web.kit.formats import percent, short_date
from concierta.web.workspace.acts import add_refusal, summary_of, why_not
from concierta.web.workspace.mesa.forms import DelegationForm, PrincipalForm, SeatForm
from concierta.web.workspace.mesa.places import attempt, people_choices, stored
from concierta.web.workspace.shell import SignedInRequest, page
from concierta.web.workspace.steering.views import chosen


@dataclass(frozen=True, slots=True)
class DelegationLine:
    pk: int
    person: str
    when: str
    document: int
    in_force: bool


@dataclass(frozen=True, slots=True)
class SeatLine:
    pk: int
    entity: str
    short: str
    voice: str
    has_vote: bool
    principal: str
    since: str
    role: str
    delegations: list[DelegationLine]
    attendance: str
    attended: tuple[int, ...]


def seat_lines(
    mesa: Any, seats: Iterable[Any], delegations: Iterable[Any], on: date, attendance: Iterable[Any] = ()
) -> list[SeatLine]:
    """`delegations` and `attendance` are those of the whole Mesa: one of any size costs the same questions."""
    by_seat = defaultdict(list)
    for delegation in delegations:
        by_seat[delegation.seat_id].append(_delegation(delegation, on))
    records = {record.entity.pk: record for record in attendance}
    ordered = sorted(seats, key=lambda seat: (not seat.has_vote, alphabetical(seat.entity.name)))
    return [_line(mesa, seat, by_seat[seat.pk], records.get(seat.entity_id)) for seat in ordered]


def _line(mesa: Any, seat: Any, delegations: list[DelegationLine], record: Any) -> SeatLine:
    roles = {mesa.chair_id: gettext("Preside"), mesa.secretariat_id: gettext("Secretaría técnica")}
    return SeatLine(
        pk=seat.pk,
        entity=seat.entity.name,
        short=seat.entity.short_name,
        voice=gettext("Voz y voto") if seat.has_vote else gettext("Voz"),
        has_vote=seat.has_vote,
        principal=seat.principal.name if seat.principal else "",
        since=short_date(seat.since),
        role=roles.get(seat.entity_id, ""),
        delegations=delegations,
        attendance=attendance_words(record) if record and record.held else "",
        attended=record.attended_sessions if record else (),
    )


def attendance_words(record: Any) -> str:
    """ "2 de 4 sesiones (50 %)", as the portal says it."""
    return ngettext(
        "%(attended)s de %(held)s sesión (%(share)s)", "%(attended)s de %(held)s sesiones (%(share)s)", record.held
    ) % {"attended": record.attended, "held": record.held, "share": percent(record.share)}


def _delegation(delegation: Any, on: date) -> DelegationLine:
    when = (
        gettext("desde el %(since)s hasta el %(until)s")
        % {"since": short_date(delegation.since), "until": short_date(delegation.until)}
        if delegation.until
        else gettext("desde el %(since)s") % {"since": short_date(delegation.since)}
    )
    in_force = delegation.since <= on and (delegation.until is None or delegation.until >= on)
    return DelegationLine(delegation.pk, delegation.person.name, when, delegation.document_id, in_force)


def members_title(lines: list[SeatLine]) -> str:
    """«12 entidades con voto, 3 con voz»."""
    voting = sum(line.has_vote for line in lines)
    said = ngettext("%(n)s entidad con voto", "%(n)s entidades con voto", voting) % {"n": voting}
    heard = len(lines) - voting
    return f"{said}, " + gettext("%(n)s con voz") % {"n": heard} if heard else said


def rules_items(rules: Any) -> list[tuple[str, str]]:
    """One version of the rules, as label and words."""

    def days(count: int) -> str:
        return ngettext("%(n)s día hábil antes", "%(n)s días hábiles antes", count) % {"n": count}

    months = rules.period_months
    return [
        (gettext("Convocatoria ordinaria"), days(rules.notice_days)),
        (gettext("Convocatoria extraordinaria"), days(rules.extraordinary_notice_days)),
        (gettext("Quórum"), str(Quorum(rules.quorum).label)),
        (gettext("Para decidir"), str(Majority(rules.majority).label)),
        (
            gettext("Sesiones ordinarias"),
            ngettext("al menos una cada mes", "al menos una cada %(n)s meses", months) % {"n": months},
        ),
        (
            gettext("Por delegación"),
            ngettext("%(n)s entidad por persona", "%(n)s entidades por persona", rules.delegations_per_person)
            % {"n": rules.delegations_per_person},
        ),
    ]


def rules_versions(versions: Iterable[Any]) -> list[dict[str, str]]:
    """Every version, the newest first, for a timeline."""
    return [
        {
            "title": gettext("Versión %(n)s") % {"n": one.version},
            "when": gettext("Rige desde el %(day)s") % {"day": short_date(one.effective_on)},
            "by": gettext("decisión %(number)s") % {"number": one.decision.number}
            if one.decision
            else gettext("con la mesa"),
        }
        for one in versions
    ]


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
    return page(request, "mesa/members.html", context, status=422 if form and form.errors else 200)


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
    return page(request, "mesa/seat.html", context, status=422 if errors else 200)


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
