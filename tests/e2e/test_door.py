"""A verifier sets up a passkey where the installation demands one, and enters with it alone."""

import pytest
from allauth.mfa.models import Authenticator

from concierta.accounts.models import SignIn

PASSWORD = "una clave bien larga"


@pytest.fixture
def demanded(settings):
    settings.SECOND_FACTOR_ROLES = frozenset({"verifier"})


def give_a_fingerprint(traveller) -> None:
    """The browser has a device that recognises its owner, as a telephone does."""
    devtools = traveller.page.context.new_cdp_session(traveller.page)
    devtools.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def confirm(traveller) -> None:
    """How one enters is not changed without the password again."""
    traveller.sees("Confirme que es usted")
    traveller.stop("confirm")
    traveller.page.fill("#id_password", PASSWORD)
    traveller.press("Confirmar")
    traveller.page.get_by_label("Entrar solo con ella").wait_for()


def test_a_verifier_is_led_to_a_passkey_and_enters_with_it_alone(cast, travel, demanded):
    vera = travel()
    give_a_fingerprint(vera)
    vera.sign_in(cast.verifier)
    vera.sees("Segundo paso al entrar")
    vera.stop("led to security")

    vera.follow("Añadir una llave de acceso")
    confirm(vera)
    assert vera.page.get_by_label("Entrar solo con ella").is_checked()
    assert vera.page.get_by_label("Entrar solo con ella").is_checked()
    vera.stop("a new passkey")
    vera.press("Añadir")
    vera.sees("Códigos de recuperación")
    vera.stop("recovery codes")
    assert Authenticator.objects.filter(user=cast.verifier, type="webauthn").count() == 1

    vera.open("/trabajo/cuenta/sesiones/")
    vera.stop("sessions")
    vera.page.context.clear_cookies()
    vera.open("/ingresar/")
    vera.stop("door")
    vera.press("Entrar con una llave de acceso")
    vera.page.wait_for_url("**/trabajo/")
    vera.open("/trabajo/cuenta/entradas/")
    vera.sees("Entró")
    vera.stop("entries")
    assert SignIn.objects.filter(user=cast.verifier, kind="entered").count() == 2


def test_the_password_and_then_the_passkey(cast, travel, demanded):
    vera = travel()
    give_a_fingerprint(vera)
    vera.sign_in(cast.verifier)
    vera.follow("Añadir una llave de acceso")
    confirm(vera)
    vera.page.get_by_label("Entrar solo con ella").uncheck()
    vera.press("Añadir")
    vera.sees("Códigos de recuperación")
    vera.page.context.clear_cookies()

    vera.open("/ingresar/")
    vera.page.fill("#id_login", cast.verifier.email)
    vera.page.fill("#id_password", PASSWORD)
    vera.press("Ingresar")
    vera.sees("Segundo paso")
    vera.stop("second step")
    vera.press("Usar una llave de acceso")
    vera.page.wait_for_url("**/trabajo/")
