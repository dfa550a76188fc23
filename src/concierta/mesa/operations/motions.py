"""Motions and decisions. Without quorum nothing is put to the vote and nothing is decided."""

from datetime import datetime

from django.db import transaction

from concierta.engines.deliberation import votes_needed
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Refusal, TransitionRefused, gettext_noop
from concierta.mesa.enums import Choice, MotionState
from concierta.mesa.models import AgendaItem, Decision, Motion, Seat, Session, Vote
from concierta.mesa.operations.acts import (
    check_in_session,
    locked_item,
    locked_mesa,
    locked_motion,
    motion_subject,
    record,
)
from concierta.mesa.operations.items import check_under_discussion
from concierta.mesa.operations.texts import required
from concierta.mesa.operations.votes import check_open
from concierta.mesa.permissions import check_can_run
from concierta.mesa.queries.quorum import QuorumCount, present_at, quorum_of
from concierta.people.models import User


@transaction.atomic
def propose_motion(
    *, item: AgendaItem, text: str, proposed_by: Seat | None = None, by: User | None, at: datetime
) -> Motion:
    """Put words to the vote, in an item under discussion. Refuses without quorum, or while another vote is open."""
    item = locked_item(item)
    check_can_run(by, item.session.mesa)
    check_in_session(item.session)
    check_under_discussion(item)
    text = required(text, gettext_noop("Escriba lo que se pone a votación."), "text")
    _check_quorum(item.session, at)
    if Motion.objects.filter(item__session=item.session, state=MotionState.OPEN).exists():
        raise TransitionRefused(gettext_noop("Hay una votación abierta: ciérrela o retírela antes de abrir otra."))
    if proposed_by is not None and not present_at(item.session, at).filter(seat=proposed_by).exists():
        raise Refusal(gettext_noop("%(entity)s no está presente."), entity=proposed_by.entity.short_name)
    motion = Motion.objects.create(item=item, text=text, proposed_by=proposed_by, opened_at=at)
    proposer = proposed_by.entity.code if proposed_by else None
    record(
        kind="motion.opened",
        subject=motion_subject(motion),
        mesa=item.session.mesa,
        body={
            "item": item.pk,
            **({} if item.reserved_basis else {"proposed_by": proposer}),
        },
        sealed={"text": text, **({"proposed_by": proposer} if item.reserved_basis else {})},
        by=by,
        at=at,
    )
    return motion


@transaction.atomic
def close_motion(*, motion: Motion, by: User | None, at: datetime) -> Motion:
    """Count. A carried motion is a decision with its number; `present` and `needed` are fixed with the result.

    Refuses when the quorum is lost: the motion waits for it, or is withdrawn. Whoever is present and did not vote is
    not in favour.
    """
    motion = locked_motion(motion)
    session = motion.item.session
    check_can_run(by, session.mesa)
    check_in_session(session)
    check_open(motion)
    quorum = _check_quorum(session, at)
    votes = list(motion.votes.select_related("seat__entity").order_by("seat__entity__code"))
    motion.present = _free_to_vote(motion, at)
    motion.needed = votes_needed(session.rules.majority, present=motion.present, voting=quorum.voting)
    in_favour = sum(vote.choice == Choice.FOR for vote in votes)
    motion.state = MotionState.CARRIED if in_favour >= motion.needed else MotionState.FAILED
    motion.closed_at = at
    motion.save(update_fields=["state", "closed_at", "present", "needed"])
    record(
        kind="motion.carried" if motion.state == MotionState.CARRIED else "motion.failed",
        subject=motion_subject(motion),
        mesa=session.mesa,
        body={
            "present": motion.present,
            "needed": motion.needed,
            "quorum": {
                "present": quorum.present,
                "people": quorum.people,
                "voting": quorum.voting,
                "needed": quorum.needed,
            },
            "votes": _told(motion, votes),
        },
        sealed={"text": motion.text},
        by=by,
        at=at,
    )
    if motion.state == MotionState.CARRIED:
        _decide(motion, by, at)
    return motion


@transaction.atomic
def withdraw_motion(*, motion: Motion, by: User | None, at: datetime) -> Motion:
    """Take a motion back before it is decided; its votes stay on record. Needs no quorum: nothing is decided."""
    motion = locked_motion(motion)
    session = motion.item.session
    check_can_run(by, session.mesa)
    check_in_session(session)
    check_open(motion)
    motion.state, motion.closed_at = MotionState.WITHDRAWN, at
    motion.save(update_fields=["state", "closed_at"])
    record(
        kind="motion.withdrawn",
        subject=motion_subject(motion),
        mesa=session.mesa,
        body={},
        sealed={"text": motion.text},
        by=by,
        at=at,
    )
    return motion


def _decide(motion: Motion, by: User | None, at: datetime) -> Decision:
    session = motion.item.session
    mesa = locked_mesa(session.mesa)
    year = local_date(at).year
    number = f"{year}-{Decision.objects.filter(mesa=mesa, number__startswith=f'{year}-').count() + 1:02d}"
    decision = Decision.objects.create(
        mesa=mesa, session=session, motion=motion, number=number, text=motion.text, decided_at=at
    )
    record(
        kind="decision.adopted",
        subject=f"decision:{mesa.agreement.slug}:{number}",
        mesa=mesa,
        body={"session": session.number, "motion": motion_subject(motion)},
        sealed={"text": motion.text},
        by=by,
        at=at,
    )
    return decision


def _told(motion: Motion, votes: list[Vote]) -> dict[str, list[str] | int]:
    """Who voted what; of a reserved item only how many, because the log is public."""
    codes = {str(choice): [vote.seat.entity.code for vote in votes if vote.choice == choice] for choice in Choice}
    return {choice: len(who) for choice, who in codes.items()} if motion.item.reserved_basis else dict(codes)


def _free_to_vote(motion: Motion, at: datetime) -> int:
    """Voting seats present without a conflict in the item: those of whom a majority is asked."""
    conflicted = motion.item.conflicts.values("seat")
    return present_at(motion.item.session, at).filter(seat__has_vote=True).exclude(seat__in=conflicted).count()


def _check_quorum(session: Session, at: datetime) -> QuorumCount:
    quorum = quorum_of(session, at)
    if not quorum.reached:
        raise Refusal(
            gettext_noop(
                "No hay quórum: están %(present)s de %(voting)s entidades con voto y se necesitan %(needed)s. "
                "La mesa puede deliberar, no decidir."
            ),
            present=quorum.present,
            voting=quorum.voting,
            needed=quorum.needed,
        )
    return quorum
