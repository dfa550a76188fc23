"""How the acts of accounts stand in the log: what role, of which entity; who it is for, only sealed."""

from datetime import datetime
from typing import Any

from concierta.kernel.clock import local_date
from concierta.kernel.errors import TransitionRefused, gettext_noop
from concierta.ledger.operations import record_event
from concierta.people.models import Membership, User


def sealed(person: User) -> dict[str, str]:
    """Who an act is about, as its leaf keeps it: commitments to the address of then and to the account, whatever its
    address will be. Whoever holds the salts shows that it was so; without them the leaf names nobody."""
    return {"account": str(person.pk), "address": person.email}


def record_role(kind: str, membership: Membership, *, by: User | None, at: datetime, **body: Any) -> None:
    record_event(
        kind=kind,
        subject=f"role:{membership.pk}",
        body={"role": str(membership.role), **body},
        sealed=sealed(membership.user),
        by=by,
        entity=membership.entity,
        at=at,
    )


def locked(membership: Membership) -> Membership:
    """The row of now, nobody else's until this transaction ends; refuses one that has ended."""
    row = Membership.objects.select_for_update(of=("self",)).select_related("user", "entity").get(pk=membership.pk)
    if row.until is not None:
        raise TransitionRefused(
            gettext_noop("Ese papel ya había terminado el %(date)s."), date=local_date(row.until).isoformat()
        )
    return row
