from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from concierta.accounts.enums import SignInKind
from concierta.accounts.models import Device, SignIn, SignInDelay
from concierta.accounts.operations import (
    MustWait,
    begin_try,
    end_try,
    password_key,
    record_sign_in,
    remember_device,
)
from concierta.accounts.queries import is_known_device, people_of_device, sign_ins_of
from concierta.ledger.operations import apply_retention
from factories import AT, Cast

pytestmark = pytest.mark.django_db
KEY = password_key("rosa@example.org")


def fail(times: int, at=AT, key=KEY) -> None:
    for _ in range(times):
        begin_try(key=key, at=at)


def test_five_tries_are_free_and_the_sixth_waits_half_a_minute():
    fail(5)
    with pytest.raises(MustWait, match="30 s"):
        begin_try(key=KEY, at=AT)
    begin_try(key=KEY, at=AT + timedelta(seconds=30))
    with pytest.raises(MustWait, match="1 min"):
        begin_try(key=KEY, at=AT + timedelta(seconds=30))


def test_a_try_that_comes_too_soon_is_not_counted():
    fail(5)
    for _ in range(20):
        with pytest.raises(MustWait):
            begin_try(key=KEY, at=AT)
    assert SignInDelay.objects.get().failures == 5


def test_a_success_forgets_what_failed_before_it():
    fail(5)
    end_try(key=KEY)
    fail(5)


def test_a_day_without_tries_forgets_them():
    fail(5)
    fail(1, at=AT + timedelta(days=1, minutes=1))
    assert SignInDelay.objects.get().failures == 1


def test_accounts_wait_apart_and_an_address_is_the_same_however_it_is_written():
    assert password_key(" Rosa@Example.org ") == KEY != password_key("vera@example.org")
    fail(5)
    fail(5, key=password_key("vera@example.org"))


def test_the_key_does_not_say_whose_it_is():
    assert "rosa" not in KEY
    assert len(KEY) == 64


def test_a_device_is_known_from_the_first_entry_and_only_for_its_person(cast: Cast):
    assert not is_known_device(cast.reporter.email, "cookie")
    remember_device(user=cast.reporter, token="cookie", at=AT)
    remember_device(user=cast.reporter, token="cookie", at=AT + timedelta(hours=1))
    assert is_known_device(cast.reporter.email.upper(), "cookie")
    assert not is_known_device(cast.verifier.email, "cookie")
    assert not is_known_device(cast.reporter.email, "")
    device = Device.objects.get()
    assert (device.first_seen, device.last_seen) == (AT, AT + timedelta(hours=1))
    assert "cookie" not in device.token_sha256


def test_two_people_of_one_device_are_seen(cast: Cast):
    for person in (cast.reporter, cast.verifier):
        remember_device(user=person, token="cookie", at=AT)
    assert [*people_of_device("cookie")] == sorted([cast.reporter, cast.verifier], key=lambda person: person.pk)


def make_entry(cast: Cast, **changes: object) -> SignIn:
    fields = {"kind": SignInKind.ENTERED, "user": cast.reporter, "address": "192.0.2.7", "agent": "Mozilla", "at": AT}
    return record_sign_in(**(fields | changes))


def test_somebody_reads_the_entries_of_their_own_account_newest_first(cast: Cast):
    first, second = make_entry(cast), make_entry(cast, kind=SignInKind.FAILED, at=AT + timedelta(1))
    make_entry(cast, user=cast.verifier)
    make_entry(cast, user=None)
    assert [*sign_ins_of(cast.reporter)] == [second, first]


def test_the_database_refuses_to_change_a_record_of_entry(cast: Cast):
    make_entry(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        SignIn.objects.update(address="192.0.2.8")


def test_the_database_refuses_to_delete_a_young_record_of_entry(cast: Cast):
    from concierta.kernel.clock import now

    make_entry(cast, at=now() - timedelta(days=89))
    with pytest.raises(DatabaseError), transaction.atomic():
        SignIn.objects.all().delete()


def test_what_is_older_than_its_term_is_deleted_and_the_rest_stays(cast: Cast, settings):
    settings.SIGN_INS_DAYS = 365
    kept = make_entry(cast, at=AT - timedelta(days=364))
    make_entry(cast, at=AT - timedelta(days=366))
    remember_device(user=cast.reporter, token="old", at=AT - timedelta(days=366))
    fail(1, at=AT - timedelta(days=2))
    apply_retention(on=AT.date(), by=None, at=AT)
    assert [*SignIn.objects.all()] == [kept]
    assert not Device.objects.exists()
    assert not SignInDelay.objects.exists()
