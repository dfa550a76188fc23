"""Permissions to block an account and to lift a block, by who asks (row) and whose account it is (column).

| | an account of their own entity | of other entities | their own | the last secretariat's |
|---|---|---|---|---|
| somebody who acts for the entity | blocks, lifts | – | – | – |
| … of one that acts for another entity too | – (its role there may be ended) | – | – | – |
| a secretariat | blocks, lifts | blocks; lifts what a secretariat or the operator blocked | – | – |
| the operator | blocks, lifts | blocks, lifts | | – |

A secretariat does not lift the block of an entity: whoever answers for an entity says who acts for it.
"""

from concierta.accounts.models import Block
from concierta.kernel.errors import (
    NotFound,
    PermissionRefused,
    Refusal,
    TransitionRefused,
    Verdict,
    gettext_noop,
    verdict_of,
)
from concierta.people.enums import Role
from concierta.people.models import Entity, Membership, User
from concierta.people.permissions import has_role
from concierta.people.queries import entities_where, memberships_on


def person_to_block(user: User, pk: int) -> User:
    """An account that `user` may block or open again, or NotFound."""
    person = User.objects.filter(pk=pk).first()
    if person is None or not (user.pk == pk or _is_secretariat(user) or _entity_shared(user, person)):
        raise NotFound(gettext_noop("No hay tal persona, o usted no responde por su entidad."))
    return person


def colleagues_of(user: User) -> list[User]:
    """The accounts with a role that has not ended in an entity of `user`, their own excepted, by name."""
    entities = memberships_on(user).order_by().values("entity")
    held = Membership.objects.filter(entity__in=entities, until__isnull=True).order_by().values("user")
    return list(User.objects.filter(pk__in=held).exclude(pk=user.pk).order_by("name", "email"))


def open_block(person: User) -> Block | None:
    """The block in force on an account, with `blocked_by` and `blocked_for` loaded; None if the account is open."""
    return (
        Block.objects.filter(person=person, lifted_at__isnull=True).select_related("blocked_by", "blocked_for").first()
    )


def check_can_block(by: User | None, person: User) -> None:
    if by is not None:
        _check_is_another(by, person)
        if not _is_secretariat(by):
            _check_entity_shared(by, person)
    if not person.is_active:
        raise TransitionRefused(gettext_noop("La cuenta de %(user)s ya no abre nada."), user=str(person))
    if _is_last_secretariat(person):
        raise Refusal(
            gettext_noop(
                "%(user)s es la única persona con la secretaría técnica: dele antes ese papel a otra. "
                "Sin nadie, nadie podría dar papeles ni publicar."
            ),
            user=person.name,
        )


def can_block(by: User | None, person: User) -> Verdict:
    return verdict_of(check_can_block, by, person)


def check_can_unblock(by: User | None, person: User) -> None:
    block = open_block(person)
    if by is not None:
        _check_is_another(by, person)
        of_their_entity = _entity_shared(by, person) is not None and not _elsewhere(by, person)
        if not of_their_entity:
            if not _is_secretariat(by):
                _check_entity_shared(by, person)
            if block is not None and block.blocked_for is not None and not _shut_by_a_secretariat(block):
                raise PermissionRefused(
                    gettext_noop("La bloqueó %(entity)s: la desbloquea alguien de esa entidad."),
                    entity=block.blocked_for.short_name,
                )
    if block is None:
        raise TransitionRefused(gettext_noop("La cuenta de %(user)s no está bloqueada."), user=str(person))


def can_unblock(by: User | None, person: User) -> Verdict:
    return verdict_of(check_can_unblock, by, person)


def entity_that_blocks(by: User | None, person: User) -> Entity | None:
    """In whose name: the person's own entity where `by` acts for it, else that of the secretariat."""
    if by is None:
        return None
    return _entity_shared(by, person) or entities_where(by, Role.SECRETARIAT).first()


def _is_secretariat(user: User) -> bool:
    return bool(has_role(user, Role.SECRETARIAT))


def _shut_by_a_secretariat(block: Block) -> bool:
    """True where it was not done in the name of an entity that the person acts for."""
    return block.blocked_for_id not in _entities_of(block.person)


def _entities_of(person: User) -> dict[int, Entity]:
    """Those for which the person has a role that has not ended, also while the account is shut."""
    held = Membership.objects.filter(user=person, until__isnull=True).select_related("entity").order_by("entity__name")
    return {membership.entity_id: membership.entity for membership in held}


def _entity_shared(by: User, person: User) -> Entity | None:
    own = {membership.entity_id for membership in memberships_on(by)}
    return next((entity for pk, entity in _entities_of(person).items() if pk in own), None)


def _elsewhere(by: User, person: User) -> Entity | None:
    own = {membership.entity_id for membership in memberships_on(by)}
    return next((entity for pk, entity in _entities_of(person).items() if pk not in own), None)


def _check_is_another(by: User, person: User) -> None:
    if by.pk == person.pk:
        raise PermissionRefused(gettext_noop("Nadie bloquea ni desbloquea su propia cuenta: pídalo a otra persona."))


def _check_entity_shared(by: User, person: User) -> None:
    if _entity_shared(by, person) is None:
        raise PermissionRefused(gettext_noop("Esto corresponde a alguien de su entidad o a la secretaría técnica."))
    other = _elsewhere(by, person)
    if other is not None:
        raise PermissionRefused(
            gettext_noop(
                "%(user)s también actúa por %(entity)s: pídale a la secretaría técnica que bloquee la cuenta, "
                "o termine su papel en su entidad."
            ),
            user=person.name,
            entity=other.short_name,
        )


def _is_last_secretariat(person: User) -> bool:
    held = Membership.objects.filter(role=Role.SECRETARIAT, until__isnull=True, user__is_active=True)
    return held.filter(user=person).exists() and not held.exclude(user=person).exists()
