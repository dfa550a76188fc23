"""A second verifier looks at the same report, on their own."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.ledger.operations import record_event
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.queries import entities_where
from concierta.reporting.enums import Outcome
from concierta.reporting.operations.steps import subject_of
from concierta.verification.enums import Method
from concierta.verification.models import CampaignReport, SecondVerification
from concierta.verification.operations.verify import checked_outcome, checked_value
from concierta.verification.permissions import check_can_verify_again, verifying_entity
from concierta.verification.queries.entries import entries_with_reports
from concierta.verification.queries.population import campaign_subject


@transaction.atomic
def verify_again(
    *,
    entry: CampaignReport,
    outcome: Outcome,
    verified_value: Decimal | None = None,
    method: Method,
    reason: str,
    by: User,
    at: datetime,
) -> SecondVerification:
    """What the second verifier found. The outcome that stands is the first's; this one measures agreement."""
    entry = entries_with_reports().select_for_update(of=("self",)).get(pk=entry.pk)
    check_can_verify_again(by, entry)
    outcome = checked_outcome(outcome)
    found = checked_value(entry.report, outcome, verified_value)
    if method not in Method.values:
        raise Invalid(gettext_noop("Diga por qué medio verificó."), field="method")
    if not reason.strip():
        raise Invalid(gettext_noop("Diga qué comprobó y por qué llegó a este resultado."), field="reason")
    entity = _entity_of(by, entry)
    second = SecondVerification.objects.create(
        entry=entry,
        outcome=outcome,
        verified_value=found,
        method=method,
        reason=reason.strip(),
        verifier=by,
        verifier_entity=entity,
        verified_at=at,
    )
    record_event(
        kind="report.double_checked",
        subject=subject_of(entry.report),
        plan=entry.campaign.plan.slug,
        body={
            "campaign": campaign_subject(entry.campaign),
            "outcome": outcome.value,
            "verified_value": plain(found),
            "method": Method(method).value,
        },
        by=by,
        entity=entity,
        at=at,
    )
    return second


def _entity_of(user: User, entry: CampaignReport) -> Entity:
    """The verifying entity where the person verifies for it, else the one they verify for."""
    held = list(entities_where(user, Role.VERIFIER))
    own = verifying_entity(entry.report.indicator)
    return own if own in held else held[0]
