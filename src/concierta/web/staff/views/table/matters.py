"""From a point of the agenda to the thing it is about: a proposed amendment, a measure, a task, other minutes."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from concierta.table.enums import ItemSource
from concierta.table.queries import action_items_of, sessions_of


@dataclass(frozen=True, slots=True)
class Matter:
    href: str
    words: str


def matters_of(user: Any, item: Any) -> list[Matter]:
    """What `user` may open of the thing itself. Figures that brought an item are in its own words already."""
    found = [
        *_each("amendment", gettext("Ver la modificación propuesta y su efecto"), item.amendments.all()),
        *_each("measure", gettext("Ver la medida de ajuste"), item.measures.all()),
    ]
    kind, _colon, number = item.subject.rpartition(":")
    if not number.isdecimal():
        return found
    table = item.session.table
    if item.source == ItemSource.ACTION_ITEM and kind == "action_item":
        found += _each("action_item", gettext("Ver la tarea"), action_items_of(table).filter(number=number))
    if item.source == ItemSource.MINUTES and kind == "minutes":
        found += _each("minutes", gettext("Ver el acta"), sessions_of(user, table).filter(number=number))
    return found


def _each(name: str, words: str, things: Any) -> list[Matter]:
    return [Matter(reverse(name, args=[thing.pk]), words) for thing in things]
