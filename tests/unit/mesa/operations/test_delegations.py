"""One person speaks for as many seats as the rules of the Mesa let: entities make a quorum, and people too."""

from datetime import timedelta

import pytest

from concierta.kernel.errors import Invalid
from concierta.mesa.enums import SignerRole
from concierta.mesa.models import Rules, Session
from concierta.mesa.operations import (
    close_motion,
    end_delegation,
    end_seat,
    give_seat,
    propose_motion,
    record_arrival,
    record_departure,
    register_delegation,
    set_principal,
)
from concierta.mesa.permissions import can_sign
from concierta.mesa.queries import quorum_of
from concierta.people.enums import Role
from factories import AT, make_entity, make_person
from factories.ledger import events
from factories.mesa import (
    HOUR,
    MINUTE,
    SESSION_AT,
    MesaCast,
    closed_session,
    document_of,
    item_under_discussion,
    make_mesa,
    noticed_session,
    open_motion,
    open_session_with,
    vote,
)

DAY = SESSION_AT.date()


def delegate(mesa: MesaCast, code: str, person, since=DAY, until=DAY):
    return register_delegation(
        seat=mesa.seats[code], person=person, document=document_of(mesa), since=since, until=until, by=None, at=AT
    )


def arrive(mesa: MesaCast, session: Session, code: str, at=SESSION_AT, **who: object):
    return record_arrival(session=session, seat=mesa.seats[code], by=mesa.secretary, at=at, **who)


def allow(mesa: MesaCast, several: int) -> None:
    Rules.objects.filter(mesa=mesa.mesa).update(delegations_per_person=several)


def test_a_second_delegation_for_the_same_days_is_refused_when_it_is_registered(mesa: MesaCast) -> None:
    ana = make_person("Ana Apoderada")
    delegate(mesa, "sena", ana)
    with pytest.raises(Invalid, match=r"Ana Apoderada ya habla por delegación de 1, .* dejan 1 por persona") as refused:
        delegate(mesa, "cut", ana)
    assert refused.value.field == "person"
    delegate(mesa, "sena", ana)
    delegate(mesa, "cut", ana, DAY + timedelta(days=1), DAY + timedelta(days=9))
    with pytest.raises(Invalid, match="ya habla por delegación"):
        delegate(mesa, "andi", ana, DAY - timedelta(days=9), None)


def test_the_rules_say_how_many(mesa: MesaCast) -> None:
    ana = make_person("Ana Apoderada")
    allow(mesa, 2)
    delegate(mesa, "sena", ana)
    delegate(mesa, "cut", ana)
    with pytest.raises(Invalid, match="ya habla por delegación de 2, y las reglas de la mesa dejan 2"):
        delegate(mesa, "andi", ana)
    allow(mesa, 0)
    with pytest.raises(Invalid, match="dejan 0 por persona"):
        delegate(mesa, "ctc", make_person("Otra Persona"))


def test_seven_letters_bring_one_person_once(mesa: MesaCast) -> None:
    """Letters from before the Mesa had a rule stay on record; at the door the rule holds."""
    ana = make_person("Ana Apoderada")
    allow(mesa, 7)
    codes = ["sena", "cut", "andi", "camara", "ctc", "fenalco", "univalle"]
    letters = [delegate(mesa, code, ana) for code in codes]
    allow(mesa, 1)
    session = noticed_session(mesa)
    arrive(mesa, session, "sena", delegation=letters[0])
    for code, letter in zip(codes[1:], letters[1:], strict=True):
        with pytest.raises(Invalid, match="ya habla por delegación de 1"):
            arrive(mesa, session, code, delegation=letter)
    quorum = quorum_of(session, SESSION_AT)
    assert (quorum.present, quorum.people) == (1, 1)
    record_departure(session=session, seat=mesa.seats["sena"], by=mesa.secretary, at=SESSION_AT + HOUR)
    with pytest.raises(Invalid, match="ya habla por delegación de 1"):
        arrive(mesa, session, "cut", SESSION_AT + 59 * MINUTE, delegation=letters[1])
    assert arrive(mesa, session, "cut", SESSION_AT + HOUR, delegation=letters[1]).person == ana


def test_a_principal_may_hold_a_letter_besides_and_the_people_are_counted_once(mesa: MesaCast) -> None:
    rosa = mesa.principal("sena")
    letter = delegate(mesa, "cut", rosa)
    session = open_session_with(mesa, ["sena", "andi"])
    arrive(mesa, session, "cut", delegation=letter)
    quorum = quorum_of(session, SESSION_AT)
    assert (quorum.present, quorum.people) == (3, 2)
    assert events("session.arrival")[-1][2]["people"] == 2


def test_seats_of_whom_nobody_is_named_are_people_of_their_own(mesa: MesaCast) -> None:
    for code in ("sena", "cut"):
        set_principal(seat=mesa.seats[code], principal=None, by=None, at=AT)
        mesa.seats[code].refresh_from_db()
    session = open_session_with(mesa, ["sena", "cut", "andi"])
    assert quorum_of(session, SESSION_AT).people == 3


