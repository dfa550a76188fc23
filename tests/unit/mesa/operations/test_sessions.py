"""Preparing and convening a session, in working days."""

from datetime import UTC, datetime, timedelta

import pytest

from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused
from concierta.mesa.enums import SessionKind, SessionMode, SessionState
from concierta.mesa.models import Paper
from concierta.mesa.operations import (
    StaleText,
    attach_paper,
    cancel_session,
    declare_not_held,
    drop_item,
    edit_session,
    plan_session,
    record_arrival,
    send_notice,
)
from factories import AT
from factories.ledger import events
from factories.mesa import (
    MINUTE,
    SESSION_AT,
    MesaCast,
    approved_minutes,
    document_of,
    noticed_session,
    planned_session,
)

#: `AT` is a Friday and the Monday after it a holiday: the fifth working day is the Monday of the week after.
FIFTH_WORKING_DAY = datetime(2025, 1, 13, 14, tzinfo=UTC)


def edited(mesa: MesaCast, session, **changes: object):
    fields = {
        "session": session,
        "revision": session.revision,
        "starts_at": session.starts_at,
        "kind": session.kind,
        "mode": session.mode,
        "place": session.place,
        "by": mesa.secretary,
        "at": AT,
    }
    return edit_session(**(fields | changes))


def test_sessions_are_numbered_within_the_table_and_nobody_is_told_yet(mesa: MesaCast) -> None:
    sessions = [
        plan_session(mesa=mesa.mesa, starts_at=SESSION_AT, place=" CAM ", by=mesa.secretary, at=AT) for _ in range(2)
    ]
    assert [(session.number, session.state, session.place) for session in sessions] == [
        (1, SessionState.PLANNED, "CAM"),
        (2, SessionState.PLANNED, "CAM"),
    ]
    assert events("session.noticed") == []


