"""Reports that entities have to send, by the deadlines of their period."""

from collections.abc import Iterator

from django.utils.translation import gettext

from concierta.indicators.models import Indicator
from concierta.people.enums import Role
from concierta.plans.enums import PlanState
from concierta.plans.models import ReportingPeriod
from concierta.reporting.enums import ReportState
from concierta.reporting.queries import standings
from concierta.responsibilities.enums import Duty
from concierta.steering.enums import DueKind
from concierta.steering.queries.dues.due import Obligation, Window
from concierta.steering.queries.dues.matters import matters_of
from concierta.steering.queries.dues.words import in_language


def reports_due(window: Window) -> Iterator[Obligation]:
    """Also those of periods still to end: their date is known long before anything can be sent."""
    indicators = (
        Indicator.objects.filter(plan__state=PlanState.IN_FORCE)
        .select_related("plan", "reporter", "product")
        .order_by("code")
    )
    if window.entities is not None:
        indicators = indicators.filter(reporter__in=window.entities)
    periods = ReportingPeriod.objects.filter(plan__state=PlanState.IN_FORCE, cut_off__lte=window.until)
    for standing in standings(indicators, periods, window.on):
        if not standing.needs_report or standing.due_on > window.until:
            continue
        indicator, period = standing.indicator, standing.period
        title = in_language(indicator, "name")
        if standing.state == ReportState.RETURNED:
            title = gettext("%(name)s (devuelto)") % {"name": title}
        yield Obligation(
            DueKind.REPORT,
            f"report:{indicator.code}:{period.label}",
            title,
            standing.due_on,
            indicator.reporter,
            roles=(Role.REPORTER,),
            duty=Duty.REPORTS,
            matters=matters_of(indicator),
            secretariat=indicator.plan.secretariat_id,
            plan=indicator.plan.slug,
            period=period.label,
            address_hint=("report_form", (indicator.pk, period.pk)),
        )
