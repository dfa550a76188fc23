"""Whole columns at once. Every distinct value is converted once; the rest is a dictionary look-up per cell."""

from collections.abc import Sequence
from typing import Any

from concierta.workbooks.cells import Cells
from concierta.workbooks.findings import Report
from concierta.workbooks.numbers import read_number
from concierta.workbooks.profile import Column, Profile

_NUMERIC = frozenset({"quantity", "pesos"})


def convert(
    cells: Sequence[Any], column: Column, profile: Profile, *, title: str, rows: Sequence[int], report: Report
) -> list[Any]:
    """Typed values in the order of `cells`; every cell with an issue is reported with its row."""
    distinct = set(cells)
    # True equals 1 as a dictionary key: a truth value must not pass for a number.
    if (0 in distinct or 1 in distinct) and bool in set(map(type, cells)):
        cells = [("VERDADERO" if cell else "FALSO") if isinstance(cell, bool) else cell for cell in cells]
        distinct = set(cells)
    converters = Cells(column, profile, _decimal_mark(distinct, column, profile))
    read, sound = converters.converter(), converters.sound_number()
    known: dict[Any, Any] = {}
    issues: dict[Any, tuple[str, str]] = {}
    for raw in distinct:
        if type(raw) is float and (value := sound(raw)) is not None:
            known[raw] = value
            continue
        value, issue, result = read(raw)
        known[raw] = value
        if issue is not None:
            issues[raw] = (issue, result)
    if issues:
        for position, raw in enumerate(cells):
            if raw in issues:
                issue, result = issues[raw]
                report.add(issue, row=rows[position], column=title, value=raw, result=result)
    return list(map(known.__getitem__, cells))


def _decimal_mark(distinct: set[Any], column: Column, profile: Profile) -> str:
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
