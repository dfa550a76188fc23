"""The right to deletion, in a log where nothing can be deleted."""

from datetime import date, datetime

from django.db import transaction

from concierta.kernel.errors import NotFound, gettext_noop
from concierta.ledger.permissions import check_can_forget_person
from concierta.people.models import User
from concierta.people.privacy import Forgetting, address_is_kept, expire_everywhere, forget_everywhere


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
