"""A password that somebody else gave opens nothing but the page where one's own is chosen."""

import pytest

from concierta.people.enums import Role
from concierta.people.models import Membership, User
from concierta.people.operations import create_user
from factories import AT
from factories.cast import SINCE

pytestmark = pytest.mark.django_db

GIVEN, OWN = "una clave prestada 77", "mango biche con sal"
CHANGE = "/clave/cambiar/"


@pytest.fixture
def newcomer(cast) -> User:
    made = create_user(email="nora@example.org", name="Nora Nueva", password=GIVEN, by=cast.secretary, at=AT)
    Membership.objects.create(user=made, entity=cast.sena, role=Role.MEMBER, since=SINCE)
    return made


def change(client, old: str = GIVEN, new: str = OWN):
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})


def test_every_page_leads_to_the_change_until_it_is_done(newcomer, visitor):
    client = visitor(newcomer)

    assert client.get("/trabajo/").headers["Location"] == CHANGE
    assert client.post("/trabajo/personas/nueva/", {}).headers["Location"] == CHANGE
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
