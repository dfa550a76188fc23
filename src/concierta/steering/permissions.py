"""Who sends the daily letters, and who may carry which calendar."""

from concierta.kernel.errors import NotFound, PermissionRefused, Verdict, gettext_noop, verdict_of
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.permissions import check_has_role
from concierta.steering.models import CalendarFeed


def check_can_send_digests(user: User | None) -> None:
    """The operator's clock does: a person who could would write to everybody at will."""
    if user is not None:
        raise PermissionRefused(
            gettext_noop("Los avisos del día los envía quien administra la instalación, con «concierta remind».")
        )


def can_send_digests(user: User | None) -> Verdict:
    return verdict_of(check_can_send_digests, user)


def check_can_make_feed(user: User | None, entity: Entity, role: Role) -> None:
    """Whoever acts as `role` for `entity` today: a calendar shows no more than the workspace does."""
    check_has_role(account_of(user), role, entity=entity)


def account_of(user: User | None) -> User:
    """The person; a calendar is somebody's, so the operator of the machine has none."""
    if user is None:
        raise PermissionRefused(gettext_noop("Un calendario es de una persona: créelo con su cuenta."))
    return user


def can_make_feed(user: User | None, entity: Entity, role: Role) -> Verdict:
    return verdict_of(check_can_make_feed, user, entity, role)


def check_can_end_feed(user: User | None, feed: CalendarFeed) -> None:
    """Its owner; to anybody else it does not exist. The operator may end any."""
    if user is not None and feed.person_id != user.pk:
        raise NotFound(gettext_noop("No hay tal calendario, o es de otra persona."))


def can_end_feed(user: User | None, feed: CalendarFeed) -> Verdict:
    return verdict_of(check_can_end_feed, user, feed)
