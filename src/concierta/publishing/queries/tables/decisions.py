"""Rows of what was voted on, what was decided and what somebody must now do."""

from collections.abc import Iterator
from typing import Any

from concierta.mesa.enums import ActionState, Choice
from concierta.mesa.models import Vote
from concierta.publishing.queries.mesa_record import MesaRecord, mesa_record
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables import decisions as declared


def conflicts_of_interest(snapshot: Snapshot) -> Iterator[Any]:
    """That there was one, and whose. What it was is a matter of people, and stays in the record of the session."""
    record = mesa_record(snapshot)
    for pk in record.items:
        place = record.places[pk]
        for entity in record.conflicts.get(pk, ()):
            if not place.reserved:
                yield declared.CONFLICTS.row(session=place.session, item=place.number, entity=entity)


def motions(snapshot: Snapshot) -> Iterator[Any]:
    record = mesa_record(snapshot)
    votes = _votes(record)
    for pk, motion in record.motions.items():
        place = record.places[motion.item_id]
        choices = [vote.choice for vote in votes.get(pk, ())]
        yield declared.MOTIONS.row(
            session=place.session,
            motion=record.motion_numbers[pk],
            item=place.number,
            text="" if place.reserved else motion.text,
            proposed_by="" if place.reserved else record.entity_of_seat(motion.proposed_by_id),
            state=motion.state,
            opened_at=motion.opened_at,
            closed_at=motion.closed_at,
            present=motion.present,
            needed=motion.needed,
            people_present=record.people_present(motion.item.session_id, motion.closed_at),
            votes_for=choices.count(Choice.FOR),
            votes_against=choices.count(Choice.AGAINST),
            abstentions=choices.count(Choice.ABSTAIN),
        )


def votes(snapshot: Snapshot) -> Iterator[Any]:
    """By entity, with its dissent unedited; of a reserved item the count in `motions` is all there is."""
    record = mesa_record(snapshot)
    for pk, cast in _votes(record).items():
        place = record.places[record.motions[pk].item_id]
        for vote in cast if not place.reserved else ():
            yield declared.VOTES.row(
                session=place.session,
                motion=record.motion_numbers[pk],
                entity=record.entity_of_seat(vote.seat_id),
                choice=vote.choice,
                dissent=vote.dissent,
            )


def decisions(snapshot: Snapshot) -> Iterator[Any]:
    record = mesa_record(snapshot)
    for decision in record.decisions.values():
        place = record.places[record.motions[decision.motion_id].item_id]
        index, leaf_hash = record.acts.on("decision.adopted", f"decision:{record.slug}:{decision.number}")
        yield declared.DECISIONS.row(
            decision=decision.number,
            session=place.session,
            motion=record.motion_numbers[decision.motion_id],
            text="" if place.reserved else decision.text,
            decided_at=decision.decided_at,
            event_index=index,
            event_leaf_hash=leaf_hash,
        )


def action_items(snapshot: Snapshot) -> Iterator[Any]:
    record = mesa_record(snapshot)
    for action in record.action_items.values():
        place, state = record.places[action.item_id], record.action_state(action)
        done = record.day_by_then(action.done_at) if state != ActionState.OPEN else None
        yield declared.ACTION_ITEMS.row(
            action_item=action.number,
            session=place.session,
            item=place.number,
            decision=record.decision(action.decision_id),
            text="" if place.reserved else action.text,
            entity=snapshot.entities[action.entity_id],
            due_on=action.due_on,
            state=state,
            overdue=state == ActionState.OPEN and action.due_on < record.today,
            done_on=done,
            done_note=action.done_note if done and not place.reserved else "",
            checked_on=record.day_by_then(action.checked_at) if state == ActionState.CHECKED else None,
        )


def _votes(record: MesaRecord) -> dict[int, list[Vote]]:
    """By motion, in the order of the entities."""
    found: dict[int, list[Vote]] = {pk: [] for pk in record.motions}
    for vote in Vote.objects.filter(motion__in=record.motions).order_by():
        found[vote.motion_id].append(vote)
    return {pk: sorted(cast, key=lambda vote: record.entity_of_seat(vote.seat_id)) for pk, cast in found.items()}
