"""What the screen of a session in course shows, and what it costs."""

import pytest

from concierta.kernel.errors import NotFound
from concierta.mesa.enums import Choice
from concierta.mesa.operations import (
    add_item,
    cast_vote,
    close_motion,
    close_session,
    declare_conflict,
    edit_item,
    record_departure,
)
from concierta.mesa.queries import LiveSession, live_session
from factories import count_queries
from factories.mesa import (
    HOUR,
    MINUTE,
    SESSION_AT,
    TEXT,
    MesaCast,
    action_item,
    carried_motion,
    delegate_of,
    open_motion,
    signed_minutes,
    vote,
)

LATER = SESSION_AT + HOUR


def live(mesa: MesaCast, motion, by=None, at=LATER) -> LiveSession:
    return live_session(by or mesa.secretary, motion.item.session_id, at)


def test_it_shows_who_is_there_and_what_is_being_voted(mesa: MesaCast) -> None:
    motion = open_motion(mesa, present=8)
    item = motion.item
    declare_conflict(item=item, seat=mesa.seats["sena"], statement="Ejecuta.", by=mesa.secretary, at=LATER)
    cast_vote(motion=motion, seat=mesa.seats["andi"], choice=Choice.FOR, by=mesa.secretary, at=LATER)
    action_item(mesa, item)
    record_departure(session=item.session, seat=mesa.seats["ctc"], by=mesa.secretary, at=LATER)
    seen = live(mesa, motion)
    assert (seen.quorum.present, seen.quorum.needed, seen.runs, seen.mine) == (7, 7, True, None)
    assert seen.current is not None
    assert seen.current.item == item
    assert seen.open_motion is not None
    assert (seen.open_motion.present, seen.open_motion.needed) == (6, 4)
    assert seen.open_motion.tally == {"for": 1, "against": 0, "abstain": 0}
    assert {
        line.seat.entity.code: (line.vote and line.vote.choice, line.reason) for line in seen.open_motion.votes
    } == {
        "andi": ("for", ""),
        "camara": (None, ""),
        "comfandi": (None, ""),
        "ctc": (None, "absent"),
        "cut": (None, ""),
        "desarrollo": (None, ""),
        "fenalco": (None, ""),
        "gobernacion": (None, "absent"),
        "mintrabajo": (None, "absent"),
        "sena": (None, "conflict"),
        "univalle": (None, "absent"),
        "veeduria": (None, "absent"),
    }
    assert [action.number for action in seen.current.actions] == [1]
    assert [line.seat.entity.code for line in seen.seats if line.present] == [
        "andi",
        "camara",
        "comfandi",
        "cut",
        "desarrollo",
        "fenalco",
        "sena",
    ]


def test_a_motion_that_ended_shows_what_was_fixed(mesa: MesaCast) -> None:
    motion = open_motion(mesa, present=8)
    vote(mesa, motion, dict.fromkeys(("desarrollo", "sena", "andi", "camara", "cut"), Choice.FOR))
    close_motion(motion=motion, by=mesa.secretary, at=LATER)
    record_departure(session=motion.item.session, seat=mesa.seats["cut"], by=mesa.secretary, at=LATER + MINUTE)
    (shown,) = live(mesa, motion, at=LATER + 2 * MINUTE).items[0].motions
    assert (shown.present, shown.needed, shown.is_open, shown.tally["for"]) == (8, 5, False, 5)


def test_it_knows_the_seat_that_the_reader_is_there_for(mesa: MesaCast) -> None:
    given = delegate_of(mesa, "sena")
    motion = open_motion(mesa)
    for person, code in (
        (mesa.principal("cut"), "cut"),
        (given.person, "sena"),
        (mesa.principal("univalle"), "univalle"),
    ):
        mine = live(mesa, motion, person).mine
        assert mine is not None
        assert mine.seat.entity.code == code
        assert not live(mesa, motion, person).runs


def test_the_past_of_the_session_can_be_looked_at(mesa: MesaCast) -> None:
    motion = open_motion(mesa)
    assert live(mesa, motion, at=SESSION_AT - MINUTE).quorum.present == 0


def test_nobody_else_sees_it_and_what_is_reserved_never_shows_to_them(mesa: MesaCast) -> None:
    motion = carried_motion(mesa)
    with pytest.raises(NotFound):
        live(mesa, motion, mesa.verifier)
    edit_item(item=motion.item, revision=1, title="Uno", minutes_planned=None, reserved_basis="Ley", by=None, at=LATER)
    signed_minutes(mesa, close_session(session=motion.item.session, by=mesa.secretary, at=SESSION_AT + 10 * MINUTE))
    (item,) = live(mesa, motion, mesa.verifier).items
    assert (item.motions, item.actions, item.conflicts, item.item.reserved_basis) == ((), (), (), "Ley")
    (item,) = live(mesa, motion, mesa.principal("cut")).items
    assert [shown.motion.text for shown in item.motions] == [TEXT]


def test_it_costs_the_same_with_one_motion_as_with_many(mesa: MesaCast) -> None:
    motion = carried_motion(mesa)

    def read() -> None:
        seen = live(mesa, motion, mesa.principal("cut"))
        for item in seen.items:
            for shown in item.motions:
                assert f"{shown.motion.proposed_by} {shown.motion.decision.number}"
                assert [line.vote.seat.entity.code for line in shown.votes if line.vote]

    once = count_queries(read)
    for number in range(3):
        carried_motion(mesa, f"Otra {number}.", item=motion.item)
        action_item(mesa, motion.item)
        add_item(session=motion.item.session, title=f"Punto {number}", by=mesa.secretary, at=LATER)
    assert count_queries(read) == once == 12
