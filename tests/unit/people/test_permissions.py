from datetime import UTC, date, datetime, timedelta

import pytest

from concierta.kernel.errors import NotFound, PermissionRefused
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.people.permissions import check_has_role, has_role
from concierta.people.queries import (
    entities_where,
    entity_by_code,
    memberships_on,
    people_for,
    territory_by_code,
)
from factories import Cast, make_person

#: Three in the afternoon in Cali.
ENDS = datetime(2024, 6, 30, 20, tzinfo=UTC)


@pytest.mark.parametrize("held", Role)
@pytest.mark.parametrize("asked", Role)
def test_a_role_is_only_itself_and_only_there(cast: Cast, held: Role, asked: Role) -> None:
    person = make_person("Ana", (held, cast.sena))
    assert bool(has_role(person, asked)) is (asked == held)
    assert bool(has_role(person, asked, entity=cast.sena)) is (asked == held)
    assert not has_role(person, asked, entity=cast.control)


def test_the_refusal_names_the_role_and_the_entity(cast: Cast) -> None:
    with pytest.raises(PermissionRefused, match="«Verifica» en CONTROL"):
        check_has_role(cast.reporter, Role.VERIFIER, entity=cast.control)


def test_the_operator_of_the_machine_holds_every_role(cast: Cast) -> None:
    check_has_role(None, Role.SECRETARIAT, entity=cast.planeacion)


@pytest.mark.parametrize(
    ("moment", "held"),
    [
        (datetime(2024, 2, 1, 4, 59, tzinfo=UTC), False),  # still the 31st of January in Cali
        (datetime(2024, 2, 1, 5, tzinfo=UTC), True),
        (ENDS - timedelta(microseconds=1), True),
        (ENDS, False),
        (date(2024, 1, 31), False),
        (date(2024, 2, 1), True),
        (date(2024, 6, 30), True),  # a day that is not today is asked for by its first instant
        (date(2024, 7, 1), False),
    ],
)
def test_a_role_holds_from_its_first_day_and_before_the_instant_of_its_end(
    cast: Cast, moment: date, held: bool
) -> None:
    person = make_person("Ana", (Role.MEMBER, cast.sena))
    person.memberships.update(since=date(2024, 2, 1), until=ENDS)
    assert memberships_on(person, moment).exists() is held


def test_what_ended_this_morning_is_not_in_force_today(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.reporter.memberships.update(until=ENDS)
    for moment, held in ((ENDS - timedelta(seconds=1), True), (ENDS, False)):
        monkeypatch.setattr("concierta.kernel.clock.now", lambda moment=moment: moment)
        assert memberships_on(cast.reporter).exists() is held
        assert memberships_on(cast.reporter, date(2024, 6, 30)).exists() is held


def test_a_blocked_person_holds_no_role(cast: Cast) -> None:
    User.objects.filter(pk=cast.reporter.pk).update(is_active=False)
    assert not memberships_on(cast.reporter).exists()


def test_the_entities_of_a_role(cast: Cast) -> None:
    person = make_person(
        "Ana", (Role.REPORTER, cast.sena), (Role.REPORTER, cast.control), (Role.MEMBER, cast.planeacion)
    )
    assert list(entities_where(person, Role.REPORTER)) == [cast.control, cast.sena]


def test_the_list_of_people_is_the_secretariats(cast: Cast) -> None:
    assert cast.reporter in people_for(cast.secretary)
    for user in (cast.reporter, cast.reviewer, cast.verifier, cast.outsider):
        assert not people_for(user)


@pytest.mark.parametrize("role", Role)
def test_a_role_that_awaits_its_entity_opens_nothing(cast: Cast, role: Role) -> None:
    person = make_person("Ana", (role, cast.sena))
    person.memberships.update(confirmation="", confirmed_at=None)
    assert not has_role(person, role)
    assert not memberships_on(person).exists()
    assert not entities_where(person, role).exists()


def test_what_is_not_registered_is_not_found(cast: Cast) -> None:
    assert entity_by_code("sena") == cast.sena
    with pytest.raises(NotFound, match="«nadie»"):
        entity_by_code("nadie")
    with pytest.raises(NotFound, match="«76999»"):
        territory_by_code("76999")
