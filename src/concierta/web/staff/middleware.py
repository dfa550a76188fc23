"""What every request of the workspace meets: who may come in, and how a refusal is said."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django_htmx.http import HttpResponseClientRedirect

from concierta.kernel.clock import now, today
from concierta.kernel.errors import Refusal
from concierta.responsibilities.operations import take_over
from concierta.web.staff.views.errors import refusal_page

#: What somebody may do before their password is their own.
_BEFORE_OWN_PASSWORD = frozenset({"account_change_password", "account_logout"})


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
    """Every view asks for a session unless it says `login_not_required`, and the session for a password of one's own.

    An expired session answers a partial request with `HX-Redirect`: swapping a login form into the middle of a page
    would lose what was being typed.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], view_args: Any, view_kwargs: Any
    ) -> Any:
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        user: Any = request.user
        if answer is not None or not user.is_authenticated or not user.must_change_password:
            return answer
        match = request.resolver_match
        if not getattr(view_func, "login_required", True) or (match and match.url_name in _BEFORE_OWN_PASSWORD):
            return None
        change = reverse("account_change_password")
        return HttpResponseClientRedirect(change) if getattr(request, "htmx", False) else redirect(change)

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]) -> Any:
        if not getattr(request, "htmx", False):
            return super().handle_no_permission(request, view_func)
        login = resolve_url(self.get_login_url(view_func))
        return HttpResponseClientRedirect(f"{login}?{urlencode({REDIRECT_FIELD_NAME: page_of(request)})}")


def page_of(request: HttpRequest) -> str:
    """The path of the page that a partial request was made from, never another host."""
    current = getattr(request, "htmx", None) and request.htmx.current_url  # type: ignore[attr-defined]
    if not current or not url_has_allowed_host_and_scheme(current, {request.get_host()}):
        return "/trabajo/"
    parts = urlsplit(current)
    return parts.path + (f"?{parts.query}" if parts.query else "")


class RefusalsAsPages:
    """A refusal that no form caught is a page that says what happened, why, and what to do next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refusal_page(request, exception) if isinstance(exception, Refusal) else None
