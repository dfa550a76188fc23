"""Dates typed as text. Nothing is guessed: '31/1272024' stays unread, '1/15/2025' can only be 15 January."""

import re
from datetime import date
from typing import Literal

DateIssue = Literal["date-month-first", "date-ambiguous", "date-serial"]

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{2}:\d{2}.*)?")
_DAY_MONTH = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")


def read_date(text: str) -> tuple[date | None, DateIssue | None]:
    """The date and whether its order had to be decided; (None, None) when it is not a date or not a possible one."""
    clean = text.strip()
    if match := _ISO.fullmatch(clean):
        return _made(int(match[1]), int(match[2]), int(match[3])), None
    match = _DAY_MONTH.fullmatch(clean)
    if match is None:
        return None, None
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    if len(match[3]) == 2:
        year += 2000
    if second > 12:
        found = _made(year, first, second)
        return found, "date-month-first" if found else None
    found = _made(year, second, first)
    # Day first is how Colombia writes; with both up to twelve and different, it is an assumption worth showing.
    return found, "date-ambiguous" if found and first <= 12 and first != second else None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
