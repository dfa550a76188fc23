"""What is changed behind the program's back is named by the comparison with the acts."""

from functools import partial

import pytest

from concierta.accounts.operations import (
    change_address,
    confirm_role,
    declare_independence,
    end_role,
    propose_role,
    record_prior_roles,
    register_entity,
    reject_role,
)
from concierta.accounts.queries import accounts_against_acts
from concierta.kernel.errors import PermissionRefused
from concierta.ledger.models import Event, Salt
from concierta.ledger.operations import forget_person
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.web.portal import words
from factories import AT, Cast, make_person
from factories.accounts import come, invitation_to
from factories.against_acts import in_sql, said_after

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture
def dagma(db: None) -> Entity:
    return register_entity(code="dagma", name="DAGMA", mail_domain="dagma.gov.co", by=None, at=AT)


@pytest.fixture
def vera(dagma: Entity) -> User:
    """The first of an entity, then another who was rejected, one who ended, and one who awaits."""
    first = come(invitation_to(dagma, "vera", Role.VERIFIER), independent=True)
    for name, act in (
        ("berta", partial(confirm_role, by=first, at=AT)),
        ("carla", partial(reject_role, by=first, at=AT)),
        ("diana", partial(end_role, until=AT, by=first, at=AT)),
    ):
        act(membership=come(invitation_to(dagma, name, Role.REPORTER)).memberships.get())
    come(invitation_to(dagma, "elsa", Role.MEMBER))
    return first


def test_what_the_operations_wrote_agrees_with_its_acts(vera: User) -> None:
    change_address(person=vera, address="vera.v@dagma.gov.co", by=None, at=AT)
    comparison = accounts_against_acts()
    assert (comparison.differences, comparison.not_compared) == ([], [])
    assert comparison.rows == 5 + 1 + 5  # roles, the domain, addresses


@pytest.mark.parametrize(
    ("change", "recorded"),
    [
        (
            "UPDATE people_membership SET confirmation = 'operator', confirmed_at = since WHERE confirmation = '' "
            "AND until IS NULL",
            "how es operator en la base de datos; según sus actos",
        ),
        ("UPDATE people_membership SET role = 'verifier' WHERE role = 'member'", "role es verifier"),
        ("UPDATE people_membership SET until = NULL WHERE until IS NOT NULL AND confirmation = ''", "until es nada"),
        ("UPDATE people_membership SET since = '2020-01-01' WHERE role = 'verifier'", "since es 2020-01-01"),
        ("UPDATE people_membership SET independent_at = NULL WHERE role = 'verifier'", "independent es False"),
        (
            "UPDATE people_membership SET user_id = (SELECT MAX(id) FROM people_user) WHERE role = 'verifier'",
            "lo tiene otra cuenta que la que dice el acto",
        ),
        ("UPDATE people_entity SET mail_domain = 'otra.example'", "El dominio de correo de dagma: es otra.example"),
        ("UPDATE people_user SET email = 'mia@otra.example' WHERE email LIKE 'vera@%%'", "su correo no es el que dice"),
    ],
)
def test_a_change_behind_the_program_is_named(vera: User, change: str, recorded: str) -> None:
    assert any(recorded in one for one in said_after(accounts_against_acts, in_sql(change)))


@pytest.mark.parametrize("how", ["operator", "invitation", "prior", ""])
def test_a_role_inserted_in_the_database_is_named_whatever_it_says_of_itself(vera: User, how: str) -> None:
    sara = make_person("Sara")
    insert = in_sql(
        "INSERT INTO people_membership (user_id, entity_id, role, since, confirmation, confirmed_at) "
        "VALUES (%s, %s, 'verifier', '2024-01-01', %s, %s)",
        sara.pk,
        vera.memberships.get().entity_id,
        how,
        AT.isoformat() if how else None,
    )
    (recorded,) = said_after(accounts_against_acts, insert)
    assert recorded.endswith("está en la base de datos y ningún acto lo registró.")


def test_a_role_that_vanished_is_named(vera: User) -> None:
    delete = in_sql("DELETE FROM people_membership WHERE role = 'verifier'")
    assert any("no está en la base de datos" in one for one in said_after(accounts_against_acts, delete))


def test_roles_from_before_confirmations_are_counted_once(cast: Cast) -> None:
    """As on the first start of the version that asks: what there was is said in public, and none can join it later."""
    assert accounts_against_acts().differences == []
    assert any("anteriores a las confirmaciones (1)" in one for one in accounts_against_acts().not_compared)

    assert record_prior_roles(by=None, at=AT)

    assert not record_prior_roles(by=None, at=AT)
    assert (accounts_against_acts().differences, accounts_against_acts().not_compared) == ([], [])
    make_person("Falsa", (Role.VERIFIER, cast.control))
    (recorded,) = accounts_against_acts().differences
    assert "Los papeles «verifier» en control, anteriores a las confirmaciones: son 2" in recorded
    with pytest.raises(PermissionRefused):
        record_prior_roles(by=cast.secretary, at=AT)


def test_an_installation_that_began_with_confirmations_counts_none(vera: User, cast: Cast) -> None:
    assert not record_prior_roles(by=None, at=AT)
    assert any("ningún acto lo registró" in one for one in accounts_against_acts().differences)


def test_a_role_from_before_is_held_against_what_was_said_of_it_since(cast: Cast) -> None:
    record_prior_roles(by=None, at=AT)
    declare_independence(membership=cast.verifier.memberships.get(), by=cast.verifier, at=AT)
    end_role(membership=cast.reporter.memberships.get(), until=AT, by=None, at=AT)
    assert accounts_against_acts().differences == []
    reopen = in_sql("UPDATE people_membership SET until = NULL WHERE until IS NOT NULL")
    assert any("until es nada" in one for one in said_after(accounts_against_acts, reopen))


def test_whoever_is_forgotten_is_opened_by_no_act_and_is_no_difference(vera: User) -> None:
    opened = Salt.objects.count()
    forgotten = forget_person(person=vera, by=None, at=AT)
    assert forgotten > 0
    assert Salt.objects.count() == opened - 2 * 5  # proposed, invited, accepted, confirmed, independence
    assert accounts_against_acts().differences == []
    vera.refresh_from_db()
    assert (vera.name, vera.is_active) == ("", False)


def test_the_others_are_still_opened_after_one_is_forgotten(vera: User) -> None:
    forget_person(person=vera, by=None, at=AT)
    swap = in_sql("UPDATE people_user SET email = 'x@otra.example' WHERE email LIKE 'berta@%%'")
    assert any("su correo no es" in one for one in said_after(accounts_against_acts, swap))


def test_every_act_of_accounts_is_said_in_words(vera: User, cast: Cast) -> None:
    propose_role(user=cast.reporter, entity=cast.sena, role=Role.MEMBER, since=TODAY, by=None, at=AT)
    assert set(Event.objects.values_list("kind", flat=True)) <= {code for code, _ in words.events([])}
