"""What the Mesa Técnica did, in the corte: everything recorded by its publication, entities only, nothing reserved."""

import hashlib
import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from concierta.ledger.models import Event
from concierta.mesa.enums import Choice
from concierta.mesa.models import Rules
from concierta.mesa.operations import (
    attach_paper,
    cancel_session,
    cast_vote,
    check_action,
    close_item,
    close_motion,
    close_session,
    declare_conflict,
    declare_not_held,
    drop_item,
    edit_item,
    open_item,
    open_session,
    propose_motion,
    record_arrival,
    record_departure,
    send_notice,
)
from concierta.mesa.queries import attendance_record
from concierta.people.models import User
from concierta.publishing.formats.csv_file import csv_bytes
from concierta.publishing.operations import check_package, freeze_corte
from concierta.publishing.queries import read_package
from concierta.publishing.queries.minutes_files import minutes_files
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables import TABLE_BY_NAME
from concierta.publishing.tables.rows import tables_of
from factories import count_queries, make_person
from factories.cast import make_product
from factories.mesa import (
    MINUTE,
    SESSION_AT,
    MesaCast,
    action_item,
    approved_minutes,
    circulated_minutes,
    closed_session,
    delegate_of,
    document_of,
    done_action,
    item_under_discussion,
    make_mesa,
    noticed_session,
    open_motion,
    open_session_with,
    planned_session,
    signed_minutes,
    vote,
)
from factories.plan_to_publish import plan_to_publish

pytestmark = pytest.mark.django_db

CUT_OFF = date(2024, 12, 31)
HOUR = timedelta(hours=1)
#: The corte is published ten days after the session that approved its figures.
PUBLISHED_AT = SESSION_AT + timedelta(days=10)
OF_THE_TABLE = (
    "technical_table", "table_rules", "seats", "attendance_record", "sessions", "agenda_items", "attendance", "quorum",
    "conflicts_of_interest", "motions", "votes", "decisions", "action_items", "minutes", "minutes_sections",
    "minutes_remarks", "papers",
)  # fmt: skip
SOME_CAME = ("desarrollo", "sena", "andi", "camara", "comfandi", "cut", "ctc")
RESERVE = "Ley 1712 de 2014, artículo 18"


@pytest.fixture
def cast() -> MesaCast:
    cast = make_mesa()
    make_product(cast, "P1")
    cast.plan.agreement = cast.agreement
    cast.plan.save()
    return cast


def tables(cast: Any, at: datetime = PUBLISHED_AT) -> dict[str, list[Any]]:
    return tables_of(Snapshot(cast.plan, CUT_OFF, at))


def test_a_plan_whose_agreement_has_no_table_has_them_all_empty():
    found = tables(plan_to_publish())
    assert {name: found[name] for name in OF_THE_TABLE} == {key: [] for key in OF_THE_TABLE}


def test_the_table_its_rules_and_its_seats(cast: MesaCast):
    found = tables(cast)
    assert found["technical_table"] == [
        ("acuerdo", "Mesa Técnica de Concertación", "", "planeacion", "desarrollo")
    ]  # fmt: skip
    assert found["table_rules"] == [(1, date(2024, 1, 1), 5, 2, "half_plus_one", "simple", 3, "", 1)]
    assert len(found["seats"]) == 13
    assert found["seats"][0] == ("andi", True, date(2024, 1, 1), None)
    assert [row.entity for row in found["seats"] if not row.has_vote] == ["planeacion"]
    assert "veeduria" in {row.entity for row in found["entities"]}


def test_a_session_with_its_votes_its_dissent_and_its_decision(cast: MesaCast):
    motion = open_motion(cast, "Bajar la meta.", present=SOME_CAME)
    vote(cast, motion, dict.fromkeys(SOME_CAME[:5], Choice.FOR))
    dissent = "No se probó lo acordado.\nNo acompañamos."
    cast_vote(
        motion=motion, seat=cast.seats["cut"], choice=Choice.AGAINST, dissent=dissent, by=cast.secretary,
        at=SESSION_AT + 4 * MINUTE,
    )  # fmt: skip
    close_motion(motion=motion, by=cast.secretary, at=SESSION_AT + 5 * MINUTE)
    found = tables(cast)

    event = Event.objects.get(kind="decision.adopted")
    assert found["decisions"] == [
        ("2025-01", 1, 1, "Bajar la meta.", SESSION_AT + 5 * MINUTE, event.index, event.leaf_hash)
    ]
    (row,) = found["motions"]
    assert (row.state, row.present, row.needed, row.votes_for, row.votes_against, row.abstentions) == (
        "carried", 7, 4, 5, 1, 0,
    )  # fmt: skip
    assert [vote.entity for vote in found["votes"]] == ["andi", "camara", "comfandi", "cut", "desarrollo", "sena"]
    assert [(vote.choice, vote.dissent) for vote in found["votes"] if vote.dissent] == [("against", dissent)]
    assert found["sessions"][0].state == "open"


