"""Accounts are given: nobody signs up, tries are counted before they are verified, and entries are kept for a time."""

import base64
import hashlib
import secrets
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext

from concierta.accounts.enums import SignInKind
from concierta.accounts.operations import (
    MustWait,
    begin_try,
    end_try,
    note_browser,
    note_own_password,
    password_key,
    record_sign_in,
    remember_device,
)
from concierta.accounts.queries import is_known_device, people_of_device
from concierta.kernel.clock import now
from concierta.people.queries import person_with_address
from concierta.web.workspace.shell import remember_language, roles_of

if TYPE_CHECKING:
    from concierta.people.models import User

DEVICE_COOKIE = "aparato"


class ClosedDoorAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try under its account before the password is looked at, whatever address it comes from."""
        super().pre_authenticate(request, **credentials)
        address = credentials.get("email", "")
        try:
            begin_try(key=_password_key(request, address), at=now())
        except MustWait as refusal:
            record_entry(request, SignInKind.DELAYED, person_with_address(address))
            raise ValidationError(refusal.render(gettext), code="must_wait") from refusal

    def authenticate(self, request: HttpRequest, **credentials: Any) -> "User | None":
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            end_try(key=_password_key(request, credentials.get("email", "")))
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        record_entry(request, SignInKind.FAILED, person_with_address(credentials.get("email", "")))

    def set_password(self, user: "User", password: str) -> None:
        """Called when the owner of the account chooses it, by changing it or by the link of a letter."""
        user.must_change_password = False
        super().set_password(user, password)
        note_own_password(person=user, by=user, at=now())

    def send_password_reset_mail(self, user: "User", email: str, context: dict[str, object]) -> None:
        """Anybody may ask for a link with somebody's address: its owner sees from where it was."""
        record_entry(self.request, SignInKind.RESET_ASKED, user)
        super().send_password_reset_mail(user, email, context)

    def post_login(self, request: HttpRequest, user: "User", **kwargs: object) -> HttpResponse:
        """Every factor was given. A browser that has not been told a language reads the one of whoever enters."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        record_entry(request, SignInKind.ENTERED, user)
        remember_browser(request, response, user)
        has_chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        return response if has_chosen or not user.language else remember_language(response, user.language)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)


def _password_key(request: HttpRequest, address: str) -> str:
    token = request.COOKIES.get(DEVICE_COOKIE, "")
    return password_key(address, token if is_known_device(address, token) else "")


def remember_browser(request: HttpRequest, response: HttpResponse, user: "User") -> None:
    """From now on `user` is known in this browser; a private sign is raised where others, of other entities, are."""
    token = request.COOKIES.get(DEVICE_COOKIE) or secrets.token_urlsafe(32)
    note_browser(person=user, seen=[person.pk for person in people_of_device(token)], by=None, at=now())
    remember_device(user=user, token=token, at=now())
    response.set_cookie(
        DEVICE_COOKIE,
        token,
        max_age=settings.SIGN_INS_DAYS * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def record_entry(request: HttpRequest, kind: SignInKind, user: "User | None", subject: str = "") -> None:
    """Keep what happened at the door, with the address and the browser it came from."""
    record_sign_in(
        kind=kind,
        user=user,
        address=DefaultAccountAdapter(request).get_client_ip(request),
        agent=request.META.get("HTTP_USER_AGENT", ""),
        subject=subject,
        at=now(),
    )


@receiver(user_logged_out)
def _record_leaving(sender: object, request: HttpRequest, user: "User | None", **kwargs: object) -> None:
    if user is not None:
        record_entry(request, SignInKind.LEFT, user)


#: Set once in a session when its person was seen to have what their roles demand.
_SEEN = "second_factor_seen"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator codes are encrypted with a key made of the installation's, which is not in the database:
    a copy of the database alone makes no codes."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    key = hashlib.sha256(b"concierta second factor\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def lacks_second_factor(request: HttpRequest) -> bool:
    """True if a role of whoever is signed in must have a second factor and their account has none."""
    demanded: frozenset[str] = settings.SECOND_FACTOR_ROLES
    user = request.user
    if not demanded or not user.is_authenticated or request.session.get(_SEEN):
        return False
    if not demanded & {str(role) for role in roles_of(user)}:
        return False
    if not is_mfa_enabled(user):
        return True
    request.session[_SEEN] = True
    return False
