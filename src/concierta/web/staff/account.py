"""People come by invitation: nobody signs up, and a password that others know is not yet one's own."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from concierta.accounts.operations import note_own_password
from concierta.kernel.clock import now
from concierta.web.staff.languages import remember_language
from concierta.web.staff.signs import note_who_is_here


class ClosedDoorAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: Any, password: str) -> None:
        """Called when the owner of the account chooses it, by changing it or by the link of a letter."""
        user.must_change_password = False
        super().set_password(user, password)
        note_own_password(person=user, by=user, at=now())

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """A browser that has not been told a language reads the one of whoever enters."""
        response: HttpResponse = note_who_is_here(request, super().post_login(request, user, **kwargs), user)
        told = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        return response if told or not user.language else remember_language(response, user.language)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)
