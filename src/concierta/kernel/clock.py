"""The one place that reads the time. Everything else is given it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BOGOTA = ZoneInfo("America/Bogota")


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The date in Colombia, which is what a deadline means."""
    return now().astimezone(BOGOTA).date()


def date_in_bogota(moment: datetime) -> date:
    return moment.astimezone(BOGOTA).date()
