"""Whatever is written into an address, a query or a form, the answer is a page and never a breakdown."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from concierta.people.enums import Role
from concierta.people.models import Membership
from concierta.web import workspace
from concierta.web.workspace.sending import FIELD, new_token
from factories import Cast, make_person, reviewed_report
from factories.cast import CONFIRMED, SINCE
from factories.sending import with_token
from unit.web.test_permissions_of_views import TABLE

pytestmark = pytest.mark.django_db

NUL, HUGE = "\0", str(2**63)
#: One of each kind: no text, no number, no number that fits, no date, far too long, other digits, not UTF-8, a sign.
HOSTILE = (NUL, f"a{NUL}b", HUGE, "9" * 5000, "-1", "no-es-numero", "٣", "²", "9999-99-99", "x" * 20_000, "%ff", "'\"<")
#: Of these, the ones whose trouble begins behind the form.
POSTED = (NUL, HUGE, "no-es-numero", "x" * 20_000)
WORD = re.compile(r"<(str|slug|int):(\w+)>")
STAFF = Path(workspace.__file__).parent
#: Every name that a page of the workspace reads from a query.
QUERY_NAMES = sorted(
    {
        name
        for source in STAFF.rglob("*.py")
        for name in re.findall(r'GET(?:\.get|\.getlist)?[(\[]"(\w+)"', source.read_text())
    }
)
QUERIES = {value: "&".join(f"{name}={quote(value, safe='%')}" for name in QUERY_NAMES) for value in HOSTILE}


@pytest.fixture
def everybody(cast: Cast) -> Client:
    """Somebody who may open everything, so that nothing is answered by a refusal before it is read."""
    person = make_person("Todas Las Puertas")
    for entity in (cast.desarrollo, cast.planeacion, cast.control):
        for role in Role:
            Membership.objects.create(**CONFIRMED, user=person, entity=entity, role=role, since=SINCE)
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.person = person
    return client


def patterns() -> list[URLPattern]:
    return [pattern for pattern in get_resolver().url_patterns[0].url_patterns if isinstance(pattern, URLPattern)]


def addresses_with(value: str) -> Iterator[str]:
    """Every address of the workspace with `value` in each of its places."""
    for pattern in patterns():
        route = str(pattern.pattern)
        if WORD.search(route):
            yield "/" + WORD.sub(quote(value, safe="%"), route)


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_an_address_made_of_anything_is_a_page_that_is_not_there(everybody: Client, value: str) -> None:
    for address in addresses_with(value):
        assert everybody.get(address).status_code < 500, address


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_query_and_a_form_made_of_anything_are_answered(cast: Cast, everybody: Client, name: str) -> None:
    row = TABLE[name]
    address = reverse(name, args=row.arguments(cast, reviewed_report(cast)))
    page = everybody.get(address)
    names = form_names(page)
    acts = button_acts(page)
    for value in HOSTILE:
        assert everybody.get(f"{address}?{QUERIES[value]}").status_code < 500
        for act in acts if value in POSTED else ():
            given = dict.fromkeys(names, value) | act | {FIELD: new_token(everybody.person)}
            assert everybody.post(address, given).status_code < 500, act
        # Whoever was posted out comes in again.
        everybody.force_login(everybody.person, backend="allauth.account.auth_backends.AuthenticationBackend")


def form_names(page: Any) -> list[str]:
    """The names of what a page lets one send; those that only a button sends apart."""
    text = page.content.decode() if not page.streaming and page["Content-Type"].startswith("text/html") else ""
    return [html.unescape(name) for name in sorted(set(re.findall(r'\bname="([^"]+)"', text)) - {"act", "viewport"})]


def button_acts(page: Any) -> list[dict[str, str]]:
    text = page.content.decode() if not page.streaming and page["Content-Type"].startswith("text/html") else ""
    buttons = re.findall(r'<button[^>]*\bname="(\w+)"[^>]*\bvalue="([^"]*)"', text)
    found = {(name, html.unescape(value)) for name, value in buttons if name != "viewport"}
    return [{}, *({name: value} for name, value in sorted(found)[:12])]


@pytest.mark.parametrize("where", ["sessionid", "django_language", "csrftoken"])
def test_a_cookie_that_spells_the_character_nul_is_no_cookie(where: str) -> None:
    client = Client(headers={"cookie": f'{where}="aaaaaaaa\\000aaaaaaaa"'})

    assert client.get("/trabajo/").status_code < 500


def test_a_point_of_the_agenda_that_is_no_number_is_not_there(cast: Cast) -> None:
    from factories.mesa import make_mesa, planned_session

    mesa = make_mesa(cast)
    client = Client()
    client.force_login(cast.secretary, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.post(
        f"/trabajo/mesa/sesiones/{planned_session(mesa).pk}/",
        with_token(cast.secretary, {"act": "move", "item": "uno"}),
    )

    assert answer.status_code == 404
