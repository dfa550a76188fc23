"""What waits for review."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from concierta.people.enums import Role
from concierta.people.models import User
from concierta.people.queries import entities_where, memberships_on
from concierta.reporting.enums import ReportState
from concierta.reporting.models import Report
from concierta.reporting.queries.deadlines import deadlines_of
from concierta.reporting.queries.reports import answered_by, visible_reports


@dataclass(frozen=True, slots=True)
class QueuedReport:
    report: Report
    due_on: date
    on: date

    @property
    def overdue(self) -> bool:
        return self.on > self.due_on


def reviewable_reports(user: User) -> QuerySet[Report]:
    """The submitted reports that `user` may review, oldest first: for counting and paging without loading them all."""
    return (
        visible_reports(user)
        .filter(answered_by("reviewer", entities_where(user, Role.REVIEWER).order_by().values("pk")))
        .filter(state=ReportState.SUBMITTED)
        .exclude(reporter_entity__in=memberships_on(user).order_by().values("entity"))
        .exclude(pk__in=Report.objects.filter(reporter=user).values("pk"))
        .select_related("indicator__plan", "indicator__product__project", "period", "reporter", "reporter_entity")
        .order_by("period__cut_off", "submitted_at", "pk")
    )


def review_queue(user: User, on: date, *, offset: int = 0, limit: int = 50) -> list[QueuedReport]:
    """One page of what `user` may review, with the date by which it should be; overdue first because oldest first."""
    return [
        QueuedReport(report, deadlines_of(report.period).review_due(report.period.cut_off), on)
        for report in reviewable_reports(user)[offset : offset + limit]
    ]
