"""Rendering a page of the workspace inside its shell."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from concierta.people.enums import Role
from concierta.web.staff.languages import own_name
from concierta.web.staff.navigation import Item, menu_for
from concierta.web.staff.roles import memberships_of, roles_of


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render `template` for `request`; the shell's values come by the context processor below."""
    return render(request, template, context, status=status)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: who is here, as what, and where they may go. The pages of the account need it too."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    items: list[Item] = menu_for(roles_of(user), request.path) if known else []
    return {
        "person": user if known else None,
        "acting_as": [f"{Role(m.role).label} · {m.entity.short_name}" for m in memberships_of(user)] if known else [],
        "menu": items,
        "languages": languages(request),
        "portal_href": "/",
    }


def languages(request: HttpRequest) -> list[dict[str, Any]]:
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
