"""Which projects the Mesa should review next: by what is known of each, in points that say where they come from.

A city has eight hundred projects and the Mesa looks at five in a session. The points order the queue and convict
nobody; what they leave unseen comes up by lot (`ReviewDraw`).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.conf import settings
from django.db.models import Q, QuerySet

from concierta.budgets.queries import Money, money_of
from concierta.evaluation.enums import ReviewReason, RiskBand
from concierta.evaluation.models import ProjectReview
from concierta.evaluation.queries.risks import open_risks
from concierta.indicators.models import Indicator, Target
from concierta.kernel.clock import start_of
from concierta.people.models import User
from concierta.plans.models import Plan, Project, ReportingPeriod
from concierta.plans.permissions import check_can_see_plan
from concierta.reporting.enums import Outcome, ReportState
from concierta.reporting.models import Report
from concierta.reporting.queries import standings

#: The size at which each reason has all its points [D].
_FULL: Mapping[ReviewReason, Fraction] = {
    ReviewReason.CRITICAL_RISK: Fraction(1),
    ReviewReason.REJECTED: Fraction(2),
    ReviewReason.OVERDUE: Fraction(3),
    ReviewReason.BEHIND: Fraction(1, 2),
    ReviewReason.MONEY_WITHOUT_RESULT: Fraction(1),
    ReviewReason.WEIGHT: Fraction(5, 100),
}
_A_YEAR = timedelta(days=365)
_NOT_ACCEPTED = (Outcome.REJECTED, Outcome.NOT_VERIFIABLE)
#: By project key.
Sizes = Mapping[int, int | Fraction]


@dataclass(frozen=True, slots=True)
class Reason:
    """`size`: how many risks, figures or reports; the fraction of the year it is behind, or of the plan's pesos."""

    kind: ReviewReason
    size: Fraction

    @property
    def points(self) -> Fraction:
        return min(Fraction(1), self.size / _FULL[self.kind]) * int(settings.REVIEW_POINTS.get(self.kind.value, 0))


@dataclass(frozen=True, slots=True)
class QueuedProject:
    """`reasons`: the heaviest first. `reviewed`: its last review in the year of the queue."""

    project: Project
    reasons: tuple[Reason, ...]
    of_weight: bool
    reviewed: ProjectReview | None

    @property
    def points(self) -> Fraction:
        return sum((reason.points for reason in self.reasons), Fraction(0))


def review_queue(
    user: User | None, plan: Plan, on: date, *, behind: Mapping[str, Fraction] | None = None
) -> list[QueuedProject]:
    """Every project of the plan on that day: those not reviewed in its year first, by points, then by code.

    `behind`: by code, how far each is from what was expected of it, as a fraction; what was achieved is measured above
    this module and given to it. A constant number of queries.
    """
    check_can_see_plan(user, plan)
    money = money_of(None, plan, on)
    shares = shares_of_pesos(money)
    weighty = of_weight(plan, on, shares)
    reviewed = {review.project_id: review for review in reviews_in(plan, on.year).order_by("reviewed_at", "pk")}
    found: dict[ReviewReason, Sizes] = {
        ReviewReason.CRITICAL_RISK: Counter(
            risk.project_id or 0 for risk in open_risks([plan]) if risk.band == RiskBand.CRITICAL
        ),
        ReviewReason.REJECTED: _rejected(plan, on),
        ReviewReason.OVERDUE: _overdue(plan, on),
        ReviewReason.MONEY_WITHOUT_RESULT: _money_without_result(money),
        ReviewReason.WEIGHT: shares,
    }
    queue = []
    for project in projects_on(plan, on).select_related("entity").order_by("code"):
        sizes = {kind: Fraction(of.get(project.pk, 0)) for kind, of in found.items()}
        sizes[ReviewReason.BEHIND] = (behind or {}).get(project.code, Fraction(0))
        reasons = sorted((Reason(*pair) for pair in sizes.items() if pair[1] > 0), key=lambda reason: -reason.points)
        queue.append(QueuedProject(project, tuple(reasons), project.pk in weighty, reviewed.get(project.pk)))
    return sorted(queue, key=lambda one: (one.reviewed is not None, -one.points, one.project.code))


