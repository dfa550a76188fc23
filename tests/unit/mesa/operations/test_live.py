"""A session from its opening to its end, item after item; or put on record as not held."""

from datetime import timedelta

import pytest

from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused
from concierta.mesa.enums import Choice, SessionState
from concierta.mesa.operations import (
    StaleText,
    cast_vote,
    close_item,
    close_motion,
    close_session,
    declare_conflict,
    declare_not_held,
    draft_minutes,
    drop_item,
    open_item,
    open_session,
    propose_motion,
    write_notes,
)
from factories.ledger import events
from factories.mesa import (
    HOUR,
    MINUTE,
    SESSION_AT,
    MesaCast,
    carried_motion,
    closed_session,
    item_under_discussion,
    noticed_session,
    open_motion,
    open_session_with,
    planned_session,
)

LATER = SESSION_AT + HOUR


def test_a_session_opens_with_the_quorum_of_that_moment(mesa: MesaCast) -> None:
    session = open_session_with(mesa, 6)
    assert (session.state, session.opened_at) == (SessionState.OPEN, SESSION_AT)
    assert events("session.opened") == [
        ("session.opened", "session:acuerdo:1", {"present": 6, "people": 6, "voting": 12, "needed": 7})
    ]


def test_it_opens_on_its_day_once_convened_and_one_at_a_time(mesa: MesaCast) -> None:
    with pytest.raises(TransitionRefused, match="En preparación"):
        open_session(session=planned_session(mesa), by=mesa.secretary, at=SESSION_AT)
    first, second = noticed_session(mesa), noticed_session(mesa)
    with pytest.raises(Refusal, match="se convocó para el 2025-01-20"):
        open_session(session=first, by=mesa.secretary, at=SESSION_AT - timedelta(days=1))
    open_session(session=first, by=mesa.secretary, at=SESSION_AT - MINUTE)
    with pytest.raises(Refusal, match="otra sesión en curso"):
        open_session(session=second, by=mesa.secretary, at=SESSION_AT)


def test_closing_ends_what_was_open_and_everybody_leaves(mesa: MesaCast) -> None:
    motion = carried_motion(mesa)
    session = close_session(session=motion.item.session, by=mesa.secretary, at=LATER)
    assert (session.state, session.closed_at) == (SessionState.CLOSED, LATER)
    assert session.items.get().closed_at == LATER
    assert set(session.attendances.values_list("left_at", flat=True)) == {LATER}
    assert events("session.closed") == [
        (
            "session.closed",
            "session:acuerdo:1",
            {"present": 7, "people": 7, "voting": 12, "needed": 7, "decisions": ["2025-01"]},
        )
    ]


def test_it_does_not_end_with_a_vote_open_nor_before_what_happened(mesa: MesaCast) -> None:
    motion = open_motion(mesa)
    session = motion.item.session
    for act in (
        lambda: close_session(session=session, by=mesa.secretary, at=LATER),
        lambda: declare_not_held(session=session, reason="Se fueron.", by=mesa.secretary, at=LATER),
    ):
        with pytest.raises(TransitionRefused, match="votación abierta"):
            act()
    close_motion(motion=motion, by=mesa.secretary, at=SESSION_AT + 3 * MINUTE)
    for act in (
        lambda: close_session(session=session, by=mesa.secretary, at=SESSION_AT),
        lambda: declare_not_held(session=session, reason="Se fueron.", by=mesa.secretary, at=SESSION_AT),
    ):
        with pytest.raises(Invalid, match="antes de lo que pasó"):
            act()


def test_without_quorum_it_is_put_on_record_with_who_came(mesa: MesaCast) -> None:
    session = open_session_with(mesa, 5)
    with pytest.raises(Invalid, match="por qué no se instaló"):
        declare_not_held(session=session, reason="", by=mesa.secretary, at=LATER)
    session = declare_not_held(session=session, reason="Llegaron 5 de 12.", by=mesa.secretary, at=LATER)
    assert (session.state, session.closed_at, session.not_held_reason) == (
        SessionState.NOT_HELD,
        LATER,
        "Llegaron 5 de 12.",
    )
    assert session.attendances.filter(left_at=LATER).count() == 5
    assert events("session.not_held") == [
        (
            "session.not_held",
            "session:acuerdo:1",
            {"present": 5, "people": 5, "voting": 12, "needed": 7, "reason": "Llegaron 5 de 12."},
        )
    ]


