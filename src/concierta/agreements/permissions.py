"""Who keeps the agreements."""

from concierta.kernel.errors import Verdict, verdict_of
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.people.permissions import check_has_role


def check_can_keep_agreements(user: User | None) -> None:
    """Only the technical secretariat, or the operator of the installation."""
    check_has_role(user, Role.SECRETARIAT)


def can_keep_agreements(user: User | None) -> Verdict:
    return verdict_of(check_can_keep_agreements, user)