def test_quorum_step_by_step_and_that_all_go_home_loses_none(cast: MesaCast):
    item = item_under_discussion(cast, present=SOME_CAME)
    session = item.session
    record_departure(session=session, seat=cast.seats["ctc"], by=cast.secretary, at=SESSION_AT + 5 * MINUTE)
    record_arrival(session=session, seat=cast.seats["planeacion"], by=cast.secretary, at=SESSION_AT + 5.5 * MINUTE)
    record_arrival(session=session, seat=cast.seats["fenalco"], by=cast.secretary, at=SESSION_AT + 6 * MINUTE)
    close_item(item=item, by=cast.secretary, at=SESSION_AT + 7 * MINUTE)
    close_session(session=session, by=cast.secretary, at=SESSION_AT + 8 * MINUTE)
    found = tables(cast)

    assert [tuple(row)[2:] for row in found["quorum"]] == [
        (SESSION_AT, 7, 12, 7, True, 7),
        (SESSION_AT + 5 * MINUTE, 6, 12, 7, False, 6),
        (SESSION_AT + 6 * MINUTE, 7, 12, 7, True, 7),
    ]
    stays = {row.entity: (row.arrived_at, row.left_at) for row in found["attendance"]}
    assert len(found["attendance"]) == 9  # one with voice only, who does not touch the quorum
    assert stays["ctc"] == (SESSION_AT, SESSION_AT + 5 * MINUTE)


def test_attendance_is_of_the_sessions_held_as_the_table_itself_counts_it(cast: MesaCast):
    failed = noticed_session(cast)
    for code in ("desarrollo", "sena"):
        record_arrival(session=failed, seat=cast.seats[code], by=cast.secretary, at=SESSION_AT)
    declare_not_held(session=failed, reason="No hubo quórum.", by=cast.secretary, at=SESSION_AT + HOUR)
    closed_session(cast, starts_at=SESSION_AT + timedelta(days=1), present=SOME_CAME)
    closed_session(cast, starts_at=SESSION_AT + timedelta(days=2), present=("sena", *SOME_CAME[2:], "fenalco"))
    found = tables(cast)

    record = {row.entity: (row.attended, row.held) for row in found["attendance_record"]}
    assert (record["desarrollo"], record["cut"], record["fenalco"], record["veeduria"]) == (
        (1, 2), (2, 2), (1, 2), (0, 2),
    )  # fmt: skip
    own = attendance_record(cast.mesa, PUBLISHED_AT.date())
    assert record == {one.entity.code: (one.attended, one.held) for one in own}
    assert next(row.share for row in found["attendance_record"] if row.entity == "fenalco") == Decimal("0.5")
    assert [(row.state, row.not_held_reason) for row in found["sessions"]] == [
        ("not_held", "No hubo quórum."),
        ("closed", ""),
        ("closed", ""),
    ]


def test_what_comes_after_the_publication_is_not_in_it(cast: MesaCast):
    signed_minutes(cast)
    planned_session(cast, starts_at=SESSION_AT + timedelta(days=90))
    before = tables(cast, SESSION_AT - HOUR)
    during = tables(cast, SESSION_AT + MINUTE)
    after = tables(cast)

    assert [(row.state, row.opened_at, row.closed_at) for row in before["sessions"]] == [("noticed", None, None)]
    assert [before[name] for name in ("attendance", "motions", "votes", "decisions", "minutes")] == [[]] * 5
    assert [row.state for row in during["sessions"]] == ["open"]
    assert (during["motions"], during["minutes"]) == ([], [])
    assert [row.session for row in after["sessions"]] == [1]  # the one in preparation is nobody else's business
    assert [row.state for row in after["minutes"]] == ["signed"]


def test_minutes_show_their_words_once_approved(cast: MesaCast):
    session = closed_session(cast)
    circulated_minutes(cast, session)
    found = tables(cast)
    assert [(row.state, row.content_sha256, row.event_index) for row in found["minutes"]] == [("circulated", "", None)]
    assert found["minutes_sections"] == []


def test_signed_minutes_carry_their_hash_and_both_signatures(cast: MesaCast):
    minutes = signed_minutes(cast)
    found = tables(cast)
    (row,) = found["minutes"]
    event = Event.objects.get(kind="minutes.signed")
    assert (row.content_sha256, row.event_index, row.event_leaf_hash) == (minutes.sha256, event.index, event.leaf_hash)
    assert row.chair_signed_at == row.secretary_signed_at == SESSION_AT + 3 * HOUR
    assert [(part.section, part.item) for part in found["minutes_sections"]] == [(1, None), (2, 1)]
    assert found["minutes_sections"][0].text


