"""A Mesa, its seats, its delegations, and rules that change only by its decision."""

from datetime import date, timedelta

import pytest

from concierta.kernel.errors import Invalid, PermissionRefused, Refusal
from concierta.mesa.enums import Majority, Quorum
from concierta.mesa.models import Rules, Seat
from concierta.mesa.operations import (
    change_rules,
    end_delegation,
    end_seat,
    establish_mesa,
    give_seat,
    register_delegation,
    send_notice,
    set_principal,
)
from concierta.mesa.queries import rules_on, seat_of, seats_on
from concierta.people.enums import Role
from factories import AT, make_entity, make_person
from factories.ledger import events
from factories.mesa import (
    SESSION_AT,
    MesaCast,
    carried_motion,
    decision,
    delegate_of,
    document_of,
    noticed_session,
    open_session_with,
    planned_session,
)

TODAY = AT.date()
NEW = {"notice_days": 3, "quorum": Quorum.TWO_THIRDS, "majority": Majority.ABSOLUTE, "period_months": 2}


def test_a_table_begins_with_the_first_version_of_its_rules(mesa: MesaCast) -> None:
    rules = Rules.objects.get(mesa=mesa.mesa)
    assert (rules.version, rules.notice_days, rules.extraordinary_notice_days) == (1, 5, 2)
    assert (rules.quorum, rules.majority, rules.period_months) == (Quorum.HALF_PLUS_ONE, Majority.SIMPLE, 3)
    assert events("table.established") == [
        (
            "table.established",
            "table:acuerdo",
            {
                "name": "Mesa Técnica de Concertación",
                "secretariat": "planeacion",
                "chair": "desarrollo",
                "rules": {
                    "version": 1,
                    "effective_on": "2024-01-01",
                    "notice_days": 5,
                    "extraordinary_notice_days": 2,
                    "quorum": "half_plus_one",
                    "majority": "simple",
                    "period_months": 3,
                    "delegations_per_person": 1,
                },
            },
        )
    ]


