"""The latest figure of an indicator: what an adjustment measure is weighed with, before and after."""

from collections.abc import Iterable
from datetime import date

from concierta.amendments.readers import FigureRead
from concierta.reporting.enums import Outcome, ReportState
from concierta.reporting.models import Report


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
