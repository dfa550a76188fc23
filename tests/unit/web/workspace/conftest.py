"""A browser without a browser: each person's own client, which fails on any undefined template variable."""

from collections.abc import Callable

import pytest
from django.http import HttpResponseBase
from django.test import Client

from factories import Cast
from factories.mesa import MesaCast, make_mesa
from factories.sending import with_token

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Visitor(Client):
    """Checks every page it is given: nothing undefined, and a body that is whole."""

    user: object = None

    def request(self, **request: object) -> HttpResponseBase:
        response = super().request(**request)
        if not response.streaming:
            assert "¡UNDEFINED" not in response.content.decode(errors="replace"), response.content.decode()
        return response

    def post(self, path: str, data: dict | None = None, **extra: object) -> HttpResponseBase:
        """Every form has its token."""
        return super().post(path, with_token(self.user, data), **extra)

    def htmx(self, path: str, data: dict | None = None, **extra: object) -> HttpResponseBase:
        """A partial request, as htmx makes it from `path`."""
        headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{path}"}
        return self.post(path, data, headers=headers) if data is not None else self.get(path, headers=headers)


@pytest.fixture
def visitor() -> Callable[..., Visitor]:
    """`visitor(user)` signed in; `visitor()` is anybody."""

    def sign_in(user: object = None) -> Visitor:
        client = Visitor()
        if user is not None:
            client.force_login(user, backend=_BACKEND)
            client.user = user
        return client

    return sign_in


@pytest.fixture
def scene(cast: Cast) -> MesaCast:
    """The cast at its Mesa."""
    return make_mesa(cast)
