"""What each year weighs in an average, as it is written: "15/35/35/15" of four years, or "2024:15 2025:35…"."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from .errors import InvalidFigures, Problem
from .quantities import exact
from .rollup import check_sibling_weights

_APART = re.compile(r"[/;\s]+")


def read_year_weights(text: str, years: Sequence[int]) -> dict[int, Decimal]:
    """Year → percentage, of every one of `years`; {} where nothing is written, which is all alike.

    Refuses what is no number (`NOT_EXACT`), a year missing or outside (`WEIGHTS_INCOMPLETE`), a negative weight, and
    weights that do not add to 100 (`WEIGHTS_DO_NOT_ADD_UP`).
    """
    parts = [part for part in _APART.split(text.strip()) if part]
    if not parts:
        return {}
    if any(":" in part or "=" in part for part in parts):
        pairs = [re.split("[:=]", part, maxsplit=1) for part in parts]
        named = {pair[0]: pair[-1] for pair in pairs}
    else:
        named = dict(zip(map(str, years), parts, strict=False)) if len(parts) == len(years) else {}
    if sorted(named) != sorted(map(str, years)):
        raise InvalidFigures(Problem.WEIGHTS_INCOMPLETE, given=" ".join(parts), years=list(years))
    weights = {int(year): _number(value) for year, value in sorted(named.items())}
    check_sibling_weights(list(weights.values()))
    return weights


def write_year_weights(weights: dict[int, Decimal]) -> str:
    """The one written form: "2024:15 2025:35 2026:35 2027:15"."""
    return " ".join(f"{year}:{format(weight.normalize(), 'f')}" for year, weight in sorted(weights.items()))


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text.rstrip("%").replace(",", "."))
    except InvalidOperation as error:
        raise InvalidFigures(Problem.NOT_EXACT, value=text) from error
    exact(number)
    return number
