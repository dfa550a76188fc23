"""Roles from before entities confirmed them: counted in the log once, so that none can join them later."""

from datetime import datetime

from django.db import transaction

from concierta.accounts.queries.prior import PRIOR, prior_roles
from concierta.kernel.errors import PermissionRefused, gettext_noop
from concierta.ledger.models import Event
from concierta.ledger.operations import record_event
from concierta.people.models import User


@transaction.atomic
def record_prior_roles(*, by: User | None, at: datetime) -> bool:
    """Put on record how many roles of each entity were given before confirmations. True if it did so now.

    Once in the life of an installation, and only before any role of it has been proposed: an installation that began
    with confirmations has none.
    """
    if by is not None:
        raise PermissionRefused(gettext_noop("Esto lo hace la instalación al actualizarse."))
    if Event.objects.filter(kind__in=(PRIOR, "role.proposed")).exists():
        return False
    counted = prior_roles()
    if not counted:
        return False
    roles = [{"count": count, "entity": entity, "role": role} for (entity, role), count in sorted(counted.items())]
    record_event(kind=PRIOR, subject="roles", body={"roles": roles}, by=None, entity=None, at=at)
    return True
