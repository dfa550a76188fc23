"""Numbers, codes and dates as people and spreadsheets write them, read exactly. Nothing is guessed."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Literal

Cell = str | float | int | bool | date | datetime | time | timedelta
"""A cell as it comes out of its file; a blank one is the empty text."""

DateIssue = Literal["date-month-first", "date-ambiguous", "date-serial"]

SIX = Decimal("0.000001")
MAX_EXACT = 2**53
"""Beyond it a spreadsheet number no longer tells consecutive integers apart."""

_SPACES = re.compile(r"[\s\u00a0\u202f']+")
_PLAIN = re.compile(r"[+-]?(?:\d[\d.,]*|[.,]\d+)")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d{1,2}")
_GROUPS = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})+")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{2}:\d{2}.*)?")
_DAY_MONTH = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")


def read_number(text: str, decimal: str) -> tuple[Decimal, bool] | None:
    """'28.760.251', '0,95', '1.234,5', '1,5E+3' → the number, and whether another reading was possible.

    One mark followed by exactly three digits ('1.234') is the only ambiguous case: `decimal` decides it.
    """
    clean = _SPACES.sub("", text)
    if _SCIENTIFIC.fullmatch(clean):
        return Decimal(clean.replace(",", ".")), False
    if not _PLAIN.fullmatch(clean):
        return None
    dots, commas = clean.count("."), clean.count(",")
    ambiguous = False
    if dots and commas:
        mark = "." if clean.rindex(".") > clean.rindex(",") else ","
        whole, _, part = clean.rpartition(mark)
        if clean.count(mark) > 1 or not _GROUPS.fullmatch(whole):
            return None
        clean = re.sub(r"[.,]", "", whole) + "." + part
    elif dots + commas > 1:
        if not _GROUPS.fullmatch(clean):
            return None
        clean = re.sub(r"[.,]", "", clean)
    elif dots + commas == 1:
        mark = "." if dots else ","
        whole, _, part = clean.partition(mark)
        digits = whole.lstrip("+-")
        ambiguous = len(part) == 3 and 1 <= len(digits) <= 3 and not digits.startswith("0")
        clean = whole + part if ambiguous and mark != decimal else f"{whole or 0}.{part or 0}"
    try:
        return Decimal(clean), ambiguous
    except InvalidOperation:
        return None


def exact(number: float | int) -> Decimal | None:
    """A spreadsheet number as a decimal: its shortest writing, to six places. None for not-a-number and infinity."""
    if isinstance(number, int):
        return Decimal(number)
    if number.is_integer():
        return Decimal(int(number))
    value = Decimal(repr(number))
    return rounded(value) if value.is_finite() else None


def rounded(value: Decimal) -> Decimal:
    """At most six decimal places, which is what the store keeps."""
    exponent = value.as_tuple().exponent
    return value.quantize(SIX) if isinstance(exponent, int) and exponent < -6 else value


def plain_code(cell: Cell) -> str | None:
    """A code as text: numbers without their '.0', text without stray spaces. None for what is neither."""
    if isinstance(cell, str):
        text = " ".join(cell.split())
        return re.sub(r"^(\d+)[.,]0+$", r"\1", text)
    if isinstance(cell, float) and cell.is_integer():
        # Past what a float holds exactly, its shortest writing is what the spreadsheet shows; its value is not.
        return str(int(cell)) if abs(cell) <= MAX_EXACT else f"{Decimal(repr(cell)):f}"
    return str(cell) if isinstance(cell, int | float) else None


def read_date(text: str) -> tuple[date | None, DateIssue | None]:
    """The date and whether its order had to be decided; (None, None) when it is not a date or not a possible one.

    '31/1272024' stays unread, '1/15/2025' can only be 15 January.
    """
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
