"""The agenda fills itself; the secretariat orders it, adds, and drops with a reason."""

import pytest

from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused
from concierta.mesa.enums import ItemSource, SessionKind
from concierta.mesa.models import Session
from concierta.mesa.operations import (
    StaleText,
    add_item,
    drop_item,
    edit_item,
    fill_agenda,
    move_item,
    restore_item,
    send_notice,
)
from concierta.mesa.proposals import AgendaProposal
from concierta.mesa.queries import agenda_of
from factories import AT
from factories.ledger import events
from factories.mesa import (
    SESSION_AT,
    MesaCast,
    approved_minutes,
    closed_session,
    item_under_discussion,
    noticed_session,
    planned_session,
)

LATE = AgendaProposal(ItemSource.LAGGING, "indicator:R-01", "R-01 va tarde", "50 % frente a 62,42 % esperado")
TASK = AgendaProposal(ItemSource.ACTION_ITEM, "action_item:1", "Tarea 1 vencida", "Venció el 30 de abril")


def fill(mesa: MesaCast, session: Session, *proposals: AgendaProposal):
    return fill_agenda(session=session, proposals=proposals, by=mesa.secretary, at=AT)


def titles(session: Session) -> list[str]:
    return [item.title for item in agenda_of(session)]


def test_it_adds_what_is_missing_once_and_in_order(mesa: MesaCast) -> None:
    session = planned_session(mesa, ["Saludo"])
    assert [item.title for item in fill(mesa, session, LATE, TASK)] == ["R-01 va tarde", "Tarea 1 vencida"]
    assert fill(mesa, session, LATE, TASK, LATE) == []
    assert titles(session) == ["Saludo", "R-01 va tarde", "Tarea 1 vencida"]
    assert [item.why for item in agenda_of(session)] == ["", LATE.why, TASK.why]


def test_it_shows_the_newest_figures_of_what_nobody_touched(mesa: MesaCast) -> None:
    session = planned_session(mesa, [])
    _, task = fill(mesa, session, LATE, TASK)
    edit_item(item=task, revision=1, title="Tarea de la CUT", minutes_planned=10, by=mesa.secretary, at=AT)
    newer = [AgendaProposal(p.source, p.subject, p.title + "!", "Cifras de hoy") for p in (LATE, TASK)]
    assert fill(mesa, session, *newer) == []
    assert [(item.title, item.why) for item in agenda_of(session)] == [
        ("R-01 va tarde!", "Cifras de hoy"),
        ("Tarea de la CUT", TASK.why),
    ]


def test_what_was_dropped_stays_dropped(mesa: MesaCast) -> None:
    session = planned_session(mesa, ["Saludo"])
    (late,) = fill(mesa, session, LATE)
    drop_item(item=late, reason="Se trató aparte.", by=mesa.secretary, at=AT)
    assert fill(mesa, session, LATE) == []
    late.refresh_from_db()
    assert late.dropped_reason == "Se trató aparte."
    with pytest.raises(Refusal, match="restáurelo"):
        add_item(
            session=session,
            title="Otra vez",
            source=ItemSource.LAGGING,
            subject="indicator:R-01",
            by=mesa.secretary,
            at=AT,
        )


def test_a_proposal_says_what_it_is_about(mesa: MesaCast) -> None:
    with pytest.raises(Invalid, match="de qué trata"):
        fill(mesa, planned_session(mesa), AgendaProposal(ItemSource.MANUAL, "", "Algo", ""))


def test_no_words_are_cut_in_silence(mesa: MesaCast) -> None:
    session = planned_session(mesa, [])
    (item,) = fill(mesa, session, AgendaProposal(ItemSource.LAGGING, "indicator:R-02", "a" * 301, ""))
    assert item.title == "a" * 299 + "…"
    with pytest.raises(Invalid, match="300 letras"):
        add_item(session=session, title="a" * 301, by=mesa.secretary, at=AT)
    for words in ({"title": "a" * 301}, {"title": "Uno", "reserved_basis": "a" * 301}):
        with pytest.raises(Invalid, match="300 letras"):
            edit_item(item=item, revision=1, minutes_planned=None, by=mesa.secretary, at=AT, **words)


def test_before_the_notice_nothing_is_told_and_after_it_everything(mesa: MesaCast) -> None:
    session = planned_session(mesa, ["Uno", "Dos"])
    move_item(item=session.items.get(title="Dos"), to=1, by=mesa.secretary, at=AT)
    assert events() == events("table.established", "table.seat_given", "agreement.registered")
    send_notice(session=session, by=mesa.secretary, at=AT)
    (late,) = fill(mesa, session, LATE)
    move_item(item=late, to=1, by=mesa.secretary, at=AT)
    drop_item(item=late, reason="No procede.", by=mesa.secretary, at=AT)
    restore_item(item=late, by=mesa.secretary, at=AT)
    edit_item(
        item=late, revision=1, title="R-01", minutes_planned=5, reserved_basis="Ley 1712, art. 18", by=None, at=AT
    )
    told = events(
        "agenda.item_added",
        "agenda.item_moved",
        "agenda.item_dropped",
        "agenda.item_restored",
        "agenda.item_edited",
    )
    assert [kind for kind, _, _ in told] == [
        "agenda.item_added",
        "agenda.item_moved",
        "agenda.item_dropped",
        "agenda.item_restored",
        "agenda.item_edited",
    ]
    assert {subject for _, subject, _ in told} == {f"session:acuerdo:1:item:{late.pk}"}
    assert told[1][2] == {"ordinal": 1}
    assert told[-1][2]["reserved_basis"] == "Ley 1712, art. 18"


