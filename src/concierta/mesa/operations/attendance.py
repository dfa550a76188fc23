"""Who comes and who leaves, as it happens: the quorum of every instant is counted from these."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from concierta.kernel.clock import local_date, local_time
from concierta.kernel.errors import Invalid, Phrase, Refusal, TransitionRefused, gettext_noop
from concierta.mesa.enums import MotionState, SessionState
from concierta.mesa.models import Attendance, Delegation, Motion, Seat, Session, Vote
from concierta.mesa.operations.acts import locked_session, motion_number, motion_subject, record, session_subject
from concierta.mesa.permissions import check_can_be_there_for, check_can_run
from concierta.mesa.queries.quorum import quorum_of
from concierta.mesa.queries.seats import delegations_on
from concierta.people.models import User


@transaction.atomic
def record_arrival(
    *,
    session: Session,
    seat: Seat,
    person: User | None = None,
    delegation: Delegation | None = None,
    by: User | None,
    at: datetime,
) -> Attendance:
    """A seat is there from `at`. Without `person` it is its principal; anybody else shows a delegation of that day.

    A seat whose principal has no account may be present all the same: its entity is. Refuses whoever is there already
    for as many seats as the rules of the session let one person speak for, and a moment before a vote that was counted
    without this seat.
    """
    session = _session_to_attend(session, by)
    day = local_date(session.starts_at)
    if seat.mesa_id != session.mesa_id:
        raise Invalid(gettext_noop("Esa silla es de otra mesa."), field="seat")
    if seat.since > day or (seat.until is not None and seat.until < day):
        raise Refusal(gettext_noop("%(entity)s no tiene silla ese día."), entity=seat.entity.short_name)
    if Attendance.objects.filter(session=session, seat=seat, left_at__isnull=True).exists():
        raise Refusal(gettext_noop("%(entity)s ya figura presente."), entity=seat.entity.short_name)
    before = Attendance.objects.filter(session=session, seat=seat).order_by("-left_at").first()
    if before is not None and before.left_at is not None and at < before.left_at:
        raise Invalid(gettext_noop("Esa entidad salió después de esa hora."), field="at")
    _check_nothing_was_counted(session, seat, at, came=True)
    delegation, person = _who(seat, person, delegation, session)
    check_speaks_for_few(session, seat, person, delegation, at)
    attendance = Attendance.objects.create(
        session=session, seat=seat, person=person, delegation=delegation, arrived_at=at
    )
    _record("session.arrival", session, attendance, by, at)
    return attendance


@transaction.atomic
def record_departure(*, session: Session, seat: Seat, by: User | None, at: datetime) -> Attendance:
    """A seat is not there from `at` on. Its vote in a motion still open goes with it.

    A motion is decided by those who are there when it closes: the vote of who left would be counted among people who
    are no longer `present`. The ledger keeps that it was withdrawn; whoever comes back votes again. Refuses a moment
    before a vote that the seat cast, or that was counted with it present: what is on record did happen.
    """
    session = _session_to_attend(session, by)
    attendance = (
        Attendance.objects.select_related("seat__entity", "delegation__document")
        .filter(session=session, seat=seat, left_at__isnull=True)
        .first()
    )
    if attendance is None:
        raise Refusal(gettext_noop("%(entity)s no figura presente."), entity=seat.entity.short_name)
    if at < attendance.arrived_at:
        raise Invalid(gettext_noop("Nadie sale antes de llegar: revise la hora."), field="at")
    _check_nothing_was_cast(session, seat, at)
    _check_nothing_was_counted(session, seat, at, came=False)
    attendance.left_at = at
    attendance.save(update_fields=["left_at"])
    withdraw_open_votes(session=session, seat=seat, item_pk=None, by=by, at=at)
    _record("session.departure", session, attendance, by, at)
    return attendance


def withdraw_open_votes(*, session: Session, seat: Seat, item_pk: int | None, by: User | None, at: datetime) -> None:
    """Take the seat's votes out of the motions still open, in one item or in the whole session."""
    votes = Vote.objects.filter(seat=seat, motion__item__session=session, motion__state=MotionState.OPEN)
    if item_pk is not None:
        votes = votes.filter(motion__item=item_pk)
    for vote in votes.select_related("motion__item"):
        vote.motion.item.session = session
        vote.delete()
        record(
            kind="vote.withdrawn",
            subject=motion_subject(vote.motion),
            mesa=session.mesa,
            body={"reserved": True} if vote.motion.item.reserved_basis else {"entity": seat.entity.code},
            by=by,
            at=at,
        )


