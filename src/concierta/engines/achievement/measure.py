"""What kind of figure an indicator is: it decides which ways of adding up over time have a meaning.

A count or a sum of money adds up. A rate, a ratio or an index does not: two quarters at 95 % are 95 %, not 190 %, and a
target of 95 % is due from the first day. A date is met or it is not.
"""

import re
from datetime import date
from enum import StrEnum
from fractions import Fraction
from unicodedata import combining, normalize

from .accumulation import Accumulation
from .errors import InvalidFigures, Problem
from .quantities import Number, exact


class Measure(StrEnum):
    """RATIO is a rate reported as its numerator and denominator; RATE one whose two figures nobody has.

    A DATE is written as the number AAAAMMDD (20260630); 0 as an actual is "not done".
    """

    COUNT = "count"
    MONEY = "money"
    RATIO = "ratio"
    RATE = "rate"
    INDEX = "index"
    DATE = "date"

    @property
    def adds_up(self) -> bool:
        """True if two figures of it can be added."""
        return self in {Measure.COUNT, Measure.MONEY}

    @property
    def is_rate(self) -> bool:
        """True if it is so much of something else, told as itself: "18,2 %", "0,71"."""
        return self in {Measure.RATIO, Measure.RATE, Measure.INDEX}


_OF_DATES = frozenset({Accumulation.FLOW, Accumulation.MAINTENANCE})


def check_measure(measure: Measure, accumulation: Accumulation) -> None:
    """Refuses a way of adding up that the measure has not (`MEASURE_DOES_NOT_ADD_UP`).

    A rate, a ratio or an index is never cumulative; a date has a target of its own in each year, and no path to it.
    """
    sound = measure.adds_up or (
        accumulation in _OF_DATES if measure is Measure.DATE else accumulation is not Accumulation.CUMULATIVE
    )
    if not sound:
        raise InvalidFigures(Problem.MEASURE_DOES_NOT_ADD_UP, measure=measure.value, accumulation=accumulation.value)


def periods_add_up(measure: Measure, accumulation: Accumulation) -> bool:
    """True if the quarters of a year add to the year; otherwise the last one known stands for it."""
    return measure.adds_up and accumulation.periods_add_up


def is_held(measure: Measure, accumulation: Accumulation) -> bool:
    """True if it is expected at its target from the first day: a level to keep, or a rate without a path to follow."""
    if accumulation is Accumulation.MAINTENANCE:
        return True
    return measure.is_rate and accumulation in {Accumulation.FLOW, Accumulation.STOCK}


def day_of(figure: Number) -> date | None:
    """The day that a figure AAAAMMDD names; None where it names none."""
    number = exact(figure)
    if number.denominator != 1 or not 1900_00_00 < number < 2200_00_00:
        return None
    year, rest = divmod(int(number), 1_00_00)
    try:
        return date(year, *divmod(rest, 1_00))
    except ValueError:
        return None


def figure_of_day(day: date) -> int:
    """30-Jun-2026 → 20260630."""
    return day.year * 1_00_00 + day.month * 1_00 + day.day


_MONEY = re.compile(r"(^|\s)(cop|pesos?|smm?lv|usd|dolares)(\s|$)")
_RATE = re.compile(
    r"^(tasa|razon|proporcion|relacion|ratio)(\s|$)|porcentaje|porcentual|por ?ciento|por cada|por mil|per ?cent|^per "
)
_INDEX = re.compile(r"^(indice|coeficiente|puntaje|calificacion)(\s|$)")
_DATE = re.compile(r"^(fecha|dia de|aaaammdd)(\s|$)")
_BASES = (
    (re.compile(r"%|porcentaje|porcentual|por ?ciento|per ?cent|(por|per) (cada )?(100|cien|hundred)(\s|$)"), 100),
    (re.compile(r"‰|(por|per) (cada )?(1000|mil|thousand)(\s|$)"), 1000),
    (re.compile(r"(por|per) (cada )?(10000|diez mil|ten thousand)(\s|$)"), 10_000),
    (re.compile(r"(por|per) (cada )?(100000|cien mil|hundred thousand)(\s|$)"), 100_000),
    (re.compile(r"(por|per) (cada )?(1000000|millon|un millon|million)(\s|$)"), 1_000_000),
    (re.compile(r"^(razon|proporcion|relacion|ratio)(\s|$)|por uno|por cada uno"), 1),
)


def measure_of_unit(unit: str) -> Measure:
    """What a unit suggests: "%", "tasa", "por mil" a rate, "$" money, "índice", "fecha"; anything else is counted.

    A suggestion: nobody but the office that defines the indicator knows whether it keeps numerator and denominator.
    """
    plain = _plain(unit)
    if "%" in plain or "‰" in plain or _RATE.search(plain):
        return Measure.RATE
    if "$" in plain or _MONEY.search(plain):
        return Measure.MONEY
    if _INDEX.search(plain):
        return Measure.INDEX
    return Measure.DATE if _DATE.search(plain) else Measure.COUNT


def rate_base(unit: str) -> int | None:
    """How many of the whole a rate is told by: 100 for "%", 100,000 for "por cada 100.000 habitantes", 1 for "razón".

    None where the unit does not say it: "tasa" alone may be of a hundred or of a thousand.
    """
    plain = _plain(unit)
    return max((base for written, base in _BASES if written.search(plain)), default=None)


def rate_of(numerator: Number, denominator: Number, unit: str) -> Fraction | None:
    """The rate in its own unit, exactly: 182 of 1,000 in "%" is 91/5. Null over zero, or where the unit has no base."""
    base, below = rate_base(unit), exact(denominator)
    return None if base is None or below == 0 else exact(numerator) / below * base


def _plain(unit: str) -> str:
    text = "".join(letter for letter in normalize("NFKD", unit.casefold()) if not combining(letter))
    text = re.sub(r"(?<=\d)[.,\s](?=\d{3}(\D|$))", "", text)
    return " ".join(re.sub(r"[^a-z0-9%‰$]+", " ", text).split())
