"""How often each entity came, what is overdue, and who has to do or to check it."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from concierta.kernel.errors import NotFound
from concierta.mesa.operations import (
    check_action,
    close_session,
    declare_not_held,
    end_seat,
    finish_action,
    give_seat,
    reopen_action,
)
from concierta.mesa.queries import (
    action_for,
    action_items_of,
    actions_of_person,
    actions_to_check,
    attendance_record,
    is_overdue,
    overdue_actions,
)
from concierta.people.enums import Role
from factories import AT, count_queries, make_person
from factories.mesa import (
    HOUR,
    SESSION_AT,
    MesaCast,
    action_item,
    done_action,
    item_under_discussion,
    noticed_session,
    open_session_with,
)

LATER = SESSION_AT + 2 * HOUR


def held(mesa: MesaCast, number: int, *codes: str) -> None:
    """The session of a week, with those who came to it."""
    session = open_session_with(mesa, codes, starts_at=SESSION_AT + timedelta(days=7 * number))
    close_session(session=session, by=mesa.secretary, at=session.starts_at + HOUR)


def record_of(mesa: MesaCast, code: str, on: date):
    return next(record for record in attendance_record(mesa.mesa, on) if record.entity.code == code)


def test_the_governors_office_came_to_two_of_four(mesa: MesaCast) -> None:
    """Acceptance scenario 6."""
    for number, codes in enumerate([("gobernacion", "sena"), ("sena",), ("sena", "gobernacion"), ("sena",)]):
        held(mesa, number, *codes)
    record = record_of(mesa, "gobernacion", date(2025, 12, 31))
    assert (record.attended, record.held, record.share) == (2, 4, Fraction(1, 2))
    assert record.attended_sessions == (1, 3)
    assert record_of(mesa, "sena", date(2025, 12, 31)).share == 1
    after_the_first = date(2025, 1, 21)
    assert record_of(mesa, "gobernacion", after_the_first).held == 1
    assert record_of(mesa, "cut", after_the_first).attended == 0


def test_a_session_that_was_not_held_counts_for_nobody_and_none_is_no_share(mesa: MesaCast) -> None:
    session = noticed_session(mesa)
    declare_not_held(session=session, reason="Sin quórum.", by=mesa.secretary, at=SESSION_AT)
    record = record_of(mesa, "sena", date(2025, 12, 31))
    assert (record.attended, record.held, record.share) == (0, 0, None)


def test_an_entity_answers_for_the_sessions_while_it_had_a_seat(mesa: MesaCast) -> None:
    held(mesa, 0, "sena")
    end_seat(seat=mesa.seats["sena"], until=SESSION_AT.date(), by=None, at=AT)
    held(mesa, 1, "cut")
    again = give_seat(
        mesa=mesa.mesa,
        entity=mesa.sena,
        has_vote=False,
        since=SESSION_AT.date() + timedelta(days=10),
        by=None,
        at=AT,
    )
    mesa.seats["sena"] = again
    held(mesa, 2, "sena")
    record = record_of(mesa, "sena", date(2025, 12, 31))
    assert (record.attended_sessions, record.held, record.has_vote) == ((1, 3), 2, False)


def test_due_on_the_thirtieth_it_is_overdue_on_the_fourth(mesa: MesaCast) -> None:
    """Acceptance scenario 5."""
    action = action_item(mesa)
    assert list(overdue_actions(mesa.mesa, date(2025, 4, 30))) == []
    assert list(overdue_actions(mesa.mesa, date(2025, 5, 4))) == [action]
    assert [is_overdue(action, day) for day in (date(2025, 4, 30), date(2025, 5, 1))] == [False, True]
    done = finish_action(action=action, note="Listo.", by=mesa.principal("cut"), at=LATER)
    assert list(overdue_actions(mesa.mesa, date(2025, 5, 4))) == []
    assert not is_overdue(done, date(2025, 5, 4))
    reopen_action(action=action, reason="Falta.", by=mesa.secretary, at=LATER)
    assert list(overdue_actions(mesa.mesa, date(2025, 5, 4))) == [action]


def test_what_a_person_has_to_do(mesa: MesaCast) -> None:
    item = item_under_discussion(mesa)
    later = action_item(mesa, item, due_on=date(2025, 6, 1))
    sooner = action_item(mesa, item, due_on=date(2025, 3, 1), person=None)
    colleague = make_person("Clara CUT", (Role.REPORTER, later.entity))
    assert list(actions_of_person(mesa.principal("cut"))) == [sooner, later]
    assert list(actions_of_person(colleague)) == [sooner]
    assert list(actions_of_person(mesa.secretary)) == []
    assert list(action_items_of(mesa.mesa)) == [sooner, later]


def test_what_waits_for_somebody_to_check_it(mesa: MesaCast) -> None:
    action = done_action(mesa)
    own = make_person("Verifica CUT", (Role.VERIFIER, action.entity))
    other_secretary = make_person("Otra Secretaria", (Role.SECRETARIAT, mesa.sena))
    assert [list(actions_to_check(person)) for person in (mesa.secretary, mesa.verifier)] == [[action], [action]]
    for person in (own, other_secretary, mesa.principal("cut"), mesa.principal("sena")):
        assert list(actions_to_check(person)) == []
    check_action(action=action, note="Bien.", by=mesa.verifier, at=LATER)
    assert list(actions_to_check(mesa.secretary)) == []


def test_a_task_is_seen_by_the_table_and_once_shown_by_verifiers(mesa: MesaCast) -> None:
    action = action_item(mesa)
    for person in (mesa.secretary, mesa.principal("sena")):
        assert action_for(person, action.pk) == action
    stranger = make_person("Elena Extraña", (Role.REVIEWER, mesa.control))
    for person in (mesa.verifier, stranger):
        with pytest.raises(NotFound):
            action_for(person, action.pk)
    finish_action(action=action, note="Listo.", by=mesa.principal("cut"), at=LATER)
    assert action_for(mesa.verifier, action.pk) == action
    with pytest.raises(NotFound):
        action_for(stranger, action.pk)


def test_reading_costs_the_same_with_one_as_with_many(mesa: MesaCast) -> None:
    item = item_under_discussion(mesa)
    action_item(mesa, item)

    def read() -> None:
        for action in [*action_items_of(mesa.mesa), *overdue_actions(mesa.mesa, date(2025, 5, 4))]:
            assert f"{action.entity.code} {action.person} {action.item.session.number} {list(action.evidence.all())}"
        attendance_record(mesa.mesa, date(2025, 12, 31))

    once = count_queries(read)
    for _ in range(4):
        action_item(mesa, item)
    assert count_queries(read) == once == 6
