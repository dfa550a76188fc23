"""The second step of the door: whose secrets are never in clear, and who may not do without it."""

import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest

from concierta.web.staff.roles import roles_of

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
    if not demanded or request.session.get(_SEEN):
        return False
    user: Any = request.user
    if not demanded & {str(role) for role in roles_of(user)}:
        return False
    if not is_mfa_enabled(user):
        return True
    request.session[_SEEN] = True
    return False
