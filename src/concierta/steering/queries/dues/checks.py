"""What waits for a review or for a verification."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from concierta.people.enums import Role
from concierta.people.models import Entity
from concierta.plans.enums import PlanState
from concierta.reporting.enums import ReportState
from concierta.reporting.models import Report
from concierta.reporting.queries import deadlines_of
from concierta.responsibilities.enums import Duty
from concierta.steering.enums import DueKind
from concierta.steering.queries.dues.due import Obligation, Window
from concierta.steering.queries.dues.matters import matters_of
from concierta.steering.queries.dues.words import in_language
from concierta.verification.enums import CampaignState
from concierta.verification.models import CampaignReport


def reviews_due(window: Window) -> Iterator[Obligation]:
    for report in _reports(window, ReportState.SUBMITTED, "reviewer"):
        indicator = report.indicator
        yield Obligation(
            DueKind.REVIEW,
            f"report:{indicator.code}:{report.period.label}",
            in_language(indicator, "name"),
            deadlines_of(report.period).review_due(report.period.cut_off),
            indicator.reviewer or indicator.plan.reviewer,
            roles=(Role.REVIEWER,),
            duty=Duty.REVIEWS,
            matters=matters_of(indicator),
            secretariat=indicator.plan.secretariat_id,
            plan=indicator.plan.slug,
            period=report.period.label,
            address_hint=("review", (report.pk,)),
        )


def verifications_due(window: Window) -> Iterator[Obligation]:
    """Where a campaign drew what is looked at, nobody owes a look at the rest; what it gave to a person it names."""
    listed = CampaignReport.objects.filter(campaign__state__in=(CampaignState.DRAWN, CampaignState.FINISHED))
    settled = listed.filter(Q(verifier__isnull=False) | Q(drawn=False, by_risk=False)).order_by().values("report")
    for report in _reports(window, ReportState.REVIEWED, "verifier").exclude(pk__in=settled):
        indicator = report.indicator
        yield Obligation(
            DueKind.VERIFICATION,
            f"report:{indicator.code}:{report.period.label}",
            in_language(indicator, "name"),
            deadlines_of(report.period).verification_due(report.period.cut_off),
            indicator.verifier or indicator.plan.verifier,
            roles=(Role.VERIFIER,),
            duty=Duty.VERIFIES,
            matters=matters_of(indicator),
            secretariat=indicator.plan.secretariat_id,
            plan=indicator.plan.slug,
            period=report.period.label,
            address_hint=("verify", (report.pk,)),
        )


def _reports(window: Window, state: ReportState, step: str) -> QuerySet[Report]:
    """In `state`, of plans in force, whose `step` the entities of `window` answer for: the indicator's, else the
    plan's."""
    reports = (
        Report.objects.filter(state=state, indicator__plan__state=PlanState.IN_FORCE)
        .select_related("period", "indicator__product", f"indicator__{step}", f"indicator__plan__{step}")
        .order_by("period__cut_off", "indicator__code", "version")
    )
    if window.entities is None:
        return reports
    ours = Entity.objects.filter(pk__in=window.entities).order_by().values("pk")
    return reports.filter(
        Q(**{f"indicator__{step}__in": ours})
        | Q(**{f"indicator__{step}__isnull": True, f"indicator__plan__{step}__in": ours})
    )
