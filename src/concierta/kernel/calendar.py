"""Working days in Colombia: Monday to Friday, less the national holidays and the city's own. Terms in whole months."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

_own_days: dict[date, str] = {}


def use_own_days(days: Mapping[date, str]) -> None:
    """Count the city's own non-working days, each with its reason, instead of those counted until now."""
    _own_days.clear()
    _own_days.update(days)
    for remembered in (add_working_days, working_days_between):
        remembered.cache_clear()


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    import holidays  # here, because it costs every command 25 ms and few need it

    return frozenset(holidays.country_holidays("CO", years=year))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _own_days and day not in _holidays(day.year)


def own_reason(day: date) -> str:
    """Why the city does not work on that day; empty where it is not one of its own."""
    return _own_days.get(day, "")


@lru_cache(maxsize=4096)
def add_working_days(start: date, days: int) -> date:
    """The date `days` working days after `start`, counted from the day after it (Ley 1755/2015).

    Zero days is `start` itself. Negative counts are refused with ValueError: no term runs backwards.
    """
    if days < 0:
        raise ValueError("a term cannot run backwards")
    day = start
    while days:
        day += timedelta(days=1)
        if is_working_day(day):
            days -= 1
    return day


@lru_cache(maxsize=4096)
def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + timedelta(days=offset)) for offset in range(1, (end - start).days + 1))


def add_months(start: date, months: int) -> date:
    """The same day of the month `months` later; where that month has none, its last (31-Jan + 1 → 28-Feb)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
