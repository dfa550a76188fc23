"""Accounts as the list shows them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from concierta.kernel.clock import date_in_bogota, now
from concierta.people.enums import Role
from concierta.web.components.formats import short_date


@dataclass(frozen=True, slots=True)
class RoleLine:
    pk: int
    words: str
    entity: str
    dates: str
    open: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    pk: int
    name: str
    email: str
    active: bool
    roles: list[RoleLine]

    @property
    def open_roles(self) -> list[RoleLine]:
        return [role for role in self.roles if role.open]


def person_row(person: Any) -> PersonRow:
    lines = [_line(membership) for membership in person.memberships.all()]
    return PersonRow(person.pk, person.name, person.email, person.is_active, lines)


def _line(membership: Any) -> RoleLine:
    if membership.until is None:
        dates = gettext("desde el %(since)s") % {"since": short_date(membership.since)}
    else:
        dates = gettext("del %(since)s al %(until)s") % {
            "since": short_date(membership.since),
            "until": short_date(date_in_bogota(membership.until)),
        }
    is_open = membership.until is None or membership.until > now()
    return RoleLine(membership.pk, str(Role(membership.role).label), membership.entity.short_name, dates, is_open)
