"""Who was there at an instant, and whether they were enough."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from concierta.engines.deliberation import quorum_needed
from concierta.kernel.clock import local_date
from concierta.mesa.models import Attendance, Session
from concierta.mesa.queries.seats import seats_on


@dataclass(frozen=True, slots=True)
class QuorumCount:
    """Whole entities: voting ones present, all voting ones, and how many the rules ask for; and the `people` by whom
    those present are there."""

    present: int
    voting: int
    needed: int
    people: int

    @property
    def reached(self) -> bool:
        return self.present >= self.needed

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.present)


def present_at(session: Session, at: datetime) -> QuerySet[Attendance]:
    """The stays that contain the instant: from arrival, up to but not including departure."""
    return (
        Attendance.objects.filter(Q(left_at__isnull=True) | Q(left_at__gt=at), session=session, arrived_at__lte=at)
        .select_related("seat__entity", "person", "delegation")
        .order_by("arrived_at", "pk")
    )


def people_in(stays: Iterable[Attendance]) -> int:
    """How many people these stays are of. One of whom nobody wrote down the name is taken for another person."""
    return len({("person", stay.person_id) if stay.person_id else ("seat", stay.seat_id) for stay in stays})


def quorum_of(session: Session, at: datetime) -> QuorumCount:
    """The quorum at that instant, by the rules fixed for the session. Who declared a conflict is present all the same:
    they do not vote on the matter, but they did come.
    """
    voting = seats_on(session.mesa, local_date(session.starts_at)).filter(has_vote=True).count()
    present = list(present_at(session, at).filter(seat__has_vote=True))
    needed = quorum_needed(session.rules.quorum, voting)
    return QuorumCount(present=len(present), voting=voting, needed=needed, people=people_in(present))
