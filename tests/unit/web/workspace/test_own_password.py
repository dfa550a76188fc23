"""A password that somebody else gave opens nothing but the page where one's own is chosen."""

import pytest

from concierta.ledger.models import Event
from concierta.people.enums import Role
from concierta.people.models import User
from factories import make_person

pytestmark = pytest.mark.django_db

GIVEN, OWN = "una clave prestada 77", "mango biche con sal"
CHANGE = "/clave/cambiar/"


@pytest.fixture
def newcomer(cast) -> User:
    """As an account of an installation from before invitations, with the password that somebody gave it."""
    nora = make_person("Nora Nueva", (Role.MEMBER, cast.sena))
    nora.must_change_password = True
    nora.set_password(GIVEN)
    nora.save()
    return nora


def change(client, old: str = GIVEN, new: str = OWN):
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})


def test_every_page_leads_to_the_change_until_it_is_done(newcomer, visitor):
    client = visitor(newcomer)

    assert client.get("/trabajo/").headers["Location"] == CHANGE
    assert client.post("/trabajo/personas/invitar/", {}).headers["Location"] == CHANGE
    assert "se la dio otra persona" in client.get(CHANGE).content.decode()


def test_a_partial_request_is_led_there_whole(newcomer, visitor):
    assert visitor(newcomer).htmx("/trabajo/").headers["HX-Redirect"] == CHANGE


def test_after_the_change_the_work_is_open(newcomer, visitor):
    client = visitor(newcomer)

    response = change(client)

    assert response.headers["Location"] == "/trabajo/"
    assert client.get("/trabajo/").status_code == 200
    newcomer.refresh_from_db()
    assert newcomer.check_password(OWN)
    assert [event.kind for event in Event.objects.all()] == ["account.password_chosen"]


def test_the_same_password_again_is_no_change(newcomer, visitor):
    response = change(visitor(newcomer), new=GIVEN)

    assert "Es la misma contraseña" in response.content.decode()
    newcomer.refresh_from_db()
    assert newcomer.must_change_password


def test_one_may_leave_and_choose_the_language_before(newcomer, visitor):
    client = visitor(newcomer)

    assert client.get("/idioma/en/").headers["Location"] != CHANGE
    assert client.post("/salir/").headers["Location"] == "/ingresar/"


def test_whoever_has_a_password_of_their_own_is_not_asked(cast, visitor):
    assert visitor(cast.reporter).get("/trabajo/").status_code == 200
