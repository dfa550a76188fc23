"""Who sees which table, session, item and paper."""

from datetime import timedelta

import pytest

from concierta.kernel.errors import NotFound
from concierta.mesa.models import Mesa
from concierta.mesa.operations import (
    attach_paper,
    close_session,
    declare_not_held,
    drop_item,
    edit_item,
    end_delegation,
    end_seat,
    open_session,
    write_notes,
)
from concierta.mesa.queries import (
    agenda_of,
    item_for,
    mesa_for,
    mesa_of,
    mesas_of,
    next_session,
    paper_for,
    seat_of,
    session_for,
    sessions_of,
)
from concierta.people.enums import Role
from factories import AT, count_queries, make_entity, make_person
from factories.mesa import (
    HOUR,
    SESSION_AT,
    MesaCast,
    action_item,
    closed_session,
    delegate_of,
    document_of,
    drafted_minutes,
    item_under_discussion,
    noticed_session,
    planned_session,
    signed_minutes,
)

LATER = SESSION_AT + HOUR


def test_the_table_of_an_agreement(mesa: MesaCast) -> None:
    assert mesa_of(mesa.agreement) == mesa.mesa
    assert mesa_of(type(mesa.agreement).objects.create(slug="otro", title="Otro", signed_on=AT.date())) is None


def test_a_table_is_seen_by_those_who_sit_at_it_or_convene_it_or_owe_it_a_task(mesa: MesaCast) -> None:
    delegate = delegate_of(mesa, "sena").person
    colleague = make_person("Reporta CUT", (Role.REPORTER, mesa.seats["cut"].entity))
    for person in (mesa.secretary, mesa.principal("cut"), delegate, colleague, mesa.outsider):
        assert list(mesas_of(person)) == [mesa.mesa]
    stranger = make_person("Elena Extraña", (Role.VERIFIER, mesa.control))
    assert list(mesas_of(stranger)) == []
    with pytest.raises(NotFound):
        mesa_for(stranger, mesa.mesa.pk)
    action_item(mesa, entity=mesa.control, person=stranger)
    assert mesa_for(stranger, mesa.mesa.pk) == mesa.mesa


def test_who_no_longer_sits_there_sees_what_everybody_sees(mesa: MesaCast) -> None:
    given = delegate_of(mesa, "sena")
    end_delegation(delegation=given, until=AT.date(), by=None, at=AT)
    former = mesa.principal("cut")
    end_seat(seat=mesa.seats["cut"], until=AT.date(), by=None, at=AT)
    session = planned_session(mesa)
    for person in (given.person, former):
        assert list(mesas_of(person)) == []
        with pytest.raises(NotFound):
            session_for(person, session.pk)


def test_the_seat_somebody_speaks_for(mesa: MesaCast) -> None:
    member = make_person("Mario CUT", (Role.MEMBER, mesa.seats["cut"].entity))
    delegate = delegate_of(mesa, "sena").person
    day = SESSION_AT.date()
    assert [seat_of(person, mesa.mesa, day) for person in (mesa.principal("andi"), member, delegate)] == [
        mesa.seats["andi"],
        mesa.seats["cut"],
        mesa.seats["sena"],
    ]
    assert seat_of(mesa.secretary, mesa.mesa, day) is None
    end_seat(seat=mesa.seats["andi"], until=AT.date(), by=None, at=AT)
    assert seat_of(mesa.principal("andi"), mesa.mesa, day) is None


def test_a_session_is_seen_by_its_table_and_once_its_minutes_are_signed_by_all_with_a_part_in_the_plan(
    mesa: MesaCast,
) -> None:
    reader = mesa.verifier
    stranger = make_person("Elena Extraña", (Role.SECRETARIAT, make_entity("palmira")))
    session = closed_session(mesa)
    drafted_minutes_of = drafted_minutes(mesa, noticed_and_not_held(mesa))
    for person in (mesa.secretary, mesa.principal("cut")):
        assert [one.pk for one in sessions_of(person, mesa.mesa)] == [drafted_minutes_of.session_id, session.pk]
        assert session_for(person, session.pk).reads_reserved
    assert list(sessions_of(reader, mesa.mesa)) == []
    with pytest.raises(NotFound) as hidden:
        session_for(reader, session.pk)
    with pytest.raises(NotFound) as absent:
        session_for(reader, session.pk + 99)
    assert str(hidden.value) == str(absent.value)
    signed_minutes(mesa, session)
    assert [(one.pk, one.decision_count) for one in sessions_of(reader, mesa.mesa)] == [(session.pk, 1)]
    assert not session_for(reader, session.pk).reads_reserved
    assert list(sessions_of(stranger, mesa.mesa)) == []
    with pytest.raises(NotFound):
        session_for(stranger, session.pk)


