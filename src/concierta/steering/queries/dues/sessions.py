"""Sessions of the Mesa: the day itself for everybody who sits at it, and the last day to convene it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q, Sum
from django.utils.translation import gettext

from concierta.kernel.calendar import is_working_day, working_days_between
from concierta.kernel.clock import local_date
from concierta.mesa.enums import SessionState
from concierta.mesa.models import Seat, Session
from concierta.mesa.operations.sessions import notice_days_of
from concierta.people.enums import Role
from concierta.steering.enums import DueKind
from concierta.steering.queries.dues.due import Meeting, Obligation, Window

#: Convened, and will not be.
_CALLED_OFF = (SessionState.NOT_HELD, "cancelled")


def sessions_ahead(window: Window) -> Iterator[Obligation]:
    """One for each seat: that person's date, whether or not they may vote. Nothing before the Mesa is convened."""
    sessions = [one for one in _convened(window) if local_date(one.starts_at) >= window.on]
    seats = _seats({session.mesa_id for session in sessions}, window.on)
    for session in sessions:
        on = local_date(session.starts_at)
        for seat in seats[session.mesa_id]:
            if window.of(seat.entity_id):
                yield Obligation(
                    DueKind.SESSION,
                    f"session:{session.number}:{seat.entity.code}",
                    gettext("Sesión %(number)s de la mesa técnica") % {"number": session.number},
                    on,
                    seat.entity,
                    roles=(Role.MEMBER,),
                    person=seat.principal_id,
                    plan=session.mesa.agreement.slug,
                    binding=False,
                    meeting=_meeting(session),
                    address_hint=("session", (session.pk,)),
                )


def sessions_cancelled(window: Window) -> Iterator[Obligation]:
    """Of what had been convened, until the day for which it was: whoever had kept the date hears that it is free."""
    cancelled = Session.objects.filter(state=SessionState.CANCELLED, noticed_at__isnull=False)
    rows = cancelled.select_related("mesa__agreement").order_by("starts_at", "pk")
    sessions = [one for one in rows if local_date(one.starts_at) >= window.on]
    seats = _seats({session.mesa_id for session in sessions}, window.on)
    for session in sessions:
        for seat in seats[session.mesa_id]:
            if window.of(seat.entity_id):
                yield Obligation(
                    DueKind.SESSION,
                    f"session_cancelled:{session.number}:{seat.entity.code}",
                    gettext("Se canceló la sesión %(number)s de la mesa técnica") % {"number": session.number},
                    local_date(session.starts_at),
                    seat.entity,
                    roles=(Role.MEMBER,),
                    person=seat.principal_id,
                    plan=session.mesa.agreement.slug,
                    binding=False,
                    address_hint=("session", (session.pk,)),
                )


def notices_due(window: Window) -> Iterator[Obligation]:
    for session in _sessions(SessionState.PLANNED):
        mesa = session.mesa
        if not window.of(mesa.secretariat_id):
            continue
        yield Obligation(
            DueKind.NOTICE,
            f"notice:{session.number}",
            gettext("Convocar la sesión %(number)s de la mesa técnica") % {"number": session.number},
            last_day_of_notice(local_date(session.starts_at), notice_days_of(session.rules, session.kind)),
            mesa.secretariat,
            roles=(Role.SECRETARIAT,),
            secretariat=mesa.secretariat_id,
            plan=mesa.agreement.slug,
            address_hint=("session_notice", (session.pk,)),
        )


def last_day_of_notice(held_on: date, days: int) -> date:
    """The last working day that leaves `days` working days until the session, its own day among them."""
    found = held_on
    while working_days_between(found, held_on) < days or not is_working_day(found):
        found -= timedelta(days=1)
    return found


def _convened(window: Window) -> list[Session]:
    states = (SessionState.NOTICED, *(_CALLED_OFF if window.called_off else ()))
    return [one for one in _sessions(*states) if one.noticed_at is not None]


def _sessions(*states: str) -> list[Session]:
    minutes = Sum("items__minutes_planned", filter=Q(items__dropped_reason=""))
    found = Session.objects.filter(state__in=states).annotate(planned_minutes=minutes)
    return list(found.select_related("mesa__agreement", "mesa__secretariat", "rules").order_by("starts_at", "pk"))


def _meeting(session: Session) -> Meeting:
    off = session.state in _CALLED_OFF
    # Every change of day, hour or place is a revision; the first one was convened.
    changes = session.revision - 1 + off
    return Meeting(session.starts_at, session.place, session.planned_minutes, changes, off)  # type: ignore[attr-defined]


def _seats(mesas: set[int], on: date) -> dict[int, list[Seat]]:
    rows = (
        Seat.objects.filter(Q(until__isnull=True) | Q(until__gte=on), mesa__in=mesas, since__lte=on)
        .select_related("entity")
        .order_by("entity__code", "pk")
    )
    by_mesa: dict[int, list[Seat]] = defaultdict(list)
    for seat in rows:
        by_mesa[seat.mesa_id].append(seat)
    return by_mesa
