"""The languages of the workspace: each by its own name, and the one that a browser reads."""

from typing import TypeVar

from django.conf import settings
from django.http import HttpResponseBase

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
