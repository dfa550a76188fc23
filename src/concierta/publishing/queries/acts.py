"""Which act of the public log says the value of a figure: what a reader checks it against."""

import json

from django.db.models import Q, QuerySet

from concierta.amendments.workflow import AMENDMENT_WORKFLOW, MEASURE_WORKFLOW
from concierta.evaluation.workflow import RISK_WORKFLOW, YEARLY_WORKFLOW
from concierta.ledger.models import Event
from concierta.ledger.queries import events_of_plan
from concierta.mesa.workflow import MINUTES_WORKFLOW
from concierta.plans.models import Plan
from concierta.publishing.queries.standing import ReportFacts
from concierta.reporting.workflow import REPORT_WORKFLOW

#: Acts whose event carries the value as it was then. What comes later (publishing, replacing) adds no figure to it.
_SAYING = frozenset({"submit", "review", "verify", "adjust", "reject", "find_not_verifiable"})
_KINDS = sorted({transition.event for transition in REPORT_WORKFLOW.transitions if transition.name in _SAYING})
_IMPORTED = "matrix.imported"


_WORKFLOWS = (MINUTES_WORKFLOW, AMENDMENT_WORKFLOW, MEASURE_WORKFLOW, RISK_WORKFLOW, YEARLY_WORKFLOW)
#: Acts by which the table decides, the plan changes, and both are watched.
STEERING = (
    "decision.adopted",
    "risk.recorded",
    "project.reviewed",
    "projects.drawn",
    "review.opened",
    *(step.event for flow in _WORKFLOWS for step in flow.transitions),
)


def events_of_plan_and_mesa(plan: Plan) -> QuerySet[Event]:
    """The public events of a plan and of the table of its agreement, oldest first.

    A table serves every plan of its agreement: its acts name the agreement ("session:cali:3") and no plan.
    """
    mine = Q(plan=plan.slug)
    if plan.agreement is not None:
        slug = plan.agreement.slug
        mine |= Q(plan="") & (Q(subject__endswith=f":{slug}") | Q(subject__contains=f":{slug}:"))
    return Event.objects.filter(mine).select_related("entity").order_by("index")


class LastActs:
    """The last act about each subject of a plan or of the table of its agreement, as `(index, leaf hash in hex)`."""

    def __init__(self, plan: Plan) -> None:
        events = events_of_plan_and_mesa(plan).filter(kind__in=STEERING)
        self._acts: dict[tuple[str, str], tuple[int | None, str]] = {
            (kind, subject): (index, leaf_hash)
            for index, kind, subject, leaf_hash in events.values_list("index", "kind", "subject", "leaf_hash")
        }

    def on(self, kind: str, subject: str) -> tuple[int | None, str]:
        """`(None, "")` where the log has no such act."""
        return self._acts.get((kind, subject), (None, ""))


class ReportEvents:
    """The last act that says each figure of a plan, as `(index, leaf hash in hex)`.

    A figure taken from an official file that nobody has acted upon yet has no act of its own: the file's import, with
    the hash of the whole file, says it.
    """

    def __init__(self, plan: str) -> None:
        events = events_of_plan(plan).filter(kind__in=[*_KINDS, _IMPORTED])
        self._acts: dict[str, tuple[int | None, str]] = {}
        for index, kind, subject, leaf_hash in events.values_list("index", "kind", "subject", "leaf_hash"):
            if kind != _IMPORTED:
                self._acts[subject] = (index, leaf_hash)
        for index, leaf_hash, payload in events.filter(kind=_IMPORTED).values_list("index", "leaf_hash", "payload"):
            self._acts[json.loads(payload)["body"]["sha256"]] = (index, leaf_hash)

    def on(self, report: ReportFacts) -> tuple[int | None, str]:
        """`(None, "")` where the log has no such act."""
        own = self._acts.get(f"report/{report.key}")
        return own or self._acts.get(report.source_file or "", (None, ""))
