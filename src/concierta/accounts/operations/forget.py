"""The right to deletion of somebody who came by invitation."""

from datetime import datetime

from django.db import transaction

from concierta.accounts.models import AddressChange
from concierta.ledger.models import Salt
from concierta.ledger.operations import forget_person
from concierta.ledger.operations.record import seal
from concierta.ledger.permissions import check_can_forget_person
from concierta.ledger.queries import acts_of_kinds
from concierta.people.models import User


@transaction.atomic
def forget_account(*, person: User, by: User | None, at: datetime) -> int:
    """`forget_person`, and what opens the acts on the account and its roles.

    Gives the number of acts that no longer name anybody.
    """
    check_can_forget_person(by)
    salts = {
        salt.event_id: bytes.fromhex(salt.salt)
        for salt in Salt.objects.filter(name="account").select_related("event").order_by()
    }
    kinds = Salt.objects.filter(name="account").order_by().values_list("event__kind", flat=True).distinct()
    about = [
        act.index
        for act in acts_of_kinds(list(kinds))
        if act.index in salts and act.body["sealed"]["account"] == seal(salts[act.index], str(person.pk))
    ]
    Salt.objects.filter(event__in=about).delete()
    AddressChange.objects.filter(user=person, ended_at=None).update(ended_at=at, address="", token_sha256=None)
    return forget_person(person=person, by=by, at=at) + len(about)
