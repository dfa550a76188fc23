"""The verifier's queue: the figures that most need a look come first, and each says why."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from concierta.engines.risk import Risk, risk_of
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.people.queries import entities_where, memberships_on
from concierta.reporting.enums import ReportState
from concierta.reporting.models import Report
from concierta.reporting.queries import answered_by, deadlines_of, visible_reports
from concierta.verification.models import CampaignReport
from concierta.verification.queries.facts import risk_facts


@dataclass(frozen=True, slots=True)
class RiskyReport:
    report: Report
    risk: Risk
    due_on: date
    on: date

    @property
    def overdue(self) -> bool:
        return self.on > self.due_on


def verifiable_reports(user: User) -> QuerySet[Report]:
    """The reviewed reports that `user` may verify, in no useful order yet."""
    ours = memberships_on(user).order_by().values("entity")
    return (
        visible_reports(user)
        .filter(answered_by("verifier", entities_where(user, Role.VERIFIER).order_by().values("pk")))
        .filter(state=ReportState.REVIEWED)
        .exclude(reporter_entity__in=ours)
        .exclude(reviewer_entity__in=ours)
        .exclude(pk__in=Report.objects.filter(reporter=user).values("pk"))
        .exclude(reviewer=user)
        .exclude(pk__in=CampaignReport.objects.filter(second_verifier=user).values("report"))
        .select_related("indicator__plan", "indicator__product__project", "period", "reporter", "reporter_entity")
        .order_by("pk")
    )


def verification_queue(user: User, on: date) -> list[RiskyReport]:
    """What `user` may verify, riskiest first, then by due date. A constant number of queries."""
    reports = verifiable_reports(user)
    facts = risk_facts(reports)
    queue = [
        RiskyReport(
            report,
            risk_of(facts[report.pk]),
            deadlines_of(report.period).verification_due(report.period.cut_off),
            on,
        )
        for report in reports
    ]
    return sorted(queue, key=lambda item: (-item.risk.points, item.due_on, item.report.pk))
