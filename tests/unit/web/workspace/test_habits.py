"""What holds for every page: constant queries, reading that cannot write, evidence that cannot act, helpful errors."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concierta.people.enums import Role
from concierta.people.models import Membership
from concierta.web.workspace.uploads import NOTHING_INSIDE_ACTS
from factories import (
    PDF,
    draft_report,
    evidence_of,
    make_indicator,
    make_period,
    png,
    reviewed_report,
    submitted_report,
)
from factories.cast import CONFIRMED, SINCE, make_product
from factories.mesa import make_mesa
from factories.parts import signed_by

pytestmark = pytest.mark.django_db

LISTS = {
    "reporter": ("/trabajo/", "/trabajo/reportes/", "/trabajo/reportes/?grupo=enviados"),
    "reviewer": ("/trabajo/", "/trabajo/revision/"),
    "verifier": ("/trabajo/", "/trabajo/verificacion/"),
    "secretary": (
        "/trabajo/",
        "/trabajo/pendientes/",
        "/trabajo/personas/",
        "/trabajo/plan/",
        "/trabajo/importar/",
        "/trabajo/campanas/",
        "/trabajo/campanas/nueva/?plan=cali",
        "/trabajo/planes/cali/responsables/",
        "/trabajo/planes/cali/modificaciones/",
        "/trabajo/planes/cali/medidas/",
        "/trabajo/planes/cali/aportes/",
        "/trabajo/planes/cali/gestion/",
        "/trabajo/compromisos/",
    ),
}
EVERYWHERE = [(who, path) for who, paths in LISTS.items() for path in paths]
#: That other people's data were looked at is kept, and nothing else is.
_WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE)\b(?! INTO \"accounts_signin\")", re.IGNORECASE)


def fill(cast, count: int) -> None:
    """`count` more indicators in each state that a queue shows, and as many people and projects."""
    first = cast.indicator
    for n in range(count):
        for state in (draft_report, submitted_report, reviewed_report):
            product = make_product(cast, f"{state.__name__}{n}-{cast.plan.projects.count()}")
            indicator = make_indicator(cast, f"P-{product.pk}", product=product)
            state(cast, indicator=indicator)
    cast.indicator = first


@pytest.mark.parametrize(("who", "path"), EVERYWHERE)
def test_a_list_costs_the_same_queries_with_one_thing_and_with_three(cast, visitor, who, path):
    client = visitor(getattr(cast, who))
    fill(cast, 1)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        assert client.get(path).status_code == 200
    fill(cast, 2)

    with CaptureQueriesContext(connection) as many:
        client.get(path)

    assert len(many) == len(few), [query["sql"][:160] for query in many.captured_queries]


@pytest.mark.parametrize(("who", "path"), EVERYWHERE)
def test_reading_writes_nothing(cast, visitor, who, path):
    client = visitor(getattr(cast, who))
    report = reviewed_report(cast)
    pages = [path, f"/trabajo/cifras/{report.pk}/", f"/trabajo/verificacion/{report.pk}/"]

    for page in pages:
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        assert [query["sql"] for query in queries.captured_queries if _WRITES.match(query["sql"])] == []


def test_evidence_is_served_so_that_nothing_inside_it_can_act(cast, visitor):
    evidence = evidence_of(cast.desarrollo, cast.reporter)

    response = visitor(cast.reporter).get(f"/trabajo/evidencia/{evidence.pk}/imagen/")

    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Security-Policy"] == NOTHING_INSIDE_ACTS
    assert b"".join(response.streaming_content) == PDF


def test_only_a_picture_is_shown_in_its_place(cast, visitor):
    evidence = evidence_of(cast.desarrollo, cast.reporter, content=png())

    response = visitor(cast.reporter).get(f"/trabajo/evidencia/{evidence.pk}/imagen/")

    assert response.headers["Content-Disposition"].startswith("inline")
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/trabajo/cifras/999/", "/nada/", "/trabajo/plan/otro/"])
def test_what_is_not_there_says_so_and_where_to_go(cast, visitor, path):
    response = visitor(cast.reporter).get(path)

    assert response.status_code == 404
    assert "Qué puede hacer" in response.content.decode()


def test_a_refusal_to_a_partial_request_is_a_notice_in_its_place(cast, visitor):
    response = visitor(cast.reviewer).htmx("/trabajo/personas/")

    assert response.status_code == 403
    assert response.headers["HX-Retarget"] == "#avisos"
    assert response.headers["HX-Reselect"] == "unset", "the part that the page selects is not in a notice"
    assert "Secretaría técnica" in response.content.decode()


def test_an_outdated_page_is_told_what_to_do(cast):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.reporter, backend="allauth.account.auth_backends.AuthenticationBackend")

    response = client.post("/salir/")

    assert response.status_code == 403
    assert "La página estuvo abierta demasiado tiempo" in response.content.decode()


def test_what_breaks_shows_a_page_and_no_traceback(cast, visitor, monkeypatch):
    from concierta.web.workspace.steering import views

    client = visitor(cast.reporter)
    client.raise_request_exception = False
    monkeypatch.setattr(views, "work_context", lambda user, roles: 1 / 0)

    response = client.get("/trabajo/")

    assert response.status_code == 500
    assert "No se guardó nada a medias" in response.content.decode()


def test_until_something_is_published_the_front_door_says_what_will_be_there(visitor, db):
    assert "Aún no hay nada publicado" in visitor().get("/").content.decode()


def test_the_language_is_remembered_and_never_leads_to_another_site(visitor, db):
    client = visitor()

    away = client.get("/idioma/en/?siguiente=https://example.com/")
    home = client.get("/idioma/en/?siguiente=/ingresar/")

    assert away.headers["Location"] == "/trabajo/"
    assert home.headers["Location"] == "/ingresar/"
    assert client.get("/ingresar/").headers["Content-Language"] == "en"
    assert client.get("/idioma/fr/").status_code == 404


def test_a_principal_without_a_role_is_told_how_to_get_one(cast, visitor):
    seat = make_mesa(cast).seats["cut"]
    Membership.objects.filter(user=seat.principal).delete()

    assert "no tiene ningún papel" in visitor(seat.principal).get("/trabajo/").content.decode()


def test_a_member_of_the_table_reads_the_plan_and_its_latest_corte(cast, visitor):
    Membership.objects.filter(user=cast.outsider).delete()
    Membership.objects.create(**CONFIRMED, user=cast.outsider, entity=cast.sena, role=Role.MEMBER, since=SINCE)
    signed_by(cast, cast.sena)
    make_period(cast.plan, "2024-T3")
    client = visitor(cast.outsider)

    assert "Todavía no se ha publicado ningún corte." in client.get("/trabajo/").content.decode()
    assert "Plan Local de Empleo" in client.get("/trabajo/plan/cali/").content.decode()


def test_no_page_carries_a_style_or_a_script_of_its_own(cast, visitor):
    report = reviewed_report(cast)
    client = visitor(cast.verifier)

    for path in ("/trabajo/", f"/trabajo/verificacion/{report.pk}/", "/ingresar/"):
        page = client.get(path).content.decode()
        assert " style=" not in page
        assert not re.search(r"<script(?![^>]*\bsrc=)", page)
        assert not re.search(r"\son[a-z]+=", page)


def test_guessing_passwords_closes_the_door_even_to_the_right_one(cast, visitor, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/m/key"}
    cast.reporter.set_password("una clave bien larga")
    cast.reporter.save()
    client = visitor()
    for guess in ("una", "otra", "una clave bien larga"):
        response = client.post("/ingresar/", {"login": cast.reporter.email, "password": guess})

    assert response.status_code != 302


def test_a_wrong_password_does_not_say_whether_the_account_exists(cast, visitor):
    client = visitor()

    known = client.post("/ingresar/", {"login": cast.reporter.email, "password": "no"}).content.decode()
    unknown = client.post("/ingresar/", {"login": "nadie@example.org", "password": "no"}).content.decode()

    said = re.findall(r"c-alert.*?</div>", known, re.DOTALL)
    assert said
    assert said == re.findall(r"c-alert.*?</div>", unknown, re.DOTALL)


def test_a_forgotten_password_promises_no_letter_that_will_not_arrive(visitor, db, settings):
    settings.SENDS_MAIL = False

    page = visitor().get("/clave/restablecer/").content.decode()

    assert "todavía no envía correos" in page
    assert 'type="email"' not in page
