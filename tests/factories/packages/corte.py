"""When the invented corte is, and what all its rows share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

CUT_OFF = date(2025, 3, 31)
PERIODS = (("2024-T3", date(2024, 9, 30)), ("2024-T4", date(2024, 12, 31)), ("2025-T1", CUT_OFF))

Add = Callable[..., None]
"""`add(table, **values)` puts a row in a table of the package."""


@dataclass(frozen=True)
class InventedCorte:
    slug: str
    cut_off: date
    demonstrative: bool
    add: Add

    @property
    def periods(self) -> list[tuple[str, date]]:
        return [(label, day) for label, day in PERIODS if day <= self.cut_off] or [("2024-T3", self.cut_off)]

    @property
    def period(self) -> str:
        return self.periods[-1][0]

    @property
    def at(self) -> datetime:
        """When it was published."""
        return datetime(self.cut_off.year, self.cut_off.month, self.cut_off.day, 15, tzinfo=UTC) + timedelta(days=23)

    @property
    def origin(self) -> dict[str, Any]:
        if self.demonstrative:
            return {"origin": "demonstrative", "source": ""}
        return {"origin": "official", "source": "Cuadro 1S"}