def test_a_session_that_decided_was_held(mesa: MesaCast) -> None:
    with pytest.raises(TransitionRefused, match="ya se decidió"):
        declare_not_held(session=carried_motion(mesa).item.session, reason="No.", by=mesa.secretary, at=LATER)
    with pytest.raises(TransitionRefused, match="En preparación"):
        declare_not_held(session=planned_session(mesa), reason="No.", by=mesa.secretary, at=LATER)


def test_taking_up_an_item_ends_the_one_before(mesa: MesaCast) -> None:
    session = open_session_with(mesa, titles=["Uno", "Dos"])
    one, two = session.items.order_by("ordinal")
    open_item(item=one, by=mesa.secretary, at=SESSION_AT)
    open_item(item=two, by=mesa.secretary, at=SESSION_AT + MINUTE)
    one.refresh_from_db()
    assert (one.opened_at, one.closed_at) == (SESSION_AT, SESSION_AT + MINUTE)
    with pytest.raises(TransitionRefused, match="ya se está tratando"):
        open_item(item=two, by=mesa.secretary, at=SESSION_AT + MINUTE)
    again = open_item(item=one, by=mesa.secretary, at=SESSION_AT + 2 * MINUTE)
    assert (again.opened_at, again.closed_at) == (SESSION_AT, None)
    with pytest.raises(TransitionRefused, match="no se está tratando"):
        close_item(item=two, by=mesa.secretary, at=SESSION_AT + 3 * MINUTE)
    assert close_item(item=one, by=mesa.secretary, at=SESSION_AT + 3 * MINUTE).closed_at == SESSION_AT + 3 * MINUTE
    assert [(kind, body["ordinal"]) for kind, _, body in events("agenda.item_opened", "agenda.item_closed")] == [
        ("agenda.item_opened", 1),
        ("agenda.item_opened", 2),
        ("agenda.item_opened", 1),
        ("agenda.item_closed", 1),
    ]


def test_an_item_with_a_vote_open_is_not_left(mesa: MesaCast) -> None:
    motion = open_motion(mesa, titles=["Uno", "Dos"])
    with pytest.raises(TransitionRefused, match="votación abierta en este punto"):
        close_item(item=motion.item, by=mesa.secretary, at=LATER)
    with pytest.raises(TransitionRefused, match="votación abierta en otro punto"):
        open_item(item=motion.item.session.items.get(title="Dos"), by=mesa.secretary, at=LATER)


def test_a_dropped_item_is_not_taken_up_nor_any_outside_a_session(mesa: MesaCast) -> None:
    session = open_session_with(mesa)
    item = drop_item(item=session.items.get(), reason="No procede.", by=mesa.secretary, at=SESSION_AT)
    with pytest.raises(TransitionRefused, match="restáurelo para tratarlo"):
        open_item(item=item, by=mesa.secretary, at=SESSION_AT)
    with pytest.raises(TransitionRefused, match="solo se hace mientras está en curso"):
        open_item(item=noticed_session(mesa).items.get(), by=mesa.secretary, at=SESSION_AT)


def test_notes_are_saved_and_whoever_read_an_older_text_loses_nothing(mesa: MesaCast) -> None:
    item = item_under_discussion(mesa)
    first = write_notes(item=item, revision=1, text="Uno\r\nDos", by=mesa.secretary, at=LATER)
    assert (first.notes, first.revision) == ("Uno\nDos", 2)
    with pytest.raises(StaleText, match="compare los dos textos") as stale:
        write_notes(item=item, revision=1, text="Tres", by=mesa.secretary, at=LATER)
    assert (stale.value.current, stale.value.revision, stale.value.yours) == ("Uno\nDos", 2, "Tres")
    joined = write_notes(item=item, revision=1, text="Uno\nDos\nTres", base="Uno\nDos", by=mesa.secretary, at=LATER)
    assert (joined.notes, joined.revision) == ("Uno\nDos\nTres", 3)
    both = write_notes(item=item, revision=2, text="Cero\nUno\nDos", base="Uno\nDos", by=mesa.secretary, at=LATER)
    assert (both.notes, both.revision) == ("Cero\nUno\nDos\nTres", 4)
    with pytest.raises(StaleText):
        write_notes(item=item, revision=2, text="Uno\nOTRO\nDos", base="Uno\nOtro\nDos", by=mesa.secretary, at=LATER)


