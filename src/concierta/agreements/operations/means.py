"""What an entity says of itself: what the law lets it do, and what it has at hand, until when."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from concierta.agreements.enums import GAVE_THEIR_WORD, MAY_PROMISE, MeansKind
from concierta.agreements.models import Competence, Means, Norm, Signatory
from concierta.agreements.operations.signatories import SIGNATORY_ACTS
from concierta.agreements.permissions import check_speaks_for
from concierta.kernel.checked import checked_choice, checked_span, checked_text
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, TransitionRefused, gettext_noop
from concierta.ledger.locking import locked
from concierta.people.models import User


@transaction.atomic
def state_competence(
    *, signatory: Signatory, text: str, norm_name: str = "", norm: Norm | None = None, by: User, at: datetime
) -> Competence:
    """Say what the entity may do by law, and by which norm: one of the agreement's register, or cited as it is."""
    signatory = _own(signatory, by)
    cited = norm.title if norm is not None and not norm_name else norm_name
    competence, _created = Competence.objects.update_or_create(
        signatory=signatory,
        text=checked_text(text, "text", 300),
        defaults={
            "norm_name": checked_text(cited, "norm_name", 200),
            "norm": norm,
            "stated_at": at,
            "stated_by": by,
        },
    )
    SIGNATORY_ACTS.record_act(
        signatory, "state_competence", "signatory.competence_stated",
        body={"competence": competence.text, "norm": competence.norm_name}, by=by, entity=signatory.entity, at=at,
    )  # fmt: skip
    return competence


@transaction.atomic
def state_means(
    *,
    signatory: Signatory,
    kind: MeansKind,
    description: str,
    amount: int | None = None,
    quantity: Decimal | None = None,
    unit: str = "",
    since: date,
    until: date,
    by: User,
    at: datetime,
) -> Means:
    """Say what the entity has at hand for the plan in a period: pesos, or so many of something."""
    signatory = _own(signatory, by)
    checked_span(since, until, "until")
    chosen = checked_choice(kind, MeansKind, "kind")
    if (chosen == MeansKind.ECONOMIC) != (amount is not None):
        raise Invalid(gettext_noop("Lo económico se dice en pesos, y lo demás en su propia unidad."), field="amount")
    if (amount is not None and amount <= 0) or (quantity is not None and quantity <= 0):
        field = "amount" if amount is not None else "quantity"
        raise Invalid(gettext_noop("Diga cuánto: un número mayor que cero."), field=field)
    if chosen != MeansKind.ECONOMIC and quantity is None:
        raise Invalid(gettext_noop("Diga cuánto: un número mayor que cero."), field="quantity")
    means = Means.objects.create(
        signatory=signatory,
        kind=chosen,
        description=checked_text(description, "description", 300),
        amount=amount,
        quantity=None if amount is not None else quantity,
        unit="" if amount is not None else checked_text(unit, "unit", 60),
        since=since,
        until=until,
        stated_at=at,
        stated_by=by,
    )
    SIGNATORY_ACTS.record_act(
        signatory,
        "state_means",
        "signatory.means_stated",
        body={
            "means": means.pk,
            "kind": means.kind,
            "description": means.description,
            "amount": None if amount is None else str(amount),
            "quantity": plain(means.quantity),
            "unit": means.unit,
            "since": since.isoformat(),
            "until": until.isoformat(),
        },
        by=by,
        entity=signatory.entity,
        at=at,
    )
    return means


@transaction.atomic
def end_means(*, means: Means, ended_on: date, by: User, at: datetime) -> Means:
    """The entity no longer has them at hand from a day before the last that it had said."""
    signatory = _own(means.signatory, by)
    means = locked(means)
    if means.ended_on is not None or not means.since <= ended_on <= means.until:
        raise Invalid(gettext_noop("Escoja un día entre el primero y el último que dijo."), field="ended_on")
    means.ended_on = ended_on
    means.save(update_fields=["ended_on"])
    SIGNATORY_ACTS.record_act(
        signatory, "end_means", "signatory.means_ended", body={"means": means.pk, "ended_on": ended_on.isoformat()},
        by=by, entity=signatory.entity, at=at,
    )  # fmt: skip
    return means


def _own(signatory: Signatory, by: User) -> Signatory:
    check_speaks_for(by, signatory.entity)
    signatory = locked(signatory, "agreement", "entity")
    if signatory.state not in (*MAY_PROMISE, *GAVE_THEIR_WORD):
        raise TransitionRefused(gettext_noop("%(entity)s no está en este acuerdo."), entity=signatory.entity.short_name)
    return signatory