def test_approved_minutes_are_a_file_whose_hash_is_the_one_that_was_signed(cast: MesaCast, settings, tmp_path: Path):
    settings.HOME = tmp_path
    minutes = signed_minutes(cast)
    corte = freeze_corte(plan=cast.plan, cut_off=CUT_OFF, by=cast.secretary, at=PUBLISHED_AT)
    folder = tmp_path / "cortes" / "cali" / "2024-12-31"
    content = (folder / "minutes" / "1.json").read_bytes()
    assert hashlib.sha256(content).hexdigest() == minutes.sha256
    assert check_package(folder, corte.manifest_sha256) == []
    resource = json.loads((folder / "datapackage.json").read_bytes())["resources"][-1]
    assert (resource["path"], resource["hash"]) == ("minutes/1.json", f"sha256:{minutes.sha256}")
    assert read_package(folder).minutes_of(1) == json.loads(minutes.content)
    assert read_package(folder).minutes_of(2) is None


def test_a_reserved_item_is_not_in_the_file_either(cast: MesaCast):
    session = planned_session(cast, ("Caso reservado", "Avance del plan"))
    edit_item(
        item=session.items.get(ordinal=1), revision=1, title="Caso reservado", minutes_planned=None,
        reserved_basis=RESERVE, by=cast.secretary, at=SESSION_AT - timedelta(days=15),
    )  # fmt: skip
    send_notice(session=session, by=cast.secretary, at=SESSION_AT - timedelta(days=15))
    for code in SOME_CAME:
        record_arrival(session=session, seat=cast.seats[code], by=cast.secretary, at=SESSION_AT)
    open_session(session=session, by=cast.secretary, at=SESSION_AT)
    item = open_item(item=session.items.get(ordinal=1), by=cast.secretary, at=SESSION_AT + MINUTE)
    motion = propose_motion(item=item, text="Secreto.", by=cast.secretary, at=SESSION_AT + 2 * MINUTE)
    vote(cast, motion, dict.fromkeys(SOME_CAME, Choice.FOR))
    close_motion(motion=motion, by=cast.secretary, at=SESSION_AT + 5 * MINUTE)
    close_item(item=item, by=cast.secretary, at=SESSION_AT + 6 * MINUTE)
    close_session(session=session, by=cast.secretary, at=SESSION_AT + 7 * MINUTE)
    minutes = approved_minutes(cast, session)
    assert "Caso reservado" in minutes.content

    (content,) = minutes_files(Snapshot(cast.plan, CUT_OFF, PUBLISHED_AT)).values()
    (hidden, other) = json.loads(content)["items"]
    assert b"Caso reservado" not in content
    assert (hidden["reserved_basis"], other["title"]) == (RESERVE, "Avance del plan")
    assert (hidden["motions"][0]["votes"], hidden["motions"][0]["tally"]["for"]) == ([], 7)


def test_of_a_reserved_item_only_the_norm_and_the_count(cast: MesaCast):
    session = planned_session(cast, ("Caso reservado", "Avance del plan"))
    item = session.items.get(ordinal=1)
    edit_item(
        item=item, revision=1, title="Caso reservado", minutes_planned=None, reserved_basis=RESERVE, by=cast.secretary,
        at=SESSION_AT - timedelta(days=15),
    )  # fmt: skip
    send_notice(session=session, by=cast.secretary, at=SESSION_AT - timedelta(days=15))
    for code in SOME_CAME:
        record_arrival(session=session, seat=cast.seats[code], by=cast.secretary, at=SESSION_AT)
    session = open_session(session=session, by=cast.secretary, at=SESSION_AT)
    item = open_item(item=session.items.get(ordinal=1), by=cast.secretary, at=SESSION_AT + MINUTE)
    attach_paper(session=session, item=item, document=document_of(cast), by=cast.secretary, at=SESSION_AT + MINUTE)
    declare_conflict(
        item=item, seat=cast.seats["ctc"], statement="Es pariente.", by=cast.secretary, at=SESSION_AT + MINUTE
    )
    motion = propose_motion(item=item, text="Secreto.", by=cast.secretary, at=SESSION_AT + 2 * MINUTE)
    vote(cast, motion, dict.fromkeys(SOME_CAME[:6], Choice.FOR))
    close_motion(motion=motion, by=cast.secretary, at=SESSION_AT + 5 * MINUTE)
    action_item(cast, item, text="Tarea secreta.")
    found = tables(cast)

    line = found["agenda_items"][0]
    assert (line.title, line.source, line.why, line.reserved_basis, line.conflicts) == ("", "", "", RESERVE, 1)
    assert (found["motions"][0].text, found["motions"][0].votes_for) == ("", 6)
    assert (found["votes"], found["conflicts_of_interest"], found["papers"]) == ([], [], [])
    assert found["decisions"][0].text == ""
    assert found["action_items"][0].text == ""


