"""The deadlines of a period, as this installation has configured them."""

from django.conf import settings

from concierta.kernel.deadlines import Deadlines, deadlines_at
from concierta.plans.models import ReportingPeriod


def deadlines_of(period: ReportingPeriod) -> Deadlines:
    """The version of the deadlines in force at the period's cut-off (CONCIERTA_DEADLINES, or the defaults)."""
    return deadlines_at(period.cut_off, settings.DEADLINES)
