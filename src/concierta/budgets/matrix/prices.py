"""Reading an index of prices: a line for each year, "2024;144,88"."""

import re
from decimal import Decimal

from concierta.kernel.errors import Invalid, gettext_noop
from concierta.workbooks.figures import read_number

_LINE = re.compile(r"(\S+?)(?:\s*[;,\t]\s*|\s+)(\S.*)")
_YEAR = re.compile(r"[12]\d{3}")


def text_of_prices(content: bytes, *, field: str = "file") -> str:
    """The text of a file, in UTF-8 or as spreadsheets here save it; refuses what is no text."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Invalid(gettext_noop("El archivo no es un texto con una línea por año, como 2024;144,88."), field=field)


def read_prices(text: str, *, field: str = "points") -> dict[int, Decimal]:
    """Year → value. The first line may be a header; blank lines are nothing. Between year and value there may be a
    semicolon, a comma, a tabulator or a space. Refuses, at `field`, any other line, with its number."""
    points: dict[int, Decimal] = {}
    lines = [(number, line.strip()) for number, line in enumerate(_unquoted(text).splitlines(), 1) if line.strip()]
    for place, (number, line) in enumerate(lines):
        parts = _LINE.fullmatch(line)
        year, value = (parts[1], parts[2]) if parts else (line, "")
        if place == 0 and not re.search(r"\d", year):
            continue
        if not _YEAR.fullmatch(year):
            raise Invalid(
                gettext_noop("Línea %(line)s: «%(year)s» no es un año. Escriba así: 2024;144,88."),
                field=field,
                line=number,
                year=year,
            )
        if int(year) in points:
            raise Invalid(
                gettext_noop("Línea %(line)s: el año %(year)s ya está más arriba. Deje uno."),
                field=field,
                line=number,
                year=year,
            )
        points[int(year)] = _value(value, number, field)
    return points


def _value(text: str, line: int, field: str) -> Decimal:
    found = read_number(text, ",")
    if found is None or found[0] <= 0:
        raise Invalid(
            gettext_noop("Línea %(line)s: «%(value)s» no es un valor del índice. Escriba así: 2024;144,88."),
            field=field,
            line=line,
            value=text,
        )
    number, ambiguous = found
    if ambiguous and "." in text:
        raise Invalid(
            gettext_noop("Línea %(line)s: «%(value)s» se puede leer de dos maneras. Escriba los decimales con coma."),
            field=field,
            line=line,
            value=text,
        )
    return number


def _unquoted(text: str) -> str:
    return text.replace('"', "")
