"""Reporting periods: a quarter or a whole year, each ending at its cut-off."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from concierta.kernel.errors import Invalid, gettext_noop

_CUT_OFFS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}
_LABEL = re.compile(r"(\d{4})(?:-[TQ]([1-4]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A year (`quarter` None) or one quarter of it."""

    year: int
    quarter: int | None = None

    def __post_init__(self) -> None:
        if not 1900 <= self.year <= 2200 or self.quarter not in (None, 1, 2, 3, 4):
            raise Invalid(
                gettext_noop("«%(year)s-%(quarter)s» no es un periodo."), year=self.year, quarter=self.quarter
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read '2024-T4' or '2024'; anything else is `Invalid`."""
        match = _LABEL.fullmatch(text.strip().upper())
        if match is None:
            raise Invalid(gettext_noop("«%(text)s» no es un periodo: escriba por ejemplo 2024-T4 o 2024."), text=text)
        return cls(int(match[1]), int(match[2]) if match[2] else None)

    @classmethod
    def of_cut_off(cls, cut_off: date) -> Self:
        """The quarter that ends on `cut_off`; `Invalid` for a date that ends no quarter."""
        for quarter, (month, day) in _CUT_OFFS.items():
            if (cut_off.month, cut_off.day) == (month, day):
                return cls(cut_off.year, quarter)
        raise Invalid(
            gettext_noop("%(date)s no es una fecha de corte: use 31-mar, 30-jun, 30-sep o 31-dic."),
            date=cut_off.isoformat(),
        )

    @property
    def cut_off(self) -> date:
        return date(self.year, *_CUT_OFFS[self.quarter or 4])

    @property
    def starts_on(self) -> date:
        return date(self.year, 1 if self.quarter is None else 3 * self.quarter - 2, 1)

    @property
    def label(self) -> str:
        return str(self.year) if self.quarter is None else f"{self.year}-T{self.quarter}"

    def __lt__(self, other: Self) -> bool:
        return (self.cut_off, self.quarter or 5) < (other.cut_off, other.quarter or 5)

    def __str__(self) -> str:
        return self.label
