"""Moving an opportunity: its new state, its history and the ledger event, always together."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from concierta.budgets.enums import Stage
from concierta.budgets.models import Opportunity, OpportunityAmount, OpportunityStep
from concierta.budgets.workflow import MOBILISATION_WORKFLOW
from concierta.kernel.decimals import plain
from concierta.ledger.operations import record_event
from concierta.people.models import User


def locked(opportunity: Opportunity) -> Opportunity:
    """As it is now, held until the transaction ends."""
    return (
        Opportunity.objects.select_for_update(of=("self",))
        .select_related("plan__secretariat", "plan__agreement", "entity")
        .get(pk=opportunity.pk)
    )


def take_step(
    opportunity: Opportunity,
    act: str,
    note: str,
    body: dict[str, Any],
    by: User | None,
    at: datetime,
    *,
    fields: Sequence[str] = (),
) -> Opportunity:
    """Do `act` on a locked opportunity: refuses if its state does not allow it; else writes state, step and event."""
    transition = MOBILISATION_WORKFLOW.check(act, opportunity.state)
    source = opportunity.state
    opportunity.state, opportunity.saved_at = Stage(transition.target), at
    opportunity.save(update_fields=[*fields, "state", "saved_at"])
    record_opportunity(opportunity, act, transition.event, source, note, body, by, at)
    return opportunity


def record_opportunity(
    opportunity: Opportunity,
    act: str,
    event: str,
    source: str,
    note: str,
    body: dict[str, Any],
    by: User | None,
    at: datetime,
) -> None:
    """Contacts are personal data and never come here; of what was typed the ledger carries a commitment."""
    OpportunityStep.objects.create(
        opportunity=opportunity,
        act=act,
        from_state=source,
        to_state=opportunity.state,
        note=note,
        at=at,
        by=by,
        entity=opportunity.entity,
    )
    record_event(
        kind=event,
        subject=f"{opportunity.plan.slug}/opportunity/{opportunity.code}",
        plan=opportunity.plan.slug,
        body={
            "code": opportunity.code,
            "funder": opportunity.funder,
            "funder_kind": opportunity.funder_kind,
            "projects": sorted(opportunity.projects.values_list("code", flat=True)),
            "state": str(Stage(opportunity.state).value),
            **body,
        },
        sealed={"note": note} if note else {},
        by=by,
        entity=opportunity.entity,
        at=at,
    )


def figure_body(figure: OpportunityAmount) -> dict[str, Any]:
    """One figure as the ledger says it."""
    return {
        "figure": figure.kind,
        "amount": plain(figure.amount),
        "currency": figure.currency,
        "pesos": str(figure.pesos),
        "rate": plain(figure.rate),
        "rate_on": figure.rate_on.isoformat() if figure.rate_on else None,
    }
