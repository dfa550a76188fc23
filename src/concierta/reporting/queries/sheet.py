"""Everything a report form shows, whether or not the report exists yet."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from concierta.indicators.models import Category, CategorySet, Indicator
from concierta.kernel.errors import NotFound, Verdict, gettext_noop
from concierta.people.models import User
from concierta.people.queries import memberships_on
from concierta.plans.models import ReportingPeriod
from concierta.reporting.models import Report, ReportStep
from concierta.reporting.permissions import can_correct, can_draft, can_edit, can_return, can_review, can_submit
from concierta.reporting.queries.reports import history_of, report_for
from concierta.reporting.queries.standing import Standing, standing_of


@dataclass(frozen=True, slots=True)
class BreakdownSet:
    """One way the figure is broken down, each category with what was written for it (None: nothing)."""

    category_set: CategorySet
    parts: tuple[tuple[Category, Decimal | None], ...]


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """`report` is the latest version, None when nobody has begun; each verdict carries the reason of its refusal."""

    standing: Standing
    report: Report | None
    breakdown: tuple[BreakdownSet, ...]
    history: tuple[ReportStep, ...]
    can_edit: Verdict
    can_submit: Verdict
    can_return: Verdict
    can_review: Verdict
    can_correct: Verdict
    pairs: dict[int, tuple[Decimal | None, Decimal | None]]
    """Of a ratio: numerator and denominator of each part, by the key of its category."""

    @property
    def indicator(self) -> Indicator:
        return self.standing.indicator

    @property
    def period(self) -> ReportingPeriod:
        return self.standing.period


def report_or_new(user: User, indicator_pk: int, period_pk: int, on: date) -> ReportSheet:
    """The sheet of an indicator and period for whoever acts for the reporting entity; otherwise NotFound."""
    indicator = (
        Indicator.objects.filter(pk=indicator_pk, reporter__in=memberships_on(user).order_by().values("entity"))
        .select_related("plan", "reporter", "reviewer", "verifier", "product__project", "node")
        .first()
    )
    period = ReportingPeriod.objects.filter(pk=period_pk).first()
    if indicator is None or period is None or period.plan_id != indicator.plan_id:
        raise NotFound(gettext_noop("No hay tal reporte, o no es visible para usted."))
    latest = Report.objects.filter(indicator=indicator, period=period).order_by("-version").first()
    return _sheet(user, indicator, period, report_for(user, latest.pk) if latest else None, on)


def sheet_of(user: User, pk: int, on: date) -> ReportSheet:
    """The sheet of the report `pk`, for anyone who may see it (the reviewer's page); otherwise NotFound."""
    report = report_for(user, pk)
    return _sheet(user, report.indicator, report.period, report, on)


def _sheet(user: User, indicator: Indicator, period: ReportingPeriod, report: Report | None, on: date) -> ReportSheet:
    none = Verdict(NotFound(gettext_noop("Todavía no hay nada escrito.")))
    return ReportSheet(
        standing=standing_of(indicator, period, report, on),
        report=report,
        breakdown=_breakdown(indicator, report),
        history=tuple(history_of(report)) if report else (),
        can_edit=can_edit(user, report) if report else can_draft(user, indicator),
        can_submit=can_submit(user, report) if report else none,
        can_return=can_return(user, report) if report else none,
        can_review=can_review(user, report) if report else none,
        can_correct=can_correct(user, report) if report else none,
        pairs={part.category_id: (part.numerator, part.denominator) for part in report.breakdown.all()}
        if report
        else {},
    )


def _breakdown(indicator: Indicator, report: Report | None) -> tuple[BreakdownSet, ...]:
    written = {part.category_id: part.value for part in report.breakdown.all()} if report else {}
    parts: dict[CategorySet, list[tuple[Category, Decimal | None]]] = defaultdict(list)
    categories = Category.objects.filter(category_set__indicator=indicator).select_related("category_set")
    for category in categories.order_by("category_set__code", "ordinal"):
        parts[category.category_set].append((category, written.get(category.pk)))
    return tuple(BreakdownSet(category_set, tuple(pairs)) for category_set, pairs in parts.items())
