"""Who may act for whom."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from concierta.kernel.clock import today
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.enums import Role
from concierta.people.models import Entity, Membership, Territory, User


def memberships_on(user: User, day: date | None = None) -> QuerySet[Membership]:
    """The memberships of `user` in force on `day` (today when not given), with their entities."""
    day = day or today()
    return (
        Membership.objects.filter(Q(until__isnull=True) | Q(until__gte=day), user=user, since__lte=day)
        .select_related("entity")
        .order_by("entity__name", "role")
    )


#: What one page has read of who holds which role, while it is being made; None outside pages.
_read: ContextVar[dict[int, list[Membership]] | None] = ContextVar("roles_read", default=None)


@contextmanager
def roles_read_once() -> Iterator[None]:
    """Within the block, `memberships_today` asks the database once for each person. For one request, and only while it
    reads: in a transaction, where acts are decided, it asks every time."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def memberships_today(user: User) -> list[Membership]:
    """The memberships of `user` in force today, with their entities, by name of entity."""
    remembered = None if connection.in_atomic_block else _read.get()
    if remembered is not None and user.pk in remembered:
        return remembered[user.pk]
    held = list(memberships_on(user))
    if remembered is not None:
        remembered[user.pk] = held
    return held


def roles_held(user: User) -> set[tuple[str, int]]:
    """The roles of `user` in force today: (role, primary key of the entity)."""
    return {(membership.role, membership.entity_id) for membership in memberships_today(user)}


def entities_of(user: User) -> list[int]:
    """Primary keys of the entities for which `user` acts today, in any role."""
    return sorted({entity for _, entity in roles_held(user)})


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


def person_for(user: User, pk: int) -> User:
    """One account with its memberships, for the secretariat; NotFound for anybody else."""
    person = people_for(user).filter(pk=pk).first()
    if person is None:
        raise NotFound(gettext_noop("No hay tal persona, o usted no administra las cuentas."))
    return person


def membership_for(user: User, pk: int) -> Membership:
    """One membership, for the secretariat; NotFound for anybody else."""
    membership = Membership.objects.select_related("user", "entity").filter(pk=pk).first()
    if membership is None or not memberships_on(user).filter(role=Role.SECRETARIAT).exists():
        raise NotFound(gettext_noop("No hay tal papel, o usted no administra las cuentas."))
    return membership


def all_entities() -> QuerySet[Entity]:
    """Every registered entity. Entities are public."""
    return Entity.objects.order_by("name")
