"""Who has a part in what: one query, to which every module adds the parts that its own rows give."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from concierta.people.models import User
from concierta.people.queries import memberships_on


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at this moment; `entities` are the keys of those they act for."""

    user: User
    entities: frozenset[int]


#: The keys of the rows in which somebody has a part, as a flat list of values that was not asked for yet.
Part = Callable[[Person], QuerySet[Any, Any]]


class Participation:
    """The parts that people can have in the rows of one model. Where no part says so, nobody has one."""

    def __init__(self) -> None:
        self.parts: list[Part] = []

    def gives(self, part: Part) -> Part:
        self.parts.append(part)
        return part

    def keys(self, user: User) -> frozenset[int]:
        """The rows in which `user` has any part now. A few queries, however many parts there are."""
        person = Person(user, frozenset(memberships_on(user).order_by().values_list("entity", flat=True)))
        first, *others = [part(person).order_by() for part in self.parts]
        found = frozenset(key for key in first.union(*others) if key is not None)
        if (remembered := user.__dict__.get("_parts_found")) is not None:
            remembered[self] = found
        return found

    def has(self, user: User, key: int) -> bool:
        """True if `user` has a part in the row `key`. Within one request what was found is not asked again."""
        return key in user.__dict__.get("_parts_found", {}).get(self, ()) or key in self.keys(user)


def begin_request(user: User) -> None:
    """`user` lives as long as one request, and may remember for so long in what they have a part."""
    user.__dict__["_parts_found"] = {}
