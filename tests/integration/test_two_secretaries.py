"""Two people keep the same session at the same moment: no words are lost, no vote is counted twice.

Needs PostgreSQL, as the other races do: on SQLite every transaction takes the write lock as it begins.
"""

from datetime import timedelta

import pytest

from concierta.kernel.errors import Refusal
from concierta.ledger.queries import ledger_problems
from concierta.mesa.enums import Choice
from concierta.mesa.models import AgendaItem, Decision, Minutes, Session
from concierta.mesa.operations import (
    StaleText,
    cast_vote,
    close_motion,
    draft_minutes,
    plan_session,
    record_arrival,
    record_departure,
    sign_minutes,
    write_notes,
    write_section,
)
from factories import AT, Cast
from factories.at_once import at_once, refused
from factories.mesa import (
    HOUR,
    SESSION_AT,
    MesaCast,
    approved_minutes,
    closed_session,
    drafted_minutes,
    item_under_discussion,
    make_mesa,
    open_motion,
    open_session_with,
    vote,
)

LATER = SESSION_AT + HOUR


@pytest.fixture
def mesa(committed: Cast) -> MesaCast:
    return make_mesa(committed)


def test_two_who_type_on_different_lines_are_joined(mesa: MesaCast) -> None:
    item = item_under_discussion(mesa)
    base = "\n".join(f"línea {number}" for number in range(8))
    item = write_notes(item=item, revision=1, text=base, by=mesa.secretary, at=LATER)
    results = at_once(
        *[
            lambda number=number: write_notes(
                item=item,
                revision=2,
                text=base.replace(f"línea {number}", f"línea {number} de {number}"),
                base=base,
                by=mesa.secretary,
                at=LATER,
            )
            for number in range(8)
        ]
    )
    assert refused(results) == []
    saved = AgendaItem.objects.get(pk=item.pk)
    assert saved.notes == "\n".join(f"línea {number} de {number}" for number in range(8))
    assert saved.revision == 10


def test_of_two_who_type_the_same_line_one_is_told_and_has_both_texts(mesa: MesaCast) -> None:
    section = drafted_minutes(mesa).sections.get(item=None)
    results = at_once(
        *[
            lambda text=text: write_section(section=section, revision=1, text=text, by=mesa.secretary, at=LATER)
            for text in ("Uno", "Dos")
        ]
    )
    (stale,) = refused(results)
    assert isinstance(stale, StaleText)
    assert {stale.current, stale.yours} == {"Uno", "Dos"}
    section.refresh_from_db()
    assert section.text == stale.current


def test_a_note_is_never_lost_between_the_session_and_its_minutes(mesa: MesaCast) -> None:
    session = closed_session(mesa)
    item = session.items.get()
    written, drafted = at_once(
        lambda: write_notes(item=item, revision=1, text="Lo último.", by=mesa.secretary, at=LATER),
        lambda: draft_minutes(session=session, by=mesa.secretary, at=LATER),
    )
    assert isinstance(drafted, Minutes)
    said = drafted.sections.get(item=item).text
    assert said == ("" if isinstance(written, Refusal) else "Lo último.")


def test_a_seat_arrives_once_and_sessions_are_numbered_without_a_double(mesa: MesaCast) -> None:
    session = open_session_with(mesa, ["sena"])
    results = at_once(
        *[
            lambda: record_arrival(session=session, seat=mesa.seats["cut"], by=mesa.secretary, at=LATER)
            for _ in range(3)
        ]
    )
    assert len(refused(results)) == 2
    at_once(
        *[
            lambda: plan_session(mesa=mesa.mesa, starts_at=SESSION_AT + timedelta(days=30), by=mesa.secretary, at=AT)
            for _ in range(4)
        ]
    )
    assert list(Session.objects.values_list("number", flat=True).order_by("number")) == [1, 2, 3, 4, 5]


def test_the_quorum_is_lost_before_the_decision_or_after_it_never_during(mesa: MesaCast) -> None:
    motion = open_motion(mesa, present=7)
    vote(mesa, motion, dict.fromkeys(("desarrollo", "sena", "andi", "camara"), Choice.FOR))
    closed, _ = at_once(
        lambda: close_motion(motion=motion, by=mesa.secretary, at=LATER),
        lambda: record_departure(session=motion.item.session, seat=mesa.seats["ctc"], by=mesa.secretary, at=LATER),
    )
    assert Decision.objects.count() == (0 if isinstance(closed, Refusal) else 1)
    assert ledger_problems() == []


def test_a_vote_and_the_count_do_not_cross(mesa: MesaCast) -> None:
    motion = open_motion(mesa, present=7)
    vote(mesa, motion, dict.fromkeys(("desarrollo", "sena", "andi"), Choice.FOR))
    cast, closed = at_once(
        lambda: cast_vote(
            motion=motion, seat=mesa.seats["camara"], choice=Choice.FOR, by=mesa.principal("camara"), at=LATER
        ),
        lambda: close_motion(motion=motion, by=mesa.secretary, at=LATER),
    )
    assert not isinstance(closed, Refusal)
    assert Decision.objects.count() == (0 if isinstance(cast, Refusal) else 1)


def test_two_signatures_at_once_make_it_signed(mesa: MesaCast) -> None:
    minutes = approved_minutes(mesa)
    results = at_once(
        lambda: sign_minutes(minutes=minutes, role="chair", by=mesa.principal("desarrollo"), at=LATER),
        lambda: sign_minutes(minutes=minutes, role="secretary", by=mesa.secretary, at=LATER),
    )
    assert refused(results) == []
    minutes.refresh_from_db()
    assert (minutes.state, minutes.signatures.count()) == ("signed", 2)
