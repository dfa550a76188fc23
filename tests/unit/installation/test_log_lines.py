"""The server's log names what failed, and no secret."""

import logging
from io import StringIO
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.urls import resolve, reverse

from concierta.installation.log_lines import SECRETS, WithoutSecrets
from concierta.installation.urls import urlpatterns

SECRET = "k3-un_secreto"


@pytest.mark.parametrize(
    ("door", "kwargs"),
    [
        ("accept_invitation", {"token": SECRET}),
        ("confirm_address", {"token": SECRET}),
        ("calendar_file", {"secret": SECRET}),
        ("account_reset_password_from_key", {"uidb36": "1a", "key": SECRET}),
    ],
)
def test_an_address_that_opens_a_door_is_told_without_its_secret(door, kwargs):
    path = reverse(door, kwargs=kwargs)
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", path), None)
    record.request = SimpleNamespace(resolver_match=resolve(path))
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == f"Not Found: {path.replace(SECRET, '…')}"


def test_the_log_of_the_server_itself_leaves_it_out(db, client, monkeypatch):
    (console,) = (handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler)
    monkeypatch.setattr(console, "stream", StringIO())
    path = reverse("calendar_file", args=[SECRET])
    assert client.get(path).status_code == 404
    told = console.stream.getvalue()
    assert path.replace(SECRET, "…") in told
    assert SECRET not in told


def test_other_addresses_are_told_as_they_are():
    path = reverse("plan", args=["cali"])
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", path), None)
    record.request = SimpleNamespace(resolver_match=resolve(path))
    assert WithoutSecrets().filter(record)
    assert record.getMessage().endswith(path)


def test_every_secret_of_an_address_bears_a_name_that_the_log_knows():
    named = {name for pattern in _patterns(urlpatterns) for name in pattern.pattern.converters}
    assert {name for name in named if any(word in name for word in ("token", "secret", "key"))} <= set(SECRETS)


def test_a_line_says_when_with_its_zone():
    line = settings.LOGGING["formatters"]["line"]
    assert line["datefmt"].endswith("%z")
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["without_secrets"]


def _patterns(patterns):
    for pattern in patterns:
        yield pattern
        yield from _patterns(getattr(pattern, "url_patterns", ()))
