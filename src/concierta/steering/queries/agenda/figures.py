"""Percentages and quantities as the agenda writes them, in the active language."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext

from concierta.evaluation.words import percent as written
from concierta.indicators.models import Indicator

_NBSP = "\N{NO-BREAK SPACE}"


def percent(fraction: Fraction | None) -> str:
    """Fraction(1, 2) → "50,0 %": always one decimal, since it stands beside another."""
    if fraction is None:
        return gettext("sin dato")
    return written(fraction)


def quantity(value: Decimal | Fraction | None, indicator: Indicator) -> str:
    """ "1.440 personas", without idle zeros."""
    if value is None:
        return gettext("sin dato")
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
    rounded = exact.quantize(Decimal(1).scaleb(-indicator.decimals), ROUND_HALF_UP).normalize()
    places = max(0, -int(rounded.as_tuple().exponent))
    return f"{number_format(rounded, decimal_pos=places, force_grouping=True)}{_NBSP}{indicator.unit}"
