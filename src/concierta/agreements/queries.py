"""Reading agreements."""

from django.db.models import QuerySet

from concierta.agreements.models import Agreement, Clause, Pledge
from concierta.agreements.participation import READERS
from concierta.agreements.permissions import check_can_read_agreement
from concierta.kernel.decimals import plain
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.ledger.queries import Comparison, RecordedValues, acts_of_kinds, missing
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


def pledges_against_acts() -> Comparison:
    """What each signatory promised, held against the act that put it on record."""
    made = Comparison()
    said: dict[tuple[str, str], RecordedValues] = {}
    for act in acts_of_kinds(("pledge.registered",)):
        said.setdefault((act.subject, act.body["clause"]), RecordedValues()).apply(act)
    for row in Pledge.objects.order_by("pk").select_related("clause__agreement", "entity"):
        found = {
            "amount": None if row.amount is None else str(row.amount),
            "due_on": row.due_on.isoformat() if row.due_on else None,
            "entity": row.entity.code,
            "kind": str(row.kind),
            "quantity": plain(row.quantity),
            "text": row.text,
            "unit": row.unit,
        }
        key = (f"pledge:{row.clause.agreement.slug}:{row.code}", row.clause.code)
        made.rows += 1
        made.hold(f"La promesa {row.clause.code}/{row.code}", found, said.pop(key, None))
    made.differences += [missing(subject, heard.last) for (subject, _), heard in said.items()]
    return made
