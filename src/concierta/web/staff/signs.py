"""Which accounts were used in a browser: a signed cookie with their keys, for as long as a session lasts."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from concierta.accounts.operations import note_browser
from concierta.kernel.clock import now

_COOKIE = "concierta_cuentas"
_SALT = "concierta.web.staff.signs"
#: Of so many accounts at most does a browser remember that they were used in it.
_REMEMBERED = 8


def note_who_is_here(request: HttpRequest, response: HttpResponse, user: Any) -> HttpResponse:
    """Remember in the browser that `user` was in it, and raise a private sign where others, of other entities, were."""
    seen = _seen(request)
    note_browser(person=user, seen=seen, by=None, at=now())
    value = signing.dumps(list(dict.fromkeys([user.pk, *seen]))[:_REMEMBERED], salt=_SALT)
    response.set_cookie(
        _COOKIE,
        value,
        max_age=settings.SESSION_COOKIE_AGE,
        httponly=True,
        secure=settings.BEHIND_HTTPS,
        samesite="Lax",
    )
    return response


def _seen(request: HttpRequest) -> list[int]:
    try:
        found = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=settings.SESSION_COOKIE_AGE)
    except signing.BadSignature:
        return []
    return [one for one in found if isinstance(one, int)]
