"""Names and dates as the dues say them, in the active language."""

from datetime import date
from typing import Any

from django.utils.dates import MONTHS
from django.utils.translation import get_language, gettext

#: Enough of an official name to know it again: some run to three lines.
_ENOUGH = 90


def in_language(thing: Any, field: str) -> str:
    """`thing`'s own words: the English ones for an English reader, where somebody wrote them."""
    english = getattr(thing, f"{field}_en", "") if (get_language() or "").startswith("en") else ""
    return shortened(english or getattr(thing, field))


def shortened(text: str) -> str:
    """The beginning of `text`, whole words of it: minutes carry these titles."""
    text = " ".join(text.split())
    return text if len(text) <= _ENOUGH else text[:_ENOUGH].rsplit(" ", 1)[0].rstrip(" ,;.:") + "…"


def day(on: date) -> str:
    """30 de junio de 2026."""
    english = (get_language() or "").startswith("en")
    # Django writes the months of every language with a capital; only English does.
    month = str(MONTHS[on.month]) if english else str(MONTHS[on.month]).lower()
    return f"{on.day} {month} {on.year}" if english else f"{on.day} de {month} de {on.year}"


def period_words(label: str) -> str:
    """2024-T4 → 4.º trimestre de 2024; a year stays a year."""
    year, dash, quarter = label.partition("-T")
    return gettext("%(quarter)s.º trimestre de %(year)s") % {"quarter": quarter, "year": year} if dash else label
