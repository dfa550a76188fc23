"""What signatories promised: the date of each pledge, and the self-assessment of those that nothing counts."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from concierta.agreements.enums import PledgeKind
from concierta.agreements.models import Pledge
from concierta.indicators.models import Indicator
from concierta.people.enums import Role
from concierta.plans.enums import PlanState
from concierta.plans.models import ReportingPeriod
from concierta.reporting.models import SelfAssessment
from concierta.reporting.queries import deadlines_of
from concierta.responsibilities.enums import Duty
from concierta.steering.enums import DueKind
from concierta.steering.queries.dues.due import Owed, Window
from concierta.steering.queries.dues.words import in_language


def pledges_due(window: Window) -> Iterator[Owed]:
    pledges = Pledge.objects.filter(due_on__range=(window.on, window.until))
    for pledge in pledges.select_related("entity", "clause__agreement").order_by("clause__ordinal", "code"):
        if pledge.due_on is not None and window.of(pledge.entity_id):
            yield Owed(
                DueKind.PLEDGE,
                f"pledge:{pledge.code}",
                in_language(pledge, "text"),
                pledge.due_on,
                pledge.entity,
                roles=(Role.MEMBER, Role.REPORTER),
                duty=Duty.EXECUTES,
                matters=(("pledge", pledge.pk),),
                plan=pledge.clause.agreement.slug,
                binding=False,
                address_hint=("agreement", (pledge.clause.agreement.slug,)),
            )


def self_assessments_due(window: Window) -> Iterator[Owed]:
    """Of the latest cut-off that has come and of those to come, when its reports are due.

    What an older self-assessment would have told, the next one tells: nobody owes those of the past.
    """
    by_agreement = _periods(window)
    made = set(SelfAssessment.objects.order_by().values_list("pledge_id", "period_id"))
    pledges = declarative_pledges().filter(clause__agreement__in=by_agreement)
    for pledge in pledges.select_related("entity", "clause").order_by("clause__ordinal", "code"):
        for period in by_agreement[pledge.clause.agreement_id]:
            if (pledge.pk, period.pk) in made or not window.of(pledge.entity_id):
                continue
            yield Owed(
                DueKind.SELF_ASSESSMENT,
                f"pledge:{pledge.code}:{period.label}",
                in_language(pledge, "text"),
                deadlines_of(period).report_due(period.cut_off),
                pledge.entity,
                roles=(Role.REPORTER, Role.MEMBER),
                duty=Duty.REPORTS,
                matters=(("pledge", pledge.pk),),
                secretariat=period.plan.secretariat_id,
                plan=period.plan.slug,
                period=period.label,
                address_hint=("self_assessment", (pledge.pk, period.pk)),
            )


def declarative_pledges() -> QuerySet[Pledge]:
    """Promises to act that no indicator counts: their signatory says how it goes, and the table what it thinks."""
    measured = Indicator.objects.filter(pledge=OuterRef("pk"))
    return Pledge.objects.filter(~Exists(measured), kind=PledgeKind.ACTION)


def _periods(window: Window) -> dict[int, list[ReportingPeriod]]:
    """By agreement, one for each cut-off: the quarter where a year ends with it, as a corte has it."""
    periods = (
        ReportingPeriod.objects.filter(plan__state=PlanState.IN_FORCE, cut_off__lte=window.until)
        .filter(plan__agreement__isnull=False)
        .select_related("plan")
        .order_by("cut_off", "quarter", "pk")
    )
    by_cut_off: dict[tuple[int, date], ReportingPeriod] = {}
    for period in periods:
        if period.plan.agreement_id is not None:
            known = by_cut_off.get((period.plan.agreement_id, period.cut_off))
            if known is None or known.quarter is None:
                by_cut_off[period.plan.agreement_id, period.cut_off] = period
    found: dict[int, list[ReportingPeriod]] = defaultdict(list)
    for (agreement, _cut_off), period in by_cut_off.items():
        found[agreement].append(period)
    for agreement, ordered in found.items():
        come = sum(period.cut_off <= window.on for period in ordered)
        found[agreement] = ordered[max(come - 1, 0) :]
    return found
