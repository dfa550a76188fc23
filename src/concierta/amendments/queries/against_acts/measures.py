"""Adjustment measures and the figures they are judged by, held against their acts."""

from collections import defaultdict
from typing import Any

from concierta.amendments.models import AdjustmentMeasure, MeasuredFigure
from concierta.amendments.workflow import MEASURE_WORKFLOW
from concierta.kernel.decimals import plain
from concierta.ledger.queries import Comparison, RecordedValues, Words, acts_of_kinds, missing

_STATES = {
    "measure.proposed": MEASURE_WORKFLOW.initial,
    **{step.event: str(step.target) for step in MEASURE_WORKFLOW.transitions},
}
_VERDICTS = ("measure.worked", "measure.partly", "measure.failed")


def compare_measures(comparison: Comparison) -> None:
    recorded_acts = _said()
    figures: dict[int, dict[str, Any]] = defaultdict(dict)
    for one in MeasuredFigure.objects.order_by("pk").select_related("indicator"):
        for moment in ("before", "sought", "after"):
            figures[one.measure_id][f"{moment} {one.indicator.code}"] = plain(getattr(one, moment))
    rows = AdjustmentMeasure.objects.order_by("pk").select_related("plan", "entity", "decision", "evaluation_decision")
    for row in rows:
        found = {
            "state": str(row.state),
            "evaluate_on": row.evaluate_on.isoformat(),
            "decision": row.decision.number if row.decision else None,
            "evaluation_decision": row.evaluation_decision.number if row.evaluation_decision else None,
            **{f"{name}_sha256": Words(getattr(row, name)) for name in ("problem", "measure", "success")},
            "evaluation_sha256": Words(row.evaluation),
            **figures[row.pk],
        }
        recorded = recorded_acts.pop((row.plan.slug, f"measure/{row.plan.slug}/{row.number}"), None)
        comparison.rows += 1
        comparison.hold(f"La medida {row.number} de {row.plan.slug}", found, recorded)
    comparison.differences += [missing(subject, recorded.last) for (_, subject), recorded in recorded_acts.items()]


def _said() -> dict[tuple[str, str], RecordedValues]:
    """An evaluation has a decision of its own; each act says another figure of the same indicators."""
    recorded_acts: dict[tuple[str, str], RecordedValues] = defaultdict(RecordedValues)
    for act in acts_of_kinds(_STATES):
        recorded = recorded_acts[act.plan, act.subject]
        adopted = recorded.get("decision")
        figures = {
            f"{moment} {one['indicator']}": one[moment]
            for one in act.body.get("figures", ())
            for moment in ("before", "sought", "after")
            if moment in one
        }
        recorded.apply(act, state=_STATES[act.kind], **figures)
        if act.kind in _VERDICTS:
            recorded["evaluation_decision"] = (act.body["decision"], act)
            if adopted is not None:
                recorded["decision"] = adopted
    return dict(recorded_acts)