def test_an_agreement_has_one_table(mesa: MesaCast) -> None:
    with pytest.raises(Refusal, match="ya tiene su mesa"):
        establish_mesa(
            agreement=mesa.agreement,
            name="Otra",
            secretariat=mesa.planeacion,
            chair=mesa.sena,
            effective_on=TODAY,
            by=None,
            at=AT,
        )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"quorum": "todos"}, "quorum"),
        ({"majority": "todos"}, "majority"),
        ({"notice_days": 0}, "notice_days"),
        ({"period_months": 0}, "period_months"),
        ({"delegations_per_person": -1}, "delegations_per_person"),
        ({"extraordinary_notice_days": 4}, "extraordinary_notice_days"),
    ],
)
def test_rules_that_make_no_sense_are_refused(mesa: MesaCast, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        change_rules(
            mesa=mesa.mesa,
            decision=decision(mesa),
            effective_on=SESSION_AT.date(),
            by=mesa.secretary,
            at=SESSION_AT,
            **(NEW | wrong),
        )
    assert refused.value.field == field


def test_rules_change_by_decision_and_never_backwards(mesa: MesaCast) -> None:
    adopted = decision(mesa)
    day = SESSION_AT.date()
    with pytest.raises(Invalid, match="no cambian hacia atrás"):
        change_rules(
            mesa=mesa.mesa,
            decision=adopted,
            effective_on=day - timedelta(days=1),
            by=mesa.secretary,
            at=SESSION_AT,
            **NEW,
        )
    rules = change_rules(
        mesa=mesa.mesa,
        decision=adopted,
        effective_on=day + timedelta(days=1),
        by=mesa.secretary,
        at=SESSION_AT,
        **NEW,
    )
    assert (rules.version, rules.decision) == (2, adopted)
    assert [rules_on(mesa.mesa, day).version, rules_on(mesa.mesa, day + timedelta(days=1)).version] == [1, 2]
    assert rules_on(mesa.mesa, date(2020, 1, 1)).version == 1
    (event,) = events("table.rules_changed")
    assert (event[2]["decision"], event[2]["rules"]["quorum"]) == ("2025-01", "two_thirds")
    with pytest.raises(Refusal, match="ya cambió las reglas"):
        change_rules(mesa=mesa.mesa, decision=adopted, effective_on=day, by=mesa.secretary, at=SESSION_AT, **NEW)


def test_what_was_decided_last_stands_over_what_was_to_begin_later(mesa: MesaCast) -> None:
    motion = carried_motion(mesa)
    first = motion.decision
    change_rules(mesa=mesa.mesa, decision=first, effective_on=date(2025, 6, 1), by=None, at=SESSION_AT, **NEW)
    second = decision(mesa, "Otra vez.", item=motion.item)
    change_rules(mesa=mesa.mesa, decision=second, effective_on=date(2025, 3, 1), by=None, at=SESSION_AT, **NEW)
    days = (date(2025, 2, 1), date(2025, 4, 1), date(2025, 7, 1))
    assert [rules_on(mesa.mesa, day).version for day in days] == [1, 3, 3]


def test_the_rules_of_one_table_do_not_change_by_the_decision_of_another(mesa: MesaCast) -> None:
    adopted = decision(mesa)
    other = mesa.mesa.__class__.objects.create(
        agreement=mesa.agreement.__class__.objects.create(slug="otro", title="Otro", signed_on=TODAY),
        name="Otra",
        secretariat=mesa.planeacion,
        chair=mesa.sena,
    )
    with pytest.raises(Invalid, match="es de otra mesa"):
        change_rules(mesa=other, decision=adopted, effective_on=date(2025, 2, 1), by=None, at=SESSION_AT, **NEW)


def test_a_convened_session_keeps_its_rules_and_a_planned_one_takes_the_new(mesa: MesaCast) -> None:
    motion = carried_motion(mesa)
    later = SESSION_AT + timedelta(days=30)
    noticed = noticed_session(mesa, starts_at=later)
    planned = planned_session(mesa, starts_at=later + timedelta(days=30))
    change_rules(mesa=mesa.mesa, decision=motion.decision, effective_on=date(2025, 2, 1), by=None, at=SESSION_AT, **NEW)
    send_notice(session=planned, by=mesa.secretary, at=SESSION_AT)
    noticed.refresh_from_db()
    planned.refresh_from_db()
    assert (noticed.rules.version, planned.rules.version) == (1, 2)


def test_an_entity_has_one_seat_at_a_time(mesa: MesaCast) -> None:
    sena = mesa.seats["sena"]
    with pytest.raises(Refusal, match="SENA ya tiene silla"):
        give_seat(mesa=mesa.mesa, entity=mesa.sena, has_vote=True, since=TODAY, by=None, at=AT)
    end_seat(seat=sena, until=TODAY, by=mesa.secretary, at=AT)
    with pytest.raises(Invalid, match="la nueva empieza después"):
        give_seat(mesa=mesa.mesa, entity=mesa.sena, has_vote=True, since=TODAY, by=None, at=AT)
    again = give_seat(mesa=mesa.mesa, entity=mesa.sena, has_vote=False, since=TODAY + timedelta(days=1), by=None, at=AT)
    on = {seat.entity.code: seat for seat in seats_on(mesa.mesa, TODAY + timedelta(days=1))}
    assert on["sena"] == again
    assert {seat.entity.code: seat for seat in seats_on(mesa.mesa, TODAY)}["sena"] == sena


def test_a_seat_ends_once_and_not_before_it_began(mesa: MesaCast) -> None:
    sena = mesa.seats["sena"]
    with pytest.raises(Invalid, match="no puede terminar antes"):
        end_seat(seat=sena, until=date(2023, 1, 1), by=None, at=AT)
    end_seat(seat=sena, until=TODAY, by=None, at=AT)
    with pytest.raises(Refusal, match="ya había terminado el 2025-01-03"):
        end_seat(seat=sena, until=TODAY, by=None, at=AT)
    with pytest.raises(Refusal, match="ya había terminado"):
        set_principal(seat=sena, principal=None, by=None, at=AT)
    assert events("table.seat_ended") == [
        ("table.seat_ended", "table:acuerdo", {"entity": "sena", "until": "2025-01-03"})
    ]


def test_a_seat_does_not_end_while_its_entity_is_in_session(mesa: MesaCast) -> None:
    open_session_with(mesa, ["sena"])
    with pytest.raises(Refusal, match="está en una sesión en curso"):
        end_seat(seat=mesa.seats["sena"], until=SESSION_AT.date(), by=None, at=SESSION_AT)


def test_the_ledger_knows_that_a_principal_changed_and_not_who(mesa: MesaCast) -> None:
    person = make_person("Nora Nueva", (Role.MEMBER, mesa.sena))
    assert set_principal(seat=mesa.seats["sena"], principal=person, by=mesa.secretary, at=AT).principal == person
    set_principal(seat=mesa.seats["sena"], principal=person, by=mesa.secretary, at=AT)
    assert events("table.principal_set") == [
        ("table.principal_set", "table:acuerdo", {"entity": "sena", "named": True})
    ]


def test_a_delegation_is_written_and_has_its_days(mesa: MesaCast) -> None:
    sena = mesa.seats["sena"]
    delegate = make_person("Delia Delegada")
    document = document_of(mesa)
    with pytest.raises(Invalid, match="ya es titular"):
        register_delegation(seat=sena, person=mesa.principal("sena"), document=document, since=TODAY, by=None, at=AT)
    with pytest.raises(Invalid, match="no puede terminar antes"):
        register_delegation(
            seat=sena,
            person=delegate,
            document=document,
            since=TODAY,
            until=TODAY - timedelta(days=1),
            by=None,
            at=AT,
        )
    with pytest.raises(Invalid, match="no dura más que la silla"):
        register_delegation(seat=sena, person=delegate, document=document, since=date(2020, 1, 1), by=None, at=AT)
    given = register_delegation(seat=sena, person=delegate, document=document, since=TODAY, by=mesa.secretary, at=AT)
    assert seat_of(delegate, mesa.mesa, TODAY) == sena
    assert seat_of(delegate, mesa.mesa, TODAY - timedelta(days=1)) is None
    end_delegation(delegation=given, until=TODAY + timedelta(days=5), by=mesa.secretary, at=AT)
    assert seat_of(delegate, mesa.mesa, TODAY + timedelta(days=6)) is None
    with pytest.raises(Refusal, match="ya termina el 2025-01-08"):
        end_delegation(delegation=given, until=TODAY + timedelta(days=9), by=None, at=AT)
    with pytest.raises(Invalid, match="no puede terminar antes"):
        end_delegation(delegation=given, until=TODAY - timedelta(days=1), by=None, at=AT)
    assert events("table.delegation_registered", "table.delegation_ended") == [
        (
            "table.delegation_registered",
            "table:acuerdo",
            {"entity": "sena", "document_sha256": document.file_id, "since": "2025-01-03", "until": None},
        ),
        (
            "table.delegation_ended",
            "table:acuerdo",
            {"entity": "sena", "document_sha256": document.file_id, "until": "2025-01-08"},
        ),
    ]


def test_only_the_secretariat_of_the_table_keeps_its_seats(mesa: MesaCast) -> None:
    other = make_person("Otra Secretaria", (Role.SECRETARIAT, mesa.sena))
    for person in (other, mesa.principal("desarrollo"), mesa.reporter):
        with pytest.raises(PermissionRefused):
            give_seat(mesa=mesa.mesa, entity=make_entity(f"e{person.pk}"), has_vote=True, since=TODAY, by=person, at=AT)
        with pytest.raises(PermissionRefused):
            end_seat(seat=mesa.seats["sena"], until=TODAY, by=person, at=AT)
        with pytest.raises(PermissionRefused):
            end_delegation(delegation=delegate_of(mesa, "ctc"), until=TODAY, by=person, at=AT)
    assert Seat.objects.count() == 13
