"""Does the content of a column look like what its header says? Judged on some of its distinct values."""

import re
from collections.abc import Sequence
from typing import Any

from concierta.workbooks.numbers import plain_code, read_number
from concierta.workbooks.profile import Column, Profile

ENOUGH = 300
"""Distinct values, in order of appearance, that are enough to tell columns apart."""

_LETTERS = re.compile(r"[^\W\d_]{3}")


def share_that_fits(cells: Sequence[Any], column: Column, profile: Profile) -> float:
    """Share (0 to 1) of the distinct values that could be this column's; blanks and "NP" say nothing either way."""
    distinct = [cell for cell in dict.fromkeys(cells) if not (isinstance(cell, str) and _says_nothing(cell, profile))]
    sample = distinct[:ENOUGH]
    if not sample:
        return 1.0
    return sum(_fits(cell, column, profile) for cell in sample) / len(sample)


def _says_nothing(cell: str, profile: Profile) -> bool:
    return " ".join(cell.casefold().split()) in profile.blank


def _fits(cell: Any, column: Column, profile: Profile) -> bool:
    match column.type:
        case "code":
            text = plain_code(cell)
            return text is not None and (column.pattern is None or column.pattern.fullmatch(text) is not None)
        case "name" | "text":
            return isinstance(cell, str) and _LETTERS.search(cell) is not None
        case "quantity" | "pesos" | "percent" | "weight":
            if isinstance(cell, str):
                return read_number(cell.rstrip("% "), profile.decimal) is not None
            return isinstance(cell, int | float)
        case _:
            return True
