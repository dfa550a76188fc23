"""Who could hold a duty: people of an entity with a role that fits it."""

from datetime import date

from django.db.models import QuerySet

from concierta.people.models import Entity, User
from concierta.people.queries import in_force
from concierta.responsibilities.duties import DUTIES
from concierta.responsibilities.enums import Duty, SubjectKind


def fitting_people(kind: SubjectKind | str, duty: Duty | str, entity: Entity, on: date) -> QuerySet[User]:
    """The active people of `entity` who may hold `duty` for that kind of thing on that day, by name."""
    rule = DUTIES[SubjectKind(kind)][Duty(duty)]
    return (
        User.objects.filter(
            in_force(on, "memberships__"),
            is_active=True,
            memberships__entity=entity,
            memberships__role__in=rule.roles,
        )
        .distinct()
        .order_by("name", "email")
    )
