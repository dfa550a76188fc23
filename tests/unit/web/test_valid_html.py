"""Every kind of page of the workspace, as each role is shown it, is valid HTML: also what refuses them."""

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from factories import Cast, reviewed_report
from factories.html import html_complaints
from unit.web.test_permissions_of_views import TABLE, people

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

__all__ = ["people"]  # a fixture
#: What is other at every request.
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": ?"[^"]+"|nonce="[^"]+"')


def test_every_page_as_each_role_sees_it_is_valid_html(cast: Cast, people: dict[str, Any], tmp_path: Path):
    report = reviewed_report(cast)
    clients = {"anybody": Client()} | {name: _signed_in(person) for name, person in people.items()}
    seen: set[str] = set()
    for name, row in sorted(TABLE.items()):
        # Each address has what it needs, and leaves nothing to the next.
        with transaction.atomic():
            path = reverse(name, args=row.arguments(cast, report))
            for who, client in clients.items():
                if name != "account_logout":
                    _keep(tmp_path, f"{name}-{who}", client.get(path), seen)
                if row.post:
                    _keep(tmp_path, f"{name}-{who}-post", client.post(path), seen)
            transaction.set_rollback(True)
    assert len(seen) > len(TABLE)
    assert html_complaints(sorted(tmp_path.glob("*.html"))) == ""


def _signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _keep(folder: Path, name: str, response: Any, seen: set[str]) -> None:
    if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
        return
    digest = hashlib.sha256(TOKEN.sub(b"", response.content)).hexdigest()
    if response.content and digest not in seen:
        seen.add(digest)
        (folder / f"{name}-{response.status_code}.html").write_bytes(response.content)
