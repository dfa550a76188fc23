"""Who sits at the Mesa, since when and until when, and who may speak for them."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from concierta.evidence.models import Evidence
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.ledger.locking import locked
from concierta.mesa.models import Attendance, Delegation, Mesa, Seat
from concierta.mesa.operations.acts import mesa_subject, record
from concierta.mesa.operations.attendance import too_many_delegations
from concierta.mesa.permissions import check_can_run
from concierta.mesa.queries.seats import rules_on
from concierta.people.models import Entity, User

_RELATED = ("entity", "mesa__agreement", "mesa__secretariat")


@transaction.atomic
def give_seat(
    *,
    mesa: Mesa,
    entity: Entity,
    has_vote: bool,
    since: date,
    principal: User | None = None,
    by: User | None,
    at: datetime,
) -> Seat:
    """Seat an entity, with voice and vote or with voice only. Refuses a second seat while it holds one."""
    check_can_run(by, mesa)
    if Seat.objects.filter(mesa=mesa, entity=entity, until__isnull=True).exists():
        raise Refusal(
            gettext_noop("%(entity)s ya tiene silla en la mesa: termínela antes de darle otra."),
            entity=entity.short_name,
        )
    last = Seat.objects.filter(mesa=mesa, entity=entity).order_by("-until").first()
    if last is not None and last.until is not None and since <= last.until:
        raise Invalid(
            gettext_noop("La silla anterior de %(entity)s terminó el %(date)s: la nueva empieza después."),
            field="since",
            entity=entity.short_name,
            date=last.until.isoformat(),
        )
    _check_sits_once(mesa, principal, since, None)
    seat = Seat.objects.create(mesa=mesa, entity=entity, has_vote=has_vote, since=since, principal=principal)
    record(
        kind="table.seat_given",
        subject=mesa_subject(mesa),
        mesa=mesa,
        body={"entity": entity.code, "has_vote": has_vote, "since": since.isoformat()},
        by=by,
        at=at,
    )
    return seat


@transaction.atomic
def end_seat(*, seat: Seat, until: date, by: User | None, at: datetime) -> Seat:
    """End a seat on `until`, its last day. It stays on record, with what it voted: refuses a day before one on which
    it was there."""
    seat = locked(seat, *_RELATED)
    check_can_run(by, seat.mesa)
    if seat.until is not None:
        raise Refusal(gettext_noop("Esa silla ya había terminado el %(date)s."), date=seat.until.isoformat())
    if until < seat.since:
        raise Invalid(gettext_noop("La silla no puede terminar antes de empezar."), field="until")
    _check_not_used(Attendance.objects.filter(seat=seat), until, seat)
    if Attendance.objects.filter(seat=seat, left_at__isnull=True).exists():
        raise Refusal(
            gettext_noop("%(entity)s está en una sesión en curso: registre primero su salida."),
            entity=seat.entity.short_name,
        )
    seat.until = until
    seat.save(update_fields=["until"])
    record(
        kind="table.seat_ended",
        subject=mesa_subject(seat.mesa),
        mesa=seat.mesa,
        body={"entity": seat.entity.code, "until": until.isoformat()},
        by=by,
        at=at,
    )
    return seat


@transaction.atomic
def set_principal(*, seat: Seat, principal: User | None, by: User | None, at: datetime) -> Seat:
    """Name who sits there by right. The public knows entities, not persons: the ledger says that it changed."""
    seat = locked(seat, *_RELATED)
    check_can_run(by, seat.mesa)
    if seat.until is not None:
        raise Refusal(gettext_noop("Esa silla ya había terminado el %(date)s."), date=seat.until.isoformat())
    if seat.principal_id == (principal.pk if principal else None):
        return seat
    _check_sits_once(seat.mesa, principal, local_date(at), seat)
    seat.principal = principal
    seat.save(update_fields=["principal"])
    record(
        kind="table.principal_set",
        subject=mesa_subject(seat.mesa),
        mesa=seat.mesa,
        body={"entity": seat.entity.code, "named": principal is not None},
        by=by,
        at=at,
    )
    return seat


@transaction.atomic
def register_delegation(
    *,
    seat: Seat,
    person: User,
    document: Evidence,
    since: date,
    until: date | None = None,
    by: User | None,
    at: datetime,
) -> Delegation:
    """Put on record the written delegation by which `person` speaks for `seat`, both days included.

    Refuses a person who on some of those days already speaks for as many other seats by delegation as the rules allow.
    """
    seat = locked(seat, *_RELATED)
    check_can_run(by, seat.mesa)
    if seat.principal_id == person.pk:
        raise Invalid(gettext_noop("%(name)s ya es titular de esa silla."), field="person", name=person.name)
    if until is not None and until < since:
        raise Invalid(gettext_noop("La delegación no puede terminar antes de empezar."), field="until")
    if since < seat.since or (seat.until is not None and (until is None or until > seat.until)):
        raise Invalid(gettext_noop("La delegación no dura más que la silla."), field="since")
    _check_speaks_for_few(seat, person, since, until)
    delegation = Delegation.objects.create(seat=seat, person=person, document=document, since=since, until=until)
    record(
        kind="table.delegation_registered",
        subject=mesa_subject(seat.mesa),
        mesa=seat.mesa,
        body={
            "entity": seat.entity.code,
            "document_sha256": document.file_id,
            "since": since.isoformat(),
            "until": until.isoformat() if until else None,
        },
        by=by,
        at=at,
    )
    return delegation


@transaction.atomic
def end_delegation(*, delegation: Delegation, until: date, by: User | None, at: datetime) -> Delegation:
    """End a delegation on `until`, its last day. Refuses a day before one on which it was used."""
    delegation = locked(delegation, *(f"seat__{name}" for name in _RELATED), "document")
    mesa = delegation.seat.mesa
    check_can_run(by, mesa)
    if delegation.until is not None and delegation.until <= until:
        raise Refusal(gettext_noop("Esa delegación ya termina el %(date)s."), date=delegation.until.isoformat())
    if until < delegation.since:
        raise Invalid(gettext_noop("La delegación no puede terminar antes de empezar."), field="until")
    _check_not_used(Attendance.objects.filter(delegation=delegation), until, delegation.seat)
    delegation.until = until
    delegation.save(update_fields=["until"])
    record(
        kind="table.delegation_ended",
        subject=mesa_subject(mesa),
        mesa=mesa,
        body={
            "entity": delegation.seat.entity.code,
            "document_sha256": delegation.document.file_id,
            "until": until.isoformat(),
        },
        by=by,
        at=at,
    )
    return delegation


def _check_sits_once(mesa: Mesa, principal: User | None, on: date, but: Seat | None) -> None:
    """One person is the principal of one seat: two would be a delegation that nobody wrote."""
    if principal is None:
        return
    others = Seat.objects.filter(Q(until__isnull=True) | Q(until__gte=on), mesa=mesa, principal=principal)
    if but is not None:
        others = others.exclude(pk=but.pk)
    other = others.select_related("entity").first()
    if other is not None:
        raise Invalid(
            gettext_noop("%(name)s ya es titular de %(entity)s: nombre a otra persona, o registre una delegación."),
            field="principal",
            name=principal.name,
            entity=other.entity.short_name,
        )


def _check_speaks_for_few(seat: Seat, person: User, since: date, until: date | None) -> None:
    """By the rules in force on the first day. Two delegations for one seat are one."""
    held = Delegation.objects.filter(Q(until__isnull=True) | Q(until__gte=since), seat__mesa=seat.mesa, person=person)
    if until is not None:
        held = held.filter(since__lte=until)
    seats = held.exclude(seat=seat).values("seat").distinct().count()
    allowed = rules_on(seat.mesa, since).delegations_per_person
    if seats >= allowed:
        raise too_many_delegations(person, allowed, seats, field="person")


def _check_not_used(stays: QuerySet[Attendance], until: date, seat: Seat) -> None:
    last = stays.select_related("session").order_by("session__starts_at").last()
    if last is not None and until < local_date(last.session.starts_at):
        raise Invalid(
            gettext_noop("Con ella %(entity)s estuvo en la sesión %(n)s, del %(date)s: no termina antes de ese día."),
            field="until",
            entity=seat.entity.short_name,
            n=last.session.number,
            date=local_date(last.session.starts_at).isoformat(),
        )
