"""What each signatory had to file by when, and when it did: reports, self-assessments and tasks of the table."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from concierta.agreements.enums import COUNTED
from concierta.agreements.models import Agreement
from concierta.engines.clauses import Obligation
from concierta.indicators.models import Indicator
from concierta.kernel.clock import local_date
from concierta.mesa.enums import ActionState
from concierta.mesa.models import ActionItem
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan, ReportingPeriod
from concierta.reporting.models import ReportStep, SelfAssessment
from concierta.reporting.queries.assessments import declarative_pledges, owed_of, quarters_first
from concierta.reporting.queries.standing import deadlines_of, standings

REPORT, ASSESSMENT, TASK = "report", "self_assessment", "action_item"


@dataclass(frozen=True, slots=True)
class Filing(Obligation):
    """An obligation of the entity whose key is `entity`; `kind` and `subject` say which, as the public names them."""

    entity: int
    kind: str
    subject: str


def obligations_of(agreement: Agreement, on: date) -> list[Filing]:
    """Everything due by `on` in the plans of the agreement and at its table, by due date. A constant number of queries.

    A report is filed when its first version was sent; returned, it is still the day on which its entity answered. A
    closed plan owes nothing more; an indicator owes nothing for a year in which it was not programmed.
    """
    plans = list(Plan.objects.filter(agreement=agreement, state=PlanState.IN_FORCE))
    periods = [
        period
        for period in ReportingPeriod.objects.filter(plan__in=plans, cut_off__lte=on).select_related("plan")
        if deadlines_of(period).report_due(period.cut_off) < on
    ]
    found = [*_reports(plans, periods, on), *_assessments(periods, on), *_tasks(agreement, on)]
    return sorted(found, key=lambda one: (one.due_on, one.kind, one.subject))


def agreements_in_force() -> list[Agreement]:
    """Those of which a plan is in force, oldest first: what their signatories owe has a calendar."""
    plans = Plan.objects.filter(state=PlanState.IN_FORCE, agreement__isnull=False)
    return list(Agreement.objects.filter(pk__in=plans.values("agreement")).order_by("signed_on", "pk"))


def obligations_by_entity(agreement: Agreement, on: date) -> dict[int, list[Filing]]:
    """The same, by the key of the entity; an entity that owes nothing has an empty list."""
    found: dict[int, list[Filing]] = defaultdict(list)
    for one in obligations_of(agreement, on):
        found[one.entity].append(one)
    return found


def _reports(plans: list[Plan], periods: list[ReportingPeriod], on: date) -> Iterable[Filing]:
    indicators = Indicator.objects.filter(plan__in=plans, reporter__isnull=False).only("plan", "code", "reporter")
    sent = {
        (indicator, period): local_date(first)
        for indicator, period, first in ReportStep.objects.filter(act="submit", report__indicator__plan__in=plans)
        .order_by()
        .values("report__indicator_id", "report__period_id")
        .annotate(first=Min("at"))
        .values_list("report__indicator_id", "report__period_id", "first")
    }
    for standing in standings(indicators.order_by("code"), periods, on):
        if standing.indicator.reporter_id is None:
            continue
        filed = sent.get((standing.indicator.pk, standing.period.pk))
        if filed is None and not standing.needs_report and standing.report is not None:
            # Of an official matrix: it came with the matrix, and nobody sent it by itself.
            filed = local_date(standing.report.submitted_at) if standing.report.submitted_at else None
        yield Filing(
            due_on=deadlines_of(standing.period).report_due(standing.period.cut_off),
            filed_on=filed if filed is not None and filed <= on else None,
            entity=standing.indicator.reporter_id,
            kind=REPORT,
            subject=f"{standing.indicator.code} · {standing.period.label}",
        )


def _assessments(periods: list[ReportingPeriod], on: date) -> Iterable[Filing]:
    agreements = {period.plan.agreement_id for period in periods}
    pledges = declarative_pledges().filter(clause__agreement__in=agreements, state__in=COUNTED).select_related(None)
    for owed in owed_of(pledges.prefetch_related("clause").only("clause", "code", "due_on", "entity"), periods, on):
        subject = f"{owed.pledge.code} · {owed.period.label}"
        yield Filing(owed.due_on, None, owed.pledge.entity_id, ASSESSMENT, subject)
    asked = {period.pk: period for period in quarters_first(periods)}
    due = {period.pk: deadlines_of(period).report_due(period.cut_off) for period in asked.values()}
    made = SelfAssessment.objects.filter(period__in=asked, pledge__state__in=COUNTED).order_by("period", "pledge")
    for pk, made_at, entity, code in made.values_list("period_id", "made_at", "pledge__entity_id", "pledge__code"):
        filed = local_date(made_at)
        yield Filing(
            due_on=due[pk],
            filed_on=filed if filed <= on else None,
            entity=entity,
            kind=ASSESSMENT,
            subject=f"{code} · {asked[pk].label}",
        )


def _tasks(agreement: Agreement, on: date) -> Iterable[Filing]:
    tasks = ActionItem.objects.filter(mesa__agreement=agreement, due_on__lt=on).exclude(state=ActionState.DROPPED)
    for task in tasks:
        filed = local_date(task.done_at) if task.done_at else None
        yield Filing(
            due_on=task.due_on,
            filed_on=filed if filed is not None and filed <= on else None,
            entity=task.entity_id,
            kind=TASK,
            subject=str(task.number),
        )
