"""The roles of the person at the keyboard, read once per request."""

from typing import Any

from concierta.people.enums import Role
from concierta.people.queries import memberships_today


def memberships_of(user: Any) -> list[Any]:
    """Memberships in force today; kept on the user object, which lives as long as the request."""
    if not hasattr(user, "_memberships_today"):
        user._memberships_today = memberships_today(user)
    return user._memberships_today


def roles_of(user: Any) -> set[Role]:
    return {Role(membership.role) for membership in memberships_of(user)}
