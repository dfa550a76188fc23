"""The shell that every page of the workspace stands in: who is here, as what, where they may go."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_htmx.middleware import HtmxDetails

from concierta.agreements.queries import agreements_over
from concierta.kernel.clock import today
from concierta.people.enums import Role
from concierta.people.queries import memberships_today
from concierta.web.workspace.agreements.standing import over_words

if TYPE_CHECKING:
    from concierta.people.models import Membership, User

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
_CHANGES = ("/trabajo/modificaciones/", "/trabajo/medidas/", "/trabajo/riesgos/")
#: Pages of a place that live at other addresses.
_ALSO = {"plans": ("/trabajo/planes/", "/trabajo/precios/", *_CHANGES, *_MEANS)}


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


def memberships_of(user: "User") -> list["Membership"]:
    """Memberships in force today; kept on the user object, which lives as long as the request."""
    kept: list[Membership] | None = getattr(user, "_memberships_today", None)
    if kept is None:
        kept = user._memberships_today = memberships_today(user)  # type: ignore[attr-defined]
    return kept


def roles_of(user: "User") -> set[Role]:
    return {Role(membership.role) for membership in memberships_of(user)}


def agreements_over_for(user: "User") -> list[tuple[str, str]]:
    """The address and the words of each agreement of `user` that is over; kept on the user object, like the roles."""
    kept: list[tuple[str, str]] | None = getattr(user, "_agreements_over", None)
    if kept is None:
        kept = user._agreements_over = [  # type: ignore[attr-defined]
            (reverse("agreement", args=[one.slug]), over_words(in_language(one, "title"), found))
            for one, found in agreements_over(user, today())
        ]
    return kept


_OWN_NAMES = {"es": "Español", "en": "English"}
_YEAR = 365 * 24 * 60 * 60
ResponseT = TypeVar("ResponseT", bound=HttpResponseBase)


def own_name(code: str) -> str:
    """ "es-co" → "Español": whoever reads only that language must find it."""
    return _OWN_NAMES.get(code.split("-")[0], code)


def remember_language(response: ResponseT, code: str) -> ResponseT:
    """In a cookie of this browser, for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=_YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    return response


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render `template` for `request`; the shell's values come by the context processor below."""
    return render(request, template, context, status=status)


def shell(request: HttpRequest) -> dict[str, object]:
    """Context processor: who is here, as what, and where they may go. The pages of the account need it too."""
    user = getattr(request, "user", None)
    person: User | None = user if user is not None and user.is_authenticated else None
    memberships = memberships_of(person) if person else []
    return {
        "person": person,
        "acting_as": [f"{Role(held.role).label} · {held.entity.short_name}" for held in memberships],
        "menu": menu_for(roles_of(person), request.path) if person else [],
        "languages": languages(request),
        # Asked for where a whole page is drawn; a part of one does not pay for it.
        "agreements_over": partial(agreements_over_for, person) if person else (),
        "portal_href": "/",
    }


def languages(request: HttpRequest) -> list[dict[str, object]]:
    """The languages of the workspace as the switch wants them; choosing one leads back to this page."""
    back = urlencode({"siguiente": request.get_full_path()})
    current = get_language() or settings.LANGUAGE_CODE
    return [
        {
            "code": code.split("-")[0],
            "label": own_name(code),
            "current": current.split("-")[0] == code.split("-")[0],
            "href": f"{reverse('choose_language', args=[code])}?{back}",
        }
        for code, _ in settings.LANGUAGES
    ]


class SignedInRequest(HttpRequest):
    """A request that `SignedInByDefault` let through: `user` is a person, never anonymous."""

    user: "User"
    htmx: HtmxDetails


def in_language(thing: object, field: str) -> str:
    """The field in the reader's language; Spanish when nobody wrote the English."""
    english = getattr(thing, f"{field}_en", "") if (get_language() or "es").startswith("en") else ""
    return english or getattr(thing, field)
