"""Random acts in a session, in any order: whatever is managed, every decision had quorum and a majority."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from concierta.kernel.errors import Refusal
from concierta.ledger.queries import ledger_problems
from concierta.mesa.enums import Choice, MotionState
from concierta.mesa.models import Attendance, Decision, Motion
from concierta.mesa.operations import (
    cast_vote,
    close_item,
    close_motion,
    declare_conflict,
    open_item,
    propose_motion,
    record_arrival,
    record_departure,
    withdraw_motion,
)
from factories.mesa import MINUTE, SESSION_AT, MesaCast, make_mesa, open_session_with

SEATS = ("desarrollo", "sena", "andi", "camara", "comfandi", "planeacion")
ACTS = ("arrive", "leave", "open", "close", "propose", "vote", "vote", "vote", "count", "count", "withdraw", "conflict")
steps = st.lists(
    st.tuples(st.sampled_from(ACTS), st.sampled_from(SEATS), st.sampled_from(Choice)), min_size=5, max_size=40
)


def attempt(mesa: MesaCast, session: Any, act: str, code: str, choice: Choice, at: Any) -> None:
    seat, by = mesa.seats[code], mesa.secretary
    item = session.items.get()
    motion = Motion.objects.order_by("-pk").first()
    if act == "arrive":
        record_arrival(session=session, seat=seat, by=by, at=at)
    elif act == "leave":
        record_departure(session=session, seat=seat, by=by, at=at)
    elif act == "open":
        open_item(item=item, by=by, at=at)
    elif act == "close":
        close_item(item=item, by=by, at=at)
    elif act == "propose":
        propose_motion(item=item, text="Se aprueba.", by=by, at=at)
    elif act == "conflict":
        declare_conflict(item=item, seat=seat, statement="Lo ejecuta.", by=by, at=at)
    elif motion is not None and act == "vote":
        cast_vote(motion=motion, seat=seat, choice=choice, by=by, at=at)
    elif motion is not None and act == "count":
        close_motion(motion=motion, by=by, at=at)
    elif motion is not None:
        withdraw_motion(motion=motion, by=by, at=at)


def there(motion: Motion) -> set[int]:
    """The voting seats whose stays contain the closing of a motion, counted anew from the rows."""
    return {
        stay.seat_id
        for stay in Attendance.objects.filter(session=motion.item.session).select_related("seat")
        if stay.seat.has_vote
        and stay.arrived_at <= motion.closed_at
        and (stay.left_at is None or motion.closed_at < stay.left_at)
    }


def check_the_table() -> None:
    assert Motion.objects.filter(state=MotionState.OPEN).count() <= 1
    for motion in Motion.objects.filter(state__in=(MotionState.CARRIED, MotionState.FAILED)):
        present, votes = there(motion), list(motion.votes.all())
        apart = set(motion.item.conflicts.filter(declared_at__lte=motion.closed_at).values_list("seat", flat=True))
        assert len(present) >= 3
        assert {vote.seat_id for vote in votes} <= present - apart
        assert motion.present == len(present - apart)
        in_favour = sum(vote.choice == Choice.FOR for vote in votes)
        assert (motion.state == MotionState.CARRIED) is (2 * in_favour > motion.present)
        assert Decision.objects.filter(motion=motion).exists() is (motion.state == MotionState.CARRIED)
    numbers = list(Decision.objects.order_by("pk").values_list("number", flat=True))
    assert numbers == [f"2025-{count:02d}" for count in range(1, len(numbers) + 1)]


@settings(max_examples=25)
@given(steps)
def test_no_walk_decides_without_quorum(db: None, walk: list[tuple[str, str, Choice]]) -> None:
    """Five voting entities: three are quorum."""
    with transaction.atomic():
        mesa = make_mesa(voting=SEATS[:5])
        session = open_session_with(mesa, 3)
        sensible = [("open", "sena", Choice.FOR), ("propose", "sena", Choice.FOR)]
        for number, (act, code, choice) in enumerate([*sensible, *walk]):
            at = SESSION_AT + timedelta(seconds=1) + number * MINUTE
            try:
                with transaction.atomic():
                    attempt(mesa, session, act, code, choice, at)
            except Refusal:
                pass
        check_the_table()
        assert ledger_problems() == []
        transaction.set_rollback(True)
