"""All that an amendment would leave wrong, on the day it takes effect and on every later day when something changes.

An amendment adopted today may hold from before another one adopted earlier: together they must make sense on each day.
"""

from datetime import date

from concierta.amendments.enums import ChangeField
from concierta.amendments.models import Amendment, Change
from concierta.amendments.queries.consistency.measured import problems_of_indicators
from concierta.amendments.queries.consistency.schedule import problems_of_schedules
from concierta.amendments.queries.consistency.weights import problems_of_weights
from concierta.amendments.queries.plan_as_of import PlanAsOf, key_of, plan_as_of
from concierta.engines.versions import Change as Dated
from concierta.plans.operations.readiness import Problem


def problems_of_amendment(amendment: Amendment) -> list[Problem]:
    """What would be wrong with the plan, were the amendment adopted now. Empty when it can be voted on as it is."""
    changes = list(amendment.changes.order_by("ordinal"))
    adopted = plan_as_of(amendment.plan, amendment.effective_on)
    proposed = dated(amendment, changes, 1 + max((change.number for change in adopted.changes), default=0))
    version = adopted.also(proposed)
    days = _days(version, amendment.effective_on)
    return [
        *problems_of_weights(amendment.plan, changes, version, days),
        *problems_of_indicators(amendment.plan, changes, version, days),
        *problems_of_schedules(amendment.plan, changes, version, days),
    ]


def dated(amendment: Amendment, changes: list[Change], number: int) -> list[Dated]:
    """The changes of an amendment as they would be replayed."""
    return [Dated(key_of(change), change.before, change.after, amendment.effective_on, number) for change in changes]


def _days(version: PlanAsOf, first: date) -> list[date]:
    """The effective date, and every later one on which something begins or a project closes."""
    closings = {
        date.fromisoformat(change.after)
        for change in version.changes
        if change.key.field == ChangeField.CLOSED and change.after
    }
    later = closings | {change.effective_on for change in version.changes}
    return sorted({first, *(day for day in later if day > first)})
