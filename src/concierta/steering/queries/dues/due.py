"""A due: what, by when, by which entity and which person of it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.responsibilities.enums import Duty
from concierta.steering.enums import DueKind

#: The page of the workspace where it is dealt with: the name of the view and its arguments.
Address = tuple[str, tuple[Any, ...]]
#: A column of Responsibility and the key of what it is for.
Matter = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A date with an hour: when and where; `minutes` that it is planned to last, where that is known.

    `changes` counts how often it was moved, and that it was called off.
    """

    starts_at: datetime
    place: str = ""
    minutes: int | None = None
    changes: int = 0
    called_off: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Which dues are asked for: as of `on`, up to and including `until`, of some entities or (None) of all.

    `called_off`: also meetings that were convened and will not be, for calendars that already show them.
    """

    on: date
    until: date
    entities: frozenset[int] | None = None
    called_off: bool = False

    def of(self, *entities: int | None) -> bool:
        """True if what concerns any of these entities is asked for."""
        return self.entities is None or any(entity in self.entities for entity in entities)


@dataclass(frozen=True, slots=True)
class Obligation:
    """What a source finds, before one knows which people it falls to.

    `roles`: whom in `entity` it falls to when nobody is named, the first role that anybody holds there. `matters`:
    where the responsibilities name somebody for `duty`, the nearest first. `person`: named by the thing itself.
    `secretariat`: who hears of it when it is late and nobody is accountable. `binding` False: a date to know, which
    nobody can miss. `private`: only for the people it falls to.
    """

    kind: DueKind
    subject: str
    title: str
    due_on: date
    entity: Entity | None
    roles: tuple[Role, ...] = ()
    duty: Duty | None = None
    matters: tuple[Matter, ...] = ()
    person: int | None = None
    secretariat: int | None = None
    plan: str = ""
    period: str = ""
    binding: bool = True
    private: bool = False
    meeting: Meeting | None = None
    address_hint: Address = ("calendar", ())


@dataclass(frozen=True, slots=True)
class AssignedObligation:
    """`person` answers and `substitute` acts while they cannot; both None where it falls to several (`people`).

    `people` are the keys of everybody it falls to, `told` of those accountable, who hear of it once it is `escalated`.
    `plan` is a slug and `period` a label, where the due belongs to one.
    """

    kind: DueKind
    subject: str
    title: str
    due_on: date
    entity: Entity | None
    person: User | None = None
    substitute: User | None = None
    overdue: bool = False
    escalated: bool = False
    address_hint: Address = ("calendar", ())
    plan: str = ""
    period: str = ""
    roles: tuple[Role, ...] = ()
    binding: bool = True
    private: bool = False
    meeting: Meeting | None = None
    people: frozenset[int] = field(default_factory=frozenset)
    told: frozenset[int] = field(default_factory=frozenset)

    def falls_to(self, person: int) -> bool:
        return person in self.people

    def is_told_to(self, person: int) -> bool:
        """True if this accountable person must be told of someone else's overdue item."""
        return person in self.told and person not in self.people
