"""The rows of every published table, in an order that depends on nothing but the data."""

from collections.abc import Callable, Iterable
from typing import Any

from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.queries.tables import (
    budget,
    follow_up,
    indicators,
    means,
    reports,
    results,
    verification,
)

EXTRACTORS: dict[str, Callable[[Snapshot], Iterable[Any]]] = {
    "indicators": indicators.indicators,
    "targets": indicators.targets,
    "categories": indicators.categories,
    "achievement": results.achievement,
    "measurements": results.measurements,
    "reports": reports.reports,
    "breakdowns": reports.breakdowns,
    "evidence": reports.evidence,
    "history": reports.history,
    "verification_factors": verification.verification_factors,
    "campaigns": verification.campaigns,
    "campaign_population": verification.campaign_population,
    "funding_sources": budget.funding_sources,
    "budget_lines": budget.budget_lines,
    "budget_modifications": budget.budget_modifications,
    "contracts": budget.contracts,
    "budget_files": budget.budget_files,
    "budget_findings": budget.budget_findings,
    "money_sources_compared": budget.money_sources_compared,
    "price_index": budget.price_index,
    "contributions": means.contributions,
    "deliveries": means.deliveries,
    "opportunities": means.opportunities,
    "opportunity_amounts": means.opportunity_amounts,
    "project_needs": means.project_needs,
    "sources": follow_up.sources,
    "project_money": follow_up.project_money,
    "project_follow_ups": follow_up.project_follow_ups,
    "product_follow_ups": follow_up.product_follow_ups,
    "activity_follow_ups": follow_up.activity_follow_ups,
    "reconciliation": follow_up.reconciliation,
    "findings": follow_up.findings,
    "changes": reports.changes,
    "method": results.method,
}
