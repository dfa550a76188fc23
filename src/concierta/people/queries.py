"""Who may act for whom."""

from datetime import date

from django.db.models import Q, QuerySet

from concierta.kernel.clock import today
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.enums import Role
from concierta.people.models import Entity, Membership, Territory, User


def in_force(day: date, prefix: str = "") -> Q:
    """Of memberships (or of what has them under `prefix`): those that their entity confirmed and that hold on `day`."""
    confirmed = ~Q(**{f"{prefix}confirmation": ""})
    not_ended = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": day})
    return confirmed & not_ended & Q(**{f"{prefix}since__lte": day})


def awaiting_on(day: date) -> Q:
    """Of memberships: those that would hold on `day`, and that their entity has yet to confirm."""
    return Q(confirmation="", since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def memberships_on(user: User, day: date | None = None) -> QuerySet[Membership]:
    """The memberships of `user` confirmed and in force on `day` (today when not given), with their entities."""
    return (
        Membership.objects.filter(in_force(day or today()), user=user)
        .select_related("entity")
        .order_by("entity__name", "role")
    )


def entities_where(user: User, role: Role) -> QuerySet[Entity]:
    """The entities for which `user` holds `role` today."""
    return Entity.objects.filter(pk__in=memberships_on(user).filter(role=role).values("entity")).order_by("name")


def entity_by_code(code: str) -> Entity:
    """The entity with this code, or NotFound. Entities are public."""
    entity = Entity.objects.filter(code=code).first()
    if entity is None:
        raise NotFound(gettext_noop("No hay una entidad con el código «%(code)s»."), code=code)
    return entity


def territory_by_code(code: str) -> Territory:
    """The territory with this code, or NotFound. Territories are public."""
    territory = Territory.objects.filter(code=code).first()
    if territory is None:
        raise NotFound(gettext_noop("No hay un territorio con el código «%(code)s»."), code=code)
    return territory


def people_for(user: User) -> QuerySet[User]:
    """Every account with its memberships, for the secretariat; nobody for anybody else."""
    if not memberships_on(user).filter(role=Role.SECRETARIAT).exists():
        return User.objects.none()
    return User.objects.prefetch_related("memberships__entity").order_by("name", "email")


def all_entities() -> QuerySet[Entity]:
    """Every registered entity. Entities are public."""
    return Entity.objects.order_by("name")
