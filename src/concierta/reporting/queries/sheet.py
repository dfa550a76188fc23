"""The form of a report as whoever fills it sees it, with what is doubted of a figure."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from concierta.engines.achievement import Accumulation
from concierta.indicators.models import Category, CategorySet, Indicator
from concierta.indicators.written import is_count
from concierta.kernel.errors import NotFound, Number, Refusal, Verdict, gettext_noop
from concierta.people.models import User
from concierta.people.queries import entities_of
from concierta.plans.models import ReportingPeriod
from concierta.reporting.models import Report, ReportStep
from concierta.reporting.permissions import can_correct, can_draft, can_edit, can_return, can_review, can_submit
from concierta.reporting.queries.reports import history_of, latest_version, only_row, report_for
from concierta.reporting.queries.standing import Standing, standing_of

#: What the form shows of an indicator.
_OF_INDICATOR = (
    "plan",
    "reporter",
    "product__project",
)


@dataclass(frozen=True, slots=True)
class BreakdownSet:
    """One way the figure is broken down, each category with what was written for it (None: nothing)."""

    category_set: CategorySet
    parts: tuple[tuple[Category, Decimal | None], ...]


@dataclass(frozen=True)
class ReportSheet:
    """`report` is the latest version, None when nobody has begun; each verdict carries the reason of its refusal. What
    `user` does not come to see is not asked of the database."""

    user: User
    indicator: Indicator
    period: ReportingPeriod
    report: Report | None
    on: date

    @cached_property
    def pairs(self) -> dict[int, tuple[Decimal | None, Decimal | None]]:
        """Of a ratio: numerator and denominator of each part, by the key of its category."""
        parts = self.report.breakdown.all() if self.report else ()
        return {part.category_id: (part.numerator, part.denominator) for part in parts}

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self.indicator, self.period, self.report, self.on)

    @cached_property
    def breakdown(self) -> tuple[BreakdownSet, ...]:
        return _breakdown(self.indicator, self.report)

    @cached_property
    def history(self) -> tuple[ReportStep, ...]:
        return _history(self.report) if self.report else ()

    @cached_property
    def can_edit(self) -> Verdict:
        return can_edit(self.user, self.report) if self.report else can_draft(self.user, self.indicator)

    @cached_property
    def can_submit(self) -> Verdict:
        return self._verdict(can_submit)

    @cached_property
    def can_return(self) -> Verdict:
        return self._verdict(can_return)

    @cached_property
    def can_review(self) -> Verdict:
        return self._verdict(can_review)

    @cached_property
    def can_correct(self) -> Verdict:
        return self._verdict(can_correct)

    def _verdict(self, ask: Callable[[User, Report], Verdict]) -> Verdict:
        if self.report is None:
            return Verdict(NotFound(gettext_noop("Todavía no hay nada escrito.")))
        return ask(self.user, self.report)


def report_or_new(user: User, indicator_pk: int, period_pk: int, on: date) -> ReportSheet:
    """The sheet of an indicator and period for whoever acts for the reporting entity; otherwise NotFound."""
    own = entities_of(user)
    indicator = only_row(Indicator.objects.filter(pk=indicator_pk, reporter__in=own).select_related(*_OF_INDICATOR))
    period = only_row(ReportingPeriod.objects.filter(pk=period_pk))
    if indicator is None or period is None or period.plan_id != indicator.plan_id:
        raise NotFound(gettext_noop("No hay tal reporte, o no es visible para usted."))
    report = latest_version(indicator, period)
    if report is not None and report.reporter_entity_id not in own:
        report = report_for(user, report.pk)
    return ReportSheet(user, indicator, period, report, on)


def sheet_of(user: User, pk: int, on: date) -> ReportSheet:
    """The sheet of the report `pk`, for anyone who may see it (the reviewer's page); otherwise NotFound."""
    report = report_for(user, pk)
    return ReportSheet(user, report.indicator, report.period, report, on)


def _history(report: Report) -> tuple[ReportStep, ...]:
    """The steps that `report_for` has brought are all, when no version came before."""
    if report.version > 1:
        return tuple(history_of(report))
    return tuple(report.steps.all())


def _breakdown(indicator: Indicator, report: Report | None) -> tuple[BreakdownSet, ...]:
    written = {part.category_id: part.value for part in report.breakdown.all()} if report else {}
    parts: dict[CategorySet, list[tuple[Category, Decimal | None]]] = defaultdict(list)
    categories = Category.objects.filter(category_set__indicator=indicator).select_related("category_set")
    for category in categories.order_by("category_set__code", "ordinal"):
        parts[category.category_set].append((category, written.get(category.pk)))
    return tuple(BreakdownSet(category_set, tuple(pairs)) for category_set, pairs in parts.items())


#: Over this many times its target, a figure is asked about [D].
MUCH_OVER = 2
#: What is told from 1 January to the cut-off: it can only grow in a year.
_TO_DATE = frozenset({Accumulation.CUMULATIVE, Accumulation.FLOW})
_DIVIDED_BY_TARGET = _TO_DATE | {Accumulation.STOCK, Accumulation.MAINTENANCE}


@dataclass(frozen=True, slots=True)
class SendingDoubt:
    """`code` and the figure name the doubt: who says that it is meant says it of this figure. `asked` is a sentence."""

    code: str
    asked: Refusal


def sending_doubts(report: Report, standing: Standing) -> list[SendingDoubt]:
    """What to ask before `report` is sent: a figure to date below the one before it, or far over its target."""
    value, accumulation = report.value, Accumulation(standing.indicator.accumulation)
    if value is None:
        return []
    found = []
    before = _before(report) if accumulation in _TO_DATE and is_count(standing.indicator.unit) else None
    if before is not None and before.value is not None and value < before.value:
        sentence = gettext_noop(
            "En %(period)s se reportaron %(before)s y ahora %(value)s: lo acumulado en el año baja. ¿Es lo acumulado "
            "desde el 1 de enero, y no solo lo de este periodo?"
        )
        found.append(_doubt("falls", report, sentence, before=Number(before.value), period=before.period.label))
    target = standing.target
    if accumulation in _DIVIDED_BY_TARGET and target is not None and target > 0 and value > MUCH_OVER * target:
        share = (value / target * 100).quantize(Decimal(1), ROUND_HALF_UP)
        sentence = gettext_noop("%(value)s es el %(share)s %% de la meta, que es %(target)s. ¿Está bien la cifra?")
        found.append(_doubt("over", report, sentence, share=Number(share), target=Number(target)))
    return found


def _doubt(code: str, report: Report, sentence: str, **said: Any) -> SendingDoubt:
    value = report.value or Decimal(0)
    return SendingDoubt(f"{code}={value.normalize():f}", Refusal(sentence, value=Number(value), **said))


def _before(report: Report) -> Report | None:
    """The newest figure of an earlier cut-off of the same year that was sent."""
    cut_off = report.period.cut_off
    return (
        Report.objects.filter(
            indicator=report.indicator_id,
            period__cut_off__lt=cut_off,
            period__cut_off__year=cut_off.year,
            submitted_at__isnull=False,
            value__isnull=False,
        )
        .select_related("period")
        .only("value", "period__year", "period__quarter")
        .order_by("-period__cut_off", "-version")
        .first()
    )
