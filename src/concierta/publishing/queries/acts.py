"""Which act of the public log says the value of a figure: what a reader checks it against."""

import json

from concierta.ledger.queries import events_of_plan
from concierta.publishing.queries.standing import ReportFacts
from concierta.reporting.workflow import REPORT_WORKFLOW

#: Acts whose event carries the value as it was then. What comes later (publishing, replacing) adds no figure to it.
_SAYING = frozenset({"submit", "review", "verify", "adjust", "reject", "find_not_verifiable"})
_KINDS = sorted({transition.event for transition in REPORT_WORKFLOW.transitions if transition.name in _SAYING})
_IMPORTED = "matrix.imported"


class SayingActs:
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
