"""Opening the periods that reports are due for."""

from datetime import datetime

from django.db import transaction

from concierta.kernel.errors import Invalid, gettext_noop
from concierta.kernel.periods import Period
from concierta.ledger.operations import record_event
from concierta.people.models import User
from concierta.plans.models import Plan, ReportingPeriod
from concierta.plans.permissions import check_can_feed_plan


@transaction.atomic
def open_period(*, plan: Plan, period: Period, by: User | None, at: datetime) -> ReportingPeriod:
    """The plan's reporting period for `period`, opened if it was not. Refuses one outside the plan's own years."""
    check_can_feed_plan(by, plan)
    found = ReportingPeriod.objects.filter(plan=plan, year=period.year, quarter=period.quarter).first()
    if found:
        return found
    opened = add_period(plan, period)
    record_event(
        kind="plan.period_opened",
        subject=f"{plan.slug}/{period.label}",
        plan=plan.slug,
        body={"cut_off": period.cut_off.isoformat()},
        by=by,
        entity=plan.secretariat,
        at=at,
    )
    return opened


def add_period(plan: Plan, period: Period) -> ReportingPeriod:
    """The row alone, inside a larger act that records its own event."""
    if not plan.starts_on <= period.cut_off <= plan.ends_on:
        raise Invalid(
            gettext_noop("El periodo %(period)s cae fuera del plan «%(plan)s», que va de %(starts_on)s a %(ends_on)s."),
            field="period",
            period=period.label,
            plan=plan.name,
            starts_on=plan.starts_on.isoformat(),
            ends_on=plan.ends_on.isoformat(),
        )
    created, _ = ReportingPeriod.objects.get_or_create(
        plan=plan, year=period.year, quarter=period.quarter, defaults={"cut_off": period.cut_off}
    )
    return created
