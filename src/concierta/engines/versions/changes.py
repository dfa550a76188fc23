"""Dated changes of values, replayed as of a day.

A change is never edited or taken back: another one follows it. So the value on a day depends only on the changes that
were effective by then, and whatever is adopted later with a later effective date leaves that day as it was.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """`key` is worth `after` from `effective_on` (that day included).

    `number` is the place of its adoption: of two changes effective on one day the one adopted later prevails.
    `before` is what was in force on `effective_on` when it was adopted; in the first ever adopted of a key, the
    original. Keys (hashable) and values are opaque here: they are only handed back.
    """

    key: Any
    before: object
    after: Any
    effective_on: date
    number: int


def value_as_of(current: object, changes: Iterable[Change], on: date) -> object:
    """The value of one key on a day: `after` of the last of its `changes` effective by then, else the original.

    Without any change, `current`: what never changed was always what it is now.
    """
    known = list(changes)
    effective = [change for change in known if change.effective_on <= on]
    if effective:
        return max(effective, key=lambda change: (change.effective_on, change.number)).after
    return original_of(current, known)


def original_of(current: object, changes: Iterable[Change]) -> object:
    """What one key was worth before any of its `changes`: `before` of the first adopted, else `current`."""
    first = min(changes, key=lambda change: change.number, default=None)
    return current if first is None else first.before


def state_as_of(current: Mapping[Any, Any], changes: Iterable[Change], on: date) -> dict[Any, Any]:
    """The value on a day of every key of `current`, and of every key that ever changed."""
    by_key: dict[object, list[Change]] = {}
    for change in changes:
        by_key.setdefault(change.key, []).append(change)
    return {
        key: value_as_of(current.get(key), by_key.get(key, ()), on) for key in (*current, *(by_key.keys() - current))
    }
