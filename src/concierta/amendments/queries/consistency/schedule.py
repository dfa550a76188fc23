"""An activity ends after it begins, on whichever day one looks."""

from collections.abc import Iterator
from datetime import date

from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.amendments.models import Change
from concierta.amendments.queries.plan_as_of import PlanAsOf
from concierta.amendments.subjects.codes import parts_of
from concierta.amendments.subjects.new_project import read_project
from concierta.kernel.errors import gettext_noop
from concierta.plans.models import Activity, Plan
from concierta.plans.operations.readiness import Problem


def problems_of_schedules(plan: Plan, changes: list[Change], version: PlanAsOf, days: list[date]) -> Iterator[Problem]:
    moved = {
        (change.kind, change.subject)
        for change in changes
        if change.kind == SubjectKind.ACTIVITY and change.field in (ChangeField.STARTS_ON, ChangeField.ENDS_ON)
    }
    for (kind, subject), part in parts_of(plan, moved).items():
        if not isinstance(part, Activity):
            continue
        for day in days:
            columns = version.at(day).columns(kind, subject, {})
            starts_on, ends_on = columns.get("starts_on", part.starts_on), columns.get("ends_on", part.ends_on)
            if starts_on and ends_on and ends_on < starts_on:
                yield _backwards(subject)
                break
    for change in changes:
        if change.field == ChangeField.ADDED:
            for product in read_project(change.after).products:
                for activity in product.activities:
                    if activity.starts_on and activity.ends_on and activity.ends_on < activity.starts_on:
                        yield _backwards(f"{change.subject}/{product.code}/{activity.code}")


def _backwards(subject: str) -> Problem:
    return Problem(gettext_noop("la actividad %(subject)s termina antes de empezar"), {"subject": subject})
