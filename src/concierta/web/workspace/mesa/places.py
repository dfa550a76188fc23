"""Where the matters of an agenda lead, documents kept with a session, and people to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from concierta.evidence.operations import store_evidence
from concierta.kernel.clock import now
from concierta.people.queries import people_for
from concierta.steering.queries import places_of
from concierta.web.workspace.shell import SignedInRequest

if TYPE_CHECKING:
    from concierta.evidence.models import Evidence
    from concierta.mesa.models import AgendaItem, Mesa
    from concierta.people.models import Entity, User

_WORDS = {
    "amendment": _("Ver la modificación propuesta y su efecto"),
    "measure": _("Ver la medida de ajuste"),
    "action_item": _("Ver la tarea"),
    "minutes": _("Ver el acta"),
    "plan_project": _("Ver el proyecto"),
    "plan": _("Ver el plan"),
    "pledge": _("Ver la promesa"),
    "risk": _("Ver el riesgo"),
    "risks": _("Ver los riesgos"),
    "agreement_review": _("Ver la revisión del acuerdo"),
    "close_out": _("Ver lo que dejó el acuerdo anterior"),
    "report": _("Ver la cifra y su verificación"),
    "who_owes": _("Ver qué debe, reporte por reporte"),
    "entity_pledges": _("Ver la entidad"),
}


@dataclass(frozen=True, slots=True)
class Matter:
    href: str
    words: str


def matters_of(user: "User", mesa: "Mesa", items: "Iterable[AgendaItem]") -> dict[int, list[Matter]]:
    """Links to what `user` may open of the things each item is about, by the item's key. The figures that brought it
    are in its own words already."""
    return {
        pk: [
            Matter(
                reverse(place.view, args=place.arguments) + (f"?{place.query}" if place.query else ""),
                str(_WORDS[place.view]),
            )
            for place in places
        ]
        for pk, places in places_of(user, mesa, items).items()
    }


def stored(request: SignedInRequest, upload: UploadedFile, title: str, entity: "Entity") -> "Evidence":
    """The uploaded file as evidence of `entity`."""
    return store_evidence(
        upload=upload,
        filename=upload.name or "archivo",
        title=title,
        entity=entity,
        by=request.user,
        at=now(),
    )


def people_choices(user: "User") -> "list[tuple[User, str]]":
    """Every account with the entities it acts for, to choose from."""
    choices = []
    for person in people_for(user):
        entities = dict.fromkeys(membership.entity.short_name for membership in person.memberships.all())
        choices.append((person, f"{person.name} · {', '.join(entities)}" if entities else person.name))
    return choices
