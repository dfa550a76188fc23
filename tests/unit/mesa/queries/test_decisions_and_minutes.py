"""Decisions are public; minutes are the Mesa's until they are signed."""

import pytest

from concierta.kernel.errors import NotFound
from concierta.mesa.operations import close_session, edit_item, make_remark, write_notes
from concierta.mesa.queries import (
    decision_by_number,
    decisions_of,
    delegation_for,
    minutes_document,
    minutes_for,
    motion_for,
    motions_of,
    remark_for,
    seat_for,
    section_for,
)
from concierta.mesa.queries import signed_minutes as signed_minutes_of_all
from factories import count_queries, make_person
from factories.mesa import (
    HOUR,
    MINUTE,
    SESSION_AT,
    MesaCast,
    carried_motion,
    circulated_minutes,
    closed_session,
    decision,
    delegate_of,
    drafted_minutes,
    item_under_discussion,
    open_motion,
    signed_minutes,
)

LATER = SESSION_AT + HOUR


def test_decisions_are_found_by_their_number(mesa: MesaCast) -> None:
    first = carried_motion(mesa)
    second = decision(mesa, "Otra.", item=first.item)
    assert list(decisions_of(mesa.mesa)) == [second, first.decision]
    assert decision_by_number(mesa.mesa, "2025-02") == second
    with pytest.raises(NotFound, match="2030-01"):
        decision_by_number(mesa.mesa, "2030-01")
    assert list(motions_of(first.item)) == [first, second.motion]


def test_the_parts_of_a_table_are_loaded_by_those_who_belong_to_it(mesa: MesaCast) -> None:
    given = delegate_of(mesa, "sena")
    motion = open_motion(mesa)
    stranger = make_person("Elena Extraña")
    for load, thing in ((motion_for, motion), (seat_for, mesa.seats["sena"]), (delegation_for, given)):
        assert load(mesa.principal("cut"), thing.pk) == thing
        with pytest.raises(NotFound):
            load(stranger, thing.pk)


def test_minutes_are_the_tables_until_signed(mesa: MesaCast) -> None:
    session = closed_session(mesa)
    with pytest.raises(NotFound):
        minutes_for(mesa.secretary, session.pk)
    minutes = circulated_minutes(mesa, session)
    section = minutes.sections.get(item=None)
    remark = make_remark(section=section, seat=mesa.seats["cut"], text="Uno.", by=None, at=LATER)
    stranger = make_person("Elena Extraña")
    assert minutes_for(mesa.principal("cut"), session.pk) == minutes
    assert section_for(mesa.principal("cut"), section.pk) == section
    assert remark_for(mesa.principal("cut"), remark.pk) == remark
    for load, pk in ((minutes_for, session.pk), (section_for, section.pk), (remark_for, remark.pk)):
        with pytest.raises(NotFound):
            load(stranger, pk)
    assert list(signed_minutes_of_all()) == []


def test_signed_minutes_are_everybodys_without_what_is_reserved(mesa: MesaCast) -> None:
    item = item_under_discussion(mesa)
    write_notes(item=item, revision=1, text="Reservado.", by=mesa.secretary, at=SESSION_AT)
    edit_item(
        item=item, revision=2, title="Uno", minutes_planned=None, reserved_basis="Ley", by=mesa.secretary, at=SESSION_AT
    )
    session = close_session(session=item.session, by=mesa.secretary, at=SESSION_AT + MINUTE)
    minutes = signed_minutes(mesa, session)
    for person, text in ((mesa.principal("cut"), "Reservado."), (make_person("Elena Extraña"), "")):
        seen = minutes_for(person, session.pk)
        assert [section.text for section in seen.sections.all()][1:] == [text]
        assert "Reservado." not in minutes_document(seen).content["items"][0]["text"]
    assert list(signed_minutes_of_all()) == [minutes]


def test_a_document_costs_the_same_with_one_motion_as_with_many(mesa: MesaCast) -> None:
    def read(session) -> int:
        return count_queries(lambda: minutes_document(minutes_for(mesa.secretary, session.pk)))

    one = drafted_minutes(mesa, closed_session(mesa))
    motion = carried_motion(mesa)
    for number in range(3):
        carried_motion(mesa, f"Otra {number}.", item=motion.item)
    many = drafted_minutes(mesa, close_session(session=motion.item.session, by=mesa.secretary, at=LATER))
    assert read(many.session) == read(one.session) == 19
