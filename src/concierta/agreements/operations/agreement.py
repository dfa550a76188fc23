"""Putting a signed agreement on record: what it is, its commitments and the norms that frame it."""

from datetime import date, datetime

from django.db import transaction

from concierta.agreements.enums import MEASURED_BY_CODE, AdoptionRule, Measured
from concierta.agreements.models import Agreement, Clause, Norm
from concierta.agreements.permissions import check_can_keep_agreements
from concierta.kernel.checked import checked_choice, checked_span, checked_text
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.ledger.operations import record_event
from concierta.people.models import User


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
    adoption: AdoptionRule = AdoptionRule.ALL,
    succeeds: Agreement | None = None,
    by: User | None,
    at: datetime,
) -> Agreement:
    """Put an agreement on record. Refuses a slug in use, and a second successor of the same agreement."""
    check_can_keep_agreements(by, succeeds)
    if Agreement.objects.filter(slug=slug).exists():
        raise Refusal(gettext_noop("Ya hay un acuerdo registrado como «%(slug)s»."), slug=slug)
    if succeeds is not None and Agreement.objects.filter(succeeds=succeeds).exists():
        raise Refusal(gettext_noop("Ese acuerdo ya tiene otro que lo continúa."))
    agreement = Agreement.objects.create(
        slug=slug,
        title=title,
        title_en=title_en,
        signed_on=signed_on,
        summary=summary,
        summary_en=summary_en,
        source=source,
        adoption=checked_choice(adoption, AdoptionRule, "adoption"),
        succeeds=succeeds,
    )
    record_event(
        kind="agreement.registered",
        subject=f"agreement:{slug}",
        body={
            "title": title,
            "signed_on": signed_on.isoformat(),
            "adoption": agreement.adoption,
            "succeeds": succeeds.slug if succeeds else None,
        },
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
    measured: Measured | None = None,
    by: User | None,
    at: datetime,
) -> Clause:
    """Add the next clause of `agreement`. Refuses a code it already has. What measures it is what measures the
    commitment of that code in the agreement of Cali, unless `measured` says another."""
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
        measured=str(measured or MEASURED_BY_CODE.get(code) or ""),
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
def record_norm(
    *,
    agreement: Agreement,
    code: str,
    title: str,
    title_en: str = "",
    is_framework: bool = False,
    since: date,
    until: date | None = None,
    source: str = "",
    by: User | None,
    at: datetime,
) -> Norm:
    """Put on record a norm that the agreement stands on, or its new dates. An agreement whose framework norms have all
    ended says so wherever it is shown."""
    check_can_keep_agreements(by, agreement)
    checked_span(since, until, "until")
    norm, _created = Norm.objects.update_or_create(
        agreement=agreement,
        code=checked_text(code, "code", 60),
        defaults={
            "title": checked_text(title, "title", 300),
            "title_en": title_en.strip(),
            "is_framework": is_framework,
            "since": since,
            "until": until,
            "source": checked_text(source, "source", 300, blank=True),
        },
    )
    record_event(
        kind="agreement.norm_recorded",
        subject=f"norm:{agreement.slug}:{norm.code}",
        body={
            "title": norm.title,
            "is_framework": is_framework,
            "since": since.isoformat(),
            "until": until.isoformat() if until else None,
        },
        by=by,
        entity=None,
        at=at,
    )
    return norm
