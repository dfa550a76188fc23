"""Amendments and measures as each person may see them, and the plan as of a day."""

from concierta.amendments.queries.amendments import (
    MovedTarget,
    amendment_for,
    amendment_subject,
    amendments_of,
    amendments_proposed,
    changes_of,
    measure_for,
    measure_subject,
    measures_of,
    measures_proposed,
    measures_to_evaluate,
    original_targets,
)
from concierta.amendments.queries.consistency import problems_of_amendment
from concierta.amendments.queries.plan_as_of import NO_TARGET, ChangeKey, PlanAsOf, key_of, plan_as_of, plans_as_of

__all__ = [
    "NO_TARGET",
    "ChangeKey",
    "MovedTarget",
    "PlanAsOf",
    "amendment_for",
    "amendment_subject",
    "amendments_of",
    "amendments_proposed",
    "changes_of",
    "key_of",
    "measure_for",
    "measure_subject",
    "measures_of",
    "measures_proposed",
    "measures_to_evaluate",
    "original_targets",
    "plan_as_of",
    "plans_as_of",
    "problems_of_amendment",
]
