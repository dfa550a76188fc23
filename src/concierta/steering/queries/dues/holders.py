"""Who answers: the person named for the duty, else everybody of the entity who holds a role for it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from concierta.people.enums import Role
from concierta.people.models import Entity, Membership, User
from concierta.people.queries import in_force
from concierta.responsibilities.duties import DUTIES
from concierta.responsibilities.enums import Duty, SubjectKind
from concierta.responsibilities.models import Responsibility
from concierta.steering.queries.dues.due import Matter, Obligation

_SUBJECTS = ("indicator", "project", "pledge", "action_item")


@dataclass(frozen=True, slots=True)
class Holder:
    entity: int
    person: int | None
    substitute: int | None


@dataclass(slots=True)
class Register:
    """Everything needed to name people, read at once: four questions, however much is due."""

    holders: dict[tuple[Matter, str], Holder] = field(default_factory=dict)
    members: dict[tuple[int, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    users: dict[int, User] = field(default_factory=dict)
    entities: dict[int, Entity] = field(default_factory=dict)

    @classmethod
    def read(cls, on: date) -> "Register":
        """As of `on`. Only active accounts: nobody else can act, or be written to."""
        found = cls()
        found.users = User.objects.filter(is_active=True).in_bulk()
        for entity, role, user in (
            Membership.objects.filter(in_force(on)).order_by("pk").values_list("entity_id", "role", "user_id")
        ):
            if user in found.users:
                found.members[entity, role].append(user)
        # A responsibility ends on the day on which the next one begins.
        held = Q(until__isnull=True) | Q(until__gt=on)
        rows = Responsibility.objects.filter(held, since__lte=on).order_by("since", "pk")
        for *subjects, duty, entity, person, substitute in rows.values_list(
            *(f"{name}_id" for name in _SUBJECTS), "duty", "entity_id", "person_id", "substitute_id"
        ):
            matter = next((name, pk) for name, pk in zip(_SUBJECTS, subjects, strict=True) if pk is not None)
            found.holders[matter, duty] = Holder(entity, person, substitute)
        found.entities = Entity.objects.in_bulk({holder.entity for holder in found.holders.values()})
        return found

    def holder(self, matters: Sequence[Matter], duty: Duty, entity: int | None = None) -> Holder | None:
        """What is said nearest: of the matter itself, or of what it belongs to (its project), which cannot move it to
        another entity. Neither can a row where the thing's own column says which entity acts."""
        for number, matter in enumerate(matters):
            found = self.holders.get((matter, duty))
            elsewhere = found is not None and entity is not None and found.entity != entity
            if found is None or (elsewhere and (number or DUTIES[SubjectKind(matter[0])][duty].column)):
                continue
            return found
        return None

    def fitting(self, holder: Holder | None, matters: Sequence[Matter], duty: Duty) -> frozenset[int]:
        """Holder and substitute, as far as they may: who lost the role or the account answers for nothing."""
        if holder is None:
            return frozenset()
        roles = {role for name, _ in matters for role in DUTIES[SubjectKind(name)][duty].roles}
        named = {holder.person, holder.substitute}
        return frozenset(pk for role in roles for pk in self.members.get((holder.entity, role), ()) if pk in named)

    def active(self, *people: int | None) -> frozenset[int]:
        return frozenset(person for person in people if person in self.users)

    def acting_for(self, entity: int | None, roles: Iterable[Role]) -> frozenset[int]:
        """Who holds the first of `roles` that anybody holds there."""
        if entity is None:
            return frozenset()
        return next((frozenset(found) for role in roles if (found := self.members.get((entity, role)))), frozenset())

    def accountable(self, owed: Obligation) -> frozenset[int]:
        """Whoever is accountable for the nearest matter, else the secretariat."""
        holder = self.holder(owed.matters, Duty.ACCOUNTABLE)
        return self.fitting(holder, owed.matters, Duty.ACCOUNTABLE) or self.acting_for(
            owed.secretariat, (Role.SECRETARIAT,)
        )
