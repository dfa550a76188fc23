"""Reading agreements. They are public: everybody may see them."""

from django.db.models import QuerySet

from concierta.agreements.models import Agreement, Clause, Pledge
from concierta.kernel.errors import NotFound, gettext_noop


def agreement_by_slug(slug: str) -> Agreement:
    agreement = Agreement.objects.filter(slug=slug).first()
    if agreement is None:
        raise NotFound(gettext_noop("No hay un acuerdo registrado como «%(slug)s»."), slug=slug)
    return agreement


def clauses_of(agreement: Agreement) -> QuerySet[Clause]:
    """The clauses in their order, each with its pledges and who made them."""
    return agreement.clauses.order_by("ordinal").prefetch_related("pledges__entity")


def pledges_of(agreement: Agreement) -> QuerySet[Pledge]:
    return (
        Pledge.objects.filter(clause__agreement=agreement)
        .select_related("clause", "entity")
        .order_by("clause__ordinal", "code")
    )


def all_agreements() -> QuerySet[Agreement]:
    """Every registered agreement, oldest first, with who signed it."""
    return Agreement.objects.order_by("signed_on", "pk").prefetch_related("signatories")
