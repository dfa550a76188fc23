"""Who has a part in what: one query, to which every module adds the parts that its own rows give."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from concierta.people.models import User
from concierta.people.queries import entities_of


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at this moment; `entities` are the keys of those they act for, `found` what was asked already."""

    user: User
    entities: frozenset[int]
    found: "dict[Participation, frozenset[int]]" = field(default_factory=dict)


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
        return self.of(_at_this_moment(user))

    def of(self, person: Person) -> frozenset[int]:
        """The same, while parts of other models are being asked: one query, unless it was asked before."""
        if self not in person.found:
            first, *others = [part(person).order_by() for part in self.parts]
            person.found[self] = frozenset(key for key in first.union(*others) if key is not None)
        return person.found[self]

    def has(self, user: User, key: int) -> bool:
        """True if `user` has a part in the row `key`. Parts are asked one by one, until one says so: most people have a
        near one. Within one request a yes is not asked again; a no is."""
        remembered = user.__dict__.get(_REMEMBERED)
        if remembered is not None and (self, key) in remembered:
            return True
        person = _at_this_moment(user)
        found = any(key in part(person).order_by().distinct() for part in self.parts)
        if found and remembered is not None:
            remembered.add((self, key))
        return found

    def was_found(self, user: User, key: int) -> None:
        """Remember, for the rest of the request, that a query of the caller found a part of `user` in the row `key`."""
        user.__dict__.get(_REMEMBERED, set()).add((self, key))


_REMEMBERED = "_parts_found"


def _at_this_moment(user: User) -> Person:
    return Person(user, frozenset(entities_of(user)))


def begin_request(user: User) -> None:
    """`user` lives as long as one request, and may remember for so long in what they have a part."""
    user.__dict__[_REMEMBERED] = set()
