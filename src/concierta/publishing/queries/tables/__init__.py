"""The rows of every published table, in an order that depends on nothing but the data."""

from collections.abc import Callable, Iterable
from typing import Any

from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.queries.tables import (
    reports,
    results,
)

EXTRACTORS: dict[str, Callable[[Snapshot], Iterable[Any]]] = {
    "achievement": results.achievement,
    "measurements": results.measurements,
    "reports": reports.reports,
    "breakdowns": reports.breakdowns,
    "evidence": reports.evidence,
    "history": reports.history,
    "changes": reports.changes,
    "method": results.method,
}
