"""Who may bring evidence, and who may see what an entity brought."""

from concierta.evidence.models import Evidence
from concierta.kernel.errors import PermissionRefused, Verdict, gettext_noop, verdict_of
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.queries import memberships_on

#: Those who claim and those who check; both must be able to show what they say.
BRINGERS = (Role.REPORTER, Role.REVIEWER, Role.VERIFIER)


def check_can_store(user: User, entity: Entity) -> None:
    if not memberships_on(user).filter(entity=entity, role__in=BRINGERS).exists():
        raise PermissionRefused(
            gettext_noop("Solo quien reporta, revisa o verifica por %(entity)s puede aportar evidencia en su nombre."),
            entity=entity.short_name,
        )


def can_store(user: User, entity: Entity) -> Verdict:
    return verdict_of(check_can_store, user, entity)


def check_can_see(user: User, evidence: Evidence) -> None:
    """The entity that brought it. Those who check a report reach its evidence through the report."""
    if not memberships_on(user).filter(entity=evidence.entity_id).exists():
        raise PermissionRefused(gettext_noop("Esta evidencia es de %(entity)s."), entity=evidence.entity.short_name)


def can_see(user: User, evidence: Evidence) -> Verdict:
    return verdict_of(check_can_see, user, evidence)
