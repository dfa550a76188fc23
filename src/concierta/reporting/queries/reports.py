"""Loading reports, and what hangs on them, for a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, Prefetch, Q, QuerySet

from concierta.amendments.readers import FigureRead
from concierta.evidence.models import Evidence
from concierta.evidence.queries import evidence_for as own_evidence_for
from concierta.indicators.enums import IndicatorKind
from concierta.indicators.models import Indicator
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.people.queries import entities_of, entities_where, memberships_on
from concierta.plans.models import Plan, Project, ReportingPeriod
from concierta.plans.participation import PLANS
from concierta.plans.queries import plans_of
from concierta.reporting.enums import Outcome, ReportState
from concierta.reporting.models import Report, ReportBreakdown, ReportStep, SelfAssessment
from concierta.reporting.queries.standing import deadlines_of

Row = TypeVar("Row", bound=Model)


def only_row(rows: QuerySet[Row]) -> Row | None:
    """The one row that a unique key leaves, None if there is none.

    `first` would put it in order, and Django hashes every column of a wide row before it does.
    """
    return next(iter(rows.order_by()[:1]), None)


#: Everything a page about one report shows of its indicator and of the people who acted.
_WITH = (
    "indicator__plan__secretariat",
    "indicator__plan__reviewer",
    "indicator__plan__verifier",
    "indicator__product__project",
    "indicator__node",
    "indicator__pledge",
    "indicator__reporter",
    "indicator__reviewer",
    "indicator__verifier",
    "period",
    "reporter",
    "reporter_entity",
    "reviewer",
    "reviewer_entity",
    "verifier",
    "verifier_entity",
)


def visible_reports(user: User) -> QuerySet[Report]:
    """The reports `user` may see: those of the entities they act for and, once sent, those these entities review,
    verify, present or oversee. A draft belongs to the entity that answers for the indicator, also where another began
    it; what was sent stays with the one that sent it too."""
    entities = entities_of(user)
    return Report.objects.filter(
        Q(indicator__reporter__in=entities)
        | ~Q(state=ReportState.DRAFT)
        & (
            Q(reporter_entity__in=entities)
            | answered_by("reviewer", entities)
            | answered_by("verifier", entities)
            | answered_by("presenter", entities)
            | Q(indicator__plan__secretariat__in=entities)
        )
    )


def answered_by(part: str, entities: Sequence[int] | QuerySet[Any, Any]) -> Q:
    """Reports whose indicator gives `part` ("reviewer"…) to one of `entities`, or leaves it to its plan, which does."""
    return Q(**{f"indicator__{part}__in": entities}) | Q(
        **{f"indicator__{part}__isnull": True, f"indicator__plan__{part}__in": entities}
    )


def report_for(user: User, pk: int) -> Report:
    """The report `pk` with its evidence, breakdown and history, if `user` may see it; otherwise NotFound."""
    one = Report.objects.filter(pk=pk).select_related(*_WITH).prefetch_related(*_hanging())
    # Most read their own; whether they may is a word, while what others may see is half a page of SQL.
    report = only_row(one.filter(indicator__reporter__in=entities_of(user)))
    if report is None:
        report = only_row(one.filter(pk__in=visible_reports(user).filter(pk=pk).order_by().values("pk")))
    if report is None:
        raise NotFound(gettext_noop("No hay tal reporte, o no es visible para usted."))
    # Whoever may see a report has a part in its plan.
    PLANS.was_found(user, report.indicator.plan_id)
    return report


def latest_version(indicator: Indicator, period: ReportingPeriod) -> Report | None:
    """The newest report of `indicator` in `period` with what hangs on it, None if nobody has begun. For a caller that
    has authorised its reader: it asks nobody's leave."""
    versions = (
        Report.objects.filter(indicator=indicator, period=period)
        .select_related("reporter", "reporter_entity")
        .prefetch_related(*_hanging())
        .order_by()
    )
    # They are few: putting so wide a row in order costs the database layer more than reading all of them.
    report = max(versions, key=lambda version: version.version, default=None)
    if report is not None:
        report.indicator, report.period = indicator, period
    return report


