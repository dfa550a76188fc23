from datetime import date

import pytest
from django.db import IntegrityError, transaction

from concierta.kernel.errors import Invalid, NotFound, PermissionRefused, Refusal
from concierta.people.enums import EntityKind, Role, TerritoryKind
from concierta.people.models import Entity, Membership, Territory, User
from concierta.people.operations import (
    choose_language,
    create_user,
    end_role,
    grant_role,
    register_entity,
    register_territory,
    replace_password,
)
from factories import AT, Cast, make_entity, make_person
from factories.cast import CONFIRMED

pytestmark = pytest.mark.django_db
PASSWORD = "mango-biche-con-sal"
TODAY = date(2025, 1, 3)


def test_an_entity_is_registered_by_the_secretariat_or_the_operator(cast: Cast) -> None:
    for code, by in (("dagma", None), ("dagrd", cast.secretary)):
        entity = register_entity(code=code, name=code, kind=EntityKind.MUNICIPAL, by=by, at=AT)
        assert (entity.code, entity.short_name) == (code, code)


def test_nobody_else_registers_entities(cast: Cast) -> None:
    for user in (cast.reporter, cast.reviewer, cast.verifier, cast.outsider):
        with pytest.raises(PermissionRefused, match="Secretaría técnica"):
            register_entity(code="x", name="x", by=user, at=AT)
    assert not Entity.objects.filter(code="x").exists()


@pytest.mark.parametrize(("code", "name"), [("", "Algo"), ("algo", " ")])
def test_an_entity_needs_code_and_name(code: str, name: str) -> None:
    with pytest.raises(Invalid, match="código y nombre"):
        register_entity(code=code, name=name, by=None, at=AT)


def test_an_entity_code_is_used_once() -> None:
    make_entity("sena")
    with pytest.raises(Refusal, match="«sena»"):
        register_entity(code="sena", name="Otra", by=None, at=AT)


def test_territory_codes_keep_their_zeros_and_are_used_once() -> None:
    city = register_territory(code="76001", name="Cali", kind=TerritoryKind.MUNICIPALITY, by=None, at=AT)
    comuna = register_territory(code="01", name="Comuna 1", kind=TerritoryKind.COMUNA, parent=city, by=None, at=AT)
    assert (Territory.objects.get(pk=comuna.pk).code, comuna.parent) == ("01", city)
    with pytest.raises(Refusal, match="«01»"):
        register_territory(code="01", name="Otra", kind=TerritoryKind.COMUNA, by=None, at=AT)


def test_an_account_is_made_with_a_password_that_is_not_kept(cast: Cast) -> None:
    user = create_user(email="Ana@Example.org", name="Ana", password=PASSWORD, by=cast.secretary, at=AT)
    assert user.email == "ana@example.org"
    assert user.check_password(PASSWORD)
    assert user.must_change_password
    assert PASSWORD not in user.password


def test_an_address_has_one_account_whatever_its_capitals() -> None:
    create_user(email="ana@example.org", name="Ana", password=PASSWORD, by=None, at=AT)
    with pytest.raises(Invalid, match="Ya hay una cuenta") as refused:
        create_user(email="ANA@example.org", name="Otra", password=PASSWORD, by=None, at=AT)
    assert refused.value.field == "email"


@pytest.mark.parametrize("password", ["corta", "contraseña12345"[:11], "password12345"[:8]])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        create_user(email="ana@example.org", name="Ana", password=password, by=None, at=AT)
    assert refused.value.field == "password"
    assert not User.objects.exists()


def test_a_lost_password_is_replaced_and_the_old_one_no_longer_serves(cast: Cast) -> None:
    user = create_user(email="ana@example.org", name="Ana", password=PASSWORD, by=cast.secretary, at=AT)
    replaced = replace_password(email="ANA@example.org ", password="k7qm-92vd-x3np-hw5t", by=None, at=AT)
    assert replaced == user
    assert (replaced.check_password(PASSWORD), replaced.check_password("k7qm-92vd-x3np-hw5t")) == (False, True)
    replaced.refresh_from_db()
    assert replaced.must_change_password


def test_nobody_but_the_operator_replaces_a_password(cast: Cast) -> None:
    with pytest.raises(PermissionRefused):
        replace_password(email=cast.verifier.email, password=PASSWORD, by=cast.secretary, at=AT)


