"""Which reports a campaign is about, and how the draw names them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from concierta.plans.models import Node
from concierta.reporting.enums import ReportState
from concierta.reporting.models import Report
from concierta.verification.models import Campaign

#: What a campaign needs of each report, in one query.
_WITH = (
    "indicator__plan__verifier",
    "indicator__plan__reviewer",
    "indicator__verifier",
    "indicator__reviewer",
    "period",
    "reporter_entity",
    "reviewer_entity",
)


def campaign_subject(campaign: Campaign) -> str:
    """How the ledger names a campaign: 'campaign/empleo-cali/2025-T1'."""
    return f"campaign/{campaign.plan.slug}/{campaign.period.label}"


def item_key(report: Report) -> str:
    """How a draw names a report: 'RE-04/2025-T1/v1', as the published tables do."""
    return f"{report.indicator.code}/{report.period.label}/v{report.version}"


def population_of(campaign: Campaign) -> QuerySet[Report]:
    """The reviewed reports of the campaign's period that its scope takes in: what awaits verification."""
    found = Report.objects.filter(
        indicator__plan=campaign.plan_id, period=campaign.period_id, state=ReportState.REVIEWED
    ).filter(_scope(campaign))
    return found.select_related(*_WITH).order_by("pk")


def _scope(campaign: Campaign) -> Q:
    scope: dict[str, Any] = campaign.scope
    chosen = Q()
    if entities := scope.get("entities"):
        chosen &= Q(reporter_entity__code__in=entities)
    if indicators := scope.get("indicators"):
        chosen &= Q(indicator__code__in=indicators)
    if nodes := scope.get("nodes"):
        inside = _with_descendants(campaign, {tuple(node) for node in nodes})
        chosen &= Q(indicator__node__in=inside) | Q(indicator__product__project__node__in=inside)
    return chosen


def _with_descendants(campaign: Campaign, chosen: Iterable[tuple[str, ...]]) -> set[int]:
    rows = Node.objects.filter(plan=campaign.plan_id).order_by("tier__depth")
    wanted, inside = set(chosen), set()
    for pk, parent, tier, code in rows.values_list("pk", "parent_id", "tier__slug", "code"):
        if (tier, code) in wanted or parent in inside:
            inside.add(pk)
    return inside
