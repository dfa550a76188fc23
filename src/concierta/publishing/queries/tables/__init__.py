"""The rows of every published table, in an order that depends on nothing but the data."""

from collections.abc import Callable, Iterable
from typing import Any

from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.queries.tables import (
    indicators,
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
    "changes": reports.changes,
    "method": results.method,
}
