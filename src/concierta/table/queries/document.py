"""The minutes as a document: what the session itself recorded, with the running text of each part.

It is composed from the database until the minutes are approved; from then on it is the text that was fixed. It names
entities and offices, never persons. Where an item is reserved its words are left out; their hashes stay, so that they
are fixed too.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from concierta.engines.deliberation import quorum_needed
from concierta.kernel.clock import BOGOTA, date_in_bogota
from concierta.people.models import Entity
from concierta.table.enums import Choice, SignerRole
from concierta.table.models import ActionItem, AgendaItem, Attendance, Minutes, MinutesSection, Motion, Session
from concierta.table.queries.seats import seats_on

#: Goes up when the shape of the content changes; what was fixed under an earlier one stays as it is.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class SignedAs:
    """An office that signed, for which entity, and when. `sha256` is what it signed."""

    role: str
    entity: Entity
    signed_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class MinutesDocument:
    """`content` is plain data (text, whole numbers, lists), the same before and after it is fixed."""

    state: str
    content: dict[str, Any]
    sha256: str
    signatures: tuple[SignedAs, ...]


def minutes_document(minutes: Minutes) -> MinutesDocument:
    """The document of minutes that a query authorised, for the page, the PDF and the portal."""
    table = minutes.session.table
    offices = {SignerRole.CHAIR: table.chair, SignerRole.SECRETARY: table.secretariat}
    return MinutesDocument(
        state=minutes.state,
        content=json.loads(minutes.content) if minutes.content else compose(minutes),
        sha256=minutes.sha256,
        signatures=tuple(
            SignedAs(signature.role, offices[SignerRole(signature.role)], signature.signed_at, signature.sha256)
            for signature in minutes.signatures.all()
        ),
    )


def compose(minutes: Minutes) -> dict[str, Any]:
    """What the minutes say now. Constant number of queries, whatever the session was like."""
    session = (
        Session.objects.select_related("table__agreement", "table__secretariat", "table__chair", "rules")
        .prefetch_related("papers__document__file")
        .get(pk=minutes.session_id)
    )
    sections = {
        section.item_id: section
        for section in MinutesSection.objects.filter(minutes=minutes).prefetch_related("remarks__seat__entity")
    }
    stays = list(
        session.attendances.select_related("seat__entity", "delegation__document").order_by("arrived_at", "pk")
    )
    items = (
        session.items.order_by("ordinal", "pk")
        .prefetch_related("conflicts__seat__entity", "motions__votes__seat__entity", "motions__proposed_by__entity")
        .prefetch_related("motions__decision", "action_items__entity", "action_items__decision")
    )
    voting = [seat for seat in seats_on(session.table, date_in_bogota(session.starts_at)) if seat.has_vote]
    needed = quorum_needed(session.rules.quorum, len(voting))
    came = {stay.seat_id for stay in stays}
    opening = sections.get(None)
    return {
        "format": FORMAT,
        "agreement": session.table.agreement.slug,
        "table": session.table.name,
        "number": session.number,
        "kind": str(session.kind),
        "mode": str(session.mode),
        "place": session.place,
        "starts_at": _moment(session.starts_at),
        "noticed_at": _moment(session.noticed_at),
        "opened_at": _moment(session.opened_at),
        "closed_at": _moment(session.closed_at),
        "held": not session.not_held_reason,
        "not_held_reason": session.not_held_reason,
        "chair": _entity(session.table.chair),
        "secretariat": _entity(session.table.secretariat),
        "rules": {
            "version": session.rules.version,
            "quorum": str(session.rules.quorum),
            "majority": str(session.rules.majority),
        },
        "quorum": {
            "voting": len(voting),
            "needed": needed,
            "changes": quorum_changes(stays, needed, until=session.closed_at),
        },
        "attendance": _attendance(stays),
        "absent": [_entity(seat.entity) for seat in voting if seat.pk not in came],
        "opening": opening.text if opening else "",
        "remarks": _remarks(opening),
        "items": [_item(item, sections.get(item.pk)) for item in items],
        "annexes": _annexes(session),
    }


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
            changes.append({"at": _moment(moment), "present": present, "reached": present >= needed})
    return changes


def _attendance(stays: list[Attendance]) -> list[dict[str, Any]]:
    by_seat: dict[int, dict[str, Any]] = {}
    for stay in stays:
        row = by_seat.setdefault(
            stay.seat_id, {"entity": _entity(stay.seat.entity), "has_vote": stay.seat.has_vote, "stays": []}
        )
        row["stays"].append(
            {
                "from": _moment(stay.arrived_at),
                "to": _moment(stay.left_at),
                "delegation_sha256": stay.delegation.document.file_id if stay.delegation else None,
            }
        )
    return sorted(by_seat.values(), key=lambda row: (not row["has_vote"], row["entity"]["name"], row["entity"]["code"]))


def _item(item: AgendaItem, section: MinutesSection | None) -> dict[str, Any]:
    reserved = bool(item.reserved_basis)
    text = section.text if section else ""
    return {
        "title": item.title,
        "source": str(item.source),
        "subject": item.subject,
        "why": "" if reserved else item.why,
        "dropped_reason": item.dropped_reason,
        "reserved_basis": item.reserved_basis,
        "opened_at": _moment(item.opened_at),
        "closed_at": _moment(item.closed_at),
        **_words("text", text, reserved),
        "remarks": [] if reserved else _remarks(section),
        "conflicts": [
            {"entity": _entity(conflict.seat.entity), **_words("statement", conflict.statement, reserved)}
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
        "proposed_by": _entity(motion.proposed_by.entity) if motion.proposed_by else None,
        "state": str(motion.state),
        "closed_at": _moment(motion.closed_at),
        "present": motion.present,
        "needed": motion.needed,
        "tally": {str(choice): sum(vote.choice == choice for vote in votes) for choice in Choice},
        "votes": [
            {
                "entity": _entity(vote.seat.entity),
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
        "entity": _entity(action.entity),
        "due_on": action.due_on.isoformat(),
        "decision": action.decision.number if action.decision else None,
        **_words("text", action.text, reserved),
    }


def _remarks(section: MinutesSection | None) -> list[dict[str, Any]]:
    return [
        {
            "entity": _entity(remark.seat.entity),
            "text": remark.text,
            "state": str(remark.state),
            "answer": remark.answer,
        }
        for remark in (section.remarks.all() if section else ())
    ]


def _annexes(session: Session) -> list[dict[str, Any]]:
    """The papers by hash. One of a reserved item shows no title."""
    reserved = {item.pk for item in session.items.all() if item.reserved_basis}
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


def _entity(entity: Entity) -> dict[str, str]:
    return {"code": entity.code, "name": entity.name}


def _moment(moment: datetime | None) -> str | None:
    """The hour of Colombia, with its offset, to the second."""
    return moment.astimezone(BOGOTA).isoformat(timespec="seconds") if moment else None
