from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from concierta.kernel.errors import Invalid, PermissionRefused, Refusal
from concierta.people.enums import Role, TerritoryKind
from concierta.people.models import Membership, Territory, User
from concierta.people.operations import choose_language, register_territory
from factories import AT, Cast
from factories.cast import CONFIRMED

pytestmark = pytest.mark.django_db
TODAY = date(2025, 1, 3)


def test_territory_codes_keep_their_zeros_and_are_used_once() -> None:
    city = register_territory(code="76001", name="Cali", kind=TerritoryKind.MUNICIPALITY, by=None, at=AT)
    comuna = register_territory(code="01", name="Comuna 1", kind=TerritoryKind.COMUNA, parent=city, by=None, at=AT)
    assert (Territory.objects.get(pk=comuna.pk).code, comuna.parent) == ("01", city)
    with pytest.raises(Refusal, match="«01»"):
        register_territory(code="01", name="Otra", kind=TerritoryKind.COMUNA, by=None, at=AT)


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
        (
            "membership_confirmed_with_its_moment",
            lambda cast: Membership.objects.filter(user=cast.reporter).update(confirmation=""),
        ),
        (
            "membership_confirmed_by_a_colleague",
            lambda cast: Membership.objects.filter(user=cast.reporter).update(confirmation="colleague"),
        ),
        (
            "nobody_confirms_themself",
            lambda cast: Membership.objects.filter(user=cast.reporter).update(
                confirmation="colleague", confirmed_by=cast.reporter
            ),
        ),
        (
            "independence_is_a_verifiers",
            lambda cast: Membership.objects.filter(user=cast.reporter).update(independent_at=AT),
        ),
        (
            "membership_ends_after_it_begins",
            lambda cast: Membership.objects.update(until=datetime(2020, 1, 1, tzinfo=UTC)),
        ),
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
