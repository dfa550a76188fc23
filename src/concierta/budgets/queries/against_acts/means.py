"""What signatories offered and delivered, and what whoever checked it found."""

from concierta.budgets.models import Contribution, Delivery
from concierta.budgets.workflow import DELIVERY_WORKFLOW
from concierta.kernel.decimals import plain
from concierta.ledger.queries import Comparison, Words, last_recorded, missing

_OFFERED: dict[str, str | None] = {"contribution.offered": "standing", "contribution.withdrawn": "withdrawn"}
_DELIVERED: dict[str, str | None] = {
    "delivery.declared": DELIVERY_WORKFLOW.initial,
    **{step.event: str(step.target) for step in DELIVERY_WORKFLOW.transitions},
}


def compare_contributions(comparison: Comparison) -> None:
    recorded_acts = last_recorded(_OFFERED)
    for row in Contribution.objects.order_by("pk").select_related("plan", "project", "pledge"):
        subject = f"contribution/{row.pk}"
        found = {
            "state": str(row.state),
            "amount": _text(row.amount),
            "description_sha256": Words(row.description),
            "form": row.form,
            "kind": row.kind,
            "pledge": row.pledge.code if row.pledge else None,
            "project": row.project.code,
            "quantity": plain(row.quantity),
            "unit": row.unit,
            "unit_value": _text(row.unit_value),
            "valuation_method_sha256": Words(row.valuation_method),
            "reason_sha256": Words(row.withdrawal_reason),
        }
        comparison.rows += 1
        comparison.hold(subject, found, recorded_acts.pop((row.plan.slug, subject), None))
    comparison.differences += [missing(subject, recorded.last) for (_, subject), recorded in recorded_acts.items()]


def compare_deliveries(comparison: Comparison) -> None:
    recorded_acts = last_recorded(_DELIVERED)
    for row in Delivery.objects.order_by("pk").select_related("contribution__plan", "contribution__project"):
        subject = f"delivery/{row.pk}"
        found = {
            "state": str(row.state),
            "amount": _text(row.amount),
            "contribution": f"contribution/{row.contribution_id}",
            "delivered_on": row.delivered_on.isoformat(),
            "quantity": plain(row.quantity),
            "unit": row.contribution.unit,
            "outcome": row.outcome,
            "method": row.method,
            "verified_amount": _text(row.verified_amount),
            "verified_quantity": plain(row.verified_quantity),
        }
        comparison.rows += 1
        comparison.hold(subject, found, recorded_acts.pop((row.contribution.plan.slug, subject), None))
    comparison.differences += [missing(subject, recorded.last) for (_, subject), recorded in recorded_acts.items()]


def _text(pesos: int | None) -> str | None:
    return None if pesos is None else str(pesos)
