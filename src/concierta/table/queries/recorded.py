"""The parts of the minutes that a session recorded by itself, as plain data, from rows that were loaded with theirs."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from concierta.kernel.clock import local_time
from concierta.people.models import Entity
from concierta.table.enums import Choice
from concierta.table.models import ActionItem, AgendaItem, Attendance, MinutesSection, Motion, Session


def quorum_changes(stays: Iterable[Attendance], needed: int, until: datetime | None = None) -> list[dict[str, Any]]:
    """How many voting entities there were from each moment on which that changed, and whether they were enough.

    Those who arrive and leave at one moment are counted together: an instant has one quorum. `until` is when the
    session ended: that everybody left then is no loss of quorum.
    """
    steps: dict[datetime, int] = {}
    for stay in stays:
        if stay.seat.has_vote:
            steps[stay.arrived_at] = steps.get(stay.arrived_at, 0) + 1
            if stay.left_at is not None:
                steps[stay.left_at] = steps.get(stay.left_at, 0) - 1
    changes, present = [], 0
    for moment in sorted(steps):
        if steps[moment] and (until is None or moment < until):
            present += steps[moment]
            changes.append({"at": moment_of(moment), "present": present, "reached": present >= needed})
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


def item_of(item: AgendaItem, section: MinutesSection | None) -> dict[str, Any]:
    reserved = bool(item.reserved_basis)
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
    """The words and, always, their hash; of a reserved item only the hash."""
    digest = hashlib.sha256(text.encode()).hexdigest() if text else ""
    return {name: "" if reserved else text, f"{name}_sha256": digest}


def entity_of(entity: Entity) -> dict[str, str]:
    return {"code": entity.code, "name": entity.name}


def moment_of(moment: datetime | None) -> str | None:
    """The hour of Colombia, with its offset, to the second."""
    return local_time(moment).isoformat(timespec="seconds") if moment else None