def projects_on(plan: Plan, on: date) -> QuerySet[Project]:
    """Those that are part of the plan that day."""
    entered = Q(entered_on__isnull=True) | Q(entered_on__lte=on)
    return Project.objects.filter(entered, plan=plan).exclude(closed_on__lte=on)


def reviews_in(plan: Plan, year: int) -> QuerySet[ProjectReview]:
    """Of sessions of that year."""
    return (
        ProjectReview.objects.filter(plan=plan)
        .filter(reviewed_at__gte=start_of(date(year, 1, 1)), reviewed_at__lt=start_of(date(year + 1, 1, 1)))
        .select_related("project", "session", "item")
    )


def pesos_of_projects(money: Money) -> dict[int, int]:
    """Project → final appropriation of its lines in the year of `money.on`, whole pesos."""
    return {pk: stages.final or 0 for pk, stages in money.by_project(money.on.year).items()}


def shares_of_pesos(money: Money) -> dict[int, Fraction]:
    """Project → its part of what the projects of the plan have for the year; empty where nothing was appropriated."""
    pesos = pesos_of_projects(money)
    total = sum(pesos.values())
    return {pk: Fraction(amount, total) for pk, amount in pesos.items()} if total else {}


def of_weight(plan: Plan, on: date, shares: Mapping[int, Fraction]) -> set[int]:
    """The largest projects that together make up `settings.REVIEW_WEIGHT` of the pesos; all where there are none."""
    if not shares:
        return set(projects_on(plan, on).values_list("pk", flat=True))
    found, sofar = set(), Fraction(0)
    for pk, share in sorted(shares.items(), key=lambda pair: (-pair[1], pair[0])):
        if sofar >= Fraction(settings.REVIEW_WEIGHT):
            break
        found.add(pk)
        sofar += share
    return found


def _rejected(plan: Plan, on: date) -> Sizes:
    """Figures of the last twelve months that the verifier did not accept, and nobody has corrected."""
    reports = Report.objects.filter(indicator__plan=plan, outcome__in=_NOT_ACCEPTED)
    rows = reports.filter(period__cut_off__gt=on - _A_YEAR, period__cut_off__lte=on).exclude(
        state=ReportState.SUPERSEDED
    )
    return Counter(pk for pk in rows.order_by().values_list("indicator__product__project", flat=True) if pk)


def _overdue(plan: Plan, on: date) -> Sizes:
    indicators = Indicator.objects.filter(plan=plan).select_related("plan", "product")
    periods = ReportingPeriod.objects.filter(plan=plan, cut_off__lte=on)
    late = (one for one in standings(indicators.order_by("code"), periods, on) if one.overdue)
    return Counter(one.indicator.product.project_id for one in late if one.indicator.product is not None)


def _money_without_result(money: Money) -> Sizes:
    """Projects programmed in the year of the last cut-off that obligated money of it and verified nothing in it."""
    last = ReportingPeriod.objects.filter(plan=money.plan, cut_off__lte=money.on).order_by("-cut_off").first()
    if last is None:
        return {}
    output = {"indicator__plan": money.plan, "indicator__product__isnull": False}
    targets = Target.objects.filter(**output, year=last.year, quarter__isnull=True, value__isnull=False)
    verified = Report.objects.filter(**output, period__year=last.year, verified_value__gt=0)
    programmed, holding = (
        set(rows.order_by().values_list("indicator__product__project", flat=True)) for rows in (targets, verified)
    )
    spent = money.by_project(last.year)
    return {pk: 1 for pk, stages in spent.items() if stages.obligation and pk in programmed - holding}
