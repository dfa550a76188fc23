"""The one place that reads the time. Everything else is given it."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

BOGOTA = ZoneInfo("America/Bogota")


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The date in Colombia, which is what a deadline means."""
    return now().astimezone(BOGOTA).date()


def start_of(day: date) -> datetime:
    """The first instant of `day` in Colombia."""
    return datetime.combine(day, time.min, BOGOTA)


def date_in_bogota(moment: datetime) -> date:
    return moment.astimezone(BOGOTA).date()
