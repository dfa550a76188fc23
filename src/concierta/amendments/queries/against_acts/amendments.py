"""Amendments held against their acts, change by change where the act tells them one by one."""

from collections import defaultdict
from typing import Any

from concierta.amendments.models import Amendment, Change
from concierta.amendments.operations.decisions import told
from concierta.amendments.workflow import AMENDMENT_WORKFLOW
from concierta.ledger.queries import Comparison, RecordedValues, Words, cited, last_recorded, missing

_KINDS: dict[str, str | None] = {
    "amendment.proposed": AMENDMENT_WORKFLOW.initial,
    "amendment.revised": AMENDMENT_WORKFLOW.initial,
    **{step.event: str(step.target) for step in AMENDMENT_WORKFLOW.transitions},
}
_CHANGES = "changes_sha256"


def compare_amendments(comparison: Comparison) -> None:
    recorded_acts, changes = last_recorded(_KINDS), _changes()
    for row in Amendment.objects.order_by("pk").select_related("plan", "decision"):
        recorded = recorded_acts.pop((row.plan.slug, f"amendment/{row.plan.slug}/{row.number}"), None)
        what, whole = f"La modificación {row.number} de {row.plan.slug}", told(changes[row.pk])
        found: dict[str, Any] = {
            "state": str(row.state),
            "effective_on": row.effective_on.isoformat(),
            "touches_development_plan": row.touches_development_plan,
            "council_act": row.council_act,
            "decision": row.decision.number if row.decision else None,
            "cause_sha256": Words(row.cause),
            "reason_sha256": Words(row.closed_reason),
            _CHANGES: whole[_CHANGES],
        }
        comparison.rows += 1 + len(changes[row.pk])
        if recorded and recorded[_CHANGES][0] != found[_CHANGES] and (named := _named_changes(what, whole, recorded)):
            comparison.differences += named
            del found[_CHANGES]
        comparison.hold(what, found, recorded)
    comparison.differences += [missing(subject, recorded.last) for (_, subject), recorded in recorded_acts.items()]


def _changes() -> dict[int, list[Change]]:
    found: dict[int, list[Change]] = defaultdict(list)
    for change in Change.objects.order_by("amendment", "ordinal"):
        found[change.amendment_id].append(change)
    return found


def _named_changes(what: str, whole: dict[str, Any], recorded: RecordedValues) -> list[str]:
    """Which changes are not as their act told them; nothing where the act only told how many there were."""
    if "changes" not in recorded:
        return []
    then, act = recorded["changes"]
    if act is not recorded[_CHANGES][1]:
        return []
    before, now = _by_key(then), _by_key(whole.get("changes", ()))
    return [
        f"{what}: el cambio «{' '.join(part for part in key if part)}» no es el que registró el {cited(act)}."
        for key in {**before, **now}
        if before.get(key) != now.get(key)
    ]


def _by_key(changes: Any) -> dict[tuple[str, ...], Any]:
    return {(one["kind"], one["subject"], one["field"], one["key"]): one for one in changes}
