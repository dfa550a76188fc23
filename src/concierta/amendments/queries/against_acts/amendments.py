"""Amendments and measures held against their acts: every change before and after where the act tells them one by one,
and the figures that a measure is judged by."""

from collections import defaultdict
from typing import Any

from concierta.amendments.models import AdjustmentMeasure, Amendment, Change, MeasuredFigure
from concierta.amendments.operations.decisions import told
from concierta.amendments.workflow import AMENDMENT_WORKFLOW, MEASURE_WORKFLOW
from concierta.engines.sitelog import Act
from concierta.kernel.decimals import plain
from concierta.ledger.queries import Comparison, RecordedValues, Words, cited
from concierta.ledger.recorded import Recorded

_CHANGES = "changes_sha256"
_MOMENTS = ("before", "sought", "after")
_VERDICTS = ("measure.worked", "measure.partly", "measure.failed")

_AMENDMENTS = Recorded[Amendment](
    kinds={
        "amendment.proposed": AMENDMENT_WORKFLOW.initial,
        "amendment.revised": AMENDMENT_WORKFLOW.initial,
        **AMENDMENT_WORKFLOW.states_after,
    },
    rows=Amendment.objects.order_by("pk").select_related("plan", "decision"),
    key=lambda amendment: (amendment.plan.slug, f"amendment/{amendment.plan.slug}/{amendment.number}"),
    row_name=lambda amendment: f"La modificación {amendment.number} de {amendment.plan.slug}",
    columns={
        "state": lambda amendment: amendment.state,
        "effective_on": lambda amendment: amendment.effective_on,
        "touches_development_plan": lambda amendment: amendment.touches_development_plan,
        "council_act": lambda amendment: amendment.council_act,
        "decision": lambda amendment: amendment.decision.number if amendment.decision else None,
        "cause_sha256": lambda amendment: Words(amendment.cause),
        "reason_sha256": lambda amendment: Words(amendment.closed_reason),
    },
    also=("change_count", "changes", _CHANGES),
)


def compare_amendments(comparison: Comparison) -> None:
    changes: dict[int, list[Change]] = defaultdict(list)
    for change in Change.objects.order_by("amendment", "ordinal"):
        changes[change.amendment_id].append(change)
    for pair in _AMENDMENTS.pairs(comparison):
        comparison.rows += len(changes[pair.row.pk])
        body, recorded = told(changes[pair.row.pk]), pair.recorded
        named = []
        if recorded and recorded[_CHANGES][0] != body[_CHANGES]:
            named = _named_changes(pair.name, body, recorded)
        comparison.differences += named
        comparison.hold(pair.name, pair.found | ({} if named else {_CHANGES: body[_CHANGES]}), recorded)


def _named_changes(name: str, body: dict[str, object], recorded: RecordedValues) -> list[str]:
    """Which changes are not as their act told them; nothing where the act only told how many there were."""
    if "changes" not in recorded:
        return []
    then, act = recorded["changes"]
    if act is not recorded[_CHANGES][1]:
        return []
    before, now = _by_key(then), _by_key(body.get("changes", ()))
    return [
        f"{name}: el cambio «{' '.join(part for part in key if part)}» no es el que registró el {cited(act)}."
        for key in {**before, **now}
        if before.get(key) != now.get(key)
    ]


def _by_key(changes: Any) -> dict[tuple[str, ...], Any]:
    return {(change["kind"], change["subject"], change["field"], change["key"]): change for change in changes}


def compare_measures(comparison: Comparison) -> None:
    figures: dict[int, dict[str, str | None]] = defaultdict(dict)
    for figure in MeasuredFigure.objects.order_by("pk").select_related("indicator"):
        for moment in _MOMENTS:
            figures[figure.measure_id][f"{moment} {figure.indicator.code}"] = plain(getattr(figure, moment))
    for pair in _MEASURES.pairs(comparison):
        comparison.hold(pair.name, pair.found | figures[pair.row.pk], pair.recorded)


def _apply_to_measure(recorded: RecordedValues, act: Act, state: str | None) -> None:
    """An evaluation has a decision of its own; each act says another figure of the same indicators."""
    adopted = recorded.get("decision")
    figures = {
        f"{moment} {figure['indicator']}": figure[moment]
        for figure in act.body.get("figures", ())
        for moment in _MOMENTS
        if moment in figure
    }
    recorded.apply(act, state=state, **figures)
    if act.kind in _VERDICTS:
        recorded["evaluation_decision"] = (act.body["decision"], act)
        if adopted is not None:
            recorded["decision"] = adopted


_MEASURES = Recorded[AdjustmentMeasure](
    kinds={"measure.proposed": MEASURE_WORKFLOW.initial, **MEASURE_WORKFLOW.states_after},
    rows=AdjustmentMeasure.objects.order_by("pk").select_related("plan", "entity", "decision", "evaluation_decision"),
    key=lambda measure: (measure.plan.slug, f"measure/{measure.plan.slug}/{measure.number}"),
    row_name=lambda measure: f"La medida {measure.number} de {measure.plan.slug}",
    columns={
        "state": lambda measure: measure.state,
        "evaluate_on": lambda measure: measure.evaluate_on,
        "decision": lambda measure: measure.decision.number if measure.decision else None,
        "evaluation_decision": lambda measure: (
            measure.evaluation_decision.number if measure.evaluation_decision else None
        ),
        "problem_sha256": lambda measure: Words(measure.problem),
        "measure_sha256": lambda measure: Words(measure.measure),
        "success_sha256": lambda measure: Words(measure.success),
        "evaluation_sha256": lambda measure: Words(measure.evaluation),
    },
    also=("figures",),
    apply=_apply_to_measure,
)
