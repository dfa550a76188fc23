"""With the triggers gone, a decision, a vote, a motion or minutes that were changed contradict their acts."""

from collections.abc import Callable

import pytest
from django.db import connection

from concierta.mesa.enums import Choice
from concierta.mesa.operations import close_motion
from concierta.mesa.queries.against_acts import decisions_against_acts
from factories.against_acts import in_sql, said_after
from factories.mesa import MINUTE, MesaCast, closed_session, decision, full_session, open_motion, signed_minutes, vote
from factories.queries import count_queries


@pytest.fixture
def without_triggers(mesa: MesaCast) -> Callable[[], None]:
    """What whoever administers the database can do, once everything is decided."""

    def drop() -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'mesa_%'")
                for (name,) in cursor.fetchall():
                    cursor.execute(f"DROP TRIGGER {name}")
            else:
                # What constraints wait for is done before the table may be altered.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SELECT event_object_table, trigger_name FROM information_schema.triggers")
                for table, name in set(cursor.fetchall()):
                    if table.startswith("mesa_"):
                        cursor.execute(f"DROP TRIGGER {name} ON {table}")

    return drop


def test_what_was_decided_is_what_is_there(mesa: MesaCast) -> None:
    signed_minutes(mesa, full_session(mesa))
    comparison = decisions_against_acts()
    assert (comparison.differences, comparison.not_compared) == ([], [])
    assert comparison.rows > 0


@pytest.mark.parametrize(
    ("statement", "recorded"),
    [
        (
            "UPDATE mesa_decision SET text = 'Otra cosa.'",
            "decision:acuerdo:2025-01: el texto o la lista «text» no es lo que",
        ),
        (
            "UPDATE mesa_motion SET present = 9",
            "session:acuerdo:1:motion:1: en la base de datos los presentes es 9 y el acto",
        ),
        (
            "UPDATE mesa_motion SET state = 'failed'",
            "session:acuerdo:1:motion:1: en la base de datos el estado es failed",
        ),
        ("UPDATE mesa_vote SET dissent = 'No hay recursos.'", "El voto de "),
        ("DELETE FROM mesa_vote", "session:acuerdo:1:motion:1: en la base de datos los votos es"),
    ],
)
def test_what_was_decided_and_changed_by_hand_is_named(mesa, without_triggers, statement: str, recorded: str) -> None:
    decision(mesa)
    assert decisions_against_acts().differences == []
    without_triggers()
    problems = said_after(decisions_against_acts, in_sql(statement))
    assert problems[0].startswith(recorded)


def test_a_vote_turned_round_is_named_with_its_entity(mesa: MesaCast, without_triggers) -> None:
    motion = open_motion(mesa)
    vote(mesa, motion, {"sena": Choice.FOR, "cut": Choice.AGAINST})
    close_motion(motion=motion, by=mesa.secretary, at=motion.opened_at + 2 * MINUTE)
    without_triggers()
    counted, cast = said_after(decisions_against_acts, in_sql("UPDATE mesa_vote SET choice = 'for'"))
    assert counted.startswith("session:acuerdo:1:motion:1: en la base de datos los votos es")
    assert cast.startswith("El voto de cut en session:acuerdo:1:motion:1: en la base de datos el voto es for y el acto")


def test_the_votes_of_a_reserved_item_are_compared_by_their_number(mesa: MesaCast, without_triggers) -> None:
    full_session(mesa, reserved="Ley 1712 de 2014, artículo 18")
    assert decisions_against_acts().differences == []


def test_minutes_changed_after_they_were_signed_are_named(mesa: MesaCast, without_triggers) -> None:
    signed_minutes(mesa, closed_session(mesa))
    without_triggers()
    (problem,) = said_after(decisions_against_acts, in_sql("UPDATE mesa_minutes SET content = content || ' '"))
    assert problem.startswith("minutes:acuerdo:1: ")


def test_a_motion_still_open_is_held_against_what_was_put_to_the_vote(mesa: MesaCast) -> None:
    open_motion(mesa)
    assert decisions_against_acts().differences == []
    (problem,) = said_after(decisions_against_acts, in_sql("UPDATE mesa_motion SET text = 'Otra cosa.'"))
    assert problem.startswith("session:acuerdo:1:motion:1: el texto o la lista «text» no es lo que registró el acto")


def test_more_decisions_ask_no_more_queries(mesa: MesaCast) -> None:
    closed_session(mesa)
    few = count_queries(decisions_against_acts)
    closed_session(mesa)
    assert count_queries(decisions_against_acts) == few
