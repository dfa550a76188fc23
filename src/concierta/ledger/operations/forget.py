"""The right to deletion, in a log where nothing can be deleted."""

from datetime import datetime

from django.db import transaction

from concierta.ledger.models import Opening
from concierta.ledger.permissions import check_can_forget_person
from concierta.people.models import User


def forget_person(*, person: User, by: User | None, at: datetime) -> int:
    """Destroy what ties a person to the acts of the log, and close the account without name or address.

    The leaves stay, and every proof with them: each holds SHA-256(salt ‖ e-mail), which means nothing without the salt.
    Gives the number of acts that no longer name anybody. `at` is when it was asked; nothing records who was forgotten.
    """
    check_can_forget_person(by)
    with transaction.atomic():
        destroyed, _ = Opening.objects.filter(person=person).delete()
        person.name = ""
        person.email = f"olvidado-{person.pk}@invalid.invalid"
        person.is_active = False
        person.set_unusable_password()
        person.save(update_fields=["name", "email", "is_active", "password"])
    return destroyed
