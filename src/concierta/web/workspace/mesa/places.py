"""Where the matters of an agenda lead, and documents kept with a session."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concierta.evidence.operations import store_evidence
from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal
from concierta.people.queries import people_for
from concierta.steering.queries import places_of
from concierta.web.workspace.shell import SignedInRequest

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


def attempt(request: SignedInRequest, act: Callable[[], Any], done: str = "") -> Any:
    """One act of one button. Its refusal is said above the page that comes next, in its own words; gives None then."""
    try:
        result = act()
    except Refusal as refusal:
        messages.error(request, refusal.render(gettext))
        return None
    if done:
        messages.success(request, gettext(done))
    return result


def stored(request: SignedInRequest, upload: Any, title: str, entity: Any) -> Any:
    """The uploaded file as evidence of `entity`."""
    return store_evidence(
        upload=upload,
        filename=upload.name or "archivo",
        title=title,
        entity=entity,
        by=request.user,
        at=now(),
    )


def people_choices(user: Any) -> list[tuple[Any, str]]:
    """Every account with the entities it acts for, to choose from."""
    return [(person, _named(person)) for person in people_for(user)]


def _named(person: Any) -> str:
    entities = list(dict.fromkeys(one.entity.short_name for one in person.memberships.all()))
    return f"{person.name} · {', '.join(entities)}" if entities else str(person.name)
