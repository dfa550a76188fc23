"""The server's log names what failed, and no secret."""

import logging
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.urls import resolve, reverse

from concierta.config.log_lines import SECRETS, WithoutSecrets
from concierta.config.urls import urlpatterns

SECRET = "k3-un_secreto"


@pytest.mark.parametrize("door", ["accept_invitation", "confirm_address", "calendar_file"])
def test_an_address_that_opens_a_door_is_told_without_its_secret(door):
    path = reverse(door, args=[SECRET])
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", path), None)
    record.request = SimpleNamespace(resolver_match=resolve(path))
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == f"Not Found: {path.replace(SECRET, '…')}"


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
