"""The doors that every request of the workspace passes: who comes in, how much may be sent, how often."""

import logging
import re
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.cache import cache
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django_htmx.http import HttpResponseClientRedirect

from concierta.kernel.clock import now, today
from concierta.kernel.errors import NotFound, PermissionRefused, Refusal, gettext_noop
from concierta.mesa.queries import has_a_place
from concierta.people.participation import begin_request
from concierta.people.queries import roles_read_once
from concierta.responsibilities.operations import take_over
from concierta.web.workspace.accounts.adapter import lacks_second_factor
from concierta.web.workspace.errors import body_refused, not_found, read_only_page, refusal_page, unreadable
from concierta.web.workspace.forms import tidied
from concierta.web.workspace.shell import memberships_of

#: Words, numbers and choices; the longest minutes of a session have a tenth of it [D].
FORM = 2 << 20
#: What wraps the files of a form: their names and the fields beside them.
_WRAPPING = 1 << 20
#: Files of evidence that one form may bring, each as large as it may be [D].
EVIDENCE_AT_ONCE = 4

_MATRIX = re.compile(r"/trabajo/(importar/|planes/[^/]+/dinero/archivos/|precios/nuevo/|precios/indice/[^/]+/cambiar/)")
_EVIDENCE = re.compile(
    r"/trabajo/(reportes/\d+/\d+/|cifras/\d+/corregir/|verificacion/\d+/|verificacion/segunda/\d+/"
    r"|acuerdos/[^/]+/entidades/[^/]+/papel/\d+/|compromisos/\d+/\d+/|aportes/\d+/(entregar/)?|entregas/\d+/|gestion/\d+/"
    r"|mesa/nueva/|mesa/integrantes/|mesa/sillas/\d+/|mesa/tareas/\d+/|mesa/sesiones/\d+/|mesa/sesiones/\d+/puntos/\d+/)"
)


def body_limit(path: str) -> int:
    """The most bytes that may be sent to `path`."""
    if _MATRIX.fullmatch(path):
        return int(settings.MATRIX_MAX_BYTES) + _WRAPPING
    if _EVIDENCE.fullmatch(path):
        return EVIDENCE_AT_ONCE * int(settings.EVIDENCE_MAX_BYTES) + _WRAPPING
    return FORM


_log = logging.getLogger("concierta.refused")

#: What somebody may do before their password is their own.
_BEFORE_OWN_PASSWORD = frozenset({"account_change_password", "account_logout"})
#: What somebody may do before they have the second factor that their role demands.
_BEFORE_SECOND_FACTOR = _BEFORE_OWN_PASSWORD | {
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
}


class NewDay:
    """Before the first request of a day is answered, whoever takes over that day does. One look a day and process."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._day: date | None = None

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        day = today()
        if day != self._day:
            # A home that cannot be written to still serves; the next request asks again.
            with suppress(OperationalError):
                take_over(by=None, at=now())
                self._day = day
        return self.get_response(request)


class SignedInByDefault(LoginRequiredMiddleware):
    """Every view asks for a session unless it says `login_not_required`; and the session for a role in force or a place
    at a Mesa, without which it ends at once, for a password of one's own, and for the second factor that the person's
    roles demand.

    An expired session answers a partial request with `HX-Redirect`: swapping a login form into the middle of a page
    would lose what was being typed.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        user = request.user
        if answer is not None or not user.is_authenticated or not getattr(view_func, "login_required", True):
            return answer
        begin_request(user)
        if not memberships_of(user) and not has_a_place(user):
            logout(request)
            return _led_to(request, "account_inactive")
        name = request.resolver_match.url_name if request.resolver_match else None
        if user.must_change_password and name not in _BEFORE_OWN_PASSWORD:
            return _led_to(request, "account_change_password")
        if name not in _BEFORE_SECOND_FACTOR and lacks_second_factor(request):
            return _led_to(request, "mfa_index")
        return None

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]) -> Any:
        if not getattr(request, "htmx", False):
            return super().handle_no_permission(request, view_func)
        login = resolve_url(self.get_login_url(view_func))
        return HttpResponseClientRedirect(f"{login}?{urlencode({REDIRECT_FIELD_NAME: page_of(request)})}")


def _led_to(request: HttpRequest, name: str) -> HttpResponse:
    page = reverse(name)
    return HttpResponseClientRedirect(page) if getattr(request, "htmx", False) else redirect(page)