def test_saving_what_is_saved_changes_nothing(mesa: MesaCast) -> None:
    item = item_under_discussion(mesa)
    write_notes(item=item, revision=1, text="Uno", by=mesa.secretary, at=LATER)
    assert write_notes(item=item, revision=1, text="Uno", by=mesa.secretary, at=LATER).revision == 2


def test_notes_are_of_a_session_that_began_and_until_its_minutes_are_drafted(mesa: MesaCast) -> None:
    with pytest.raises(TransitionRefused, match="no se ha abierto"):
        write_notes(item=noticed_session(mesa).items.get(), revision=1, text="Uno", by=mesa.secretary, at=LATER)
    session = closed_session(mesa)
    item = write_notes(item=session.items.get(), revision=1, text="Uno", by=mesa.secretary, at=LATER)
    draft_minutes(session=session, by=mesa.secretary, at=LATER)
    with pytest.raises(TransitionRefused, match="ya está en borrador"):
        write_notes(item=item, revision=2, text="Dos", by=mesa.secretary, at=LATER)


def test_whoever_declares_a_conflict_speaks_and_does_not_vote(mesa: MesaCast) -> None:
    motion = open_motion(mesa)
    sena = mesa.seats["sena"]
    cast_vote(motion=motion, seat=sena, choice=Choice.FOR, by=mesa.secretary, at=LATER)
    with pytest.raises(Invalid, match="en qué consiste"):
        declare_conflict(item=motion.item, seat=sena, statement=" ", by=mesa.secretary, at=LATER)
    declare_conflict(item=motion.item, seat=sena, statement="Ejecuta el proyecto.", by=mesa.secretary, at=LATER)
    assert motion.votes.count() == 0
    with pytest.raises(PermissionRefused, match="declaró conflicto de interés"):
        cast_vote(motion=motion, seat=sena, choice=Choice.FOR, by=mesa.secretary, at=LATER)
    with pytest.raises(Refusal, match="ya declaró"):
        declare_conflict(item=motion.item, seat=sena, statement="Otra vez.", by=mesa.secretary, at=LATER)
    with pytest.raises(Refusal, match="UNIVALLE no está presente"):
        declare_conflict(item=motion.item, seat=mesa.seats["univalle"], statement="Sí.", by=mesa.secretary, at=LATER)
    assert events("conflict.declared") == [
        (
            "conflict.declared",
            f"session:acuerdo:1:item:{motion.item_id}",
            {"entity": "sena", "statement": "Ejecuta el proyecto."},
        )
    ]
    closed = close_motion(motion=motion, by=mesa.secretary, at=LATER)
    assert (closed.present, closed.needed) == (6, 4)


def test_nobody_but_the_secretariat_runs_the_session(mesa: MesaCast) -> None:
    person = mesa.principal("desarrollo")
    noticed, item = noticed_session(mesa), item_under_discussion(mesa)
    for act in (
        lambda: open_session(session=noticed, by=person, at=LATER),
        lambda: close_session(session=item.session, by=person, at=LATER),
        lambda: declare_not_held(session=noticed, reason="No.", by=person, at=LATER),
        lambda: open_item(item=item, by=person, at=LATER),
        lambda: close_item(item=item, by=person, at=LATER),
        lambda: write_notes(item=item, revision=1, text="Uno", by=person, at=LATER),
        lambda: declare_conflict(item=item, seat=mesa.seats["sena"], statement="Sí.", by=person, at=LATER),
        lambda: propose_motion(item=item, text="Uno", by=person, at=LATER),
    ):
        with pytest.raises(PermissionRefused):
            act()
