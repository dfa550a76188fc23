"""Putting a signed agreement on record: its clauses, its signatories and what each of them pledged."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from concierta.agreements.enums import PledgeKind
from concierta.agreements.models import Agreement, Clause, Pledge, Signatory
from concierta.agreements.permissions import check_can_keep_agreements
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.kernel.origin import Origin
from concierta.ledger.operations import record_event
from concierta.people.models import Entity, User


@transaction.atomic
def register_agreement(
    *,
    slug: str,
    title: str,
    title_en: str = "",
    signed_on: date,
    summary: str = "",
    summary_en: str = "",
    source: str = "",
    by: User | None,
    at: datetime,
) -> Agreement:
    """Put an agreement on record. Refuses a slug in use."""
    check_can_keep_agreements(by)
    if Agreement.objects.filter(slug=slug).exists():
        raise Refusal(gettext_noop("Ya hay un acuerdo registrado como «%(slug)s»."), slug=slug)
    agreement = Agreement.objects.create(
        slug=slug,
        title=title,
        title_en=title_en,
        signed_on=signed_on,
        summary=summary,
        summary_en=summary_en,
        source=source,
    )
    record_event(
        kind="agreement.registered",
        subject=f"agreement:{slug}",
        body={"title": title, "signed_on": signed_on.isoformat()},
        by=by,
        entity=None,
        at=at,
    )
    return agreement


@transaction.atomic
def add_clause(
    *,
    agreement: Agreement,
    code: str,
    title: str,
    title_en: str = "",
    text: str,
    text_en: str = "",
    by: User | None,
    at: datetime,
) -> Clause:
    """Add the next clause of `agreement`. Refuses a code it already has."""
    check_can_keep_agreements(by, agreement)
    if agreement.clauses.filter(code=code).exists():
        raise Refusal(gettext_noop("El acuerdo ya tiene un compromiso %(code)s."), code=code)
    clause = Clause.objects.create(
        agreement=agreement,
        ordinal=agreement.clauses.count() + 1,
        code=code,
        title=title,
        title_en=title_en,
        text=text,
        text_en=text_en,
    )
    record_event(
        kind="clause.added",
        subject=f"clause:{agreement.slug}:{code}",
        body={"title": title, "text": text},
        by=by,
        entity=None,
        at=at,
    )
    return clause


@transaction.atomic
def add_signatory(*, agreement: Agreement, entity: Entity, by: User | None, at: datetime) -> Signatory:
    """Put on record that `entity` signed. Refuses a second signature."""
    check_can_keep_agreements(by, agreement)
    if Signatory.objects.filter(agreement=agreement, entity=entity).exists():
        raise Refusal(gettext_noop("%(entity)s ya firmó este acuerdo."), entity=entity.name)
    signatory = Signatory.objects.create(agreement=agreement, entity=entity)
    record_event(
        kind="agreement.signed",
        subject=f"agreement:{agreement.slug}",
        body={"entity": entity.code},
        by=by,
        entity=entity,
        at=at,
    )
    return signatory


@transaction.atomic
def register_pledge(
    *,
    clause: Clause,
    entity: Entity,
    code: str,
    text: str,
    text_en: str = "",
    kind: PledgeKind,
    amount: int | None = None,
    quantity: Decimal | None = None,
    unit: str = "",
    due_on: date | None = None,
    origin: Origin = Origin.OWN,
    source: str = "",
    by: User | None,
    at: datetime,
) -> Pledge:
    """Put on record what a signatory promised under `clause`. `amount` is whole pesos, for cash pledges only;
    in kind is counted in `quantity` of its own `unit`, so that the two are never added together.
    """
    check_can_keep_agreements(by, clause.agreement)
    if not Signatory.objects.filter(agreement=clause.agreement_id, entity=entity).exists():
        raise Refusal(gettext_noop("%(entity)s no firmó este acuerdo: no puede prometer en él."), entity=entity.name)
    if (kind == PledgeKind.CASH) != (amount is not None):
        raise Invalid(gettext_noop("El dinero se promete en pesos y lo demás en su propia unidad."), field="amount")
    if amount is not None and amount <= 0:
        raise Invalid(gettext_noop("El valor prometido debe ser mayor que cero."), field="amount")
    if clause.pledges.filter(code=code).exists():
        raise Refusal(gettext_noop("Ya hay una promesa %(code)s en esa cláusula."), code=code)
    pledge = Pledge.objects.create(
        clause=clause,
        entity=entity,
        code=code,
        text=text,
        text_en=text_en,
        kind=kind,
        amount=amount,
        quantity=quantity,
        unit=unit,
        due_on=due_on,
        origin=origin,
        source=source,
    )
    record_event(
        kind="pledge.registered",
        subject=f"pledge:{clause.agreement.slug}:{code}",
        body={
            "clause": clause.code,
            "entity": entity.code,
            "text": text,
            "kind": kind,
            "amount": None if amount is None else str(amount),
            "quantity": plain(quantity),
            "unit": unit,
            "due_on": due_on.isoformat() if due_on else None,
        },
        by=by,
        entity=entity,
        at=at,
    )
    return pledge
