"""The deadlines of a period, as this installation has configured them."""

from datetime import date

from django.conf import settings

from concierta.kernel.deadlines import Deadlines, deadlines_at
from concierta.plans.models import ReportingPeriod


def deadlines_on(cut_off: date) -> Deadlines:
    """The version of the deadlines in force at a cut-off on that day (CONCIERTA_DEADLINES, or the defaults)."""
    return deadlines_at(cut_off, settings.DEADLINES)


def deadlines_of(period: ReportingPeriod) -> Deadlines:
    return deadlines_on(period.cut_off)
