"""Homes from before keep what they meant."""

from datetime import UTC, date, datetime
from importlib import import_module

import pytest

from concierta.people.enums import Role
from concierta.people.models import Membership
from factories import Cast, make_person

roles_end_at_an_instant = import_module("concierta.people.migrations.0005_roles_end_at_an_instant")


class Rows:
    """As the historical model is seen by the migration: `until` a day, `ends` an instant."""

    def __init__(self, *rows: Membership) -> None:
        self.rows = rows
        self.objects = self

    def get_model(self, *_: str) -> "Rows":
        return self

    def exclude(self, **_: object) -> tuple[Membership, ...]:
        return self.rows


@pytest.mark.django_db
def test_a_role_that_ended_on_a_day_held_through_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = make_person("Ana", (Role.MEMBER, cast.sena)).memberships.get()
    monkeypatch.setattr(Membership, "save", lambda self, **_: None)
    row.until = date(2024, 6, 30)

    roles_end_at_an_instant.through_the_day(Rows(row), None)
    assert row.ends == datetime(2024, 7, 1, 5, tzinfo=UTC)

    row.until = None
    roles_end_at_an_instant.on_the_day(Rows(row), None)
    assert row.until == date(2024, 6, 30)
