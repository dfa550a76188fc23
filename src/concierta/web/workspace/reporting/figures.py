"""A report's figure as the signature picture and the marks want it."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from concierta.engines.achievement import Accumulation, InvalidFigures, Measure, day_of, year_achievement
from concierta.reporting.enums import Outcome, ReportState
from concierta.reporting.queries import Standing
from concierta.web.kit import marks
from concierta.web.kit.formats import long_date, measure

if TYPE_CHECKING:
    from concierta.indicators.models import Indicator
    from concierta.reporting.models import Report


@dataclass(frozen=True, slots=True)
class Picture:
    """Fractions of the target in force; `id` is unique in the page. `awaited`: `reported` is of a sum, and where it
    would be if all that awaits its verification were confirmed."""

    id: str
    verified: Fraction | None
    reported: Fraction | None
    state: str
    target_label: str
    reported_value: str
    verified_value: str
    awaited: bool = False


def mark_of(report: "Report | None") -> str:
    """Which of the six marks a report has. A draft is nobody's claim yet, so it is no data."""
    if report is None or report.value is None or report.state == ReportState.DRAFT:
        return marks.NO_DATA
    return report.outcome or marks.REPORTED


def picture_of(
    standing: Standing, report: "Report | None", *, draft_value: Decimal | None = None, id: str = ""
) -> Picture:
    """`draft_value` draws what is being written as if it were already reported: what the public would see."""
    indicator = standing.indicator
    value = draft_value if draft_value is not None else (report.value if report else None)
    state = marks.REPORTED if draft_value is not None else mark_of(report)
    proved = None
    if draft_value is None and report is not None and report.outcome:
        zero = report.outcome in (Outcome.REJECTED, Outcome.NOT_VERIFIABLE)
        proved = Fraction(0) if zero else share(standing, report.verified_value)
    return Picture(
        id=id or f"ab-{indicator.pk}-{standing.period.pk}",
        verified=proved,
        reported=share(standing, value),
        state=state,
        target_label=with_unit(standing.target, indicator),
        reported_value=with_unit(value, indicator) if value is not None else "",
        verified_value=with_unit(report.verified_value, indicator)
        if report and report.verified_value is not None
        else "",
    )


def share(standing: Standing, value: Decimal | None) -> Fraction | None:
    """`value` against the target, by the indicator's own type; None where it cannot be said."""
    indicator, before = standing.indicator, standing.last_published
    if before is not None and before.period.year == standing.period.year - 1:
        previous = before.verified_value
    else:
        # In the plan's first year a fall is compared with the baseline; after a gap, with nothing.
        previous = indicator.baseline if standing.period.year == indicator.plan.starts_on.year else None
    try:
        return year_achievement(
            Accumulation(indicator.accumulation),
            actual=value,
            target=standing.target,
            baseline=indicator.baseline,
            previous=previous,
            measure=Measure(indicator.measure),
        )
    except InvalidFigures:
        return None


def with_unit(value: Decimal | Fraction | None, indicator: "Indicator") -> str:
    """A figure as it is told: "1.440 personas", "11,4 %"; of a date, its day."""
    if indicator.measure == Measure.DATE and value is not None:
        day = day_of(value)
        return long_date(day) if day else gettext("sin cumplir")
    return measure(value, indicator.unit, max(indicator.decimals, 0) or 2)
