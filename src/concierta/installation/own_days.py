"""`calendar.toml` in the home: the days on which the city does not work, beside the national holidays."""

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from concierta.kernel.errors import Invalid, gettext_noop

_KEYS = {"day", "reason"}


def read_own_days(path: Path) -> dict[date, str]:
    """The days and the reason of each; none where there is no such file. Invalid, naming the entry, for any slip."""
    try:
        text = path.read_text()
    except FileNotFoundError:
        return {}
    try:
        stated = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise Invalid(
            gettext_noop("%(file)s no se puede leer: %(problem)s"), file=path.name, problem=str(problem)
        ) from None
    entries = stated.pop("non_working_days", [])
    if stated or not isinstance(entries, list):
        raise Invalid(
            gettext_noop("%(file)s solo lleva entradas [[non_working_days]], con day y reason."), file=path.name
        )
    days: dict[date, str] = {}
    for place, entry in enumerate(entries, 1):
        day, reason = _entry(path, place, entry)
        if day in days:
            raise Invalid(gettext_noop("%(file)s: el %(day)s está dos veces."), file=path.name, day=day.isoformat())
        days[day] = reason
    return days


def _entry(path: Path, place: int, entry: Any) -> tuple[date, str]:
    day, reason = (entry.get("day"), entry.get("reason")) if isinstance(entry, dict) else (None, None)
    # A moment is a date too, to Python.
    if (
        isinstance(day, date)
        and not isinstance(day, datetime)
        and isinstance(reason, str)
        and reason.strip()
        and not entry.keys() - _KEYS
    ):
        return day, reason.strip()
    raise Invalid(
        gettext_noop(
            "%(file)s, día %(place)s: escriba day = AAAA-MM-DD, sin comillas, y reason, el acto que lo dice; nada más."
        ),
        file=path.name,
        place=place,
    )