def noticed_and_not_held(mesa: MesaCast):
    session = noticed_session(mesa, starts_at=SESSION_AT + timedelta(days=2))
    return declare_not_held(session=session, reason="Sin quórum.", by=mesa.secretary, at=session.starts_at)


def test_the_words_and_papers_of_a_reserved_item_are_for_the_table_only(mesa: MesaCast) -> None:
    item = item_under_discussion(mesa)
    write_notes(item=item, revision=1, text="Reservado.", by=mesa.secretary, at=SESSION_AT)
    edit_item(
        item=item, revision=2, title="Uno", minutes_planned=None, reserved_basis="Ley", by=mesa.secretary, at=SESSION_AT
    )
    open_paper = attach_paper(session=item.session, document=document_of(mesa), by=mesa.secretary, at=SESSION_AT)
    paper = attach_paper(session=item.session, document=document_of(mesa), item=item, by=mesa.secretary, at=SESSION_AT)
    session = close_session(session=item.session, by=mesa.secretary, at=LATER)
    with pytest.raises(NotFound):
        paper_for(mesa.verifier, open_paper.pk)
    signed_minutes(mesa, session)
    for person, notes in ((mesa.principal("cut"), "Reservado."), (mesa.verifier, "")):
        (seen,) = agenda_of(session_for(person, session.pk))
        assert (seen.notes, seen.reserved_basis) == (notes, "Ley")
    assert paper_for(mesa.verifier, open_paper.pk) == open_paper
    assert paper_for(mesa.principal("cut"), paper.pk) == paper
    with pytest.raises(NotFound):
        paper_for(mesa.verifier, paper.pk)
    with pytest.raises(NotFound):
        item_for(mesa.verifier, item.pk)
    assert item_for(mesa.principal("cut"), item.pk) == item


def test_the_next_session(mesa: MesaCast) -> None:
    assert next_session(mesa.mesa, AT) is None
    later = planned_session(mesa, starts_at=SESSION_AT + timedelta(days=9))
    assert next_session(mesa.mesa, AT) == later
    first = noticed_session(mesa)
    assert next_session(mesa.mesa, AT) == first
    assert next_session(mesa.mesa, SESSION_AT + timedelta(days=1)) == first
    open_session(session=first, by=mesa.secretary, at=SESSION_AT)
    assert next_session(mesa.mesa, SESSION_AT + timedelta(days=1)) == first
    close_session(session=first, by=mesa.secretary, at=SESSION_AT)
    assert next_session(mesa.mesa, SESSION_AT) == later
    assert next_session(mesa.mesa, SESSION_AT + timedelta(days=10)) is None


def test_the_agenda_shows_what_was_dropped_at_the_end(mesa: MesaCast) -> None:
    session = planned_session(mesa, ["Uno", "Dos"])
    drop_item(item=session.items.get(title="Uno"), reason="No procede.", by=mesa.secretary, at=AT)
    assert [item.title for item in agenda_of(session)] == ["Dos", "Uno"]


def test_reading_costs_the_same_with_one_as_with_many(mesa: MesaCast) -> None:
    def read() -> None:
        for session in sessions_of(mesa.principal("cut"), mesa_for(mesa.principal("cut"), mesa.mesa.pk)):
            assert session.mesa.agreement.slug
            assert session.rules.version
            assert f"{getattr(session, 'minutes', None)}"
        for item in agenda_of(session_for(mesa.principal("cut"), first.pk)):
            assert all(paper.document.file.size for paper in item.papers.all())

    first = planned_session(mesa, ["Uno"])
    once = count_queries(read)
    for number in range(3):
        planned_session(mesa, ["Uno", "Dos"])
        item = first.items.first()
        attach_paper(
            session=first, document=document_of(mesa, b"%PDF-1.4\n" + str(number).encode()), item=item, by=None, at=AT
        )
    closed_session(mesa)
    assert count_queries(read) == once == 10
    assert Mesa.objects.count() == 1