def test_nobody_is_the_principal_of_two_seats(mesa: MesaCast) -> None:
    rosa = mesa.principal("sena")
    with pytest.raises(Invalid, match="ya es titular de SENA"):
        set_principal(seat=mesa.seats["cut"], principal=rosa, by=None, at=AT)
    with pytest.raises(Invalid, match="ya es titular de SENA"):
        give_seat(mesa=mesa.mesa, entity=make_entity("otra"), has_vote=True, since=DAY, principal=rosa, by=None, at=AT)
    end_seat(seat=mesa.seats["sena"], until=AT.date(), by=None, at=AT)
    tomorrow = AT + timedelta(days=1)
    assert set_principal(seat=mesa.seats["cut"], principal=rosa, by=None, at=tomorrow).principal == rosa


def test_whoever_was_made_principal_twice_before_the_rule_comes_once(mesa: MesaCast) -> None:
    seat = mesa.seats["cut"]
    seat.principal = mesa.principal("sena")
    seat.save()
    session = open_session_with(mesa, ["sena"])
    with pytest.raises(Invalid, match="ya está por SENA"):
        arrive(mesa, session, "cut")


def test_a_seat_that_was_at_a_session_does_not_end_before_it(mesa: MesaCast) -> None:
    open_session_with(mesa, ["sena"])
    with pytest.raises(Invalid, match="estuvo en la sesión 1, del 2025-01-20"):
        end_seat(seat=mesa.seats["sena"], until=DAY - timedelta(days=1), by=None, at=AT)


def test_a_letter_that_brought_somebody_does_not_end_the_day_before(mesa: MesaCast) -> None:
    letter = delegate(mesa, "veeduria", make_person("Ana Apoderada"), DAY - timedelta(days=3))
    session = open_session_with(mesa, ["sena"])
    arrive(mesa, session, "veeduria", delegation=letter)
    with pytest.raises(Invalid, match="VEEDURIA estuvo en la sesión 1"):
        end_delegation(delegation=letter, until=DAY - timedelta(days=1), by=None, at=AT)


def _seats(session: Session) -> set[int]:
    return set(session.attendances.values_list("seat", flat=True))


def test_nobody_leaves_before_the_vote_they_cast(mesa: MesaCast) -> None:
    motion = open_motion(mesa)
    session = motion.item.session
    vote(mesa, motion, {"sena": "for"})
    cast_at = motion.votes.get().cast_at
    with pytest.raises(Invalid, match=r"SENA votó a las .* en la votación 1: no pudo salir antes") as refused:
        record_departure(session=session, seat=mesa.seats["sena"], by=mesa.secretary, at=cast_at - MINUTE)
    assert refused.value.field == "at"
    assert motion.votes.count() == 1
    record_departure(session=session, seat=mesa.seats["sena"], by=mesa.secretary, at=cast_at)
    assert motion.votes.count() == 0


def test_nobody_comes_or_goes_before_a_vote_that_was_counted(mesa: MesaCast) -> None:
    item = item_under_discussion(mesa)
    session = item.session
    motion = propose_motion(item=item, text="Uno.", by=mesa.secretary, at=SESSION_AT + 10 * MINUTE)
    vote(mesa, motion, {"sena": "for"})
    close_motion(motion=motion, by=mesa.secretary, at=SESSION_AT + 20 * MINUTE)
    absent = next(code for code in mesa.seats if mesa.seats[code].pk not in _seats(session))
    with pytest.raises(Invalid, match="La votación 1 se contó a las 09:20 sin"):
        arrive(mesa, session, absent, SESSION_AT + 19 * MINUTE)
    with pytest.raises(Invalid, match="La votación 1 se contó a las 09:20 con ANDI presente"):
        record_departure(session=session, seat=mesa.seats["andi"], by=mesa.secretary, at=SESSION_AT + 19 * MINUTE)
    assert arrive(mesa, session, absent, SESSION_AT + 20 * MINUTE)
    record_departure(session=session, seat=mesa.seats["andi"], by=mesa.secretary, at=SESSION_AT + 20 * MINUTE)


def test_a_chair_whose_seat_ends_later_signs_until_then(mesa: MesaCast) -> None:
    chair, last = make_person("Nora Nueva"), DAY + timedelta(days=5)
    set_principal(seat=mesa.seats["desarrollo"], principal=chair, by=None, at=AT)
    closed_session(mesa)
    end_seat(seat=mesa.seats["desarrollo"], until=last, by=None, at=AT)
    days = [last - timedelta(days=1), last, last + timedelta(days=1)]
    assert [bool(can_sign(chair, mesa.mesa, SignerRole.CHAIR, day)) for day in days] == [True, True, False]


def test_whoever_will_preside_does_not_sign_before(mesa: MesaCast) -> None:
    new = make_person("Nora Nueva", (Role.REPORTER, make_entity("nueva")))
    seat = mesa.seats["desarrollo"]
    end_seat(seat=seat, until=DAY, by=None, at=AT)
    give_seat(
        mesa=mesa.mesa,
        entity=seat.entity,
        has_vote=True,
        since=DAY + timedelta(days=1),
        principal=new,
        by=None,
        at=AT,
    )
    days = [DAY, DAY + timedelta(days=1)]
    assert [bool(can_sign(new, mesa.mesa, SignerRole.CHAIR, day)) for day in days] == [False, True]


@pytest.mark.django_db
def test_a_table_may_begin_with_another_number() -> None:
    assert make_mesa(delegations_per_person=3).mesa.rules.get().delegations_per_person == 3
