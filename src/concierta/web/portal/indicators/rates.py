"""A rate is told as itself first ("18,2 %, meta 16 %"), and its achieved share after. Counts go by their share."""

from typing import Any

from django.utils.translation import gettext

from concierta.engines.achievement import Measure, day_of
from concierta.web.kit import formats
from concierta.web.portal.corte import Corte
from concierta.web.portal.corte import Row as Record


def is_rate(indicator: Record) -> bool:
    """True if its figure is told as itself. Older cortes do not say what they measure."""
    return bool(indicator.measure) and Measure(indicator.measure).is_rate


def value(amount: Any, indicator: Record) -> str:
    """A quantity with the unit it is counted in: "1.440 personas", "11,4 %"; of a date, its day."""
    if indicator.measure == Measure.DATE and amount is not None:
        day = day_of(amount)
        return formats.long_date(day) if day else gettext("sin cumplir")
    return formats.measure(amount, indicator.unit, max(indicator.decimals or 0, 0) or 2)


def verified_value(latest: Record | None, indicator: Record) -> str:
    """What was verified; of a rate by its two figures, that of the year so far. Empty where nothing was."""
    if latest is None or latest.verified_value is None:
        return ""
    return value(_first(latest.verified_to_date, latest.verified_value), indicator)


def reported_value(latest: Record | None, indicator: Record) -> str:
    if latest is None:
        return ""
    return value(_first(latest.reported_to_date, latest.reported_value), indicator)


def expected_label(corte: Corte, indicator: Record) -> str:
    """What a rate was expected to be at the cut-off, in its own unit; "" for what is told by its share."""
    if not is_rate(indicator):
        return ""
    rows = [
        row
        for row in corte.measurements_of.get(indicator.indicator, [])
        if row.expected_value is not None and corte.periods[row.period].cut_off == corte.cut_off
    ]
    return value(rows[-1].expected_value, indicator) if rows else ""


def told(shown: str, note: str, latest: Record | None, indicator: Record) -> tuple[str, str]:
    """The figure of a list and what stands beside it, of a rate: itself, then its share of the target."""
    itself = verified_value(latest, indicator)
    if not itself or not is_rate(indicator):
        return shown, note
    target = gettext("meta %(target)s") % {"target": value(latest.target, indicator)} if latest is not None else ""
    share = gettext("%(share)s de la meta") % {"share": shown}
    return itself, " · ".join(part for part in (target, share, note) if part)


def _first(*amounts: Any) -> Any:
    return next((amount for amount in amounts if amount is not None), None)
