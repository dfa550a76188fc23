"""«Mi cuenta», and the language in which each person reads and is written to."""

import re

import pytest
from django.conf import settings

from factories.mesa import make_mesa

pytestmark = pytest.mark.django_db

PAGE = "/trabajo/cuenta/"
PASSWORD = "mango-biche-con-sal"


def text(response) -> str:
    return response.content.decode()


def language_of(person) -> str:
    person.refresh_from_db()
    return person.language


def test_one_reads_what_is_known_of_oneself_and_why(cast, visitor):
    page = text(visitor(cast.reporter).get(PAGE))
    for said in ("Rosa Reporta", "rosa.reporta@example.org", "Reporta · DESARROLLO", "Nada de esto se publica"):
        assert said in page


def test_a_principal_without_a_role_is_told_how_to_get_one(cast, visitor):
    principal = make_mesa(cast).seats["cut"].principal
    principal.memberships.all().delete()
    assert "su entidad los confirma" in text(visitor(principal).get(PAGE))


def test_the_language_chosen_there_is_of_the_account_and_of_this_browser(cast, visitor):
    client = visitor(cast.reporter)
    answer = client.post(PAGE, {"language": "en"})
    assert answer.headers["Location"] == PAGE
    assert language_of(cast.reporter) == "en"
    assert client.get(PAGE).headers["Content-Language"] == "en"


def test_a_language_that_is_none_is_refused_at_its_field(cast, visitor):
    answer = visitor(cast.reporter).post(PAGE, {"language": "fr"})
    assert answer.status_code == 422
    assert re.search(r'href="#(id_language_0)".*id="\1"', text(answer), re.S)
    assert language_of(cast.reporter) == ""


def test_the_switch_of_somebody_with_a_session_is_of_their_account_too(cast, visitor):
    client = visitor(cast.reporter)
    answer = client.post("/idioma/en/?siguiente=/trabajo/calendario/")
    assert answer.headers["Location"] == "/trabajo/calendario/"
    assert language_of(cast.reporter) == "en"
    assert 'formaction="/idioma/es-co/?siguiente=%2Ftrabajo%2F"' in text(client.get("/trabajo/"))


def test_a_link_changes_the_browser_and_never_the_account(cast, visitor):
    client = visitor(cast.reporter)
    client.get("/idioma/en/")
    assert client.get(PAGE).headers["Content-Language"] == "en"
    assert language_of(cast.reporter) == ""


def test_without_a_session_the_switch_is_of_the_browser(visitor, db):
    client = visitor()
    client.post("/idioma/en/")
    assert client.get("/ingresar/").headers["Content-Language"] == "en"


@pytest.mark.parametrize(("told", "read"), [(None, "en"), ("es-co", "es-co")])
def test_a_browser_that_was_told_no_language_reads_that_of_whoever_enters(cast, visitor, told, read):
    cast.reporter.language = "en"
    cast.reporter.set_password(PASSWORD)
    cast.reporter.save()
    client = visitor()
    if told:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = told
    client.post("/ingresar/", {"login": cast.reporter.email, "password": PASSWORD})
    assert client.get(PAGE).headers["Content-Language"] == read
