"""Roles: what a person may do, and for which entity."""

from concierta.kernel.errors import PermissionRefused, Verdict, gettext_noop, verdict_of
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.queries import roles_held


def check_has_role(user: User | None, role: Role, *, entity: Entity | None = None) -> None:
    """Refuse unless `user` holds `role` today (for `entity`, when given).

    `None` is the installation itself: the operator at the command line, who holds the database anyway.
    """
    if user is None:
        return
    held = roles_held(user)
    if entity is not None and (role, entity.pk) not in held:
        raise PermissionRefused(
            gettext_noop("Esto corresponde a quien tiene el papel «%(role)s» en %(entity)s."),
            role=Role(role).label,
            entity=entity.short_name,
        )
    if all(one != role for one, _ in held):
        raise PermissionRefused(
            gettext_noop("Esto corresponde a quien tiene el papel «%(role)s»."), role=Role(role).label
        )


def has_role(user: User | None, role: Role, *, entity: Entity | None = None) -> Verdict:
    return verdict_of(check_has_role, user, role, entity=entity)


def check_is_own_account(user: User | None, account: User) -> None:
    """What is of the person alone, and not of an office they hold: nobody else decides it, the operator apart."""
    if user is not None and user.pk != account.pk:
        raise PermissionRefused(gettext_noop("Esto lo decide cada persona para su propia cuenta."))


def is_own_account(user: User | None, account: User) -> Verdict:
    return verdict_of(check_is_own_account, user, account)
