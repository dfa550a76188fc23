"""Who comes and who leaves, and the quorum of every instant."""

from datetime import date, timedelta

import pytest

from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused
from concierta.mesa.enums import Choice
from concierta.mesa.models import Seat
from concierta.mesa.operations import cast_vote, end_delegation, end_seat, record_arrival, record_departure
from concierta.mesa.queries import QuorumCount, quorum_of
from factories import AT, make_entity, make_person
from factories.ledger import events
from factories.mesa import (
    HOUR,
    MINUTE,
    SESSION_AT,
    MesaCast,
    closed_session,
    delegate_of,
    noticed_session,
    open_motion,
    open_session_with,
    planned_session,
)


def arrive(mesa: MesaCast, session, code: str = "sena", at=SESSION_AT, **who: object):
    return record_arrival(session=session, seat=mesa.seats[code], by=mesa.secretary, at=at, **who)


def leave(mesa: MesaCast, session, code: str = "sena", at=SESSION_AT):
    return record_departure(session=session, seat=mesa.seats[code], by=mesa.secretary, at=at)


def test_the_quorum_follows_who_comes_and_who_leaves(mesa: MesaCast) -> None:
    session = open_session_with(mesa, 6)
    arrive(mesa, session, "ctc", SESSION_AT + 10 * MINUTE)
    leave(mesa, session, "desarrollo", SESSION_AT + 20 * MINUTE)
    counts = [quorum_of(session, SESSION_AT + minutes * MINUTE) for minutes in (-1, 0, 9, 10, 19, 20)]
    assert [(count.present, count.reached) for count in counts] == [
        (0, False),
        (6, False),
        (6, False),
        (7, True),
        (7, True),
        (6, False),
    ]
    assert counts[-1] == QuorumCount(present=6, voting=12, needed=7, people=6)
    assert counts[-1].missing == 1


def test_voice_without_vote_does_not_count(mesa: MesaCast) -> None:
    session = open_session_with(mesa, 6)
    arrive(mesa, session, "planeacion")
    assert quorum_of(session, SESSION_AT).present == 6


def test_the_voting_entities_are_those_of_the_day_of_the_session(mesa: MesaCast) -> None:
    session = noticed_session(mesa)
    end_seat(seat=mesa.seats["veeduria"], until=SESSION_AT.date() - timedelta(days=1), by=None, at=AT)
    end_seat(seat=mesa.seats["univalle"], until=SESSION_AT.date(), by=None, at=AT)
    assert quorum_of(session, SESSION_AT) == QuorumCount(present=0, voting=11, needed=6, people=0)


def test_the_ledger_is_told_entities_and_counts(mesa: MesaCast) -> None:
    session = open_session_with(mesa, ["sena"])
    leave(mesa, session, "sena", SESSION_AT + MINUTE)
    assert events("session.arrival", "session.departure") == [
        (
            "session.arrival",
            "session:acuerdo:1",
            {"entity": "sena", "delegation_sha256": None, "present": 1, "people": 1, "needed": 7},
        ),
        (
            "session.departure",
            "session:acuerdo:1",
            {"entity": "sena", "delegation_sha256": None, "present": 0, "people": 0, "needed": 7},
        ),
    ]


def test_a_seat_is_there_once_and_leaves_once(mesa: MesaCast) -> None:
    session = open_session_with(mesa, ["sena"])
    with pytest.raises(Refusal, match="SENA ya figura presente"):
        arrive(mesa, session)
    with pytest.raises(Invalid, match="antes de llegar"):
        leave(mesa, session, at=SESSION_AT - MINUTE)
    leave(mesa, session, at=SESSION_AT + 10 * MINUTE)
    with pytest.raises(Refusal, match="no figura presente"):
        leave(mesa, session, at=SESSION_AT + 10 * MINUTE)
    with pytest.raises(Invalid, match="salió después"):
        arrive(mesa, session, at=SESSION_AT + 9 * MINUTE)
    arrive(mesa, session, at=SESSION_AT + 11 * MINUTE)
    assert session.attendances.count() == 2


