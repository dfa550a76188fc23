"""Who may do what at the Mesa: every role of every entity, against every act."""

from collections.abc import Callable

import pytest

from concierta.kernel.errors import PermissionRefused, TransitionRefused, Verdict
from concierta.mesa.enums import SignerRole
from concierta.mesa.models import Attendance
from concierta.mesa.permissions import (
    can_check,
    can_establish,
    can_finish,
    can_remark,
    can_run,
    can_sign,
    can_vote_for,
    check_can_check,
    check_can_sign,
)
from concierta.people.enums import Role
from concierta.people.models import User
from factories import make_person
from factories.mesa import SESSION_AT, MesaCast, action_item, delegate_of, done_action, noticed_session

DAY = SESSION_AT.date()
S, M, V = Role.SECRETARIAT, Role.MEMBER, Role.VERIFIER
ENTITIES = ("desarrollo", "planeacion", "control", "cut")


def establishes(mesa: MesaCast) -> Callable[[User | None], Verdict]:
    return lambda user: can_establish(user, mesa.planeacion, mesa.agreement)


def runs(mesa: MesaCast) -> Callable[[User | None], Verdict]:
    return lambda user: can_run(user, mesa.mesa)


def votes_for_the_cut(mesa: MesaCast) -> Callable[[User | None], Verdict]:
    there = Attendance(seat=mesa.seats["cut"], session=noticed_session(mesa), person=mesa.principal("cut"))
    return lambda user: can_vote_for(user, mesa.seats["cut"], there)


def remarks_for_the_cut(mesa: MesaCast) -> Callable[[User | None], Verdict]:
    return lambda user: can_remark(user, mesa.seats["cut"], DAY)


def finishes(mesa: MesaCast) -> Callable[[User | None], Verdict]:
    action = action_item(mesa)
    return lambda user: can_finish(user, action)


def checks(mesa: MesaCast) -> Callable[[User | None], Verdict]:
    action = done_action(mesa)
    return lambda user: can_check(user, action)


def signs_as_chair(mesa: MesaCast) -> Callable[[User | None], Verdict]:
    return lambda user: can_sign(user, mesa.mesa, SignerRole.CHAIR, DAY)


def signs_as_secretary(mesa: MesaCast) -> Callable[[User | None], Verdict]:
    return lambda user: can_sign(user, mesa.mesa, SignerRole.SECRETARY, DAY)


#: Who may, by role and entity; the operator; and the principals of two seats, without any role.
MATRIX = {
    establishes: ({(S, "planeacion")}, True, {}),
    runs: ({(S, "planeacion")}, True, {}),
    votes_for_the_cut: ({(S, "planeacion")}, True, {"cut"}),
    remarks_for_the_cut: ({(S, "planeacion"), (M, "cut")}, True, {"cut"}),
    finishes: ({(role, "cut") for role in Role}, True, {}),
    checks: (
        {(S, "planeacion"), *((V, entity) for entity in ENTITIES if entity != "cut")},
        True,
        {},
    ),
    signs_as_chair: ({(M, "desarrollo")}, False, {"desarrollo"}),
    signs_as_secretary: ({(S, "planeacion")}, False, {}),
}


@pytest.mark.parametrize("act", MATRIX, ids=lambda act: act.__name__)
def test_every_role_of_every_entity(mesa: MesaCast, act: Callable) -> None:
    allowed, operator, principals = MATRIX[act]
    may = act(mesa)
    for code in ENTITIES:
        entity = mesa.seats[code].entity if code in mesa.seats else getattr(mesa, code)
        for role in Role:
            verdict = may(make_person(f"{role} {code}", (role, entity)))
            assert bool(verdict) is ((role, code) in allowed), f"{role} of {code}: {verdict.reason}"
            assert verdict or verdict.reason
    assert bool(may(None)) is operator
    for code in ("cut", "desarrollo"):
        principal = mesa.principal(code)
        principal.memberships.all().delete()
        assert bool(may(principal)) is (code in principals), code


def test_a_delegate_remarks_and_does_not_sign(mesa: MesaCast) -> None:
    assert can_remark(delegate_of(mesa, "cut").person, mesa.seats["cut"], DAY)
    assert not can_sign(delegate_of(mesa, "desarrollo").person, mesa.mesa, SignerRole.CHAIR, DAY)


def test_the_operator_of_the_machine_signs_nothing(mesa: MesaCast) -> None:
    with pytest.raises(PermissionRefused, match="persona con su cuenta"):
        check_can_sign(None, mesa.mesa, SignerRole.CHAIR, DAY)


def test_the_state_is_the_last_reason(mesa: MesaCast) -> None:
    action = action_item(mesa)
    with pytest.raises(PermissionRefused):
        check_can_check(mesa.reporter, action)
    with pytest.raises(TransitionRefused):
        check_can_check(mesa.verifier, action)
