"""Whether the figures in the database are the ones that their acts put into the log."""

import json
from typing import Any

from concierta.kernel.decimals import plain
from concierta.ledger.models import Event
from concierta.reporting.enums import ReportState
from concierta.reporting.models import Report
from concierta.reporting.workflow import REPORT_WORKFLOW

#: While an entity still writes, its figure is not an act.
_UNSAID = (ReportState.DRAFT, ReportState.RETURNED)
_STATE_AFTER = {transition.event: transition.target for transition in REPORT_WORKFLOW.transitions}


def figures_unlike_their_acts() -> list[str]:
    """Reports whose state, value, outcome or verified value differ from what was last recorded of them, in sentences.

    A report that came with an official matrix and has no act of its own yet is vouched for by the hash of its file.
    """
    recorded = _recorded()
    problems = []
    for report in Report.objects.exclude(state__in=_UNSAID).select_related("indicator__plan", "period"):
        subject = f"report/{report.indicator.code}/{report.period.label}/v{report.version}"
        said = recorded.get((report.indicator.plan.slug, subject))
        if said is None:
            if report.matrix_import_id is None:
                problems.append(f"{subject}: ningún acto la registró")
            continue
        found = {
            "state": report.state,
            "value": plain(report.value),
            "outcome": report.outcome or None,
            "verified_value": plain(report.verified_value),
        }
        problems += [
            f"{subject}: en la base de datos {name} es {found[name]} y en el registro {said.get(name)}"
            for name in found
            if found[name] != said.get(name)
        ]
    return problems


def _recorded() -> dict[tuple[str, str], dict[str, Any]]:
    """What was last said of each report, by plan and subject."""
    recorded: dict[tuple[str, str], dict[str, Any]] = {}
    events = Event.objects.filter(kind__in=_STATE_AFTER).order_by("index")
    for kind, plan, subject, payload in events.values_list("kind", "plan", "subject", "payload").iterator():
        body = json.loads(payload)["body"]
        said = recorded.setdefault((plan, subject), {})
        said["state"] = _STATE_AFTER[kind]
        said |= {name: body[name] for name in ("value", "outcome", "verified_value") if name in body}
    return recorded
