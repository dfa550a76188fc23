"""The tables of a corte as anybody downloads them, and the arithmetic of its method: csv, dates and fractions, nothing
of the program that published them."""

import csv
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

Line = dict[str, str]
#: Figure → done, due ("" where it is part of nothing), unit, as they are written.
Figures = dict[str, tuple[str, str, str]]

BOGOTA = timedelta(hours=-5)
KEPT, PARTLY = Fraction(3, 4), Fraction(1, 2)
#: Of several, the first of these is the state of the whole.
WORST_FIRST = ("not_kept", "partly", "kept", "not_due", "not_installed", "no_promise")


class OpenTables:
    """The tables of a corte, by name, and what they say as of the day on which it was published."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (plan,) = self.table("plan")
        self.on = local_day(plan["published_at"])
        self.first = date(int(plan["year"]), 1, 1)

    def table(self, name: str) -> list[Line]:
        known = self.__dict__.setdefault("_tables", {})
        if name not in known:
            with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                known[name] = list(csv.DictReader(file))
        return known[name]

    def of(self, name: str, **values: str) -> list[Line]:
        """The lines that have these values in these columns."""
        return [line for line in self.table(name) if all(line[column] == value for column, value in values.items())]


def counted(done: int, due: int, unit: str = "") -> tuple[str, str, str]:
    return str(done), str(due), unit


def number(written: str) -> Fraction:
    """Zero where nothing is written."""
    return Fraction(written) if written else Fraction(0)


def local_day(moment: str) -> date:
    return (datetime.fromisoformat(moment) + BOGOTA).date()


def in_time(lines: Iterable[Line]) -> int:
    return sum(bool(line["filed_on"]) and line["filed_on"] <= line["due_on"] for line in lines)


def has_seat(seat: Line, day: date) -> bool:
    return seat["since"] <= day.isoformat() and (not seat["until"] or day.isoformat() <= seat["until"])


def whole_plan(accumulation: str, years: dict[str, Fraction | None]) -> Fraction | None:
    """What the years come to together: their sum where they add up, or the last."""
    known = [value for _year, value in sorted(years.items()) if value is not None]
    if not known:
        return None
    return sum(known, Fraction(0)) if accumulation == "cumulative" else known[-1]


def of_share(done: int, due: int) -> str:
    if not due:
        return "not_due"
    share = Fraction(done, due)
    return "kept" if share >= KEPT else "partly" if share >= PARTLY else "not_kept"


def of_all(done: int, due: int) -> str:
    if not due:
        return "not_due"
    return "kept" if done == due else "partly" if done else "not_kept"


def worst(states: list[str]) -> str:
    return next((state for state in WORST_FIRST if state in states), "no_promise")
