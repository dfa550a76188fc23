"""The one place that reads the time, and the one that makes a day of a moment. Everything else is given both.

A day is the installation's, from its first second to its last: CONCIERTA_TIME_ZONE, or America/Bogota without it.
`tests/unit/test_days_are_local.py` keeps every other module from taking the date off a moment.
"""

import os
from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from concierta.kernel.errors import Invalid, gettext_noop


@cache
def zone() -> ZoneInfo:
    """Where the installation is; Invalid, naming the setting, for a zone that there is none of."""
    name = os.environ.get("CONCIERTA_TIME_ZONE") or "America/Bogota"
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Invalid(
            gettext_noop("CONCIERTA_TIME_ZONE: «%(name)s» no es una zona horaria, como America/Bogota."), name=name
        ) from None


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The date where the installation is, which is what a deadline means."""
    return local_date(now())


def local_time(moment: datetime) -> datetime:
    """The same moment as the clocks of the installation show it; ValueError for one that says no zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone is nobody's day")
    return moment.astimezone(zone())


def local_date(moment: datetime) -> date:
    """The day that a moment belongs to where the installation is; ValueError for one that says no zone."""
    return local_time(moment).date()


def local_moment(day: date, hour: time) -> datetime:
    """When the clocks of the installation show `hour` on `day`."""
    return datetime.combine(day, hour, zone())


def written_date(stated: datetime) -> date:
    """The day of a date and hour that a file or a person wrote, as written: whatever zone it names, or none."""
    return stated.date()


def start_of(day: date) -> datetime:
    """The first instant of `day` where the installation is."""
    return local_moment(day, time.min)
