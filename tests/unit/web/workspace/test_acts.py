"""A button without a form: what is said when it was done, and when it was refused."""

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import RequestFactory

from concierta.kernel.errors import Refusal, gettext_noop
from concierta.web.workspace.acts import attempt


@pytest.fixture
def request_with_notices(rf: RequestFactory) -> HttpRequest:
    request = rf.post("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def notices(request: HttpRequest) -> list[tuple[str, str]]:
    return [(notice.level_tag, notice.message) for notice in request._messages]  # type: ignore[attr-defined]


def test_what_was_done_is_said_with_what_came_of_it(request_with_notices: HttpRequest) -> None:
    assert attempt(request_with_notices, lambda: 7, lambda result: f"Hecho: {result}.")
    assert notices(request_with_notices) == [("success", "Hecho: 7.")]


def test_an_effect_that_the_page_shows_is_not_said(request_with_notices: HttpRequest) -> None:
    assert attempt(request_with_notices, lambda: None, "")
    assert notices(request_with_notices) == []


def test_a_refusal_says_why(request_with_notices: HttpRequest) -> None:
    def refused() -> None:
        raise Refusal(gettext_noop("No hay tal punto en esta sesión."))

    assert not attempt(request_with_notices, refused, "Hecho.")
    assert notices(request_with_notices) == [("error", "No hay tal punto en esta sesión.")]
