"""What signatories offered and delivered, what whoever checked it found, and what was sought from others: every stage,
what was asked, approved and agreed, and every disbursement."""

from collections import Counter, defaultdict
from typing import Any

from concierta.budgets.enums import AmountKind
from concierta.budgets.models import Contribution, Delivery, Opportunity, OpportunityAmount, OpportunityShare
from concierta.budgets.workflow import DELIVERY_WORKFLOW, MOBILISATION_WORKFLOW
from concierta.engines.sitelog import Act
from concierta.kernel.decimals import as_kept, plain
from concierta.ledger.queries import Comparison, Key, RecordedValues, Words, cited, unrecorded
from concierta.ledger.recorded import Recorded, pesos

CONTRIBUTIONS = Recorded[Contribution](
    kinds={"contribution.offered": "standing", "contribution.withdrawn": "withdrawn"},
    rows=Contribution.objects.order_by("pk").select_related("plan", "project", "pledge"),
    key=lambda contribution: (contribution.plan.slug, f"contribution/{contribution.pk}"),
    columns={
        "state": lambda contribution: contribution.state,
        "amount": lambda contribution: pesos(contribution.amount),
        "description_sha256": lambda contribution: Words(contribution.description),
        "form": lambda contribution: contribution.form,
        "kind": lambda contribution: contribution.kind,
        "pledge": lambda contribution: contribution.pledge.code if contribution.pledge else None,
        "project": lambda contribution: contribution.project.code,
        "quantity": lambda contribution: contribution.quantity,
        "unit": lambda contribution: contribution.unit,
        "unit_value": lambda contribution: pesos(contribution.unit_value),
        "valuation_method_sha256": lambda contribution: Words(contribution.valuation_method),
        "reason_sha256": lambda contribution: Words(contribution.withdrawal_reason),
    },
)
DELIVERIES = Recorded[Delivery](
    kinds={"delivery.declared": DELIVERY_WORKFLOW.initial, **DELIVERY_WORKFLOW.states_after},
    rows=Delivery.objects.order_by("pk").select_related("contribution__plan", "contribution__project"),
    key=lambda delivery: (delivery.contribution.plan.slug, f"delivery/{delivery.pk}"),
    columns={
        "state": lambda delivery: delivery.state,
        "amount": lambda delivery: pesos(delivery.amount),
        "contribution": lambda delivery: f"contribution/{delivery.contribution_id}",
        "project": lambda delivery: delivery.contribution.project.code,
        "delivered_on": lambda delivery: delivery.delivered_on,
        "quantity": lambda delivery: delivery.quantity,
        "unit": lambda delivery: delivery.contribution.unit,
        "outcome": lambda delivery: delivery.outcome,
        "method": lambda delivery: delivery.method,
        "verified_amount": lambda delivery: pesos(delivery.verified_amount),
        "verified_quantity": lambda delivery: delivery.verified_quantity,
    },
)
_FIGURE = ("amount", "currency", "pesos", "rate", "rate_on")
#: What an opportunity has one figure of.
_SINGLE = tuple(kind for kind in AmountKind.values if kind != AmountKind.DISBURSED)

Figures = dict[str, list[dict[str, Any]]]


def compare_opportunities(comparison: Comparison) -> None:
    figures, parts = _figures(), _parts()
    disbursed: dict[Key, list[Act]] = defaultdict(list)

    def apply(recorded: RecordedValues, act: Act, _state: str | None) -> None:
        kind = act.body.get("figure")
        if kind == AmountKind.DISBURSED:
            disbursed[act.plan, act.body["code"]].append(act)
        recorded.apply(act, **({kind: _figure(act)} if kind in _SINGLE else {}))

    opportunities = Recorded[Opportunity](
        # Acts about papers and dates say in what state they found it, which may be long past.
        kinds=dict.fromkeys(("opportunity.opened", "opportunity.described", *MOBILISATION_WORKFLOW.states_after)),
        named_by=("code",),
        rows=Opportunity.objects.order_by("pk").select_related("plan"),
        key=lambda opportunity: (opportunity.plan.slug, opportunity.code),
        name=lambda plan, code: f"La gestión {code} de {plan}",
        columns={
            "state": lambda opportunity: opportunity.state,
            "funder": lambda opportunity: opportunity.funder,
            "funder_kind": lambda opportunity: opportunity.funder_kind,
            "projects": lambda opportunity: sorted(parts[opportunity.pk]),
            "parts": lambda opportunity: parts[opportunity.pk],
        },
        also=("figure", "on", *_FIGURE),
        apply=apply,
        count=lambda opportunity: 1 + sum(map(len, figures[opportunity.pk].values())),
    )
    for pair in opportunities.pairs(comparison):
        own = figures[pair.row.pk]
        pair.found |= {kind: own.get(kind, [None])[0] for kind in _SINGLE}
        comparison.hold(pair.name, pair.found, pair.recorded)
        comparison.differences += [
            unrecorded(f"{pair.name}, «{kind}»")
            for kind in own
            if kind in _SINGLE and pair.recorded and kind not in pair.recorded
        ]
        acts = disbursed[pair.row.plan.slug, pair.row.code]
        _compare_disbursements(comparison, pair.name, own.get(AmountKind.DISBURSED.value, []), acts)


def _compare_disbursements(
    comparison: Comparison, name: str, disbursements: list[dict[str, object]], acts: list[Act]
) -> None:
    """As a bag of figures: a row does not say which of several acts it is of."""
    left = Counter(map(_words, disbursements))
    for act in acts:
        words = _words({**_figure(act), "on": act.body["on"]})
        if left[words]:
            left[words] -= 1
        else:
            comparison.differences.append(f"{name}: el desembolso de {words} que registró el {cited(act)} no está así.")
    comparison.differences += [unrecorded(f"{name}: el desembolso de {words}") for words in left.elements()]


def _words(figure: dict[str, object]) -> str:
    rate = f" a {figure['rate']} ({figure['rate_on']})" if figure["rate"] else ""
    return f"{figure['amount']} {figure['currency']}{rate}, {figure['pesos']} pesos, el {figure['on']}"


def _figures() -> dict[int, Figures]:
    figures: dict[int, Figures] = defaultdict(lambda: defaultdict(list))
    for amount in OpportunityAmount.objects.order_by("pk"):
        figure = {
            "amount": plain(amount.amount),
            "currency": amount.currency,
            "pesos": str(amount.pesos),
            "rate": plain(amount.rate),
            "rate_on": amount.rate_on.isoformat() if amount.rate_on else None,
        }
        if amount.kind == AmountKind.DISBURSED:
            figure["on"] = amount.on.isoformat()
        figures[amount.opportunity_id][amount.kind].append(figure)
    return figures


def _parts() -> dict[int, dict[str, int]]:
    parts: dict[int, dict[str, int]] = defaultdict(dict)
    shares = OpportunityShare.objects.order_by("project__code").values_list("opportunity_id", "project__code", "parts")
    for opportunity, project, share in shares:
        parts[opportunity][project] = share
    return parts


def _figure(act: Act) -> dict[str, object]:
    return {name: act.body[name] for name in _FIGURE} | {"rate": as_kept(act.body["rate"])}