def page_of(request: HttpRequest) -> str:
    """The path of the page that a partial request was made from, never another host."""
    current = getattr(request, "htmx", None) and request.htmx.current_url  # type: ignore[attr-defined]
    if not current or not url_has_allowed_host_and_scheme(current, {request.get_host()}):
        return "/trabajo/"
    parts = urlsplit(current)
    return parts.path + (f"?{parts.query}" if parts.query else "")


class TidyWords:
    """What people post is read with composed letters and one kind of line end, whatever they typed it on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        if request.method == "POST":
            request.POST = tidied(request.POST)  # type: ignore[assignment]


class RefusalsAsPages:
    """A refusal that no form caught is a page that says what happened, why, and what to do next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, PermissionRefused | NotFound):
            # Who tries doors that are not theirs is seen in the server's log: the name of the door, because an address
            # may hold a secret or a line break, and the number of the account, because its name is personal.
            door = request.resolver_match.view_name if request.resolver_match else None
            _log.warning("refused: %s %s, account %s", request.method, door, getattr(request.user, "pk", None))
        return refusal_page(request, exception) if isinstance(exception, Refusal) else None


class NothingIsKept:
    """Where nothing can be written (`settings.READ_ONLY`), whatever would write is answered with why not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.READ_ONLY and request.method not in ("GET", "HEAD", "OPTIONS"):
            return read_only_page(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        written = settings.READ_ONLY and isinstance(exception, DatabaseError | OSError)
        return read_only_page(request) if written else None


#: What the front says that it did not take in, and what its sender is told.
_NOT_TAKEN = {
    "too-large": gettext_noop(
        "Lo que envió pasa de %(limit)s MB, lo más que recibe esta página de una vez. Envíe los archivos de uno en uno "
        "o redúzcalos."
    ),
    "too-slow": gettext_noop(
        "Lo que envió tardó demasiado en llegar y no se recibió completo. Revise su conexión e inténtelo de nuevo."
    ),
    "no-room": gettext_noop(
        "En este momento estamos recibiendo muchos archivos y no cabe el suyo. Inténtelo de nuevo en unos minutos."
    ),
}
_STATUS = {"too-large": 413, "too-slow": 408, "no-room": 503}


_LARGEST_KEY = 2**63 - 1


class ReadableRequests:
    """What no database keeps is not read: a NUL in address, query, cookie or form is no word of a person. Neither is a
    body beyond the limit of its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path or any("\0" in name + value for name, value in request.COOKIES.items()):
            return unreadable(request)
        if any("\0" in name or "\0" in "".join(values) for name, values in request.GET.lists()):
            return unreadable(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]
    ) -> HttpResponseBase | None:
        if any(isinstance(value, int) and value > _LARGEST_KEY for value in kwargs.values()):
            return not_found(request)  # no row has that key, and no database would look for it
        refused = request.META.get("HTTP_X_CONCIERTA_REFUSED", "")
        length = request.META.get("CONTENT_LENGTH") or "0"
        limit = body_limit(request.path)
        if not refused and length.isdecimal() and int(length) > limit:
            refused = "too-large"
        if refused in _NOT_TAKEN:
            return body_refused(request, _STATUS[refused], Refusal(_NOT_TAKEN[refused], limit=limit >> 20))
        if any("\0" in name or "\0" in "".join(values) for name, values in request.POST.lists()):
            return unreadable(request)
        return None


class RolesReadOnce:
    """One page asks two dozen times what its reader may do: the database is asked once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with roles_read_once():
            return self.get_response(request)


class KeptByNobody:
    """Pages of the workspace and of the account stay in no cache, of browser or proxy: the next person at the same
    computer finds nothing by going back. What says itself how long it may be kept (styles, scripts) keeps its word."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not response.get("Cache-Control", "").startswith("public"):
            response["Cache-Control"] = "no-store"
        return response


_MINUTE = 60


def asks_too_often(request: HttpRequest, what: str, per_minute: int) -> bool:
    """True if whoever sent `request` has asked for `what` more than so many times in a minute. Counts this one."""
    # The minute is part of the key: not every cache keeps the first one's end when it counts on.
    key = f"asks:{what}:{get_adapter().get_client_ip(request)}:{int(time.time()) // _MINUTE}"
    cache.add(key, 0, _MINUTE)
    try:
        return cache.incr(key) > per_minute
    except ValueError:  # the minute ended between the two
        return False
