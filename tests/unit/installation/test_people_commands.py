"""What whoever administers the installation does with accounts from the shell: each on record as theirs."""

import json

import click
import pytest
from click.testing import CliRunner
from django.core import mail

from concierta.installation.cli import concierta
from concierta.kernel.clock import now, today
from concierta.kernel.errors import NotFound, Refusal
from concierta.ledger.models import Event
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.people.permissions import has_role
from factories import Cast, make_person
from factories.accounts import come_by, make_institution

pytestmark = pytest.mark.django_db


def call(*words: str) -> str:
    result = CliRunner().invoke(concierta, list(words), standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.stdout


def by_the_operator() -> list[tuple[str, bool]]:
    return [(event.kind, '"by":null' in event.payload) for event in Event.objects.order_by("index")]


def test_the_first_person_of_an_entity_is_invited_at_its_domain(db: None) -> None:
    make_institution("dagma")
    with pytest.raises(Refusal, match="un correo de @dagma"):
        call("person", "invite", "ana@gmail.com", "--name", "Ana", "--entity", "dagma", "--role", "verifier")
    told = call("person", "invite", "ana@dagma.gov.co", "--name", "Ana", "--entity", "dagma", "--role", "verifier")
    assert "invitada" in call("person", "list")
    (user,) = come_by((line.strip() for line in told.splitlines() if "/invitacion/" in line), at=now())
    assert has_role(user, Role.VERIFIER)
    assert [letter.to for letter in mail.outbox] == [["ana@dagma.gov.co"]]


def test_with_a_mail_server_no_link_is_shown(db: None, settings) -> None:
    settings.SENDS_MAIL = True
    make_institution("dagma")
    told = call("person", "invite", "ana@dagma.gov.co", "--name", "Ana", "--entity", "dagma", "--role", "member")
    assert "/invitacion/" not in told


def test_a_password_is_a_link_and_the_one_of_now_serves_until_it_is_used(cast: Cast) -> None:
    cast.verifier.set_password("la de ahora 123")
    cast.verifier.save()
    told = json.loads(call("password", cast.verifier.email, "--json"))
    assert "/clave/restablecer/" in told["link"]
    cast.verifier.refresh_from_db()
    assert cast.verifier.check_password("la de ahora 123")
    assert by_the_operator() == [("account.reset_link", True)]


def test_with_a_mail_server_the_link_is_for_the_mailbox_alone(cast: Cast, settings) -> None:
    settings.SENDS_MAIL = True
    assert json.loads(call("password", cast.verifier.email, "--json")) == {"email": cast.verifier.email, "link": None}
    assert "/clave/" not in call("password", cast.verifier.email)


def test_who_insists_confirms_and_it_is_said(cast: Cast) -> None:
    nora = make_person("Nora")
    nora.set_password("mango biche con sal")
    nora.save()
    nora.memberships.create(entity=cast.control, role=Role.VERIFIER, since=today())
    told = call("person", "confirm", nora.email, "--entity", "control", "--role", "verifier")
    assert told == "Confirmado: nora@example.org · Verifica · control.\n"
    assert has_role(nora, Role.VERIFIER)
    assert by_the_operator() == [("role.confirmed", True)]
    with pytest.raises(NotFound, match="no tiene allí un papel que espere"):
        call("person", "confirm", nora.email, "--entity", "control", "--role", "verifier")


def test_an_address_is_changed_on_record(cast: Cast) -> None:
    call("person", "email", cast.verifier.email, "vera@control.gov.co")
    assert User.objects.filter(email="vera@control.gov.co").exists()
    assert by_the_operator() == [("account.email_changed", True)]


def test_a_domain_is_set_and_free_mail_only_with_insistence(cast: Cast) -> None:
    assert call("entity", "domain", "control", "control.gov.co") == "control: @control.gov.co\n"
    with pytest.raises(Refusal, match="cualquiera abre un correo"):
        call("entity", "domain", "control", "gmail.com")
    call("entity", "domain", "control", "gmail.com", "--insist")
    assert by_the_operator() == [("entity.domain_set", True)] * 2


def test_a_role_that_is_none_is_a_wrong_call() -> None:
    with pytest.raises(click.UsageError):
        call("person", "confirm", "a@b.co", "--entity", "x", "--role", "jefa")