def test_items_are_reordered_among_those_that_stand(mesa: MesaCast) -> None:
    session = planned_session(mesa, ["Uno", "Dos", "Tres", "Cuatro"])
    two = session.items.get(title="Dos")
    drop_item(item=two, reason="No procede.", by=mesa.secretary, at=AT)
    move_item(item=session.items.get(title="Cuatro"), to=1, by=mesa.secretary, at=AT)
    assert titles(session) == ["Cuatro", "Uno", "Tres", "Dos"]
    move_item(item=session.items.get(title="Cuatro"), to=99, by=mesa.secretary, at=AT)
    assert titles(session) == ["Uno", "Tres", "Cuatro", "Dos"]
    restore_item(item=two, by=mesa.secretary, at=AT)
    assert [(item.ordinal, item.title) for item in agenda_of(session)] == [
        (1, "Uno"),
        (2, "Tres"),
        (3, "Cuatro"),
        (5, "Dos"),
    ]


def test_what_is_not_there_is_not_moved_nor_dropped_nor_restored(mesa: MesaCast) -> None:
    session = planned_session(mesa, ["Uno", "Dos"])
    one, two = session.items.order_by("ordinal")
    with pytest.raises(Invalid, match="desde 1"):
        move_item(item=one, to=0, by=mesa.secretary, at=AT)
    with pytest.raises(Refusal, match="no se ha retirado"):
        restore_item(item=one, by=mesa.secretary, at=AT)
    with pytest.raises(Invalid, match="por qué se retira"):
        drop_item(item=two, reason="  ", by=mesa.secretary, at=AT)
    drop_item(item=two, reason="No procede.", by=mesa.secretary, at=AT)
    with pytest.raises(Refusal, match="ya se había retirado"):
        drop_item(item=two, reason="No procede.", by=mesa.secretary, at=AT)
    with pytest.raises(Refusal, match="restáurelo antes de moverlo"):
        move_item(item=two, to=1, by=mesa.secretary, at=AT)


def test_what_was_discussed_is_not_dropped(mesa: MesaCast) -> None:
    with pytest.raises(TransitionRefused, match="ya se trató"):
        drop_item(item=item_under_discussion(mesa), reason="No procede.", by=mesa.secretary, at=SESSION_AT)


def test_an_extraordinary_session_deals_with_what_its_notice_said(mesa: MesaCast) -> None:
    session = noticed_session(mesa, kind=SessionKind.EXTRAORDINARY)
    with pytest.raises(Refusal, match="solo lo que dice su convocatoria"):
        add_item(session=session, title="Varios", by=mesa.secretary, at=AT)
    with pytest.raises(Refusal, match="solo lo que dice su convocatoria"):
        fill(mesa, session, LATE)
    assert fill(mesa, session) == []


def test_an_item_has_a_title_and_a_sensible_time(mesa: MesaCast) -> None:
    session = planned_session(mesa)
    with pytest.raises(Invalid, match="necesita un título"):
        add_item(session=session, title=" ", by=mesa.secretary, at=AT)
    for minutes in (0, 601):
        with pytest.raises(Invalid, match="de 1 a 600"):
            add_item(session=session, title="Uno", minutes_planned=minutes, by=mesa.secretary, at=AT)
    item = session.items.get()
    with pytest.raises(Invalid, match="necesita un título"):
        edit_item(item=item, revision=1, title="", minutes_planned=None, by=mesa.secretary, at=AT)


def test_whoever_read_an_older_item_overwrites_nothing(mesa: MesaCast) -> None:
    item = planned_session(mesa).items.get()
    edit_item(item=item, revision=1, title="Avance", minutes_planned=20, by=mesa.secretary, at=AT)
    with pytest.raises(StaleText) as stale:
        edit_item(item=item, revision=1, title="Progreso", minutes_planned=30, by=mesa.secretary, at=AT)
    assert (stale.value.current, stale.value.revision, stale.value.yours) == ("Avance", 2, "Progreso")


def test_the_agenda_of_what_ended_does_not_change_nor_what_approved_minutes_say(mesa: MesaCast) -> None:
    session = closed_session(mesa)
    with pytest.raises(TransitionRefused, match="su orden del día ya no cambia"):
        add_item(session=session, title="Tarde", by=mesa.secretary, at=SESSION_AT)
    item = session.items.get()
    reserved = edit_item(
        item=item,
        revision=item.revision,
        title=item.title,
        minutes_planned=None,
        reserved_basis="Ley 1712 de 2014, artículo 19",
        by=mesa.secretary,
        at=SESSION_AT,
    )
    minutes = approved_minutes(mesa, session)
    assert '"reserved_basis":"Ley 1712 de 2014, artículo 19"' in minutes.content
    with pytest.raises(TransitionRefused, match="ya está aprobada"):
        edit_item(
            item=item, revision=reserved.revision, title="Otro", minutes_planned=None, by=mesa.secretary, at=SESSION_AT
        )


def test_nobody_but_the_secretariat_arranges_the_agenda(mesa: MesaCast) -> None:
    session = planned_session(mesa)
    item, person = session.items.get(), mesa.principal("desarrollo")
    for act in (
        lambda: fill_agenda(session=session, proposals=[LATE], by=person, at=AT),
        lambda: add_item(session=session, title="Uno", by=person, at=AT),
        lambda: edit_item(item=item, revision=1, title="Uno", minutes_planned=None, by=person, at=AT),
        lambda: move_item(item=item, to=1, by=person, at=AT),
        lambda: drop_item(item=item, reason="No.", by=person, at=AT),
        lambda: restore_item(item=item, by=person, at=AT),
    ):
        with pytest.raises(PermissionRefused):
            act()
