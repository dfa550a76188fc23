"""The end of a campaign: everything it asked for was looked at."""

from collections import Counter
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from concierta.kernel.errors import Refusal, gettext_noop
from concierta.ledger.operations import record_event
from concierta.people.models import User
from concierta.verification.enums import CampaignState
from concierta.verification.models import Campaign
from concierta.verification.operations.campaign.plan import locked_campaign
from concierta.verification.permissions import check_can_finish_campaign
from concierta.verification.queries.double_checks import agreement_in
from concierta.verification.queries.population import campaign_subject
from concierta.verification.workflow import CAMPAIGN_WORKFLOW


@transaction.atomic
def finish_campaign(*, campaign: Campaign, by: User | None, at: datetime) -> Campaign:
    """Refuses while a report it looks at has no outcome; one that cannot be verified gets that as its outcome."""
    campaign = locked_campaign(campaign)
    check_can_finish_campaign(by, campaign)
    looked_at = [entry for entry in campaign.reports.select_related("report") if entry.is_looked_at]
    waiting = [entry.key for entry in looked_at if not entry.report.outcome]
    if waiting:
        raise Refusal(
            gettext_noop("Faltan %(count)s reportes por verificar; el primero es %(key)s."),
            count=len(waiting),
            key=waiting[0],
        )
    campaign.state = CampaignState.FINISHED
    campaign.finished_at = at
    campaign.save(update_fields=["state", "finished_at"])
    between = agreement_in(campaign)
    record_event(
        kind=CAMPAIGN_WORKFLOW.transition("finish").event,
        subject=campaign_subject(campaign),
        plan=campaign.plan.slug,
        body={
            "period": campaign.period.label,
            "looked_at": len(looked_at),
            "outcomes": dict(sorted(Counter(entry.report.outcome for entry in looked_at).items())),
            "double_checked": between.items,
            "kappa": None
            if between.kappa is None
            else str(round(Decimal(between.kappa.numerator) / between.kappa.denominator, 6)),
        },
        by=by,
        entity=campaign.plan.secretariat,
        at=at,
    )
    return campaign