def test_the_principal_comes_by_right_and_anybody_else_with_a_letter(mesa: MesaCast) -> None:
    session = noticed_session(mesa)
    given = delegate_of(mesa, "sena")
    stranger = make_person("Elena Extraña")
    assert arrive(mesa, session, "desarrollo").person == mesa.principal("desarrollo")
    assert arrive(mesa, session, "cut", person=mesa.principal("cut")).delegation is None
    with pytest.raises(Invalid, match="no es titular de SENA ni tiene delegación"):
        arrive(mesa, session, person=stranger)
    with pytest.raises(Invalid, match="es de otra persona"):
        arrive(mesa, session, person=stranger, delegation=given)
    with pytest.raises(Invalid, match="no es de ANDI"):
        arrive(mesa, session, "andi", delegation=given)
    attendance = arrive(mesa, session, person=given.person)
    assert (attendance.person, attendance.delegation) == (given.person, given)
    _, _, body = events("session.arrival")[-1]
    assert body["delegation_sha256"] == given.document.file_id


def test_a_letter_that_ended_brings_nobody(mesa: MesaCast) -> None:
    session = noticed_session(mesa)
    given = delegate_of(mesa, "sena")
    end_delegation(delegation=given, until=SESSION_AT.date() - timedelta(days=1), by=None, at=AT)
    with pytest.raises(Invalid, match="no está vigente ese día"):
        arrive(mesa, session, delegation=given)


def test_an_entity_whose_principal_has_no_account_is_there_all_the_same(mesa: MesaCast) -> None:
    assert arrive(mesa, noticed_session(mesa), "planeacion").person is None


def test_only_a_seat_of_the_table_on_that_day_is_there(mesa: MesaCast) -> None:
    session = noticed_session(mesa)
    end_seat(seat=mesa.seats["sena"], until=AT.date(), by=None, at=AT)
    mesa.seats["sena"].refresh_from_db()
    with pytest.raises(Refusal, match="SENA no tiene silla ese día"):
        arrive(mesa, session)
    other = mesa.mesa.__class__.objects.create(
        agreement=mesa.agreement.__class__.objects.create(slug="otro", title="Otro", signed_on=AT.date()),
        name="Otra",
        secretariat=mesa.planeacion,
        chair=mesa.sena,
    )
    mesa.seats["otra"] = Seat.objects.create(
        mesa=other, entity=make_entity("otra"), has_vote=True, since=date(2024, 1, 1)
    )
    with pytest.raises(Invalid, match="de otra mesa"):
        arrive(mesa, session, "otra")


def test_nobody_comes_to_what_is_not_convened_or_has_ended(mesa: MesaCast) -> None:
    with pytest.raises(TransitionRefused, match="En preparación"):
        arrive(mesa, planned_session(mesa))
    with pytest.raises(TransitionRefused, match="Terminada"):
        leave(mesa, closed_session(mesa), "desarrollo", SESSION_AT + HOUR)


def test_whoever_leaves_takes_their_vote_along_and_may_come_back_and_vote(mesa: MesaCast) -> None:
    motion = open_motion(mesa, present=8)
    session, later = motion.item.session, SESSION_AT + 5 * MINUTE
    for code in ("sena", "andi"):
        cast_vote(motion=motion, seat=mesa.seats[code], choice=Choice.FOR, by=mesa.secretary, at=later)
    leave(mesa, session, "sena", later + MINUTE)
    assert [vote.seat.entity.code for vote in motion.votes.all()] == ["andi"]
    assert events("vote.withdrawn") == [("vote.withdrawn", "session:acuerdo:1:motion:1", {"entity": "sena"})]
    arrive(mesa, session, "sena", later + 2 * MINUTE)
    cast_vote(motion=motion, seat=mesa.seats["sena"], choice=Choice.AGAINST, by=mesa.secretary, at=later + 3 * MINUTE)
    assert motion.votes.count() == 2


def test_nobody_but_the_secretariat_keeps_the_attendance(mesa: MesaCast) -> None:
    session = open_session_with(mesa, ["andi"])
    with pytest.raises(PermissionRefused):
        record_arrival(session=session, seat=mesa.seats["sena"], by=mesa.principal("sena"), at=SESSION_AT)
    with pytest.raises(PermissionRefused):
        record_departure(session=session, seat=mesa.seats["andi"], by=mesa.principal("andi"), at=SESSION_AT)
