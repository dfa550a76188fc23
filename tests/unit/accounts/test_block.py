"""An account is shut at an instant, by those who may, and the log says so without naming anybody."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from concierta.accounts.blocking import can_block, can_unblock, colleagues_of, open_block, person_to_block
from concierta.accounts.models import Block
from concierta.accounts.operations import block_account, unblock_account
from concierta.kernel.errors import Invalid, NotFound, PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event, Salt
from concierta.ledger.operations.record import seal
from concierta.ledger.queries import acts_of_kinds
from concierta.people.enums import Role
from concierta.people.models import Membership
from concierta.people.queries import memberships_on
from factories import AT, Cast, make_person

pytestmark = pytest.mark.django_db
WHY = "Perdió su teléfono."


@pytest.fixture
def colleague(cast: Cast):
    return make_person("Celia Colega", (Role.MEMBER, cast.desarrollo))


def block(person, by=None, at=AT, reason=WHY) -> Block:
    return block_account(person=person, reason=reason, by=by, at=at)


def unblock(person, by=None, at=AT, reason="Lo encontró.") -> Block:
    return unblock_account(person=person, reason=reason, by=by, at=at)


def test_from_then_on_no_role_holds_and_every_session_is_over(cast: Cast) -> None:
    session = cast.reporter.get_session_auth_hash()

    block(cast.reporter, by=cast.secretary)

    cast.reporter.refresh_from_db()
    assert not cast.reporter.is_active
    assert not memberships_on(cast.reporter).exists()
    assert cast.reporter.get_session_auth_hash() != session


def test_opened_again_its_roles_hold_and_old_sessions_stay_over(cast: Cast) -> None:
    session = cast.reporter.get_session_auth_hash()
    block(cast.reporter)

    lifted = unblock(cast.reporter, at=AT + timedelta(hours=1))

    cast.reporter.refresh_from_db()
    assert memberships_on(cast.reporter).exists()
    assert cast.reporter.get_session_auth_hash() != session
    assert (lifted.lifted_at, lifted.lift_reason) == (AT + timedelta(hours=1), "Lo encontró.")
    assert open_block(cast.reporter) is None


def test_the_log_says_that_an_account_was_blocked_and_not_whose_nor_why(cast: Cast) -> None:
    made = block(cast.reporter, by=cast.secretary)

    (act,) = acts_of_kinds(["account.blocked"])
    event = Event.objects.get(pk=act.index)
    salts = {one.name: bytes.fromhex(one.salt) for one in Salt.objects.filter(event=event)}
    assert (act.subject, event.entity, made.blocking) == ("account", cast.planeacion, event)
    assert json.loads(event.payload)["body"] == {
        "sealed": {
            "account": seal(salts["account"], str(cast.reporter.pk)),
            "address": seal(salts["address"], cast.reporter.email),
            "reason": seal(salts["reason"], WHY),
        }
    }
    for private in (cast.reporter.email, cast.reporter.name, WHY):
        assert private not in event.payload


def test_opening_again_is_an_act_too(cast: Cast) -> None:
    block(cast.reporter)
    lifted = unblock(cast.reporter, by=cast.secretary)
    (act,) = acts_of_kinds(["account.unblocked"])
    assert lifted.lifting.index == act.index


@pytest.mark.parametrize(
    ("by", "whom", "allowed"),
    [
        ("operator", "reporter", True),
        ("operator", "verifier", True),
        ("secretary", "reporter", True),
        ("secretary", "verifier", True),
        ("secretary", "reviewer", True),
        ("colleague", "reporter", True),
        ("reporter", "colleague", True),
        ("colleague", "verifier", False),
        ("verifier", "reporter", False),
        ("outsider", "reporter", False),
        ("reporter", "secretary", False),
        ("secretary", "secretary", False),
        ("reporter", "reporter", False),
        ("nobody", "reporter", False),
    ],
)
def test_who_may_block_whom(cast: Cast, colleague, by: str, whom: str, allowed: bool) -> None:
    people = {"operator": None, "colleague": colleague, "nobody": make_person("Nadie")}
    actor = people[by] if by in people else getattr(cast, by)
    person = people[whom] if whom in people else getattr(cast, whom)
    assert bool(can_block(actor, person)) is allowed
    if not allowed:
        with pytest.raises(Refusal):
            block(person, by=actor)
        assert not Block.objects.exists()


def test_an_entity_does_not_shut_out_somebody_who_acts_for_another_too(cast: Cast, colleague) -> None:
    Membership.objects.create(user=cast.reporter, entity=cast.sena, role=Role.MEMBER, since=AT.date())
    with pytest.raises(PermissionRefused, match="también actúa por SENA"):
        block(cast.reporter, by=colleague)
    assert can_block(cast.secretary, cast.reporter)


@pytest.mark.parametrize(
    ("blocked_by", "by", "allowed"),
    [
        ("operator", "operator", True),
        ("operator", "colleague", True),
        ("operator", "secretary", True),
        ("secretary", "secretary", True),
        ("secretary", "colleague", True),
        ("colleague", "colleague", True),
        ("colleague", "operator", True),
        # Whoever answers for an entity says who acts for it.
        ("colleague", "secretary", False),
        ("operator", "verifier", False),
        ("operator", "reporter", False),
    ],
)
def test_who_may_open_it_again(cast: Cast, colleague, blocked_by: str, by: str, allowed: bool) -> None:
    people = {"operator": None, "colleague": colleague, "secretary": cast.secretary, "verifier": cast.verifier}
    block(cast.reporter, by=people[blocked_by])
    cast.reporter.refresh_from_db()
    actor = people.get(by, cast.reporter)
    assert bool(can_unblock(actor, cast.reporter)) is allowed
    if not allowed:
        with pytest.raises(PermissionRefused):
            unblock(cast.reporter, by=actor)


def test_the_last_secretariat_is_blocked_by_nobody(cast: Cast) -> None:
    other = make_person("Omar Otro", (Role.MEMBER, cast.planeacion))
    for by in (None, other):
        with pytest.raises(Refusal, match="dele antes ese papel a otra"):
            block(cast.secretary, by=by)
    make_person("Sonia Sucesora", (Role.SECRETARIAT, cast.planeacion))
    assert block(cast.secretary, by=other).blocked_for == cast.planeacion


def test_it_is_blocked_once_and_opened_once(cast: Cast) -> None:
    with pytest.raises(TransitionRefused, match="no está bloqueada"):
        unblock(cast.reporter)
    block(cast.reporter)
    with pytest.raises(TransitionRefused, match="ya no abre nada"):
        block(cast.reporter)


@pytest.mark.parametrize(("reason", "said"), [("  ", "Diga por qué"), ("x" * 501, "501 caracteres")])
def test_the_reason_is_written_and_kept_whole(cast: Cast, reason: str, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        block(cast.reporter, reason=reason)
    block(cast.reporter)
    with pytest.raises(Invalid, match=said):
        unblock(cast.reporter, reason=reason)


def test_only_those_who_may_act_are_told_that_there_is_such_an_account(cast: Cast, colleague) -> None:
    assert person_to_block(cast.secretary, cast.verifier.pk) == cast.verifier
    assert person_to_block(colleague, cast.reporter.pk) == cast.reporter
    with pytest.raises(NotFound):
        person_to_block(colleague, cast.verifier.pk)
    assert colleagues_of(colleague) == [cast.reporter]


@pytest.mark.parametrize(
    ("constraint", "attempt"),
    [
        (
            "one_open_block_per_account|UNIQUE constraint",
            lambda made, cast: Block.objects.filter(pk=block(cast.reviewer).pk).update(person=made.person),
        ),
        (
            "a_block_is_lifted_after_it_was_made",
            lambda made, cast: Block.objects.update(lifted_at=AT - timedelta(seconds=1)),
        ),
        ("nobody_blocks_themselves", lambda made, cast: Block.objects.update(blocked_by=made.person)),
        ("nobody_lifts_their_own_block", lambda made, cast: Block.objects.update(lifted_by=made.person)),
    ],
)
def test_the_database_refuses(cast: Cast, constraint: str, attempt) -> None:
    made = block(cast.reporter)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        attempt(made, cast)
