"""Holding what an act changes until it is done, and writing the act in the ledger."""

from collections.abc import Mapping
from datetime import datetime

from concierta.kernel.errors import TransitionRefused, gettext_noop
from concierta.ledger.locking import locked, locked_by_key
from concierta.ledger.operations import record_event
from concierta.mesa.enums import MinutesState, SessionState
from concierta.mesa.models import AgendaItem, Mesa, Minutes, Motion, Session
from concierta.people.models import Entity, User

_TABLE = ("mesa__agreement", "mesa__secretariat", "mesa__chair")


def locked_mesa(mesa: Mesa) -> Mesa:
    """The Mesa held until the transaction ends: what it numbers has no gap and no double."""
    return locked(mesa, "agreement", "secretariat", "chair")


def locked_session(session_pk: int) -> Session:
    """The session held until the transaction ends. Arrivals, votes and decisions of one session queue here."""
    return locked_by_key(Session, session_pk, *_TABLE, "rules")


def locked_item(item: AgendaItem) -> AgendaItem:
    """The item as it is now, with its session, both held: first the session, always in this order."""
    session = locked_session(item.session_id)
    item = locked(item)
    item.session = session
    return item


def locked_motion(motion: Motion) -> Motion:
    """The motion as it is now, with its item and session, all held."""
    session = locked_session(AgendaItem.objects.values_list("session", flat=True).get(pk=motion.item_id))
    motion = locked(motion, "item", "proposed_by__entity")
    motion.item.session = session
    return motion


def check_in_session(session: Session) -> None:
    if session.state != SessionState.OPEN:
        raise TransitionRefused(
            gettext_noop("La sesión está «%(state)s»: esto solo se hace mientras está en curso."),
            state=session.get_state_display(),
        )


def check_minutes_open(session: Session) -> None:
    """What the approved minutes say does not change under them."""
    approved = (MinutesState.APPROVED, MinutesState.SIGNED)
    if Minutes.objects.filter(session=session, state__in=approved).exists():
        raise TransitionRefused(gettext_noop("El acta de esta sesión ya está aprobada: lo que recoge no cambia."))


def record(
    *,
    kind: str,
    subject: str,
    mesa: Mesa,
    body: Mapping[str, object],
    by: User | None,
    at: datetime,
    sealed: Mapping[str, object] | None = None,
    entity: Entity | None = None,
) -> None:
    """One event. `entity` is who acted; the secretariat unless said. Words are `sealed`: any item may become reserved,
    and what a hundred people could have said can be guessed from its bare hash."""
    record_event(kind=kind, subject=subject, body=body, sealed=sealed, by=by, entity=entity or mesa.secretariat, at=at)


def mesa_subject(mesa: Mesa) -> str:
    return f"table:{mesa.agreement.slug}"


def session_subject(session: Session) -> str:
    """How the ledger names a session: 'session:cali:3'."""
    return f"session:{session.mesa.agreement.slug}:{session.number}"


def item_subject(item: AgendaItem) -> str:
    """'session:cali:3:item:41'. Its own key, because an agenda is reordered."""
    return f"{session_subject(item.session)}:item:{item.pk}"


def motion_subject(motion: Motion) -> str:
    """'session:cali:3:motion:2', in the order in which the session heard them."""
    return f"{session_subject(motion.item.session)}:motion:{motion_number(motion)}"


def motion_number(motion: Motion) -> int:
    """Counted from one in its session."""
    return Motion.objects.filter(item__session=motion.item.session_id, pk__lte=motion.pk).count()
