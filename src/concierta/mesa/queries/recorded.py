"""The parts of the minutes that a session recorded by itself, as plain data, from rows that were loaded with theirs."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from concierta.kernel.canonical import sha256_of
from concierta.kernel.clock import local_time
from concierta.mesa.enums import Choice
from concierta.mesa.models import ActionItem, AgendaItem, Attendance, MinutesSection, Motion, Session
from concierta.mesa.queries.quorum import people_in
from concierta.people.models import Entity


def quorum_changes(stays: Iterable[Attendance], needed: int, until: datetime | None = None) -> list[dict[str, Any]]:
    """How many voting entities there were from each moment on which that changed, by how many people, and whether they
    were enough.

    Those who arrive and leave at one moment are counted together: an instant has one quorum. `until` is when the
    session ended: that everybody left then is no loss of quorum.
    """
    voting = [stay for stay in stays if stay.seat.has_vote]
    moments = {stay.arrived_at for stay in voting} | {stay.left_at for stay in voting if stay.left_at is not None}
    changes: list[dict[str, Any]] = []
    before = (0, 0)
    for moment in sorted(moments):
        there = [s for s in voting if s.arrived_at <= moment and (s.left_at is None or moment < s.left_at)]
        present, people = len(there), people_in(there)
        if (present, people) != before and (until is None or moment < until):
            before = (present, people)
            changes.append(
                {"at": moment_of(moment), "present": present, "people": people, "reached": present >= needed}
            )
    return changes


def attendance_of(stays: list[Attendance]) -> list[dict[str, Any]]:
    by_seat: dict[int, dict[str, Any]] = {}
    for stay in stays:
        row = by_seat.setdefault(
            stay.seat_id, {"entity": entity_of(stay.seat.entity), "has_vote": stay.seat.has_vote, "stays": []}
        )
        row["stays"].append(
            {
                "from": moment_of(stay.arrived_at),
                "to": moment_of(stay.left_at),
                "delegation_sha256": stay.delegation.document.file_id if stay.delegation else None,
            }
        )
    return sorted(by_seat.values(), key=lambda row: (not row["has_vote"], row["entity"]["name"], row["entity"]["code"]))


def item_of(item: AgendaItem, section: MinutesSection | None, *, whole: bool = False) -> dict[str, Any]:
    """`whole`: with the words of a reserved item too, as the log seals them; no document shows that."""
    reserved = bool(item.reserved_basis) and not whole
    text = section.text if section else ""
    return {
        "title": item.title,
        "source": str(item.source),
        "subject": item.subject,
        "why": "" if reserved else item.why,
        "dropped_reason": item.dropped_reason,
        "reserved_basis": item.reserved_basis,
        "opened_at": moment_of(item.opened_at),
        "closed_at": moment_of(item.closed_at),
        **_words("text", text, reserved),
        "remarks": [] if reserved else remarks_on(section),
        "conflicts": [
            {"entity": entity_of(conflict.seat.entity), **_words("statement", conflict.statement, reserved)}
            for conflict in item.conflicts.all()
        ],
        "motions": [_motion(motion, reserved) for motion in item.motions.all()],
        "action_items": [_action(action, reserved) for action in item.action_items.all()],
    }


def _motion(motion: Motion, reserved: bool) -> dict[str, Any]:
    votes = sorted(motion.votes.all(), key=lambda vote: (vote.seat.entity.name, vote.seat.entity.code))
    decision = getattr(motion, "decision", None)
    return {
        **_words("text", motion.text, reserved),
        "proposed_by": entity_of(motion.proposed_by.entity) if motion.proposed_by else None,
        "state": str(motion.state),
        "closed_at": moment_of(motion.closed_at),
        "present": motion.present,
        "needed": motion.needed,
        "tally": {str(choice): sum(vote.choice == choice for vote in votes) for choice in Choice},
        "votes": [
            {
                "entity": entity_of(vote.seat.entity),
                "choice": str(vote.choice),
                **_words("dissent", vote.dissent, reserved),
            }
            for vote in votes
        ],
        "decision": decision.number if decision else None,
    }


def _action(action: ActionItem, reserved: bool) -> dict[str, Any]:
    return {
        "number": action.number,
        "entity": entity_of(action.entity),
        "due_on": action.due_on.isoformat(),
        "decision": action.decision.number if action.decision else None,
        **_words("text", action.text, reserved),
    }


def remarks_on(section: MinutesSection | None) -> list[dict[str, Any]]:
    return [
        {
            "entity": entity_of(remark.seat.entity),
            "text": remark.text,
            "state": str(remark.state),
            "answer": remark.answer,
        }
        for remark in (section.remarks.all() if section else ())
    ]


def annexes_of(session: Session, items: Iterable[AgendaItem]) -> list[dict[str, Any]]:
    """The papers by hash. One of a reserved item shows no title."""
    reserved = {item.pk for item in items if item.reserved_basis}
    return [
        {
            "sha256": paper.document.file_id,
            "title": "" if paper.item_id in reserved else paper.document.title,
            "media_type": paper.document.file.media_type,
            "size": paper.document.file.size,
        }
        for paper in sorted(session.papers.all(), key=lambda paper: paper.pk)
    ]


def _words(name: str, text: str, reserved: bool) -> dict[str, str]:
    """The words and their hash; of a reserved item neither, because short words can be guessed from their hash."""
    digest = sha256_of(text) if text and not reserved else ""
    return {name: "" if reserved else text, f"{name}_sha256": digest}


def entity_of(entity: Entity) -> dict[str, str]:
    return {"code": entity.code, "name": entity.name}


def moment_of(moment: datetime | None) -> str | None:
    """The hour of Colombia, with its offset, to the second."""
    return local_time(moment).isoformat(timespec="seconds") if moment else None
