"""Who may bring evidence, and who may see what an entity brought."""

from concierta.evidence.models import Evidence
from concierta.kernel.errors import PermissionRefused, Verdict, gettext_noop, verdict_of
from concierta.people.models import Entity, User
from concierta.people.queries import entities_of


def check_can_store(user: User, entity: Entity) -> None:
    """Whoever acts for the entity, in any role: to claim, to check, to convene the Mesa or to sit at it."""
    if entity.pk not in entities_of(user):
        raise PermissionRefused(
            gettext_noop("Solo quien actúa por %(entity)s puede aportar evidencia en su nombre."),
            entity=entity.short_name,
        )


def can_store(user: User, entity: Entity) -> Verdict:
    return verdict_of(check_can_store, user, entity)


def check_can_see(user: User, evidence: Evidence) -> None:
    """The entity that brought it. Those who check a report reach its evidence through the report."""
    if evidence.entity_id not in entities_of(user):
        raise PermissionRefused(gettext_noop("Esta evidencia es de %(entity)s."), entity=evidence.entity.short_name)


def can_see(user: User, evidence: Evidence) -> Verdict:
    return verdict_of(check_can_see, user, evidence)