@pytest.mark.parametrize(
    ("wrong", "field"), [({"starts_at": AT}, "starts_at"), ({"kind": "x"}, "kind"), ({"mode": "x"}, "mode")]
)
def test_a_session_is_of_a_known_kind_and_in_the_future(mesa: MesaCast, wrong: dict, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        plan_session(**({"mesa": mesa.mesa, "starts_at": SESSION_AT, "by": None, "at": AT} | wrong))
    assert refused.value.field == field


def test_five_working_days_of_notice_and_not_four(mesa: MesaCast) -> None:
    in_time = planned_session(mesa, starts_at=FIFTH_WORKING_DAY)
    short = planned_session(mesa, starts_at=FIFTH_WORKING_DAY - timedelta(days=3))
    with pytest.raises(Refusal, match="se convoca con 5 días hábiles y quedan 4"):
        send_notice(session=short, by=mesa.secretary, at=AT)
    session = send_notice(session=in_time, by=mesa.secretary, at=AT)
    assert (session.state, session.noticed_at) == (SessionState.NOTICED, AT)
    assert events("session.noticed") == [
        (
            "session.noticed",
            "session:acuerdo:1",
            {
                "starts_at": "2025-01-13T14:00:00+00:00",
                "kind": "ordinary",
                "mode": "in_person",
                "rules": 1,
                "items": 1,
                "papers": [],
            },
        )
    ]


def test_an_extraordinary_session_is_convened_with_two(mesa: MesaCast) -> None:
    tuesday, wednesday = datetime(2025, 1, 7, 14, tzinfo=UTC), datetime(2025, 1, 8, 14, tzinfo=UTC)
    short = planned_session(mesa, starts_at=tuesday, kind=SessionKind.EXTRAORDINARY)
    with pytest.raises(Refusal, match="extraordinaria se convoca con 2 días hábiles y quedan 1"):
        send_notice(session=short, by=mesa.secretary, at=AT)
    in_time = planned_session(mesa, starts_at=wednesday, kind=SessionKind.EXTRAORDINARY)
    assert send_notice(session=in_time, by=mesa.secretary, at=AT).state == SessionState.NOTICED


def test_a_notice_says_what_will_be_discussed(mesa: MesaCast) -> None:
    empty = planned_session(mesa, titles=())
    with pytest.raises(Refusal, match="no tiene orden del día"):
        send_notice(session=empty, by=mesa.secretary, at=AT)
    dropped = planned_session(mesa)
    drop_item(item=dropped.items.get(), reason="No procede.", by=mesa.secretary, at=AT)
    with pytest.raises(Refusal, match="no tiene orden del día"):
        send_notice(session=dropped, by=mesa.secretary, at=AT)


def test_it_is_convened_once(mesa: MesaCast) -> None:
    with pytest.raises(TransitionRefused, match=r"convocar.*Convocada"):
        send_notice(session=noticed_session(mesa), by=mesa.secretary, at=AT)


def test_a_planned_session_is_edited_freely(mesa: MesaCast) -> None:
    session = edited(
        mesa,
        planned_session(mesa),
        starts_at=FIFTH_WORKING_DAY,
        kind=SessionKind.EXTRAORDINARY,
        mode=SessionMode.VIRTUAL,
        place="Enlace",
    )
    assert (session.starts_at, session.kind, session.mode, session.place, session.revision) == (
        FIFTH_WORKING_DAY,
        "extraordinary",
        "virtual",
        "Enlace",
        2,
    )
    assert events("session.rescheduled") == []


def test_a_convened_session_may_be_later_and_only_earlier_with_notice(mesa: MesaCast) -> None:
    session = edited(mesa, noticed_session(mesa), starts_at=SESSION_AT + timedelta(days=7))
    assert [kind for kind, _, _ in events("session.rescheduled")] == ["session.rescheduled"]
    session = edited(mesa, session, starts_at=FIFTH_WORKING_DAY)
    with pytest.raises(Refusal, match="quedan 4"):
        edited(mesa, session, starts_at=FIFTH_WORKING_DAY - timedelta(days=3))
    with pytest.raises(Invalid, match="no cambia de clase"):
        edited(mesa, session, kind=SessionKind.EXTRAORDINARY)


def test_whoever_read_an_older_session_overwrites_nothing(mesa: MesaCast) -> None:
    session = planned_session(mesa)
    edited(mesa, session, place="CAM")
    with pytest.raises(StaleText) as stale:
        edited(mesa, session, place="Alcaldía")
    assert (stale.value.revision, stale.value.current, stale.value.yours) == (
        2,
        "2025-01-20T14:00:00+00:00\nCAM",
        "2025-01-20T14:00:00+00:00\nAlcaldía",
    )


def test_what_ended_is_not_moved_to_another_day(mesa: MesaCast) -> None:
    session = declare_not_held(session=noticed_session(mesa), reason="Sin quórum.", by=mesa.secretary, at=SESSION_AT)
    with pytest.raises(TransitionRefused, match="ya no se cambia cuándo"):
        edited(mesa, session, at=SESSION_AT)
    with pytest.raises(TransitionRefused, match="no recibe documentos"):
        attach_paper(session=session, document=document_of(mesa), by=mesa.secretary, at=AT)


def test_a_paper_is_attached_once_and_told_once_convened(mesa: MesaCast) -> None:
    session, document = planned_session(mesa), document_of(mesa)
    first = attach_paper(session=session, document=document, by=mesa.secretary, at=AT)
    assert attach_paper(session=session, document=document, by=mesa.secretary, at=AT) == first
    send_notice(session=session, by=mesa.secretary, at=AT)
    item = session.items.get()
    attach_paper(session=session, document=document, item=item, by=mesa.secretary, at=AT)
    assert Paper.objects.count() == 2
    ((_, _, noticed), (_, subject, body)) = events("session.noticed", "session.paper_added")
    assert noticed["papers"] == [document.file_id]
    assert (subject, body) == (f"session:acuerdo:1:item:{item.pk}", {"sha256": document.file_id})


def test_a_paper_is_of_its_session_and_before_its_minutes(mesa: MesaCast) -> None:
    other = planned_session(mesa)
    minutes = approved_minutes(mesa)
    with pytest.raises(Invalid, match="de otra sesión"):
        attach_paper(session=other, document=document_of(mesa), item=minutes.session.items.get(), by=None, at=AT)
    with pytest.raises(TransitionRefused, match="ya está aprobada"):
        attach_paper(session=minutes.session, document=document_of(mesa), by=mesa.secretary, at=AT)


def test_nobody_but_the_secretariat_convenes(mesa: MesaCast) -> None:
    session = planned_session(mesa)
    for person in (mesa.principal("desarrollo"), mesa.outsider):
        for act in (
            lambda by: send_notice(session=session, by=by, at=AT),
            lambda by: plan_session(mesa=mesa.mesa, starts_at=SESSION_AT, by=by, at=AT),
            lambda by: edited(mesa, session, by=by),
            lambda by: attach_paper(session=session, document=document_of(mesa), by=by, at=AT),
        ):
            with pytest.raises(PermissionRefused):
                act(person)


def test_a_session_in_preparation_is_called_off_and_keeps_its_number(mesa: MesaCast) -> None:
    session = planned_session(mesa)
    with pytest.raises(Invalid, match="por qué se cancela"):
        cancel_session(session=session, reason=" ", by=mesa.secretary, at=AT)
    session = cancel_session(session=session, reason="No hay asuntos.", by=mesa.secretary, at=AT)
    assert (session.state, session.cancelled_at, session.cancelled_reason, session.noticed_at) == (
        SessionState.CANCELLED,
        AT,
        "No hay asuntos.",
        None,
    )
    assert planned_session(mesa).number == 2
    [(_, subject, body)] = events("session.cancelled")
    assert (subject, body["noticed"], body["reason"]) == ("session:acuerdo:1", False, "No hay asuntos.")


def test_one_that_was_convened_is_called_off_until_its_hour(mesa: MesaCast) -> None:
    session = noticed_session(mesa)
    with pytest.raises(Refusal, match="deje constancia de que no se instaló"):
        cancel_session(session=session, reason="Paro.", by=mesa.secretary, at=SESSION_AT)
    session = cancel_session(session=session, reason="Paro.", by=mesa.secretary, at=SESSION_AT - MINUTE)
    assert (session.state, events("session.cancelled")[0][2]["noticed"]) == (SessionState.CANCELLED, True)


def test_once_somebody_came_it_is_not_called_off(mesa: MesaCast) -> None:
    session = noticed_session(mesa)
    record_arrival(session=session, seat=mesa.seats["sena"], by=mesa.secretary, at=SESSION_AT - 2 * MINUTE)
    with pytest.raises(Refusal, match="alguien llegó"):
        cancel_session(session=session, reason="Paro.", by=mesa.secretary, at=SESSION_AT - MINUTE)


def test_nothing_is_done_in_a_session_that_was_called_off(mesa: MesaCast) -> None:
    session = cancel_session(session=noticed_session(mesa), reason="Paro.", by=mesa.secretary, at=AT)
    for act in (
        lambda: cancel_session(session=session, reason="Otra vez.", by=mesa.secretary, at=AT),
        lambda: edited(mesa, session),
        lambda: send_notice(session=session, by=mesa.secretary, at=AT),
        lambda: attach_paper(session=session, document=document_of(mesa), by=mesa.secretary, at=AT),
        lambda: record_arrival(session=session, seat=mesa.seats["sena"], by=mesa.secretary, at=SESSION_AT),
        lambda: declare_not_held(session=session, reason="No.", by=mesa.secretary, at=SESSION_AT),
    ):
        with pytest.raises(TransitionRefused, match="Cancelada"):
            act()


def test_only_the_secretariat_calls_it_off(mesa: MesaCast) -> None:
    with pytest.raises(PermissionRefused):
        cancel_session(session=planned_session(mesa), reason="Paro.", by=mesa.principal("sena"), at=AT)


def test_before_its_day_a_session_is_neither_held_nor_not_held(mesa: MesaCast) -> None:
    session = noticed_session(mesa)
    with pytest.raises(Refusal, match="La sesión es el 2025-01-20: antes de ese día"):
        declare_not_held(session=session, reason="No.", by=mesa.secretary, at=SESSION_AT - timedelta(days=1))
    midnight = SESSION_AT.replace(hour=5, minute=0)
    assert declare_not_held(session=session, reason="No.", by=mesa.secretary, at=midnight).state == "not_held"
