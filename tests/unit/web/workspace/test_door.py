"""The door: tries that wait, the second step, who must have one, one's sessions, and what is kept of all of it."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from concierta.accounts.enums import SignInKind
from concierta.accounts.models import Device, SignIn
from factories import Cast
from factories.sending import with_token

PASSWORD = "una contraseña larga de prueba"
DOOR = "/ingresar/"
SECOND_STEP = "/ingresar/segundo-paso/"
SECURITY = "/trabajo/cuenta/seguridad/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """A code that was used is remembered for a minute, whoever used it in another test."""
    cache.clear()


@pytest.fixture
def person(cast: Cast):
    cast.reporter.set_password(PASSWORD)
    cast.reporter.save()
    return cast.reporter


def enter(client: Client, person, password: str = PASSWORD, **extra: object):
    return client.post(DOOR, {"login": person.email, "password": password}, **extra)


def is_inside(client: Client) -> bool:
    return client.get("/trabajo/").status_code == 200


def kinds() -> list[str]:
    return [*SignIn.objects.order_by("pk").values_list("kind", flat=True)]


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


class TestTries:
    def test_many_addresses_cannot_guess_one_account(self, person):
        for number in range(5):
            enter(Client(), person, "equivocada", REMOTE_ADDR=f"192.0.2.{number}")
        stranger = Client()
        response = enter(stranger, person, REMOTE_ADDR="198.51.100.1")
        assert "Espere" in response.content.decode()
        assert not is_inside(stranger)
        assert kinds() == ["failed"] * 5 + ["delayed"]

    def test_whoever_entered_before_from_this_browser_is_not_kept_out_by_strangers(self, person):
        known = Client()
        enter(known, person)
        known.post("/salir/")
        for number in range(9):
            enter(Client(), person, "equivocada", REMOTE_ADDR=f"192.0.2.{number}")
        enter(known, person)
        assert is_inside(known)

    def test_a_known_browser_waits_for_its_own_tries(self, person):
        known = Client()
        enter(known, person)
        known.post("/salir/")
        for _ in range(5):
            enter(known, person, "equivocada")
        assert "Espere" in enter(known, person).content.decode()

    def test_another_account_does_not_wait(self, person, cast):
        cast.verifier.set_password(PASSWORD)
        cast.verifier.save()
        for _ in range(6):
            enter(Client(), person, "equivocada")
        other = Client()
        enter(other, cast.verifier)
        assert is_inside(other)

    def test_an_account_that_does_not_exist_waits_like_one_that_does(self, db):
        for _ in range(5):
            Client().post(DOOR, {"login": "nadie@example.org", "password": "equivocada"})
        response = Client().post(DOOR, {"login": "nadie@example.org", "password": "equivocada"})
        assert "Espere" in response.content.decode()
        assert {*SignIn.objects.values_list("user", flat=True)} == {None}


class TestRecords:
    def test_entering_and_leaving_are_kept_with_where_from(self, person):
        client = Client()
        enter(client, person, REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT="Mozilla/5.0")
        client.post("/salir/")
        first = SignIn.objects.earliest("pk")
        assert kinds() == [SignInKind.ENTERED, SignInKind.LEFT]
        assert (first.user, first.address, first.agent) == (person, "192.0.2.7", "Mozilla/5.0")

    def test_one_reads_the_entries_of_ones_own_account(self, person, visitor):
        enter(Client(), person, "equivocada", REMOTE_ADDR="192.0.2.66")
        page = visitor(person).get("/trabajo/cuenta/entradas/").content.decode()
        assert "192.0.2.66" in page
        assert str(SignInKind.FAILED.label) in page

    def test_the_owner_sees_that_a_link_was_asked_for(self, person, visitor, mailoutbox):
        Client().post("/clave/restablecer/", {"email": person.email}, REMOTE_ADDR="192.0.2.66")
        assert [letter.to for letter in mailoutbox] == [[person.email]]
        page = visitor(person).get("/trabajo/cuenta/entradas/").content.decode()
        assert "192.0.2.66" in page
        assert str(SignInKind.RESET_ASKED.label) in page

    def test_nobody_reads_those_of_others(self, person, cast, visitor):
        enter(Client(), person, REMOTE_ADDR="192.0.2.66")
        assert "192.0.2.66" not in visitor(cast.secretary).get("/trabajo/cuenta/entradas/").content.decode()

    def test_opening_the_page_of_a_person_leaves_a_trace(self, cast, visitor):
        address = f"/trabajo/personas/{cast.reporter.pk}/"
        visitor(cast.secretary).get(address)
        trace = SignIn.objects.get(kind=SignInKind.DATA_OPENED)
        assert (trace.user, trace.subject) == (cast.secretary, address)

    def test_who_is_refused_opened_nothing(self, cast, visitor):
        visitor(cast.outsider).get(f"/trabajo/personas/{cast.reporter.pk}/")
        assert not SignIn.objects.filter(kind=SignInKind.DATA_OPENED).exists()

    def test_the_cookie_of_a_device_is_kept_only_as_a_hash(self, person):
        client = Client()
        enter(client, person)
        cookie = client.cookies["aparato"]
        assert (cookie["httponly"], cookie["path"], cookie["samesite"]) == (True, "/", "Lax")
        assert cookie.value not in Device.objects.get().token_sha256


class TestSecondStep:
    @pytest.fixture
    def protected(self, person):
        TOTP.activate(person, SECRET)
        return person

    def test_the_password_alone_opens_nothing(self, protected):
        client = Client()
        assert enter(client, protected).headers["Location"] == SECOND_STEP
        assert not is_inside(client)
        assert kinds() == []

    def test_with_the_code_the_work_is_open(self, protected):
        client = Client()
        enter(client, protected)
        client.post(SECOND_STEP, {"code": code_now()})
        assert is_inside(client)
        assert kinds() == [SignInKind.ENTERED]

    def test_wrong_codes_wait_from_wherever_they_come(self, protected):
        for _ in range(5):
            client = Client()
            enter(client, protected)
            client.post(SECOND_STEP, {"code": "000000"})
        client = Client()
        enter(client, protected)
        assert "Espere" in client.post(SECOND_STEP, {"code": code_now()}).content.decode()
        assert not is_inside(client)
        assert kinds() == [SignInKind.SECOND_FACTOR_FAILED] * 5 + [SignInKind.DELAYED]

    def test_wrong_codes_do_not_make_the_password_wait(self, protected):
        for _ in range(6):
            client = Client()
            enter(client, protected)
            client.post(SECOND_STEP, {"code": "000000"})
        assert enter(Client(), protected).headers["Location"] == SECOND_STEP

    def test_the_secret_is_not_in_clear_in_the_database(self, protected):
        assert SECRET not in str(Authenticator.objects.get().data)

    @pytest.mark.parametrize("forgetful", [False, True])
    def test_a_code_serves_once_in_whatever_process(self, protected, forgetful):
        first, second, code = Client(), Client(), code_now()
        for client in (first, second):
            enter(client, protected)
            client.post(SECOND_STEP, {"code": code})
            if forgetful:  # as another process, whose memory is its own
                cache.clear()
        assert (is_inside(first), is_inside(second)) == (True, False)

    def test_how_one_enters_is_not_changed_without_the_password_again(self, protected, visitor):
        response = visitor(protected).get(f"{SECURITY}codigos/quitar/")
        assert response.headers["Location"].startswith("/clave/confirmar/")


class TestDemanded:
    @pytest.fixture(autouse=True)
    def demanded(self, settings):
        settings.SECOND_FACTOR_ROLES = frozenset({"verifier", "secretariat"})

    def test_a_verifier_without_one_is_led_to_it_from_every_page(self, cast, visitor):
        client = visitor(cast.verifier)
        assert client.get("/trabajo/").headers["Location"] == SECURITY
        assert client.htmx("/trabajo/verificacion/").headers["HX-Redirect"] == SECURITY
        assert client.get(SECURITY).status_code == 200

    def test_with_one_the_work_is_open(self, cast, visitor):
        TOTP.activate(cast.verifier, SECRET)
        assert visitor(cast.verifier).get("/trabajo/").status_code == 200

    def test_recovery_codes_alone_are_no_second_factor(self, cast, visitor):
        TOTP.activate(cast.verifier, SECRET)
        client = visitor(cast.verifier)
        assert client.get("/trabajo/").status_code == 200
        Authenticator.objects.filter(user=cast.verifier).delete()
        assert visitor(cast.verifier).get("/trabajo/").headers["Location"] == SECURITY

    def test_who_only_reports_is_not_asked(self, cast, visitor):
        assert visitor(cast.reporter).get("/trabajo/").status_code == 200


class TestSessions:
    def test_one_sees_ones_sessions_and_closes_the_others(self, person):
        here, elsewhere = Client(), Client()
        enter(here, person, REMOTE_ADDR="192.0.2.1")
        enter(elsewhere, person, REMOTE_ADDR="192.0.2.2")
        page = here.get("/trabajo/cuenta/sesiones/").content.decode()
        assert "192.0.2.1" in page
        assert "192.0.2.2" in page
        here.post("/trabajo/cuenta/sesiones/", with_token(person))
        assert (is_inside(here), is_inside(elsewhere)) == (True, False)
        assert Session.objects.count() == 1

    def test_nobody_sees_the_sessions_of_others(self, person, cast, visitor):
        enter(Client(), person, REMOTE_ADDR="192.0.2.1")
        assert "192.0.2.1" not in visitor(cast.secretary).get("/trabajo/cuenta/sesiones/").content.decode()


PAGES = (SECURITY, f"{SECURITY}codigos/", f"{SECURITY}llaves/nueva/", f"{SECURITY}recuperacion/nuevos/")


@pytest.mark.parametrize("address", PAGES)
def test_every_page_of_security_is_whole(person, visitor, address):
    client = visitor(person)
    TOTP.activate(person, SECRET) if "recuperacion" in address else None
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    assert client.get(address).status_code == 200
