"""Adjustment measures and the figures they are judged by, held against their acts."""

from collections import defaultdict
from typing import Any

from concierta.amendments.models import AdjustmentMeasure, MeasuredFigure
from concierta.amendments.workflow import MEASURE_WORKFLOW
from concierta.kernel.decimals import plain
from concierta.ledger.queries import Comparison, Said, Words, acts_of_kinds, missing

_STATES = {
    "measure.proposed": MEASURE_WORKFLOW.initial,
    **{step.event: str(step.target) for step in MEASURE_WORKFLOW.transitions},
}
_VERDICTS = ("measure.worked", "measure.partly", "measure.failed")


def compare_measures(made: Comparison) -> None:
    said = _said()
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
        heard = said.pop((row.plan.slug, f"measure/{row.plan.slug}/{row.number}"), None)
        made.rows += 1
        made.hold(f"La medida {row.number} de {row.plan.slug}", found, heard)
    made.differences += [missing(subject, heard.last) for (_, subject), heard in said.items()]


def _said() -> dict[tuple[str, str], Said]:
    """An evaluation has a decision of its own; each act says another figure of the same indicators."""
    said: dict[tuple[str, str], Said] = defaultdict(Said)
    for act in acts_of_kinds(_STATES):
        heard = said[act.plan, act.subject]
        adopted = heard.get("decision")
        figures = {
            f"{moment} {one['indicator']}": one[moment]
            for one in act.body.get("figures", ())
            for moment in ("before", "sought", "after")
            if moment in one
        }
        heard.hear(act, state=_STATES[act.kind], **figures)
        if act.kind in _VERDICTS:
            heard["evaluation_decision"] = (act.body["decision"], act)
            if adopted is not None:
                heard["decision"] = adopted
    return dict(said)