def _check_nothing_was_cast(session: Session, seat: Seat, at: datetime) -> None:
    vote = (
        Vote.objects.filter(seat=seat, motion__item__session=session, cast_at__gt=at)
        .select_related("motion__item")
        .order_by("cast_at")
        .last()
    )
    if vote is not None:
        vote.motion.item.session = session
        raise Invalid(
            gettext_noop("%(entity)s votó a las %(hour)s en la votación %(n)s: no pudo salir antes. Revise la hora."),
            field="at",
            entity=seat.entity.short_name,
            hour=_clock(vote.cast_at),
            n=motion_number(vote.motion),
        )


def _check_nothing_was_counted(session: Session, seat: Seat, at: datetime, *, came: bool) -> None:
    """The result of a vote says how many were present: nobody comes or goes before it afterwards."""
    motions = Motion.objects.filter(item__session=session, closed_at__gt=at).exclude(state=MotionState.WITHDRAWN)
    motion = motions.select_related("item").order_by("closed_at").last() if seat.has_vote else None
    if motion is not None and motion.closed_at is not None:
        motion.item.session = session
        raise Invalid(
            gettext_noop("La votación %(n)s se contó a las %(hour)s sin %(entity)s: llegó desde entonces, no antes.")
            if came
            else gettext_noop("La votación %(n)s se contó a las %(hour)s con %(entity)s presente: no salió antes."),
            field="at",
            entity=seat.entity.short_name,
            hour=_clock(motion.closed_at),
            n=motion_number(motion),
        )


def check_speaks_for_few(
    session: Session, seat: Seat, person: User | None, delegation: Delegation | None, at: datetime
) -> None:
    """Refuse a person who from `at` on would be there as principal of two seats, or by more delegations than the rules
    of the session allow."""
    if person is None:
        return
    others = Attendance.objects.filter(Q(left_at__isnull=True) | Q(left_at__gt=at), session=session, person=person)
    others = others.exclude(seat=seat).select_related("seat__entity")
    if delegation is None and (taken := others.filter(delegation__isnull=True).first()):
        raise Invalid(
            gettext_noop("%(name)s ya está por %(entity)s: una persona ocupa una silla, y otra solo por delegación."),
            field="person",
            name=person.name,
            entity=taken.seat.entity.short_name,
        )
    held = others.filter(delegation__isnull=False).values("seat").distinct().count()
    if delegation is not None and held >= session.rules.delegations_per_person:
        raise too_many_delegations(person, session.rules.delegations_per_person, held, field="delegation")


def too_many_delegations(person: User, allowed: int, held: int, *, field: str) -> Invalid:
    return Invalid(
        gettext_noop(
            "%(name)s ya habla por delegación de %(held)s, y las reglas de la mesa dejan %(allowed)s por persona: "
            "que la entidad delegue en otra."
        ),
        field=field,
        name=person.name,
        held=held,
        allowed=allowed,
    )


def _clock(moment: datetime) -> str:
    return f"{local_time(moment):%H:%M}"


def _session_to_attend(session: Session, by: User | None) -> Session:
    session = locked_session(session.pk)
    check_can_run(by, session.mesa)
    if session.state not in (SessionState.NOTICED, SessionState.OPEN):
        raise TransitionRefused(
            gettext_noop("La sesión está «%(state)s»: la asistencia se registra cuando está convocada o en curso."),
            state=Phrase(str(session.get_state_display())),
        )
    return session


def _who(
    seat: Seat, person: User | None, delegation: Delegation | None, session: Session
) -> tuple[Delegation | None, User | None]:
    day = local_date(session.starts_at)
    if delegation is not None:
        in_force = delegations_on(seat, day).filter(pk=delegation.pk).first()
        if in_force is None or (person is not None and person.pk != in_force.person_id):
            raise Invalid(
                gettext_noop("Esa delegación no es de %(entity)s, no está vigente ese día, o es de otra persona."),
                field="delegation",
                entity=seat.entity.short_name,
            )
        return in_force, in_force.person
    if person is None:
        return None, seat.principal
    check_can_be_there_for(person, seat, day)
    if person.pk == seat.principal_id:
        return None, person
    return delegations_on(seat, day).filter(person=person).first(), person


def _record(kind: str, session: Session, attendance: Attendance, by: User | None, at: datetime) -> None:
    quorum = quorum_of(session, at)
    delegation = attendance.delegation
    record(
        kind=kind,
        subject=session_subject(session),
        mesa=session.mesa,
        body={
            "entity": attendance.seat.entity.code,
            "delegation_sha256": delegation.document.file_id if delegation else None,
            "present": quorum.present,
            "people": quorum.people,
            "needed": quorum.needed,
        },
        by=by,
        at=at,
    )