def test_a_password_is_not_given_to_an_account_that_does_not_exist() -> None:
    with pytest.raises(NotFound, match=r"nadie@example\.org"):
        replace_password(email="nadie@example.org", password=PASSWORD, by=None, at=AT)


def test_only_the_secretariat_makes_accounts_and_gives_roles(cast: Cast) -> None:
    with pytest.raises(PermissionRefused):
        create_user(email="ana@example.org", name="Ana", password=PASSWORD, by=cast.reporter, at=AT)
    with pytest.raises(PermissionRefused):
        grant_role(
            user=cast.reporter,
            entity=cast.control,
            role=Role.VERIFIER,
            since=TODAY,
            by=cast.reporter,
            at=AT,
        )


def test_a_role_is_held_once_and_again_after_it_ended(cast: Cast) -> None:
    person = make_person("Ana")

    def grant(since: date) -> Membership:
        return grant_role(user=person, entity=cast.sena, role=Role.MEMBER, since=since, by=None, at=AT)

    first = grant(date(2024, 1, 1))
    with pytest.raises(Refusal, match="ya tiene el papel «Integra la mesa» en SENA"):
        grant(TODAY)
    end_role(membership=first, until=date(2024, 6, 30), by=None, at=AT)
    grant(TODAY)
    assert person.memberships.count() == 2


def test_a_role_ends_once_and_not_before_it_began(cast: Cast) -> None:
    membership = cast.reporter.memberships.get()
    with pytest.raises(Invalid, match="antes de empezar"):
        end_role(membership=membership, until=date(2023, 1, 1), by=None, at=AT)
    end_role(membership=membership, until=TODAY, by=cast.secretary, at=AT)
    with pytest.raises(Refusal, match="ya había terminado el 2025-01-03"):
        end_role(membership=membership, until=TODAY, by=None, at=AT)


@pytest.mark.parametrize(
    ("constraint", "attempt"),
    [
        (
            "one_account_per_email",
            lambda cast: User.objects.filter(pk=cast.reporter.pk).update(email="VERA.verifica@example.org"),
        ),
        (
            "one_open_membership_per_role",
            lambda cast: Membership.objects.bulk_create(
                [Membership(**CONFIRMED, user=cast.reporter, entity=cast.desarrollo, role=Role.REPORTER, since=TODAY)]
            ),
        ),
        ("membership_ends_after_it_begins", lambda cast: Membership.objects.update(until=date(2020, 1, 1))),
    ],
)
def test_the_database_refuses(cast: Cast, constraint: str, attempt) -> None:
    with pytest.raises(IntegrityError, match=rf"{constraint}|UNIQUE constraint"), transaction.atomic():
        attempt(cast)


def test_each_person_chooses_their_own_language(cast: Cast) -> None:
    assert cast.reporter.reads == "es-co"
    assert choose_language(user=cast.reporter, language="en", by=cast.reporter, at=AT).reads == "en"
    cast.reporter.refresh_from_db()
    assert cast.reporter.language == "en"


def test_nobody_chooses_it_for_another(cast: Cast) -> None:
    with pytest.raises(PermissionRefused, match="su propia cuenta"):
        choose_language(user=cast.reporter, language="en", by=cast.secretary, at=AT)


def test_a_language_is_one_of_the_installation(cast: Cast) -> None:
    with pytest.raises(Invalid, match="de la lista"):
        choose_language(user=cast.reporter, language="fr", by=cast.reporter, at=AT)


def test_the_last_secretary_does_not_leave_everybody_without_one(cast: Cast) -> None:
    mine = Membership.objects.get(user=cast.secretary)
    with pytest.raises(Refusal, match="dele antes ese papel a otra"):
        end_role(membership=mine, until=TODAY, by=cast.secretary, at=AT)
    make_person("Sonia Sucesora", (Role.SECRETARIAT, cast.planeacion))
    assert end_role(membership=mine, until=TODAY, by=cast.secretary, at=AT).until == TODAY


def test_the_operator_may_leave_nobody(cast: Cast) -> None:
    mine = Membership.objects.get(user=cast.secretary)
    assert end_role(membership=mine, until=TODAY, by=None, at=AT).until == TODAY
