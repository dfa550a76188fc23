"""Who comes and who leaves, as it happens: the quorum of every instant is counted from these."""

from datetime import datetime

from django.db import transaction

from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, Phrase, Refusal, TransitionRefused, gettext_noop
from concierta.people.models import User
from concierta.table.enums import MotionState, SessionState
from concierta.table.models import Attendance, Delegation, Seat, Session, Vote
from concierta.table.operations.acts import locked_session, motion_subject, record, session_subject
from concierta.table.permissions import check_can_be_there_for, check_can_run
from concierta.table.queries.quorum import quorum_of
from concierta.table.queries.seats import delegations_on


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

    A seat whose principal has no account may be present all the same: its entity is.
    """
    session = _session_to_attend(session, by)
    day = local_date(session.starts_at)
    if seat.table_id != session.table_id:
        raise Invalid(gettext_noop("Esa silla es de otra mesa."), field="seat")
    if seat.since > day or (seat.until is not None and seat.until < day):
        raise Refusal(gettext_noop("%(entity)s no tiene silla ese día."), entity=seat.entity.short_name)
    if Attendance.objects.filter(session=session, seat=seat, left_at__isnull=True).exists():
        raise Refusal(gettext_noop("%(entity)s ya figura presente."), entity=seat.entity.short_name)
    before = Attendance.objects.filter(session=session, seat=seat).order_by("-left_at").first()
    if before is not None and before.left_at is not None and at < before.left_at:
        raise Invalid(gettext_noop("Esa entidad salió después de esa hora."), field="at")
    delegation, person = _who(seat, person, delegation, session)
    attendance = Attendance.objects.create(
        session=session, seat=seat, person=person, delegation=delegation, arrived_at=at
    )
    _record("session.arrival", session, attendance, by, at)
    return attendance


@transaction.atomic
def record_departure(*, session: Session, seat: Seat, by: User | None, at: datetime) -> Attendance:
    """A seat is not there from `at` on. Its vote in a motion still open goes with it.

    A motion is decided by those who are there when it closes: the vote of who left would be counted among people who
    are no longer `present`. The ledger keeps that it was withdrawn; whoever comes back votes again.
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
            table=session.table,
            body={"reserved": True} if vote.motion.item.reserved_basis else {"entity": seat.entity.code},
            by=by,
            at=at,
        )


def _session_to_attend(session: Session, by: User | None) -> Session:
    session = locked_session(session.pk)
    check_can_run(by, session.table)
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
        table=session.table,
        body={
            "entity": attendance.seat.entity.code,
            "delegation_sha256": delegation.document.file_id if delegation else None,
            "present": quorum.present,
            "needed": quorum.needed,
        },
        by=by,
        at=at,
    )