def test_a_dropped_item_stays_with_its_reason(cast: MesaCast):
    session = planned_session(cast, ("Uno", "Dos"))
    drop_item(item=session.items.get(ordinal=1), reason="Se resolvió.", by=cast.secretary, at=SESSION_AT - 20 * HOUR)
    send_notice(session=session, by=cast.secretary, at=SESSION_AT - timedelta(days=15))
    rows = {row.title: row.dropped_reason for row in tables(cast)["agenda_items"]}
    assert rows == {"Uno": "Se resolvió.", "Dos": ""}


def test_a_conflict_of_interest_says_whose_and_never_what(cast: MesaCast):
    item = item_under_discussion(cast, present=SOME_CAME)
    declare_conflict(
        item=item, seat=cast.seats["cut"], statement="Es pariente.", by=cast.secretary, at=SESSION_AT + MINUTE
    )
    assert tables(cast)["conflicts_of_interest"] == [(1, 1, "cut")]


@pytest.mark.parametrize(
    ("published_at", "state", "overdue", "done_on"),
    [
        (SESSION_AT + 30 * MINUTE, "open", False, None),
        (SESSION_AT + 2 * HOUR, "done", False, date(2025, 1, 20)),
        (SESSION_AT + timedelta(days=200), "checked", False, date(2025, 1, 20)),
    ],
)
def test_a_task_is_told_as_it_was_at_the_publication(cast: MesaCast, published_at, state, overdue, done_on):
    action = done_action(cast)
    check_action(action=action, note="Se vio el listado.", by=cast.secretary, at=SESSION_AT + timedelta(days=3))
    (row,) = tables(cast, published_at)["action_items"]
    assert (row.state, row.overdue, row.done_on, row.entity) == (state, overdue, done_on, "cut")
    assert row.done_note == ("" if state == "open" else "Se entregó el listado en la sesión.")


def test_a_task_past_its_date_without_anything_to_show_is_overdue(cast: MesaCast):
    action_item(cast)
    on_the_day = datetime(2025, 4, 30, 20, tzinfo=SESSION_AT.tzinfo)
    assert [row.overdue for row in tables(cast, on_the_day)["action_items"]] == [False]
    assert [row.overdue for row in tables(cast, on_the_day + timedelta(days=1))["action_items"]] == [True]


def test_no_person_is_in_any_table_of_it(cast: MesaCast):
    signed_minutes(cast)
    done_action(cast, item=item_under_discussion(cast, starts_at=SESSION_AT + timedelta(days=1)))
    found = tables(cast)
    content = b"".join(csv_bytes(TABLE_BY_NAME[name], found[name]) for name in OF_THE_TABLE).decode()
    for user in User.objects.all():
        assert user.email not in content
        assert user.name not in content


def test_the_same_database_gives_the_same_bytes(cast: MesaCast):
    signed_minutes(cast)
    first, again = tables(cast), tables(cast)
    for name in OF_THE_TABLE:
        assert csv_bytes(TABLE_BY_NAME[name], first[name]) == csv_bytes(TABLE_BY_NAME[name], again[name])


def test_more_sessions_ask_nothing_more_of_the_database(cast: MesaCast):
    signed_minutes(cast)
    one = count_queries(lambda: tables(cast))
    for day in (1, 2, 3):
        signed_minutes(cast, closed_session(cast, starts_at=SESSION_AT + timedelta(days=day)))
    assert count_queries(lambda: tables(cast)) == one


def test_one_person_with_two_letters_is_one_beside_three_entities(cast: MesaCast):
    Rules.objects.update(delegations_per_person=2)
    ana = make_person("Ana Apoderada")
    session = open_session_with(cast, ["sena"])
    for code in ("cut", "andi"):
        letter = delegate_of(cast, code)
        letter.person = ana
        letter.save()
        record_arrival(
            session=session, seat=cast.seats[code], delegation=letter, by=cast.secretary, at=SESSION_AT + MINUTE
        )
    found = tables(cast)
    assert [(row.present, row.people_present) for row in found["quorum"]] == [(1, 1), (3, 2)]
    assert found["sessions"][0].people_present == 2


def test_a_session_that_was_cancelled_says_when_and_why(cast: MesaCast):
    at = SESSION_AT - 60 * MINUTE
    cancel_session(session=noticed_session(cast), reason="Paro de transporte.", by=cast.secretary, at=at)
    cancel_session(session=planned_session(cast), reason="Nadie la esperaba.", by=cast.secretary, at=at)
    [row] = tables(cast)["sessions"]
    assert (row.session, row.state, row.cancelled_at, row.cancelled_reason, row.closed_at) == (
        1, "cancelled", at, "Paro de transporte.", None,
    )  # fmt: skip
