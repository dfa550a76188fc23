"""How often each entity came, of the sessions that were held while it had a seat (DOMAIN §7, scenario 6)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from concierta.kernel.clock import local_date
from concierta.mesa.enums import SessionState
from concierta.mesa.models import Attendance, Mesa, Seat, Session
from concierta.people.models import Entity


@dataclass(frozen=True, slots=True)
class AttendanceRecord:
    """Sessions, in whole numbers: those it attended, of those held. `attended_sessions` are their numbers.

    A session that could not be held counts for nobody; who came to it is in its minutes.
    """

    entity: Entity
    has_vote: bool
    held: int
    attended_sessions: tuple[int, ...]

    @property
    def attended(self) -> int:
        return len(self.attended_sessions)

    @property
    def share(self) -> Fraction | None:
        """A fraction, or nothing where there was no session to come to."""
        return Fraction(self.attended, self.held) if self.held else None


def attendance_record(mesa: Mesa, on: date) -> list[AttendanceRecord]:
    """One record for each entity that has or had a seat by `on`, by name: over all its seats, one after another."""
    held = [
        session
        for session in Session.objects.filter(mesa=mesa, state=SessionState.CLOSED).order_by("number")
        if local_date(session.starts_at) <= on
    ]
    came = set(Attendance.objects.filter(session__in=held).values_list("session", "seat"))
    by_entity: dict[Entity, list[Seat]] = {}
    for seat in (
        Seat.objects.filter(mesa=mesa, since__lte=on)
        .select_related("entity")
        .order_by("entity__name", "entity", "since")
    ):
        by_entity.setdefault(seat.entity, []).append(seat)
    records = []
    for entity, seats in by_entity.items():
        due = [(session, seat) for session in held for seat in seats if _sat(seat, local_date(session.starts_at))]
        attended = tuple(session.number for session, seat in due if (session.pk, seat.pk) in came)
        records.append(AttendanceRecord(entity, seats[-1].has_vote, len(due), attended))
    return records


def _sat(seat: Seat, day: date) -> bool:
    return seat.since <= day and (seat.until is None or day <= seat.until)
