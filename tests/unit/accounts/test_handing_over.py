"""Passwords and addresses: no door gives an account to somebody else."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from concierta.accounts.enums import ChangedBy
from concierta.accounts.models import AddressChange
from concierta.accounts.operations import (
    change_address,
    confirm_by_old_address,
    confirm_for_colleague,
    request_address_change,
    send_reset_link,
)
from concierta.accounts.queries import change_for, changes_to_confirm
from concierta.kernel.canonical import sha256_of
from concierta.kernel.errors import Invalid, NotFound, PermissionRefused, TransitionRefused
from concierta.ledger.models import Event
from concierta.people.enums import Role
from concierta.people.models import User
from factories import AT, Cast, make_person
from factories.accounts import invitation_to, make_institution
from factories.cast import CONFIRMED, SINCE

pytestmark = pytest.mark.django_db
NEW = "vera@control.gov.co"


@pytest.fixture
def colleague(cast: Cast) -> User:
    return make_person("Victor", (Role.MEMBER, cast.control))


def ask(person: User, address: str = NEW) -> AddressChange:
    return request_address_change(person=person, address=address, by=person, at=AT)


def payloads() -> list[str]:
    return list(Event.objects.order_by("index").values_list("payload", flat=True))


@pytest.mark.parametrize("who", ["secretary", "reporter", "reviewer", "outsider", "verifier"])
def test_a_link_to_a_new_password_is_sent_by_nobody_but_its_entity(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionRefused):
        send_reset_link(person=cast.verifier, by=getattr(cast, who), at=AT)
    assert not Event.objects.exists()


def test_a_colleague_has_a_link_sent_to_the_owners_own_address(
    cast: Cast, colleague: User, django_capture_on_commit_callbacks
) -> None:
    for by in (colleague, None):
        with django_capture_on_commit_callbacks(execute=True):
            send_reset_link(person=cast.verifier, by=by, at=AT)
    assert [letter.to for letter in mail.outbox] == [[cast.verifier.email]] * 2
    assert all("/clave/restablecer/" in letter.body for letter in mail.outbox)
    assert [event.kind for event in Event.objects.all()] == ["account.reset_link"] * 2
    assert cast.verifier.email not in "".join(payloads())


def test_who_acts_for_two_entities_needs_somebody_of_both(cast: Cast, colleague: User) -> None:
    """Of one alone, it would be given the powers that the other gave."""
    cast.verifier.memberships.create(**CONFIRMED, entity=cast.sena, role=Role.MEMBER, since=SINCE)
    with pytest.raises(PermissionRefused, match="una persona ya confirmada de SENA"):
        send_reset_link(person=cast.verifier, by=colleague, at=AT)
    colleague.memberships.create(**CONFIRMED, entity=cast.sena, role=Role.MEMBER, since=SINCE)
    send_reset_link(person=cast.verifier, by=colleague, at=AT)


def test_no_link_goes_to_an_account_that_has_not_come_or_is_closed(cast: Cast) -> None:
    invitation_to(make_institution("dagma"), "ana")
    with pytest.raises(TransitionRefused, match="envíesela otra vez"):
        send_reset_link(person=User.objects.get(email="ana@dagma.gov.co"), by=None, at=AT)
    User.objects.filter(pk=cast.verifier.pk).update(is_active=False)
    cast.verifier.refresh_from_db()
    with pytest.raises(TransitionRefused, match="está cerrada"):
        send_reset_link(person=cast.verifier, by=None, at=AT)


def test_another_address_is_confirmed_from_the_old_one(cast: Cast, django_capture_on_commit_callbacks) -> None:
    was = cast.verifier.email
    EmailAddress.objects.create(user=cast.verifier, email=was, verified=True, primary=True)
    with django_capture_on_commit_callbacks(execute=True):
        change = ask(cast.verifier, "Vera@Control.gov.co")
    (letter,) = mail.outbox
    assert letter.to == [was]
    cast.verifier.refresh_from_db()
    assert cast.verifier.email == was
    token = next(line for line in letter.body.splitlines() if "/correo/" in line).rstrip("/").rpartition("/")[2]

    with django_capture_on_commit_callbacks(execute=True):
        confirm_by_old_address(token=token, by=None, at=AT)

    cast.verifier.refresh_from_db()
    change.refresh_from_db()
    assert cast.verifier.email == NEW
    assert (change.how, change.address, change.token_sha256) == (ChangedBy.OLD_ADDRESS, "", None)
    assert not EmailAddress.objects.exists()
    assert [letter.to for letter in mail.outbox[1:]] == [[was], [NEW]]
    (payload,) = payloads()
    assert '"mail_domain":"control.gov.co"' in payload
    assert '"was":"example.org"' in payload
    assert was not in payload
    assert NEW not in payload


def test_or_by_a_colleague_and_by_nobody_else(cast: Cast, colleague: User) -> None:
    change = ask(cast.verifier)
    for by in (cast.secretary, cast.reporter, cast.outsider, cast.verifier):
        assert changes_to_confirm(by, AT) == []
        with pytest.raises(NotFound):
            change_for(by, change.pk, AT)
        with pytest.raises(PermissionRefused):
            confirm_for_colleague(change=change, by=by, at=AT)
    assert confirm_for_colleague(change=change_for(colleague, change.pk, AT), by=colleague, at=AT).email == NEW
    change.refresh_from_db()
    assert (change.how, change.by) == (ChangedBy.COLLEAGUE, colleague)


def test_nobody_asks_for_another(cast: Cast) -> None:
    with pytest.raises(PermissionRefused, match="su propia cuenta"):
        request_address_change(person=cast.verifier, address=NEW, by=cast.secretary, at=AT)
    with pytest.raises(PermissionRefused):
        change_address(person=cast.verifier, address=NEW, by=cast.secretary, at=AT)


def test_the_operator_changes_an_address_on_record(cast: Cast) -> None:
    assert change_address(person=cast.verifier, address=NEW, by=None, at=AT).email == NEW
    (payload,) = payloads()
    assert '"by":null' in payload
    assert '"how":"operator"' in payload


@pytest.mark.parametrize("address", ["vera", "VERA.verifica@example.org", "rosa.reporta@example.org"])
def test_an_address_is_an_address_and_nobody_elses(cast: Cast, address: str) -> None:
    with pytest.raises(Invalid) as refused:
        ask(cast.verifier, address)
    assert refused.value.field == "address"


def test_a_change_is_open_for_seven_days_and_asked_again_replaces_it(cast: Cast, colleague: User) -> None:
    first, second = ask(cast.verifier), ask(cast.verifier, "otra@control.gov.co")
    with pytest.raises(NotFound, match="ya no está abierto"):
        confirm_for_colleague(change=first, by=colleague, at=AT)
    with pytest.raises(NotFound, match="pídalo otra vez"):
        confirm_for_colleague(change=second, by=colleague, at=AT + timedelta(days=7))
    assert AddressChange.objects.get(pk=first.pk).address == ""


def test_the_link_of_another_account_confirms_nothing(cast: Cast, monkeypatch) -> None:
    from concierta.accounts.operations import addresses

    monkeypatch.setattr(addresses, "new_token", lambda: ("secret", sha256_of("secret")))
    ask(cast.verifier)
    with pytest.raises(PermissionRefused, match="salga primero"):
        confirm_by_old_address(token="secret", by=cast.secretary, at=AT)
    with pytest.raises(NotFound):
        confirm_by_old_address(token="other", by=None, at=AT)
