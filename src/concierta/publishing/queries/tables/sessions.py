"""Rows of what happened in each session."""

from collections.abc import Iterator
from typing import Any

from concierta.publishing.queries.mesa_record import mesa_record
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables import sessions as declared


def sessions(snapshot: Snapshot) -> Iterator[Any]:
    record = mesa_record(snapshot)
    for session in record.sessions.values():
        ended = record.by_then(session.closed_at)
        yield declared.SESSIONS.row(
            session=session.number,
            kind=session.kind,
            mode=session.mode,
            place=session.place,
            starts_at=session.starts_at,
            state=record.state(session),
            noticed_at=session.noticed_at,
            opened_at=record.by_then(session.opened_at),
            closed_at=ended,
            not_held_reason=session.not_held_reason if ended else "",
            cancelled_at=record.by_then(session.cancelled_at),
            cancelled_reason=session.cancelled_reason if record.by_then(session.cancelled_at) else "",
            people_present=record.people_present(session.pk),
            rules=session.rules.version,
        )


def agenda_items(snapshot: Snapshot) -> Iterator[Any]:
    record = mesa_record(snapshot)
    for pk, item in record.items.items():
        place = record.places[pk]
        public = not place.reserved
        yield declared.AGENDA_ITEMS.row(
            session=place.session,
            item=place.number,
            title=item.title if public else "",
            source=item.source if public else "",
            subject=item.subject if public else "",
            why=item.why if public else "",
            dropped_reason=item.dropped_reason if public else "",
            reserved_basis=place.reserved,
            opened_at=record.by_then(item.opened_at),
            closed_at=record.by_then(item.closed_at),
            conflicts=len(record.conflicts.get(pk, ())),
        )


def attendance(snapshot: Snapshot) -> Iterator[Any]:
    record = mesa_record(snapshot)
    for session, stays in record.stays.items():
        for number, stay in enumerate(stays, start=1):
            yield declared.ATTENDANCE.row(
                session=record.sessions[session].number,
                number=number,
                entity=record.entity_of_seat(stay.seat_id),
                arrived_at=stay.arrived_at,
                left_at=record.by_then(stay.left_at),
                delegated=stay.delegation_id is not None,
            )


def quorum(snapshot: Snapshot) -> Iterator[Any]:
    record = mesa_record(snapshot)
    for session in record.sessions:
        for number, step in enumerate(record.quorum_steps(session), start=1):
            yield declared.QUORUM.row(
                session=record.sessions[session].number,
                number=number,
                at=step.at,
                present=step.present,
                people_present=step.people,
                voting=step.voting,
                needed=step.needed,
                reached=step.reached,
            )
