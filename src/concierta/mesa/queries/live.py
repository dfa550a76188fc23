"""Everything that the screen of a session in course shows, in a number of questions that does not grow."""

from dataclasses import dataclass
from datetime import datetime

from concierta.engines.deliberation import quorum_needed, votes_needed
from concierta.kernel.clock import local_date, now
from concierta.mesa.enums import Choice, MotionState
from concierta.mesa.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    ConflictOfInterest,
    Delegation,
    Motion,
    Seat,
    Session,
    Vote,
)
from concierta.mesa.queries.motions import motions_of_session
from concierta.mesa.queries.quorum import QuorumCount, people_in
from concierta.mesa.queries.seats import delegations_of, seats_on
from concierta.mesa.queries.sessions import agenda_of, attendances_of, session_for
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.people.permissions import has_role


@dataclass(frozen=True, slots=True)
class LiveSeat:
    """A seat of the day: whether it is there, for how long, and who speaks for it. `stays` has every one, in order."""

    seat: Seat
    stays: tuple[Attendance, ...]
    delegations: tuple[Delegation, ...]
    present: Attendance | None


@dataclass(frozen=True, slots=True)
class LiveVote:
    """What one voting seat did in a motion. `reason` says why it may not vote: "absent", "conflict", or nothing."""

    seat: Seat
    vote: Vote | None
    reason: str


@dataclass(frozen=True, slots=True)
class LiveMotion:
    """A motion with a line for each voting seat. `needed` is as fixed, or as it would be if it closed now."""

    motion: Motion
    votes: tuple[LiveVote, ...]
    tally: dict[str, int]
    present: int
    needed: int

    @property
    def is_open(self) -> bool:
        return self.motion.state == MotionState.OPEN

    @property
    def cast(self) -> list[Vote]:
        """The votes that were given, in the order of the seats."""
        return [line.vote for line in self.votes if line.vote is not None]

    @property
    def has_dissent(self) -> bool:
        """True if somebody left the reason of their vote."""
        return any(vote.dissent for vote in self.cast)


@dataclass(frozen=True, slots=True)
class LiveItem:
    item: AgendaItem
    conflicts: tuple[ConflictOfInterest, ...]
    motions: tuple[LiveMotion, ...]
    actions: tuple[ActionItem, ...]

    @property
    def is_under_discussion(self) -> bool:
        return self.item.opened_at is not None and self.item.closed_at is None


@dataclass(frozen=True, slots=True)
class LiveSession:
    """`mine` is the seat that the reader is there for, if any; `runs` whether they keep the session."""

    session: Session
    at: datetime
    quorum: QuorumCount
    seats: tuple[LiveSeat, ...]
    items: tuple[LiveItem, ...]
    runs: bool
    mine: LiveSeat | None

    @property
    def current(self) -> LiveItem | None:
        return next((item for item in self.items if item.is_under_discussion), None)

    @property
    def open_motion(self) -> LiveMotion | None:
        return next((motion for item in self.items for motion in item.motions if motion.is_open), None)

    @property
    def to_discuss(self) -> tuple[LiveItem, ...]:
        return tuple(item for item in self.items if not item.item.dropped_reason)


def live_session(user: User, pk: int, at: datetime | None = None) -> LiveSession:
    """The session `pk` as it stands at `at` (now, unless told), if `user` may see it; otherwise NotFound."""
    at = at or now()
    session = session_for(user, pk)
    seats = _seats(session, at)
    voting = [live for live in seats if live.seat.has_vote]
    there = [live.present for live in voting if live.present is not None]
    quorum = QuorumCount(
        present=len(there),
        voting=len(voting),
        needed=quorum_needed(session.rules.quorum, len(voting)),
        people=people_in(there),
    )
    return LiveSession(
        session=session,
        at=at,
        quorum=quorum,
        seats=seats,
        items=_items(session, voting),
        runs=bool(has_role(user, Role.SECRETARIAT, entity=session.mesa.secretariat)),
        mine=_mine(user, seats),
    )


def _seats(session: Session, at: datetime) -> tuple[LiveSeat, ...]:
    day = local_date(session.starts_at)
    stays: dict[int, list[Attendance]] = {}
    for stay in attendances_of(session):
        stays.setdefault(stay.seat_id, []).append(stay)
    delegations: dict[int, list[Delegation]] = {}
    for delegation in delegations_of(session.mesa):
        if delegation.is_in_force(day):
            delegations.setdefault(delegation.seat_id, []).append(delegation)
    return tuple(
        LiveSeat(
            seat=seat,
            stays=tuple(stays.get(seat.pk, ())),
            delegations=tuple(delegations.get(seat.pk, ())),
            present=next((stay for stay in stays.get(seat.pk, ()) if _contains(stay, at)), None),
        )
        for seat in seats_on(session.mesa, day)
    )


def _contains(stay: Attendance, at: datetime) -> bool:
    return stay.arrived_at <= at and (stay.left_at is None or at < stay.left_at)


def _items(session: Session, voting: list[LiveSeat]) -> tuple[LiveItem, ...]:
    hidden = not session.reads_reserved
    conflicts: dict[int, list[ConflictOfInterest]] = {}
    for conflict in ConflictOfInterest.objects.filter(item__session=session).select_related("seat__entity"):
        conflicts.setdefault(conflict.item_id, []).append(conflict)
    motions: dict[int, list[Motion]] = {}
    for motion in motions_of_session(session):
        motions.setdefault(motion.item_id, []).append(motion)
    actions: dict[int, list[ActionItem]] = {}
    given = ActionItem.objects.filter(item__session=session).select_related("entity", "person", "decision")
    for action in given.order_by("number"):
        actions.setdefault(action.item_id, []).append(action)
    items = []
    for item in agenda_of(session):
        if hidden and item.reserved_basis:
            items.append(LiveItem(item, (), (), ()))
            continue
        apart = tuple(conflicts.get(item.pk, ()))
        items.append(
            LiveItem(
                item=item,
                conflicts=apart,
                motions=tuple(_motion(session, motion, voting, apart) for motion in motions.get(item.pk, ())),
                actions=tuple(actions.get(item.pk, ())),
            )
        )
    return tuple(items)


def _motion(
    session: Session, motion: Motion, voting: list[LiveSeat], conflicts: tuple[ConflictOfInterest, ...]
) -> LiveMotion:
    cast = {vote.seat_id: vote for vote in motion.votes.all()}
    apart = {conflict.seat_id for conflict in conflicts}
    votes = tuple(
        LiveVote(
            seat=live.seat,
            vote=cast.get(live.seat.pk),
            reason="conflict" if live.seat.pk in apart else "absent" if live.present is None else "",
        )
        for live in voting
    )
    free = sum(not vote.reason for vote in votes)
    present = motion.present if motion.present is not None else free
    needed = motion.needed
    if needed is None:
        needed = votes_needed(session.rules.majority, present=free, voting=len(voting))
    return LiveMotion(
        motion=motion,
        votes=votes,
        tally={str(choice): sum(vote.choice == choice for vote in cast.values()) for choice in Choice},
        present=present,
        needed=needed,
    )


def _mine(user: User, seats: tuple[LiveSeat, ...]) -> LiveSeat | None:
    """The seat this person is there for; before anybody is there, the one they would be."""
    for live in seats:
        if live.present is not None and (live.present.person_id or live.seat.principal_id) == user.pk:
            return live
    for live in seats:
        if live.seat.principal_id == user.pk or any(given.person_id == user.pk for given in live.delegations):
            return live
    return None
