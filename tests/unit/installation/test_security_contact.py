"""Whoever finds a weakness finds out whom to tell, or is told nothing."""

from datetime import date

import pytest
from django.test import Client

from concierta.installation.checks import check_security_contact
from concierta.installation.security_contact import security_text
from concierta.kernel.errors import Invalid

TODAY = date(2026, 11, 30)


def text(contact: str, expires: str = "2027-06-30", base_url: str = "https://empleo.example") -> str:
    return security_text(contact, expires, base_url=base_url, today=TODAY)


def test_the_file_says_whom_to_tell_and_until_when() -> None:
    assert text("mailto:seguridad@empleo.example, https://empleo.example/avisar") == (
        "Contact: mailto:seguridad@empleo.example\n"
        "Contact: https://empleo.example/avisar\n"
        "Expires: 2027-06-30T00:00:00Z\n"
        "Preferred-Languages: es, en\n"
        "Canonical: https://empleo.example/.well-known/security.txt\n"
    )


def test_nobody_named_is_no_file() -> None:
    assert text("") == ""


@pytest.mark.parametrize(
    ("contact", "expires", "words"),
    [
        ("seguridad@empleo.example", "2027-06-30", "CONCIERTA_SECURITY_CONTACT"),
        ("mailto:a@b.co", "", "CONCIERTA_SECURITY_EXPIRES es una fecha"),
        ("mailto:a@b.co", "mañana", "CONCIERTA_SECURITY_EXPIRES es una fecha"),
        ("mailto:a@b.co", "2026-11-30", "ya pasó"),
    ],
)
def test_what_a_reader_could_not_use_is_said(contact: str, expires: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        text(contact, expires)


@pytest.mark.django_db
def test_it_is_served_to_anybody(settings) -> None:
    settings.SECURITY_CONTACT, settings.SECURITY_EXPIRES = "mailto:a@b.co", "9999-12-31"
    answer = Client().get("/.well-known/security.txt")

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert answer.content.startswith(b"Contact: mailto:a@b.co\nExpires: 9999-12-31T00:00:00Z\n")


@pytest.mark.django_db
@pytest.mark.parametrize("given", [("", ""), ("mailto:a@b.co", "2001-01-01")])
def test_without_a_contact_that_holds_there_is_none(settings, given: tuple[str, str]) -> None:
    settings.SECURITY_CONTACT, settings.SECURITY_EXPIRES = given

    assert Client().get("/.well-known/security.txt").status_code == 404


def test_the_check_says_what_is_missing_and_what_is_wrong(settings) -> None:
    settings.SECURITY_CONTACT, settings.SECURITY_EXPIRES = "", ""
    unnamed = check_security_contact()
    settings.SECURITY_CONTACT = "mailto:a@b.co"
    undated = check_security_contact()

    assert (unnamed.passed, len(unnamed.told)) == (True, 1)
    assert (undated.passed, len(undated.problems)) == (False, 1)
