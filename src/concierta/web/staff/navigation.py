"""The menu: what each role finds in the workspace. Everything is two clicks away from «Mi trabajo»."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from concierta.people.enums import Role

_EVERYBODY = frozenset(Role)
#: label, name of the view, and the roles that find it in their menu. Finding it is not being allowed: views ask again.
_PLACES = (
    (_("Mi trabajo"), "work", _EVERYBODY),
    (_("Calendario"), "calendar", _EVERYBODY),
    (_("Mis reportes"), "reports_due", frozenset({Role.REPORTER})),
    (_("Por revisar"), "review_queue", frozenset({Role.REVIEWER})),
    (_("Por verificar"), "verification_queue", frozenset({Role.VERIFIER})),
    (_("Mesa"), "mesa", _EVERYBODY),
    (_("Quién debe qué"), "who_owes", frozenset({Role.SECRETARIAT})),
    (_("Campañas"), "campaigns", frozenset({Role.SECRETARIAT})),
    (_("El plan"), "plans", _EVERYBODY),
    (_("Promesas"), "pledges", _EVERYBODY),
    (_("El acuerdo"), "agreements", _EVERYBODY),
    (_("Importar"), "import_matrix", frozenset({Role.SECRETARIAT})),
    (_("Publicar"), "publish", frozenset({Role.SECRETARIAT})),
    (_("Mi entidad"), "entity_people", _EVERYBODY),
    (_("Personas"), "people", frozenset({Role.SECRETARIAT})),
)
_MEANS = ("/trabajo/aportes/", "/trabajo/entregas/", "/trabajo/gestion/")
#: Pages of a place that live at other addresses.
_ALSO = {"plans": ("/trabajo/planes/", "/trabajo/modificaciones/", "/trabajo/medidas/", "/trabajo/precios/", *_MEANS)}


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    href: str
    current: bool
    count: int | None = None


def menu_for(roles: set[Role], path: str) -> list[Item]:
    """The places open to `roles`; the one that contains `path` is current."""
    home = reverse("work")
    items = []
    for label, name, audience in _PLACES:
        if roles & audience:
            href = reverse(name)
            current = path == href if href == home else path.startswith((href, *_ALSO.get(name, ())))
            items.append(Item(str(label), href, current))
    return items
