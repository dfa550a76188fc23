"""Writing an act about a plan in the ledger."""

from collections.abc import Mapping
from datetime import datetime

from concierta.ledger.operations import record_event
from concierta.people.models import User
from concierta.plans.models import Plan


def record_in_plan(
    *,
    kind: str,
    plan: Plan,
    subject: str,
    body: Mapping[str, object],
    sealed: Mapping[str, object] | None = None,
    by: User | None,
    at: datetime,
) -> None:
    """One event of the plan, in the name of the entity that keeps it."""
    record_event(
        kind=kind, subject=subject, plan=plan.slug, body=body, sealed=sealed, by=by, entity=plan.secretariat, at=at
    )
