"""Roles from before entities confirmed them."""

from django.db.models import Count

from concierta.people.enums import Confirmation
from concierta.people.models import Membership

#: The act that counts them, once.
PRIOR = "roles.prior"


def prior_roles() -> dict[tuple[str, str], int]:
    """(entity code, role) → how many roles from before confirmations there are, ended ones too."""
    found = Membership.objects.filter(confirmation=Confirmation.PRIOR).order_by()
    rows = found.values_list("entity__code", "role").annotate(many=Count("pk"))
    return {(entity, str(role)): many for entity, role, many in rows}
