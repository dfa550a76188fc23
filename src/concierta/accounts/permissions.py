"""Who answers for an entity, and so decides who else acts for it."""

from collections.abc import Collection

from concierta.accounts.models import Alert
from concierta.kernel.errors import PermissionRefused, Verdict, gettext_noop, verdict_of
from concierta.people.enums import Role
from concierta.people.models import Entity, Membership, User
from concierta.people.permissions import check_has_role, has_role
from concierta.people.queries import memberships_on


def answers_for(user: User | None, entity: Entity) -> bool:
    """True if `user` has an open account and a role there today that the entity confirmed."""
    return user is not None and user.is_active and memberships_on(user).filter(entity=entity).exists()


def check_answers_for(user: User | None, entity: Entity) -> None:
    """Refuse unless `user` acts for `entity` by its own word. `None` is the operator, who is on record as such."""
    if user is not None and not answers_for(user, entity):
        raise PermissionRefused(
            gettext_noop("Esto lo decide una persona ya confirmada de %(entity)s."), entity=entity.short_name
        )


def check_can_bring(by: User | None, entity: Entity, roles: Collection[Role | str]) -> None:
    """Who invites people and proposes roles: the secretariat, and whoever answers for that entity.

    Only the secretariat proposes another secretariat: its powers are not its entity's alone.
    """
    if by is None or has_role(by, Role.SECRETARIAT):
        return
    if Role.SECRETARIAT in roles:
        check_has_role(by, Role.SECRETARIAT)
    check_answers_for(by, entity)


def can_bring(by: User | None, entity: Entity) -> Verdict:
    return verdict_of(check_can_bring, by, entity, ())


def check_can_confirm(by: User | None, membership: Membership) -> None:
    """A role is confirmed (or refused) by somebody whom its entity has already confirmed, and never by its holder."""
    if by is not None and by.pk == membership.user_id:
        raise PermissionRefused(
            gettext_noop("Nadie confirma su propio papel: lo hace otra persona de %(entity)s."),
            entity=membership.entity.short_name,
        )
    check_answers_for(by, membership.entity)


def can_confirm(by: User | None, membership: Membership) -> Verdict:
    return verdict_of(check_can_confirm, by, membership)


def check_can_end_role(by: User | None, membership: Membership) -> None:
    """Its holder, its entity and the secretariat: ending gives nobody any power."""
    if by is not None and by.pk != membership.user_id and not answers_for(by, membership.entity):
        check_has_role(by, Role.SECRETARIAT)


def can_end_role(by: User | None, membership: Membership) -> Verdict:
    return verdict_of(check_can_end_role, by, membership)


def check_vouches_for(by: User | None, person: User) -> None:
    """Handing over an account (its address, a link to a new password) takes somebody who answers for every entity for
    which it acts: for fewer would give one entity the powers that another gave. And never its owner."""
    if by is None:
        return
    if by.pk == person.pk:
        raise PermissionRefused(gettext_noop("Esto lo confirma otra persona de su entidad."))
    entities = [held.entity for held in memberships_on(person)]
    if not entities:
        raise PermissionRefused(
            gettext_noop("Esta cuenta no actúa por ninguna entidad: pídalo a quien administra la instalación.")
        )
    for entity in entities:
        check_answers_for(by, entity)


def vouches_for(by: User | None, person: User) -> Verdict:
    return verdict_of(check_vouches_for, by, person)


def check_can_settle(by: User | None, alert: Alert) -> None:
    if by is not None and by.pk in (alert.one_id, alert.other_id):
        raise PermissionRefused(gettext_noop("Este aviso es sobre su cuenta: lo cierra otra persona."))
    check_answers_for(by, alert.entity)
