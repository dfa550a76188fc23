"""Who may act for whom."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.db import connection
from django.db.models import Q, QuerySet

from concierta.kernel import clock
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.enums import Role
from concierta.people.models import Entity, Membership, Territory, User


def in_force(when: date | None = None, prefix: str = "") -> Q:
    """True of memberships that their entity confirmed and that hold at the moment `when` (now when not given), of
    accounts that are not blocked.

    A day is asked for by its first instant, and today by now: what ended this morning is not in force this afternoon.
    `prefix` leads to the membership from another model: "memberships__".
    """
    moment = _moment(when)
    begun = {f"{prefix}since__lte": clock.local_date(moment)}
    ended = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": moment})
    confirmed = ~Q(**{f"{prefix}confirmation": ""})
    return confirmed & ended & Q(**begun, **{f"{prefix}user__is_active": True})


def awaiting_on(day: date) -> Q:
    """True of memberships that would hold on `day`, and that their entity has yet to confirm."""
    return Q(confirmation="", since__lte=day) & (Q(until__isnull=True) | Q(until__gt=clock.start_of(day)))


def _moment(when: date | None) -> datetime:
    if isinstance(when, datetime):
        return when
    return clock.now() if when is None or when == clock.today() else clock.start_of(when)


def memberships_on(user: User, when: date | None = None) -> QuerySet[Membership]:
    """The memberships of `user` in force at `when`, a moment or a day (now when not given), with their entities."""
    return (
        Membership.objects.filter(in_force(when), user=user).select_related("entity").order_by("entity__name", "role")
    )


def acts_for(user: User, entity: Entity) -> bool:
    """True if `user` holds any role for `entity` now."""
    return memberships_on(user).filter(entity=entity).exists()


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
    """The entities for which `user` holds `role` now."""
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


def person_with_address(address: str) -> User | None:
    """Whoever has the account of this address, blocked or not; None where nobody has. The door tells nobody."""
    return User.objects.filter(email__iexact=address.strip()).first()


def all_entities() -> QuerySet[Entity]:
    """Every registered entity. Entities are public."""
    return Entity.objects.order_by("name")
