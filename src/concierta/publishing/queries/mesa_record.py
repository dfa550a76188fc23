"""What the Mesa Técnica had done by the moment a corte was published, loaded once and numbered as the public counts it.

A corte is frozen after the session that looked at its figures: everything on record up to its publication belongs to
it, also the decision that approved it. What is written later belongs to the next one, so a state is told as it was.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import QuerySet

from concierta.engines.deliberation import quorum_needed
from concierta.kernel.clock import local_date
from concierta.mesa.enums import ActionState, MotionState, SessionState
from concierta.mesa.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    ConflictOfInterest,
    Decision,
    Mesa,
    Motion,
    Seat,
    Session,
)
from concierta.mesa.queries.quorum import people_in
from concierta.publishing.queries.acts import LastActs
from concierta.publishing.queries.snapshot import Snapshot

FOREVER = datetime.max.replace(tzinfo=UTC)


class ItemPlace(NamedTuple):
    """`session` and `number` are public; `reserved` is the norm by which its record is not published, "" mostly."""

    session: int
    number: int
    reserved: str


class QuorumStep(NamedTuple):
    """Whole entities with vote, from `at` until the next step, and the people by whom those present are there."""

    at: datetime
    present: int
    voting: int
    needed: int
    people: int

    @property
    def reached(self) -> bool:
        return self.present >= self.needed


@dataclass
class MesaRecord:
    """Keyed by primary key inside, by public number outside. Empty where the agreement has no Mesa."""

    snapshot: Snapshot

    @property
    def moment(self) -> datetime:
        return self.snapshot.published_at or FOREVER

    @property
    def today(self) -> date:
        """The day of publication, for what is overdue."""
        return local_date(self.snapshot.published_at) if self.snapshot.published_at else self.snapshot.cut_off

    def by_then(self, at: datetime | None) -> datetime | None:
        """A moment that had come when the corte was published; None otherwise."""
        return at if at is not None and at <= self.moment else None

    def day_by_then(self, at: datetime | None) -> date | None:
        past = self.by_then(at)
        return None if past is None else local_date(past)

    @cached_property
    def mesa(self) -> Mesa | None:
        return Mesa.objects.filter(agreement=self.snapshot.plan.agreement_id).first()

    @property
    def slug(self) -> str:
        """By which the ledger names what the Mesa does."""
        return self.snapshot.plan.agreement.slug if self.snapshot.plan.agreement else ""

    @cached_property
    def seats(self) -> dict[int, Seat]:
        """By entity and date."""
        found = self._of(Seat.objects.filter(since__lte=self.today) if self.snapshot.published_at else Seat.objects)
        ordered = sorted(found, key=lambda seat: (self.entity(seat), seat.since))
        return {seat.pk: seat for seat in ordered}

    def entity(self, seat: Seat) -> str:
        return self.snapshot.entities[seat.entity_id]

    def entity_of_seat(self, pk: int | None) -> str:
        return "" if pk is None else self.entity(self.seats[pk])

    @cached_property
    def sessions(self) -> dict[int, Session]:
        """Convened by then, by number. A session that is being prepared is nobody else's business yet."""
        found = self._of(Session.objects.filter(noticed_at__lte=self.moment).select_related("rules"))
        return {session.pk: session for session in sorted(found, key=lambda session: session.number)}

    def state(self, session: Session) -> str:
        if self.by_then(session.closed_at) or self.by_then(session.cancelled_at):
            return session.state
        return SessionState.OPEN.value if self.by_then(session.opened_at) else SessionState.NOTICED.value

    @cached_property
    def items(self) -> dict[int, AgendaItem]:
        found = AgendaItem.objects.filter(session__in=self.sessions).order_by()
        number = {pk: session.number for pk, session in self.sessions.items()}
        ordered = sorted(found, key=lambda item: (number[item.session_id], item.ordinal, item.pk))
        return {item.pk: item for item in ordered}

    @cached_property
    def places(self) -> dict[int, ItemPlace]:
        """Where each item stands on its agenda, counted from one."""
        found: dict[int, ItemPlace] = {}
        counted: dict[int, int] = {}
        for pk, item in self.items.items():
            counted[item.session_id] = counted.get(item.session_id, 0) + 1
            number = self.sessions[item.session_id].number
            found[pk] = ItemPlace(number, counted[item.session_id], item.reserved_basis)
        return found

    @cached_property
    def conflicts(self) -> dict[int, list[str]]:
        """By item, the entities that declared one, in the order of their codes."""
        found: dict[int, list[str]] = {}
        rows = ConflictOfInterest.objects.filter(item__in=self.items, declared_at__lte=self.moment).order_by()
        for item, seat in rows.values_list("item_id", "seat_id"):
            found.setdefault(item, []).append(self.entity_of_seat(seat))
        return {item: sorted(entities) for item, entities in found.items()}

    @cached_property
    def stays(self) -> dict[int, list[Attendance]]:
        """By session, in the order of arrival."""
        found: dict[int, list[Attendance]] = {pk: [] for pk in self.sessions}
        for stay in Attendance.objects.filter(session__in=self.sessions, arrived_at__lte=self.moment).order_by():
            found[stay.session_id].append(stay)
        for stays in found.values():
            stays.sort(key=lambda stay: (stay.arrived_at, self.entity_of_seat(stay.seat_id), stay.pk))
        return found

    def quorum_steps(self, session_pk: int) -> list[QuorumStep]:
        """Each time the count of voting entities changed, until the end; that everybody then leaves loses no quorum."""
        session, stays = self.sessions[session_pk], self.stays[session_pk]
        voting = {seat.pk for seat in self._seated(session) if seat.has_vote}
        needed = quorum_needed(session.rules.quorum, len(voting))
        moments = {stay.arrived_at for stay in stays} | {left for stay in stays if (left := self.by_then(stay.left_at))}
        ended = self.by_then(session.closed_at) or FOREVER
        found: list[QuorumStep] = []
        for at in sorted(moment for moment in moments if moment < ended):
            there = self._there(stays, voting, at)
            step = QuorumStep(at, len(there), len(voting), needed, people_in(there))
            if not found or (found[-1].present, found[-1].people) != (step.present, step.people):
                found.append(step)
        return found

    def people_present(self, session_pk: int, at: datetime | None = None) -> int:
        """The people who were there for a voting seat: at a moment or, without it, at any time of the session."""
        voting = {seat.pk for seat in self._seated(self.sessions[session_pk]) if seat.has_vote}
        stays = self.stays[session_pk]
        return people_in(self._there(stays, voting, at) if at else [one for one in stays if one.seat_id in voting])

    def _there(self, stays: list[Attendance], voting: set[int], at: datetime) -> list[Attendance]:
        return [
            stay
            for stay in stays
            if stay.seat_id in voting and stay.arrived_at <= at and (stay.left_at is None or stay.left_at > at)
        ]

    @cached_property
    def attendance(self) -> dict[str, tuple[int, int]]:
        """By entity: sessions attended, of those held while it had a seat. One that could not be held counts for
        nobody, as on the table's own page; who came to it is in its record.
        """
        found: dict[str, tuple[int, int]] = {}
        for pk, session in self.sessions.items():
            if self.state(session) != SessionState.CLOSED:
                continue
            came = {stay.seat_id for stay in self.stays[pk]}
            for seat in self._seated(session):
                attended, held = found.get(self.entity(seat), (0, 0))
                found[self.entity(seat)] = (attended + (seat.pk in came), held + 1)
        return found

    def _seated(self, session: Session) -> list[Seat]:
        day = local_date(session.starts_at)
        return [seat for seat in self.seats.values() if seat.since <= day and (seat.until is None or day <= seat.until)]

    @cached_property
    def motions(self) -> dict[int, Motion]:
        """Voted on by then. Withdrawn ones stay; one still being voted on is not a result."""
        found = Motion.objects.filter(item__in=self.items, closed_at__lte=self.moment).exclude(state=MotionState.OPEN)
        found = found.select_related("item")
        ordered = sorted(
            found.order_by(), key=lambda motion: (self.places[motion.item_id].session, motion.opened_at, motion.pk)
        )
        return {motion.pk: motion for motion in ordered}

    @cached_property
    def motion_numbers(self) -> dict[int, int]:
        """Within the session."""
        counted: dict[int, int] = {}
        found = {}
        for pk, motion in self.motions.items():
            session = self.places[motion.item_id].session
            found[pk] = counted[session] = counted.get(session, 0) + 1
        return found

    @cached_property
    def decisions(self) -> dict[int, Decision]:
        found = Decision.objects.filter(motion__in=self.motions, decided_at__lte=self.moment).order_by()
        ordered = sorted(found, key=lambda decision: (decision.decided_at, decision.number))
        return {decision.pk: decision for decision in ordered}

    def decision(self, pk: int | None) -> str:
        """The public number; "" for one that had not been taken, or of another Mesa."""
        return self.decisions[pk].number if pk in self.decisions else ""

    @cached_property
    def action_items(self) -> dict[int, ActionItem]:
        found = [
            action
            for action in self._of(ActionItem.objects)
            if action.item_id in self.items and self.by_then(self.sessions[self._session_of(action)].opened_at)
        ]
        return {action.pk: action for action in sorted(found, key=lambda action: action.number)}

    def action_state(self, action: ActionItem) -> str:
        if self.by_then(action.checked_at):
            return ActionState.CHECKED.value
        if self.by_then(action.done_at):
            return ActionState.DONE.value
        return ActionState.DROPPED.value if action.state == ActionState.DROPPED else ActionState.OPEN.value

    @cached_property
    def acts(self) -> LastActs:
        return LastActs(self.snapshot.plan)

    def _session_of(self, action: ActionItem) -> int:
        return self.items[action.item_id].session_id

    def _of(self, found: Any) -> QuerySet[Any]:
        return found.filter(mesa=self.mesa).order_by() if self.mesa else found.none()


def mesa_record(snapshot: Snapshot) -> MesaRecord:
    """The one record of a snapshot: a dozen tables are made of it."""
    known: MesaRecord | None = snapshot.__dict__.get("_mesa_record")
    if known is None:
        known = snapshot.__dict__["_mesa_record"] = MesaRecord(snapshot)
    return known
