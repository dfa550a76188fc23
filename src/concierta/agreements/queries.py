"""Reading agreements."""

from django.db.models import QuerySet

from concierta.agreements.models import Agreement, Clause, Pledge
from concierta.agreements.participation import READERS
from concierta.agreements.permissions import check_can_read_agreement
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.ledger.queries import Comparison
from concierta.ledger.recorded import Recorded, compared, pesos
from concierta.people.models import User


def agreement_by_slug(user: User | None, slug: str) -> Agreement:
    """The agreement, or NotFound when there is none or `user` has no part in it. None reads all."""
    agreement = Agreement.objects.filter(slug=slug).first()
    if agreement is None:
        raise NotFound(gettext_noop("No hay un acuerdo registrado como «%(slug)s»."), slug=slug)
    check_can_read_agreement(user, agreement)
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


def agreements_of(user: User | None) -> QuerySet[Agreement]:
    """The agreements that `user` may read, oldest first, with who signed each. None reads all."""
    found = Agreement.objects.all() if user is None else Agreement.objects.filter(pk__in=READERS.keys(user))
    return found.order_by("signed_on", "pk").prefetch_related("signatories")


_PLEDGES = Recorded[Pledge](
    kinds={"pledge.registered": None},
    named_by=("subject", "clause"),
    rows=Pledge.objects.order_by("pk").select_related("clause__agreement", "entity"),
    key=lambda pledge: ("", f"pledge:{pledge.clause.agreement.slug}:{pledge.code}", pledge.clause.code),
    name=lambda _plan, subject, _clause: str(subject),
    row_name=lambda pledge: f"La promesa {pledge.clause.code}/{pledge.code}",
    columns={
        "amount": lambda pledge: pesos(pledge.amount),
        "due_on": lambda pledge: pledge.due_on,
        "entity": lambda pledge: pledge.entity.code,
        "kind": lambda pledge: pledge.kind,
        "quantity": lambda pledge: pledge.quantity,
        "text": lambda pledge: pledge.text,
        "unit": lambda pledge: pledge.unit,
    },
)


def pledges_against_acts() -> Comparison:
    """What each signatory promised, held against the act that put it on record."""
    return compared(_PLEDGES.compare)
