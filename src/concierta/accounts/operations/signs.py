"""Raising and settling the private signs that one person stands behind two entities."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from concierta.accounts.addresses import mailbox_of
from concierta.accounts.enums import AlertKind
from concierta.accounts.models import Alert
from concierta.accounts.permissions import check_can_settle
from concierta.kernel.errors import Invalid, TransitionRefused, gettext_noop
from concierta.ledger.locking import locked
from concierta.people.enums import Role
from concierta.people.models import Entity, Membership, User

_FINDING = 300


@transaction.atomic
def raise_alert(*, kind: AlertKind, one: User, other: User, by: User | None, at: datetime) -> list[Alert]:
    """Tell the entities concerned, once while it is open, that two accounts look like one person's.

    Nothing where they are the same account, or share every entity: colleagues use one machine. Told to the entity that
    verifies, where one of them does; else to the entities of both. It is private, and so no act of the log.
    """
    one, other = sorted((one, other), key=lambda person: person.pk)
    held = Membership.objects.filter(until__isnull=True, user__in=[one, other]).select_related("entity")
    of_one = {membership.entity for membership in held if membership.user_id == one.pk}
    of_other = {membership.entity for membership in held if membership.user_id == other.pk}
    if one.pk == other.pk or not of_one or not of_other or of_one == of_other:
        return []
    verifying: set[Entity] = {membership.entity for membership in held if membership.role == Role.VERIFIER}
    return [
        Alert.objects.get_or_create(
            kind=kind, entity=entity, one=one, other=other, settled_at=None, defaults={"raised_at": at}
        )[0]
        for entity in sorted(verifying or of_one | of_other, key=lambda entity: entity.code)
    ]


def note_browser(*, person: User, seen: Iterable[int], by: User | None, at: datetime) -> None:
    """Raise a sign for each other account, by its key, that was used in the browser in which `person` now is."""
    for other in User.objects.filter(pk__in=set(seen) - {person.pk}).order_by("pk"):
        raise_alert(kind=AlertKind.SAME_BROWSER, one=person, other=other, by=by, at=at)


def raise_same_address(person: User, at: datetime) -> None:
    """A sign for each other account whose address reaches the mailbox of `person`: «ana+2@…», «a.na@…»."""
    mailbox = mailbox_of(person.email)
    domain = mailbox.rpartition("@")[2]
    for other in User.objects.filter(email__iendswith=f"@{domain}").exclude(pk=person.pk).order_by("pk"):
        if mailbox_of(other.email) == mailbox:
            raise_alert(kind=AlertKind.SAME_ADDRESS, one=person, other=other, by=None, at=at)


@transaction.atomic
def settle_alert(*, alert: Alert, finding: str, by: User | None, at: datetime) -> Alert:
    """Close a sign with what its entity found out. Not by either of the two."""
    alert = locked(alert)
    check_can_settle(by, alert)
    if alert.settled_at is not None:
        raise TransitionRefused(gettext_noop("Ese aviso ya se había cerrado."))
    if not finding.strip() or len(finding.strip()) > _FINDING:
        raise Invalid(
            gettext_noop("Escriba, en %(most)s letras o menos, qué encontró."), field="finding", most=_FINDING
        )
    alert.settled_at, alert.settled_by, alert.finding = at, by, finding.strip()
    alert.save(update_fields=["settled_at", "settled_by", "finding"])
    return alert
