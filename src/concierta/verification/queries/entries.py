"""Where a report stands in the campaign of its period."""

from django.db.models import QuerySet

from concierta.reporting.models import Report
from concierta.verification.enums import CampaignState
from concierta.verification.models import CampaignReport


def entry_under_way(report: Report) -> CampaignReport | None:
    """The entry of `report` in a drawn and unfinished campaign that looks at it, if there is one.

    `report` comes from a query that authorised it.
    """
    entries = CampaignReport.objects.filter(report=report, campaign__state=CampaignState.DRAWN)
    return next(
        (
            entry
            for entry in entries.select_related("campaign__plan", "campaign__period", "verifier").order_by()
            if entry.is_looked_at
        ),
        None,
    )


def entries_with_reports() -> QuerySet[CampaignReport]:
    """Entries with all that is needed to decide who may do what with them, in one query."""
    return CampaignReport.objects.select_related(
        "campaign__plan__secretariat",
        "campaign__period",
        "report__indicator__plan__verifier",
        "report__indicator__plan__reviewer",
        "report__indicator__verifier",
        "report__indicator__reviewer",
        "report__period",
        "report__reporter_entity",
        "report__reviewer_entity",
        "verifier",
        "second_verifier",
        "second_verification",
    )
