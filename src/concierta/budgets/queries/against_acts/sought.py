"""What was sought from others: every stage, what was asked, approved and agreed, and every disbursement."""

from collections import Counter, defaultdict
from typing import Any

from concierta.budgets.enums import AmountKind
from concierta.budgets.models import Opportunity, OpportunityAmount, OpportunityShare
from concierta.budgets.workflow import MOBILISATION_WORKFLOW
from concierta.engines.sitelog import Act
from concierta.kernel.decimals import as_kept, plain
from concierta.ledger.queries import Comparison, RecordedValues, acts_of_kinds, cited, missing, unrecorded

#: Acts about papers and dates say in what state they found it, which may be long past.
_KINDS = (
    *("opportunity.opened", "opportunity.described"),
    *(step.event for step in MOBILISATION_WORKFLOW.transitions),
)
_FIGURE = ("amount", "currency", "pesos", "rate", "rate_on")


def compare_opportunities(comparison: Comparison) -> None:
    recorded_acts, came = _said()
    figures = _figures()
    parts: dict[int, dict[str, int]] = defaultdict(dict)
    shares = OpportunityShare.objects.order_by("project__code").values_list("opportunity_id", "project__code", "parts")
    for opportunity, code, part in shares:
        parts[opportunity][code] = part
    for row in Opportunity.objects.order_by("pk").select_related("plan"):
        key = (row.plan.slug, row.code)
        what, own = f"La gestión {row.code} de {row.plan.slug}", figures.get(row.pk, {})
        found: dict[str, Any] = {
            "state": str(row.state),
            "funder": row.funder,
            "funder_kind": row.funder_kind,
            "projects": sorted(parts[row.pk]),
            "parts": parts[row.pk],
            **{kind: own.get(kind, [None])[0] for kind in AmountKind.values if kind != AmountKind.DISBURSED},
        }
        comparison.rows += 1 + sum(map(len, own.values()))
        recorded = recorded_acts.pop(key, None)
        comparison.hold(what, found, recorded)
        comparison.differences += [
            unrecorded(f"{what}, «{kind}»")
            for kind in own
            if kind != AmountKind.DISBURSED and recorded and kind not in recorded
        ]
        _compare_disbursements(comparison, what, own.get(AmountKind.DISBURSED.value, []), came.get(key, []))
    comparison.differences += [
        missing(f"La gestión {code} de {plan}", recorded.last) for (plan, code), recorded in recorded_acts.items()
    ]


def _compare_disbursements(comparison: Comparison, what: str, found: list[dict[str, Any]], came: list[Act]) -> None:
    """As a bag of figures: a row does not say which of several acts it is of."""
    left = Counter(map(_words, found))
    for act in came:
        told = _words({**_figure(act), "on": act.body["on"]})
        if left[told]:
            left[told] -= 1
        else:
            comparison.differences.append(f"{what}: el desembolso de {told} que registró el {cited(act)} no está así.")
    comparison.differences += [unrecorded(f"{what}: el desembolso de {told}") for told in left.elements()]


def _words(figure: dict[str, Any]) -> str:
    rate = f" a {figure['rate']} ({figure['rate_on']})" if figure["rate"] else ""
    return f"{figure['amount']} {figure['currency']}{rate}, {figure['pesos']} pesos, el {figure['on']}"


def _figures() -> dict[int, dict[str, list[dict[str, Any]]]]:
    found: dict[int, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for one in OpportunityAmount.objects.order_by("pk"):
        figure = {
            "amount": plain(one.amount),
            "currency": one.currency,
            "pesos": str(one.pesos),
            "rate": plain(one.rate),
            "rate_on": one.rate_on.isoformat() if one.rate_on else None,
        }
        disbursed = one.kind == AmountKind.DISBURSED
        found[one.opportunity_id][one.kind].append(figure | ({"on": one.on.isoformat()} if disbursed else {}))
    return found


def _figure(act: Act) -> dict[str, Any]:
    return {name: act.body[name] for name in _FIGURE} | {"rate": as_kept(act.body["rate"])}


def _said() -> tuple[dict[tuple[str, str], RecordedValues], dict[tuple[str, str], list[Act]]]:
    """What was last said of each opportunity, and the acts of its disbursements."""
    recorded_acts: dict[tuple[str, str], RecordedValues] = defaultdict(RecordedValues)
    came: dict[tuple[str, str], list[Act]] = defaultdict(list)
    for act in acts_of_kinds(_KINDS):
        key, kind = (act.plan, act.body["code"]), act.body.get("figure")
        if kind == AmountKind.DISBURSED:
            came[key].append(act)
            recorded_acts[key].apply(act)
        else:
            recorded_acts[key].apply(act, **({kind: _figure(act)} if kind else {}))
    return dict(recorded_acts), came
