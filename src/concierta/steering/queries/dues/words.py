"""Names and dates as the dues say them, in the active language."""

from datetime import date
from typing import Any

from django.utils.dateformat import format as formatted
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext

#: Enough of an official name to know it again: some run to three lines.
_ENOUGH = 90


def in_language(thing: Any, field: str) -> str:
    """`thing`'s own words: the English ones for an English reader, where somebody wrote them."""
    english = getattr(thing, f"{field}_en", "") if (get_language() or "").startswith("en") else ""
    return shortened(english or getattr(thing, field))


def shortened(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(_ENOUGH)


def day(on: date) -> str:
    """30 de junio de 2026."""
    # Translators: a date in Django's own codes: j day, F month, Y year; letters after \\ are written as they are.
    return formatted(on, gettext(r"j \d\e F \d\e Y"))


def period_words(label: str) -> str:
    """2024-T4 → 4.º trimestre de 2024; a year stays a year."""
    year, dash, quarter = label.partition("-T")
    return gettext("%(quarter)s.º trimestre de %(year)s") % {"quarter": quarter, "year": year} if dash else label
