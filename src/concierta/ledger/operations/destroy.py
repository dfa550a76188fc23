"""Making a sealed value unprovable, where nothing of the log can be deleted: a small cell, a text taken back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from concierta.kernel.errors import Invalid, gettext_noop
from concierta.ledger.models import Event, Salt
from concierta.ledger.operations.record import record_event
from concierta.ledger.permissions import check_can_destroy_salts
from concierta.people.models import User


@transaction.atomic
def destroy_salts(*, event: Event, names: Iterable[str], reason: str, by: User | None, at: datetime) -> int:
    """Destroy what opens these sealed values of an act, and put on record that it was done; how many there were.

    The leaf and every proof stay; nobody, not the installation either, can show or guess any more what was sealed.
    The row that holds the value is not touched: take it away first. Refuses without a reason, and a name that the act
    did not seal or that was destroyed before, so that a slip of the hand destroys nothing.
    """
    check_can_destroy_salts(by)
    if not reason.strip():
        raise Invalid(gettext_noop("Diga por qué se destruye: el registro guarda su sello."), field="reason")
    wanted = set(names)
    found = Salt.objects.filter(event=event, name__in=wanted)
    if not wanted or wanted - set(found.select_for_update().values_list("name", flat=True)):
        raise Invalid(
            gettext_noop("El acto %(act)s tiene abiertos estos sellos y no otros: %(names)s."),
            field="names",
            act=event.index,
            names=", ".join(Salt.objects.filter(event=event).values_list("name", flat=True)) or "—",
        )
    found.delete()
    # How many, not which: that one cell of a report was destroyed would tell which one is small.
    record_event(
        kind="seals.destroyed",
        subject=f"act/{event.index}",
        plan=event.plan,
        body={"act": event.index, "count": len(wanted)},
        sealed={"reason": reason.strip()},
        by=by,
        entity=None,
        at=at,
    )
    return len(wanted)
