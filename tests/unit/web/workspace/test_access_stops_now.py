"""A role that ended, or an account that was blocked, opens nothing at the very next request."""

from datetime import UTC, datetime, timedelta

import pytest

from concierta.accounts.operations import block_account, end_role, unblock_account
from concierta.kernel.clock import now
from concierta.people.enums import Role
from concierta.people.models import Membership
from concierta.steering.operations import make_feed
from concierta.steering.queries import digests_on
from factories import make_person
from factories.cast import CONFIRMED
from factories.mesa import delegate_of

pytestmark = pytest.mark.django_db
WORK, GONE = "/trabajo/", "/cuenta-inactiva/"


@pytest.fixture
def reporter(cast, visitor):
    """At work, with the session open."""
    client = visitor(cast.reporter)
    assert client.get(WORK).status_code == 200
    return client


def test_whoever_loses_the_last_role_is_out_at_the_next_request(cast, reporter):
    end_role(membership=cast.reporter.memberships.get(), until=now(), by=cast.secretary, at=now())

    answer = reporter.get(WORK)

    assert answer.status_code == 302
    assert not reporter.session.get("_auth_user_id")


def test_a_new_role_does_not_open_the_old_session_again(cast, reporter):
    end_role(membership=cast.reporter.memberships.get(), until=now(), by=cast.secretary, at=now())
    Membership.objects.create(
        **CONFIRMED, user=cast.reporter, entity=cast.desarrollo, role=Role.MEMBER, since="2024-01-01"
    )

    assert reporter.get(WORK).headers["Location"].startswith("/ingresar/")


def test_whoever_keeps_another_role_keeps_the_session(cast, reporter):
    Membership.objects.create(
        **CONFIRMED, user=cast.reporter, entity=cast.desarrollo, role=Role.MEMBER, since="2024-01-01"
    )
    ended = cast.reporter.memberships.get(role=Role.REPORTER)

    end_role(membership=ended, until=now(), by=cast.secretary, at=now())

    assert reporter.get(WORK).status_code == 200
    assert reporter.get("/trabajo/reportes/").status_code == 403


def test_a_role_whose_instant_came_by_itself_ends_the_session_too(cast, reporter):
    cast.reporter.memberships.update(until=now() - timedelta(seconds=1))

    assert reporter.get(WORK).headers["Location"] == GONE
    assert not reporter.session.get("_auth_user_id")
    assert "ninguno de sus papeles está vigente" in reporter.get(GONE).content.decode()


def test_inside_a_page_the_whole_page_is_led_out(cast, reporter):
    cast.reporter.memberships.update(until=now() - timedelta(seconds=1))

    assert reporter.htmx(WORK).headers["HX-Redirect"] == GONE


def test_a_blocked_account_is_out_and_opened_again_must_come_in_by_the_door(cast, reporter):
    block_account(person=cast.reporter, reason="Robo.", by=cast.secretary, at=now())
    assert reporter.get(WORK).headers["Location"].startswith("/ingresar/")

    unblock_account(person=cast.reporter, reason="Recuperado.", by=cast.secretary, at=now())
    assert reporter.get(WORK).headers["Location"].startswith("/ingresar/")


def test_a_blocked_account_does_not_come_in(cast, visitor):
    cast.reporter.set_password("mango-biche-con-sal")
    cast.reporter.save()
    block_account(person=cast.reporter, reason="Robo.", by=cast.secretary, at=now())

    client = visitor()
    client.post("/ingresar/", {"login": cast.reporter.email, "password": "mango-biche-con-sal"})

    assert not client.session.get("_auth_user_id")


def test_a_delegate_without_a_role_comes_in_while_the_delegation_holds(scene, visitor):
    delegation = delegate_of(scene, "cut")
    delegation.person.memberships.all().delete()
    client = visitor(delegation.person)
    type(delegation).objects.update(since="2024-01-01", until=None)
    assert client.get(WORK).status_code == 200

    type(delegation).objects.update(until="2024-12-31")
    assert client.get(WORK).headers["Location"] == GONE


@pytest.mark.parametrize("stop", ["role", "block"])
def test_letters_and_calendars_stop(cast, visitor, stop):
    secret = make_feed(entity=cast.desarrollo, role=Role.REPORTER, by=cast.reporter, at=now() - timedelta(minutes=1))
    on = cast.period.cut_off + timedelta(days=1)
    address = f"/calendario/{secret}.ics"
    assert visitor().get(address).status_code == 200
    assert cast.reporter in [letter.person for letter in digests_on(on)]

    if stop == "role":
        cast.reporter.memberships.update(since="1990-01-01", until=datetime(1999, 7, 16, tzinfo=UTC))
    else:
        block_account(person=cast.reporter, reason="Robo.", by=None, at=now())

    assert visitor().get(address).status_code == 404
    assert cast.reporter not in [letter.person for letter in digests_on(on)]
    if stop == "block":
        unblock_account(person=cast.reporter, reason="Fin.", by=None, at=now())
        assert visitor().get(address).status_code == 404


def test_the_screen_blocks_and_opens_again_with_a_reason(cast, visitor):
    client, address = visitor(cast.secretary), f"/trabajo/personas/{cast.verifier.pk}/bloquear/"
    assert address in client.get(f"/trabajo/personas/{cast.verifier.pk}/").content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422

    assert client.post(address, {"reason": "Se fue."}).headers["Location"] == address

    assert "Se fue." in client.get(address).content.decode()
    assert client.post(address, {"reason": "Volvió."}).headers["Location"] == address
    cast.verifier.refresh_from_db()
    assert cast.verifier.is_active


def test_somebody_of_the_entity_finds_it_on_their_own_page(cast, visitor):
    colleague = make_person("Celia Colega", (Role.MEMBER, cast.desarrollo))
    client, address = visitor(colleague), f"/trabajo/personas/{cast.reporter.pk}/bloquear/"
    assert address in client.get("/trabajo/cuenta/").content.decode()
    assert client.get(address).status_code == 200
    assert client.get(f"/trabajo/personas/{cast.verifier.pk}/bloquear/").status_code == 404


def test_the_last_secretariat_reads_why_it_cannot_be_blocked(cast, visitor):
    other = make_person("Omar Otro", (Role.MEMBER, cast.planeacion))
    page = visitor(other).get(f"/trabajo/personas/{cast.secretary.pk}/bloquear/").content.decode()
    assert "dele antes ese papel a otra" in page


def test_one_corrects_ones_own_name(cast, visitor):
    client = visitor(cast.reporter)
    assert client.post("/trabajo/cuenta/nombre/", {"name": "  Rosa   Ríos "}).headers["Location"] == "/trabajo/cuenta/"
    cast.reporter.refresh_from_db()
    assert cast.reporter.name == "Rosa Ríos"
    assert client.post("/trabajo/cuenta/nombre/", {"name": "  "}).status_code == 422
