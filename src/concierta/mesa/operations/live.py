"""The session itself: opened, and closed; or on record that it could not be held."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, Refusal, TransitionRefused, gettext_noop
from concierta.mesa.enums import MotionState
from concierta.mesa.models import Attendance, Motion, Session
from concierta.mesa.operations.acts import locked_session, record, session_subject
from concierta.mesa.operations.texts import required
from concierta.mesa.permissions import check_can_run
from concierta.mesa.queries.quorum import quorum_of
from concierta.mesa.workflow import SESSION_WORKFLOW
from concierta.people.models import User


@transaction.atomic
def open_session(*, session: Session, by: User | None, at: datetime) -> Session:
    """Begin. Without quorum the Mesa may meet and hear, but every motion waits until there is one."""
    session = locked_session(session.pk)
    check_can_run(by, session.mesa)
    transition = SESSION_WORKFLOW.check("open", session.state)
    if local_date(at) < local_date(session.starts_at):
        raise Refusal(
            gettext_noop("La sesión se convocó para el %(date)s: no se abre antes de ese día."),
            date=local_date(session.starts_at).isoformat(),
        )
    if Session.objects.filter(mesa=session.mesa, state=transition.target).exists():
        raise Refusal(gettext_noop("La mesa tiene otra sesión en curso: ciérrela primero."))
    session.state, session.opened_at = transition.target, at
    session.save(update_fields=["state", "opened_at"])
    _record(session, transition.event, {}, by, at)
    return session


@transaction.atomic
def close_session(*, session: Session, by: User | None, at: datetime) -> Session:
    """End. Items still open end with it, and everybody leaves. Refuses while a motion is open."""
    session = locked_session(session.pk)
    check_can_run(by, session.mesa)
    transition = SESSION_WORKFLOW.check("close", session.state)
    if Motion.objects.filter(item__session=session, state=MotionState.OPEN).exists():
        raise TransitionRefused(gettext_noop("Hay una votación abierta: ciérrela o retírela antes de terminar."))
    _check_after_all(session, at)
    quorum = _quorum_body(session, at)
    session.items.filter(opened_at__isnull=False, closed_at__isnull=True).update(closed_at=at)
    Attendance.objects.filter(session=session, left_at__isnull=True).update(left_at=at)
    session.state, session.closed_at = transition.target, at
    session.save(update_fields=["state", "closed_at"])
    decisions = list(session.decisions.values_list("number", flat=True))
    record(
        kind=transition.event,
        subject=session_subject(session),
        mesa=session.mesa,
        body=quorum | {"decisions": decisions},
        by=by,
        at=at,
    )
    return session


@transaction.atomic
def declare_not_held(*, session: Session, reason: str, by: User | None, at: datetime) -> Session:
    """Put on record that the session could not be held, and why: for want of quorum, as a rule.

    Those who came stay on record. Refuses before its day, when it can still be cancelled, and where something was
    decided: then it was held.
    """
    session = locked_session(session.pk)
    check_can_run(by, session.mesa)
    transition = SESSION_WORKFLOW.check("not_held", session.state)
    reason = required(reason, gettext_noop("Diga por qué no se instaló la sesión: quedará en el acta."), "reason")
    if local_date(at) < local_date(session.starts_at):
        raise Refusal(
            gettext_noop("La sesión es el %(date)s: antes de ese día no se instala ni deja de instalarse. Cancélela."),
            date=local_date(session.starts_at).isoformat(),
        )
    if session.decisions.exists():
        raise TransitionRefused(gettext_noop("En esta sesión ya se decidió: termínela en vez de anularla."))
    if Motion.objects.filter(item__session=session, state=MotionState.OPEN).exists():
        raise TransitionRefused(gettext_noop("Hay una votación abierta: ciérrela o retírela antes de terminar."))
    _check_after_all(session, at)
    quorum = _quorum_body(session, at)
    session.items.filter(opened_at__isnull=False, closed_at__isnull=True).update(closed_at=at)
    Attendance.objects.filter(session=session, left_at__isnull=True).update(left_at=at)
    session.state, session.closed_at, session.not_held_reason = transition.target, at, reason
    session.save(update_fields=["state", "closed_at", "not_held_reason"])
    record(
        kind=transition.event,
        subject=session_subject(session),
        mesa=session.mesa,
        body=quorum,
        sealed={"reason": reason},
        by=by,
        at=at,
    )
    return session


def _check_after_all(session: Session, at: datetime) -> None:
    """A session does not end before what happened in it."""
    arrivals = Attendance.objects.filter(session=session, arrived_at__gt=at)
    opened = session.items.filter(opened_at__gt=at)
    counted = Motion.objects.filter(item__session=session, closed_at__gt=at)
    if arrivals.exists() or opened.exists() or counted.exists() or (session.opened_at and at < session.opened_at):
        raise Invalid(gettext_noop("La sesión no termina antes de lo que pasó en ella: revise la hora."), field="at")


def _quorum_body(session: Session, at: datetime) -> dict[str, Any]:
    quorum = quorum_of(session, at)
    return {"present": quorum.present, "people": quorum.people, "voting": quorum.voting, "needed": quorum.needed}


def _record(session: Session, kind: str, body: Mapping[str, object], by: User | None, at: datetime) -> None:
    record(
        kind=kind,
        subject=session_subject(session),
        mesa=session.mesa,
        body={**_quorum_body(session, at), **body},
        by=by,
        at=at,
    )
