"""Shares as people write them: 10 on the screen, 0.1 inside."""

from decimal import Decimal
from typing import Any

from concierta.web.staff.forms.quantities import QuantityField

_HUNDRED = Decimal(100)


class PercentField(QuantityField):
    """Cleans to a fraction; `initial` is in percent, as `in_percent` gives it. A hundred at most."""

    most_decimals = 4
    largest = _HUNDRED

    def clean(self, value: Any) -> Decimal | None:
        written = super().clean(value)
        return None if written is None else written / _HUNDRED


def in_percent(fraction: Any) -> Decimal | None:
    """A fraction (also as text) in percent, for the initial value of a `PercentField`."""
    return None if fraction in (None, "") else Decimal(str(fraction)) * _HUNDRED
