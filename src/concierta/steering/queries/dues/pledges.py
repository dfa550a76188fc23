"""What signatories promised: the date of each pledge, and the self-assessment of those that nothing counts."""

from collections.abc import Iterator

from concierta.agreements.enums import MADE
from concierta.agreements.models import Pledge
from concierta.people.enums import Role
from concierta.plans.enums import PlanState
from concierta.plans.models import ReportingPeriod
from concierta.reporting.queries.assessments import declarative_pledges, owed_of
from concierta.responsibilities.enums import Duty
from concierta.steering.enums import DueKind
from concierta.steering.queries.dues.due import Obligation, Window
from concierta.steering.queries.dues.words import in_language


def pledges_due(window: Window) -> Iterator[Obligation]:
    pledges = Pledge.objects.filter(due_on__range=(window.on, window.until), state__in=MADE)
    for pledge in pledges.select_related("entity", "clause__agreement").order_by("clause__ordinal", "code"):
        if pledge.due_on is not None and window.of(pledge.entity_id):
            yield Obligation(
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
                address_hint=("pledge", (pledge.pk,)),
            )


def self_assessments_due(window: Window) -> Iterator[Obligation]:
    """Also those of periods still to end, as for reports."""
    pledges = declarative_pledges()
    if window.entities is not None:
        pledges = pledges.filter(entity__in=window.entities)
    periods = ReportingPeriod.objects.filter(plan__state=PlanState.IN_FORCE, cut_off__lte=window.until)
    for owed in owed_of(pledges, periods.select_related("plan"), window.on):
        pledge, period = owed.pledge, owed.period
        yield Obligation(
            DueKind.SELF_ASSESSMENT,
            f"pledge:{pledge.code}:{period.label}",
            f"{pledge.code} {in_language(pledge, 'text')}",
            owed.due_on,
            pledge.entity,
            roles=(Role.REPORTER,),
            duty=Duty.REPORTS,
            matters=(("pledge", pledge.pk),),
            secretariat=period.plan.secretariat_id,
            plan=period.plan.slug,
            period=period.label,
            address_hint=("self_assessment", (pledge.pk, period.pk)),
        )
