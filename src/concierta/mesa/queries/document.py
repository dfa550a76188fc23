"""The minutes as a document: what the session itself recorded, with the running text of each part.

It is composed from the database until the minutes are approved; from then on it is the text that was fixed. It names
entities and offices, never persons. Where an item is reserved its words are left out; the act that approves the
minutes seals them, so that they are fixed too.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from concierta.engines.deliberation import quorum_needed
from concierta.kernel.clock import local_date
from concierta.mesa.enums import SignerRole
from concierta.mesa.models import Minutes, MinutesSection, Session
from concierta.mesa.queries.recorded import (
    annexes_of,
    attendance_of,
    entity_of,
    item_of,
    moment_of,
    quorum_changes,
    remarks_on,
)
from concierta.mesa.queries.seats import seats_on
from concierta.people.models import Entity

#: Goes up when the shape of the content changes; what was fixed under an earlier one stays as it is.
FORMAT = 2


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
    mesa = minutes.session.mesa
    offices = {SignerRole.CHAIR: mesa.chair, SignerRole.SECRETARY: mesa.secretariat}
    return MinutesDocument(
        state=minutes.state,
        content=json.loads(minutes.content) if minutes.content else compose(minutes),
        sha256=minutes.sha256,
        signatures=tuple(
            SignedAs(signature.role, offices[SignerRole(signature.role)], signature.signed_at, signature.sha256)
            for signature in minutes.signatures.all()
        ),
    )


def compose(minutes: Minutes, *, whole: bool = False) -> dict[str, Any]:
    """What the minutes say now. Constant number of queries, whatever the session was like.

    `whole`: with the words of reserved items, to be sealed.
    """
    session = (
        Session.objects.select_related("mesa__agreement", "mesa__secretariat", "mesa__chair", "rules")
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
    items = list(
        session.items.order_by("ordinal", "pk")
        .prefetch_related("conflicts__seat__entity", "motions__votes__seat__entity", "motions__proposed_by__entity")
        .prefetch_related("motions__decision", "action_items__entity", "action_items__decision")
    )
    voting = [seat for seat in seats_on(session.mesa, local_date(session.starts_at)) if seat.has_vote]
    needed = quorum_needed(session.rules.quorum, len(voting))
    came = {stay.seat_id for stay in stays}
    opening = sections.get(None)
    return {
        "format": FORMAT,
        "agreement": session.mesa.agreement.slug,
        "table": session.mesa.name,
        "number": session.number,
        "kind": str(session.kind),
        "mode": str(session.mode),
        "place": session.place,
        "starts_at": moment_of(session.starts_at),
        "noticed_at": moment_of(session.noticed_at),
        "opened_at": moment_of(session.opened_at),
        "closed_at": moment_of(session.closed_at),
        "held": not session.not_held_reason,
        "not_held_reason": session.not_held_reason,
        "chair": entity_of(session.mesa.chair),
        "secretariat": entity_of(session.mesa.secretariat),
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
        "attendance": attendance_of(stays),
        "absent": [entity_of(seat.entity) for seat in voting if seat.pk not in came],
        "opening": opening.text if opening else "",
        "remarks": remarks_on(opening),
        "items": [item_of(item, sections.get(item.pk), whole=whole) for item in items],
        "annexes": annexes_of(session, items),
    }
