"""Numbers, money and dates as people here write them, in the active language.

``None`` is "Sin dato", never zero. Exact input (``int``, ``Decimal``, ``Fraction``) is rounded half up
once, at the end, with integer arithmetic.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from concierta.kernel.clock import local_time
from concierta.web.kit.units import singular

Number = int | Decimal | Fraction | float

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

_SWAP = str.maketrans(",.", ".,")
_MONTHS = {
    "es": (
        "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
        "ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic",
    ),
    "en": (
        "January|February|March|April|May|June|July|August|September|October|November|December",
        "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec",
    ),
}
_LONG_MONTHS = {language: long.split("|") for language, (long, _) in _MONTHS.items()}
_SHORT_MONTHS = {language: short.split("|") for language, (_, short) in _MONTHS.items()}
_MILLION = 10**6
#: "mes" and "bus" end in s and are one.
_SHORTEST_PLURAL = 3
_BILLION = 10**9  # mil millones


def _language() -> str:
    return "en" if (get_language() or "es").startswith("en") else "es"


def no_data() -> str:
    return gettext("Sin dato")


def as_written(value: Number) -> int | Decimal | Fraction:
    """A float counts as the decimal it is written as: 0.62 is 62 hundredths and not a hair less."""
    return Decimal(repr(value)) if isinstance(value, float) else value


def _scaled(value: Number, decimals: int) -> int:
    """``value`` × 10^decimals, rounded half away from zero."""
    if type(value) is int:
        return value * 10**decimals
    numerator, denominator = as_written(value).as_integer_ratio()
    numerator *= 10**decimals
    half_up = (2 * abs(numerator) + denominator) // (2 * denominator)
    return half_up if numerator >= 0 else -half_up


def _written(scaled: int, decimals: int, *, trim: bool) -> str:
    whole, part = divmod(abs(scaled), 10**decimals)
    text = f"{whole:,}"
    if decimals:
        digits = f"{part:0{decimals}d}"
        if trim:
            digits = digits.rstrip("0")
        if digits:
            text = f"{text}.{digits}"
    if _language() == "es":
        text = text.translate(_SWAP)
    return f"{MINUS}{text}" if scaled < 0 else text


def number(value: Number | None, decimals: Any = 2) -> str:
    """1440 → "1.440"; up to ``decimals`` places, without idle zeros."""
    if value is None or value == "":
        return no_data()
    return _written(_scaled(value, int(decimals)), int(decimals), trim=True)


def is_rate(unit: str) -> bool:
    """True if a figure in `unit` is so much of a whole, so that two of them cannot be added: "%", "Porcentaje"."""
    word = unit.strip().casefold()
    return word.startswith(("%", "porcentaje", "por ciento", "tasa"))


def measure(value: Number | None, unit: str, decimals: object = 2) -> str:
    """A quantity with what it counts: "1.440 personas", "11,4 %".

    Units are written in the plural. One of them is "1 documento", or "tuits: 1" where the singular is not certain.
    """
    text = number(value, decimals)
    if value is None or value == "" or not unit:
        return text
    head = unit.split(maxsplit=1)[0]
    alone = abs(value) == 1 and len(head) > _SHORTEST_PLURAL and head.casefold().endswith("s")
    if not alone:
        return f"{text}{NBSP}{unit}"
    one = singular(unit)
    return f"{text}{NBSP}{one}" if one else f"{unit}:{NBSP}{text}"


def decimal(value: Number | None, decimals: Any = 1) -> str:
    """12 → "12,0": a fixed number of places, for a column."""
    if value is None or value == "":
        return no_data()
    return _written(_scaled(value, int(decimals)), int(decimals), trim=False)


def percent(fraction: Number | None, decimals: Any = 1) -> str:
    """Fraction(912, 1461) → "62,4 %" (a non-breaking space before the sign; none in English).

    What has not arrived never reads as arrived: 0.9996 is "99,9 %"; nor what exists as nothing:
    0.0001 is "< 0,1 %".
    """
    if fraction is None or fraction == "":
        return no_data()
    decimals = int(decimals)
    whole = 100 * 10**decimals
    # Whole numbers all the way: this runs several times in each row of each page.
    numerator, denominator = as_written(fraction).as_integer_ratio()
    scaled = (2 * abs(numerator) * whole + denominator) // (2 * denominator)
    prefix = ""
    if numerator < 0:
        scaled = -scaled
    elif numerator < denominator and scaled >= whole:
        scaled = whole - 1
    elif numerator and not scaled:
        scaled, prefix = 1, f"<{NBSP}"
    sign = "%" if _language() == "en" else f"{NBSP}%"
    return f"{prefix}{_written(scaled, decimals, trim=True)}{sign}"


def percent_down(fraction: Number | None, decimals: Any = 1) -> str:
    """Cut, not rounded: 0.39999 is "39,9 %", so that a figure never contradicts the band beside it."""
    if fraction is None or fraction == "":
        return no_data()
    unit = 100 * 10 ** int(decimals)
    numerator, denominator = as_written(fraction).as_integer_ratio()
    return percent(Fraction(numerator * unit // denominator, unit), decimals)


def percentage_points(fraction: Number | None, decimals: Any = 1) -> str:
    """−0.124 → "−12,4 puntos": the distance between two percentages."""
    if fraction is None or fraction == "":
        return no_data()
    scaled = _scaled(as_written(fraction) * 100, int(decimals))
    text = _written(scaled, int(decimals), trim=True)
    return ngettext("%(value)s punto", "%(value)s puntos", 1 if abs(scaled) == 10 ** int(decimals) else 2) % {
        "value": text
    }


def pesos_exact(value: Number | None) -> str:
    """1500000000 → "$ 1.500.000.000"; English "COP 1,500,000,000"."""
    if value is None or value == "":
        return no_data()
    sign = "COP" if _language() == "en" else "$"
    return f"{sign}{NBSP}{_written(_scaled(value, 0), 0, trim=True)}"


def pesos(value: Number | None) -> str:
    """As it is said: "$ 2.527 mil millones", "$ 1.500 millones", "$ 950.000"."""
    if value is None or value == "":
        return no_data()
    amount = Fraction(as_written(value))
    size = abs(amount)
    english = _language() == "en"
    # A Colombian reads 1.500 millones more easily than 1,5 mil millones; English has "billion".
    if size >= (_BILLION if english else 10 * _BILLION):
        unit, word = _BILLION, gettext("mil millones")
    elif size >= _MILLION:
        unit, word = _MILLION, gettext("millones")
    else:
        return pesos_exact(value)
    shown = amount / unit
    decimals = 0 if abs(shown) >= 100 else 1
    sign = "COP" if english else "$"
    return f"{sign}{NBSP}{_written(_scaled(shown, decimals), decimals, trim=True)}{NBSP}{word}"


def money(value: Number | None) -> str | SafeString:
    """``pesos`` with the exact amount one gesture away."""
    if value is None or value == "":
        return no_data()
    return format_html('<data value="{}" title="{}">{}</data>', str(value), pesos_exact(value), pesos(value))


def _local(value: date) -> date:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return local_time(value)
    return value


def long_date(value: date | None) -> str:
    """ "30 de junio de 2025"; a ``datetime`` is read where the installation is."""
    if not value:
        return no_data()
    value = _local(value)
    language = _language()
    month = _LONG_MONTHS[language][value.month - 1]
    return f"{value.day} {month} {value.year}" if language == "en" else f"{value.day} de {month} de {value.year}"


def short_date(value: date | None) -> str:
    """ "30 jun 2025"."""
    if not value:
        return no_data()
    value = _local(value)
    return f"{value.day}{NBSP}{_SHORT_MONTHS[_language()][value.month - 1]}{NBSP}{value.year}"


def date_time(value: datetime | None) -> str:
    """ "30 de junio de 2025, 3:45 p. m.", where the installation is."""
    if not value:
        return no_data()
    value = local_time(value)
    noon = ("a.m.", "p.m.") if _language() == "en" else (f"a.{NBSP}m.", f"p.{NBSP}m.")
    clock = f"{value.hour % 12 or 12}:{value.minute:02d}{NBSP}{noon[value.hour >= 12]}"
    return f"{long_date(value)}, {clock}"


def period(value: object) -> str:
    """ "2024-T4" or a ``Period`` → "4.º trimestre de 2024"; a year stays a year."""
    if value is None or value == "":
        return no_data()
    text = str(getattr(value, "label", value))
    year, dash, quarter = text.partition("-T")
    if not dash:
        return text
    return f"Q{quarter} {year}" if _language() == "en" else f"{quarter}.º trimestre de {year}"


def short_period(value: object) -> str:
    """ "2024-T4" or a ``Period`` → "4.º trim. 2024", for where a whole one does not fit; a year stays a year."""
    text = str(getattr(value, "label", value))
    year, dash, quarter = text.partition("-T")
    if not dash:
        return period(value)
    return f"Q{quarter} {year}" if _language() == "en" else f"{quarter}.º trim. {year}"


def word(words: Mapping[str, str], code: str) -> str:
    """The word for `code` in the reader's language; a code that this version does not know, as it is."""
    return gettext(words[code]) if code in words else code


def due(days: int | None) -> str:
    """Days left → "vence en 3 días", "vence hoy", "venció hace 2 días"."""
    if days is None or days == "":
        return no_data()
    if days == 0:
        return gettext("vence hoy")
    if days > 0:
        return ngettext("vence en %(days)s día", "vence en %(days)s días", days) % {"days": number(days)}
    return ngettext("venció hace %(days)s día", "venció hace %(days)s días", -days) % {"days": number(-days)}
