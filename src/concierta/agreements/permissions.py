"""Who reads the agreements, and who keeps them."""

from concierta.agreements.models import Agreement
from concierta.agreements.participation import READERS
from concierta.kernel.errors import NotFound, Verdict, gettext_noop, verdict_of
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.people.permissions import check_has_role


def check_can_read_agreement(user: User | None, agreement: Agreement) -> None:
    """An agreement is of those who have a part in it or in a plan of it; the others are not told that there is one."""
    if user is not None and not READERS.has(user, agreement.pk):
        raise NotFound(gettext_noop("No hay un acuerdo registrado como «%(slug)s»."), slug=agreement.slug)


def can_read_agreement(user: User | None, agreement: Agreement) -> Verdict:
    return verdict_of(check_can_read_agreement, user, agreement)


def check_can_keep_agreements(user: User | None, agreement: Agreement | None = None) -> None:
    """Only a technical secretariat, of a plan of `agreement` when it has one, or the operator of the installation."""
    check_has_role(user, Role.SECRETARIAT)
    if agreement is not None:
        check_can_read_agreement(user, agreement)


def can_keep_agreements(user: User | None, agreement: Agreement | None = None) -> Verdict:
    return verdict_of(check_can_keep_agreements, user, agreement)
