"""Destroying the salts of what must no longer be provable."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from concierta.kernel.errors import Invalid, NotFound, gettext_noop
from concierta.ledger.models import Event, Salt
from concierta.ledger.operations.record import record_event
from concierta.ledger.permissions import check_can_destroy_salts, check_can_forget_person
from concierta.people.models import User
from concierta.people.privacy import Forgetting, address_is_kept, expire_everywhere, forget_everywhere


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


@transaction.atomic
def forget_person(*, person: User, by: User | None, at: datetime) -> int:
    """Destroy what ties a person to the acts of the log, and erase all that every module says it erases.

    The leaves stay, and every proof with them: each holds SHA-256(salt ‖ e-mail), which means nothing without the salt.
    Gives the number of acts that no longer name anybody. `at` is when it was asked; nothing records who was forgotten.
    """
    check_can_forget_person(by)
    return forget_everywhere(Forgetting(person, person.email, at))


@transaction.atomic
def forget_address(*, address: str, by: User | None, at: datetime) -> int:
    """Forget whoever has this address: an account, or somebody without one, such as a contact at a funder.

    Gives the number of acts that no longer name anybody. Refuses an address that nothing kept has.
    """
    check_can_forget_person(by)
    person = User.objects.filter(email__iexact=address.strip()).first()
    asked = Forgetting(person, person.email if person else address.strip(), at)
    if person is None and not address_is_kept(asked.address):
        raise NotFound(gettext_noop("No se guarda nada de %(address)s."), address=asked.address)
    return forget_everywhere(asked)


@transaction.atomic
def apply_retention(*, on: date, by: User | None, at: datetime) -> int:
    """Erase what was to be kept until before `on`; how many rows. Run with the daily reminders."""
    check_can_forget_person(by)
    return expire_everywhere(on)
