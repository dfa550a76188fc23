"""From a point of the agenda to the things it is about: a project, a figure, a pledge, a proposal, a task."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from concierta.steering.queries import places_of

_WORDS = {
    "amendment": _("Ver la modificación propuesta y su efecto"),
    "measure": _("Ver la medida de ajuste"),
    "action_item": _("Ver la tarea"),
    "minutes": _("Ver el acta"),
    "plan_project": _("Ver el proyecto"),
    "plan": _("Ver el plan"),
    "pledge": _("Ver la promesa"),
    "report": _("Ver la cifra y su verificación"),
    "who_owes": _("Ver qué debe, reporte por reporte"),
    "entity_pledges": _("Ver la entidad"),
}


@dataclass(frozen=True, slots=True)
class Matter:
    href: str
    words: str


def matters_of(user: Any, mesa: Any, items: Iterable[Any]) -> dict[int, list[Matter]]:
    """What `user` may open of the things each item is about, by the item's key. The figures that brought it are in its
    own words already."""
    found = places_of(user, mesa, items)
    return {
        pk: [
            Matter(
                reverse(place.view, args=place.arguments) + (f"?{place.query}" if place.query else ""),
                str(_WORDS[place.view]),
            )
            for place in places
        ]
        for pk, places in found.items()
    }
