"""Raw cells to typed values. Each converter returns the value and, when it had to decide something, an issue.

A converter sees each distinct value of its column once (`convert`), so clarity is affordable here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from concierta.kernel.clock import written_date
from concierta.kernel.writing import repaired, tidy, unsettable
from concierta.workbooks.figures import (
    MAX_EXACT,
    Cell,
    DateIssue,
    exact,
    plain_code,
    read_date,
    read_number,
    rounded,
)
from concierta.workbooks.findings import Report
from concierta.workbooks.labels import label_key
from concierta.workbooks.profile import Column, Profile

ERRORS = frozenset(
    {"#N/A", "#N/D", "#REF!", "#¡REF!", "#VALUE!", "#¡VALOR!", "#DIV/0!", "#¡DIV/0!", "#NAME?", "#¿NOMBRE?", "#NUM!"}
    | {"#¡NUM!", "#NULL!", "#¡NULO!", "#GETTING_DATA"}
)
LARGEST_QUANTITY = Decimal(10) ** 18
LONGEST_EMPTY = 60
"""No text longer than this is only zeros and dashes: prose is not split into lines to find out."""
LARGEST_PESOS = 9 * 10**18


Value = str | int | Decimal | date | None
"""What a cell says: text, whole pesos, an exact quantity or share, a day, or nothing."""


class Read(NamedTuple):
    """`issue` is a code of `findings.CELL_SENTENCES`, None when the cell simply was what it should be."""

    value: Value
    issue: str | None = None
    result: str = ""


Converter = Callable[[Cell], Read]

NOTHING = Read(None)
_NUMERIC = frozenset({"quantity", "pesos"})


@dataclass(frozen=True, slots=True)
class Cells:
    """Converters of one column under one profile. `decimal` is the mark this column was seen to use."""

    column: Column
    profile: Profile
    decimal: str

    def converter(self) -> Converter:
        by_type: dict[str, Converter] = {
            "code": self.code,
            "name": self.name,
            "text": self.text,
            "quantity": self.quantity,
            "percent": self.percent,
            "weight": self.weight,
            "pesos": self.pesos,
            "date": self.date,
            "territory": self.territory,
        }
        convert = by_type[self.column.type]
        blank = self.profile.blank
        zero = self.profile.zero_pesos if self.column.type == "pesos" else frozenset()

        # Long prose cannot be one of the few words that mean "nothing": it is not even folded to compare.
        longest = max(map(len, blank | zero | ERRORS)) + 4

        def read(raw: Cell) -> Read:
            if isinstance(raw, str) and len(raw) <= longest:
                word = " ".join(raw.casefold().split())
                if word in zero:
                    return Read(0)
                if word in blank:
                    return NOTHING
                if raw.strip().upper() in ERRORS:
                    return Read(None, "excel-error")
            found = convert(raw)
            return _printable(found, found.value) if isinstance(found.value, str) else found

        return read

    def sound_number(self) -> Callable[[float], int | Decimal | None]:
        """For the bulk of a column: the value of a number that is plainly in range, None for one to look at closely.

        Gives what `converter` gives, without the ceremony; a matrix has tens of thousands of distinct pesos.
        """
        column = self.column
        if column.type == "pesos":
            return lambda raw: int(raw) if raw.is_integer() and 0 <= raw <= MAX_EXACT else None
        if column.type == "quantity":
            return lambda raw: Decimal(int(raw)) if raw.is_integer() and 0 <= raw <= MAX_EXACT else None
        if column.type in ("percent", "weight") and column.scale == 1:
            return lambda raw: exact(raw) if 0 <= raw <= 1 else None
        return lambda raw: None

    def code(self, raw: Cell) -> Read:
        text = plain_code(raw)
        if text is None:
            return Read(str(raw), "code-shape")
        if isinstance(raw, str):
            scientific = read_number(text, self.decimal) if "E+" in text.upper() else None
            if scientific is not None and scientific[0] == scientific[0].to_integral_value():
                text = str(int(scientific[0]))
                return Read(text, "code-imprecise", text)
        elif isinstance(raw, int | float):
            # Fifteen significant digits is all a spreadsheet keeps of a number.
            if abs(raw) >= 10**15:
                return Read(text, "code-imprecise", text)
            text = text.zfill(self.column.width)
        if self.column.pattern is not None and not self.column.pattern.fullmatch(text):
            return Read(text, "code-shape")
        return Read(text)

    def name(self, raw: Cell) -> Read:
        if isinstance(raw, str):
            return Read(" ".join(raw.split()))
        return Read(plain_code(raw) or str(raw), "not-text")

    def text(self, raw: Cell) -> Read:
        text = raw if isinstance(raw, str) else plain_code(raw) or str(raw)
        if len(text) <= LONGEST_EMPTY and all(
            line.strip().casefold() in self.profile.empty_text for line in text.splitlines()
        ):
            return NOTHING
        return Read(text.strip(), None if isinstance(raw, str) else "not-text")

    def quantity(self, raw: Cell) -> Read:
        number, ambiguous = self._number(raw)
        if number is None:
            return Read(None, "not-a-number")
        if number < 0:
            return Read(None, "negative")
        if number >= LARGEST_QUANTITY:
            return Read(None, "out-of-range")
        number = rounded(number)
        return Read(number, "number-ambiguous", f"{number:f}") if ambiguous else Read(number)

    def percent(self, raw: Cell) -> Read:
        share, issue = self._fraction(raw)
        if share is None or share <= 1:
            return Read(share, issue)
        if self.column.maximum is not None and share > Decimal(self.column.maximum):
            return Read(None, "out-of-range")
        return Read(share, "over-100")

    def weight(self, raw: Cell) -> Read:
        share, issue = self._fraction(raw)
        return Read(None, "weight-over-100") if share is not None and share > 1 else Read(share, issue)

    def pesos(self, raw: Cell) -> Read:
        if isinstance(raw, str):
            # Pesos have no thousandths: a mark before three digits groups thousands, whatever the mark.
            clean = raw.replace("$", "").replace("COP", "").strip()
            mark = "," if clean.count(".") else "."
            found = read_number(clean, mark)
            number = found[0] if found else None
        else:
            number = exact(raw) if isinstance(raw, int | float) else None
        if number is None:
            return Read(None, "not-pesos")
        if number < 0 and self.column.sign == "refused":
            return Read(None, "negative")
        if self.column.sign == "taken":
            number = abs(number)
        if abs(number) > LARGEST_PESOS:
            return Read(None, "out-of-range")
        whole = int(number.to_integral_value(rounding=ROUND_HALF_EVEN))
        if whole != number:
            return Read(whole, "cents", str(whole))
        if isinstance(raw, float) and abs(whole) > MAX_EXACT:
            return Read(whole, "number-imprecise", str(whole))
        return Read(whole)

    def date(self, raw: Cell) -> Read:
        low, high = self.profile.year_range
        issue: DateIssue | None = None
        if isinstance(raw, datetime):
            found: date | None = written_date(raw)
        elif isinstance(raw, date):
            found = raw
        elif isinstance(raw, str):
            found, issue = read_date(raw)
        elif isinstance(raw, int | float) and 20_000 <= raw < 80_000:
            # Days since 1899-12-30, which is how a spreadsheet keeps a date that lost its format.
            found, issue = date(1899, 12, 30) + timedelta(days=int(raw)), "date-serial"
        else:
            found = None
        if found is None:
            return Read(None, "not-a-date")
        if not low <= found.year <= high:
            return Read(None, "date-implausible", found.isoformat())
        return Read(found, issue, found.isoformat() if issue else "")

    def territory(self, raw: Cell) -> Read:
        rules = self.profile.territories
        key = label_key(plain_code(raw) or raw)
        if key in rules.whole:
            return NOTHING
        if key in rules.keys:
            return Read(rules.keys[key])
        for prefix in rules.prefixes:
            key = key.removeprefix(prefix)
        if key in rules.whole:
            return NOTHING
        code = key.zfill(rules.width) if key.isdigit() else rules.keys.get(key, "")
        if code in rules.codes or (code and not rules.codes):
            return Read(code)
        return Read(None, "territory-unknown")

    def _number(self, raw: Cell) -> tuple[Decimal | None, bool]:
        if isinstance(raw, str):
            return read_number(raw, self.decimal) or (None, False)
        return (exact(raw) if isinstance(raw, int | float) else None), False

    def _fraction(self, raw: Cell) -> tuple[Decimal | None, str | None]:
        number, scale = None, self.column.scale
        if isinstance(raw, str):
            text = raw.strip()
            if text.endswith("%"):
                text, scale = text[:-1], 100
            # A percentage has no thousands to group: one mark is always the decimal one.
            found = read_number(text, "," if "," in text else ".")
            number = found[0] if found else None
        elif isinstance(raw, int | float):
            number = exact(raw)
        if number is None:
            return None, "not-a-percent"
        if number < 0:
            return None, "negative"
        if number >= LARGEST_QUANTITY:
            return None, "out-of-range"
        return rounded(number / scale), None


def _printable(read: Read, text: str) -> Read:
    """A text as it can be kept: what could not be printed is written otherwise, and told."""
    if next(unsettable(tidy(text)), None) is None:
        return read
    text = repaired(text)
    return Read(text, read.issue or "character", read.result or text)


def convert(
    cells: Sequence[Cell], column: Column, profile: Profile, *, title: str, rows: Sequence[int], report: Report
) -> list[Value]:
    """Typed values in the order of `cells`; every cell with an issue is reported with its row.

    Every distinct value is converted once; the rest is a dictionary look-up per cell.
    """
    distinct = set(cells)
    # True equals 1 as a dictionary key: a truth value must not pass for a number.
    if (0 in distinct or 1 in distinct) and bool in set(map(type, cells)):
        cells = [("VERDADERO" if cell else "FALSO") if isinstance(cell, bool) else cell for cell in cells]
        distinct = set(cells)
    converters = Cells(column, profile, _decimal_mark(distinct, column, profile))
    read, sound = converters.converter(), converters.sound_number()
    known: dict[Cell, Value] = {}
    issues: dict[Cell, tuple[str, str]] = {}
    for raw in distinct:
        if type(raw) is float and (value := sound(raw)) is not None:
            known[raw] = value
            continue
        known[raw], issue, result = read(raw)
        if issue is not None:
            issues[raw] = (issue, result)
    if issues:
        for position, raw in enumerate(cells):
            if raw in issues:
                issue, result = issues[raw]
                report.add(issue, row=rows[position], column=title, value=raw, result=result)
    return list(map(known.__getitem__, cells))


def _decimal_mark(distinct: set[Cell], column: Column, profile: Profile) -> str:
    """The mark a column of text uses in its unambiguous numbers decides how '1.234' is read in it."""
    if column.type not in _NUMERIC:
        return profile.decimal
    votes = {".": 0, ",": 0}
    for raw in distinct:
        if isinstance(raw, str) and raw.count(".") + raw.count(",") == 1:
            found = read_number(raw, profile.decimal)
            if found is not None and not found[1]:
                votes["." if "." in raw else ","] += 1
    if votes["."] and not votes[","]:
        return "."
    return "," if votes[","] and not votes["."] else profile.decimal