def _hanging() -> "tuple[Prefetch[Any], ...]":
    """Evidence, breakdown and history, a query each. Their own order: the models' would join half the plan."""
    return (
        Prefetch("evidence", Evidence.objects.select_related("file").order_by("uploaded_at", "pk")),
        Prefetch(
            "breakdown",
            ReportBreakdown.objects.select_related("category__category_set").order_by(
                "category__category_set__code", "category__ordinal"
            ),
        ),
        Prefetch("steps", ReportStep.objects.select_related("by", "entity").order_by("at", "pk")),
    )


def reports_of_indicator(user: User, indicator_pk: int) -> QuerySet[Report]:
    """Every version that `user` may see of every period of an indicator, newest period and version first."""
    return (
        visible_reports(user)
        .filter(indicator=indicator_pk)
        .select_related("period", "reporter_entity", "verifier_entity")
        .order_by("-period__cut_off", "-version")
    )


def newest_by_product(user: User, project: Project) -> dict[int | None, Report]:
    """The newest report that was sent of each product of `project` and that `user` may see, by the product's key."""
    sent = _sent(user, indicator__product__project=project)
    return {report.indicator.product_id: report for report in sent}


def newest_by_outcome(user: User, plan: Plan) -> dict[int, Report]:
    """The newest report that was sent of each outcome indicator of `plan` and that `user` may see, by its key."""
    sent = _sent(user, indicator__plan=plan, indicator__kind=IndicatorKind.OUTCOME)
    return {report.indicator_id: report for report in sent}


def _sent(user: User, **of: Any) -> QuerySet[Report]:
    """Oldest first, so that in a dictionary the newest stays."""
    sent = visible_reports(user).filter(**of).exclude(state=ReportState.DRAFT)
    return sent.select_related("indicator").order_by("period__cut_off", "version")


def history_of(report: Report) -> QuerySet[ReportStep]:
    """All that happened to the figure of this indicator and period, in every version up to this one, oldest first.

    `report` comes from a query that authorised it; later versions may be drafts that its reader may not see.
    """
    return (
        ReportStep.objects.filter(
            report__indicator=report.indicator_id,
            report__period=report.period_id,
            report__version__lte=report.version,
        )
        .select_related("report", "by", "entity")
        .order_by("at", "pk")
    )


def evidence_for(user: User, pk: int) -> Evidence:
    """The evidence `pk`, if `user` acts for the entity that brought it or may see a report that rests on it; that of a
    self-assessment, which only a plan in force has, is for everybody with a part in the plan."""
    assessed = SelfAssessment.objects.filter(evidence=pk, period__plan__in=plans_of(user).order_by().values("pk"))
    if visible_reports(user).filter(evidence=pk).exists() or assessed.exists():
        return Evidence.objects.select_related("file", "entity", "uploaded_by").get(pk=pk)
    return own_evidence_for(user, pk)


def latest_figures(indicators: Iterable[int], on: date) -> dict[int, FigureRead]:
    """By primary key, the value of the latest period up to `on` that anybody verified; where nobody verified any, the
    latest one sent. One query. For the program, not a person.

    What was replaced, or is being written or corrected, is nobody's figure yet; what a verifier refused is no longer.
    """
    unsaid = (ReportState.DRAFT, ReportState.RETURNED, ReportState.SUPERSEDED)
    refused = (Outcome.REJECTED, Outcome.NOT_VERIFIABLE)
    reports = (
        Report.objects.filter(indicator__in=list(indicators), period__cut_off__lte=on, value__isnull=False)
        .exclude(state__in=unsaid)
        .exclude(outcome__in=refused)
        .order_by("period__cut_off", "version")
        .values_list("indicator_id", "period_id", "value", "verified_value")
    )
    found: dict[int, FigureRead] = {}
    for indicator, period, value, verified_value in reports:
        known = found.get(indicator)
        if verified_value is not None:
            found[indicator] = FigureRead(verified_value, period, verified=True)
        elif value is not None and (known is None or not known.verified):
            found[indicator] = FigureRead(value, period, verified=False)
    return found


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
