"""What a page may be sent is known by its address, and said in words when it is too much."""

import inspect
import re
import sys

import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client
from django.urls import reverse

from concierta.web.workspace.middleware import FORM, body_limit
from factories import Cast
from unit.web.workspace.test_hostile_requests import patterns

MB = 1 << 20


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/ingresar/", 2),
        ("/trabajo/", 2),
        ("/trabajo/reportes/1/2/enviar/", 2),
        ("/trabajo/reportes/1/2/", 101),
        ("/trabajo/verificacion/7/", 101),
        ("/trabajo/mesa/sesiones/7/puntos/8/", 101),
        ("/trabajo/importar/", 61),
        ("/trabajo/planes/cali/dinero/archivos/", 61),
        ("/trabajo/importar/" + "0" * 64 + "/confirmar/", 2),
    ],
)
def test_each_kind_of_address_has_its_limit(path: str, limit: int) -> None:
    assert body_limit(path) == limit * MB


def test_every_view_that_takes_files_has_room_for_them() -> None:
    """A module that reads FILES, or saves the draft of a report, has an address that may bring them."""
    takes, has_room = set(), set()
    for pattern in patterns():
        module = sys.modules[inspect.unwrap(pattern.callback).__module__]
        if not module.__name__.startswith("concierta."):
            continue
        if re.search(r"\bFILES\b|\bDraft\(", inspect.getsource(module)):
            takes.add(module.__name__)
        if body_limit("/" + re.sub(r"<[^>]*>", "1", str(pattern.pattern))) > FORM:
            has_room.add(module.__name__)
    assert len(takes) > 8
    assert takes <= has_room


@pytest.fixture
def reporter(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.reporter)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("why", "status", "words"),
    [
        ("too-large", 413, "pasa de 101 MB"),
        ("too-slow", 408, "tardó demasiado"),
        ("no-room", 503, "no cabe el suyo"),
    ],
)
def test_what_the_front_did_not_take_in_is_told_in_the_workspace(
    cast: Cast, reporter: Client, why: str, status: int, words: str
) -> None:
    form = reverse("report_form", args=[cast.indicator.pk, cast.period.pk])

    answer = reporter.post(form, headers={"x-concierta-refused": why})

    assert answer.status_code == status
    assert words in answer.content.decode()


@pytest.mark.django_db
def test_without_the_front_the_limit_holds_too(reporter: Client) -> None:
    answer = reporter.post("/trabajo/calendario/llevar/", {"name": "x" * FORM})

    assert (answer.status_code, "pasa de 2 MB" in answer.content.decode()) == (413, True)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["work", "account", "reports_due", "plans"])
def test_a_page_of_the_workspace_stays_in_no_cache(reporter: Client, name: str) -> None:
    assert reporter.get(reverse(name))["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/ingresar/", "/clave/restablecer/", "/trabajo/no-hay/"])
def test_neither_do_the_door_and_an_error(path: str) -> None:
    assert Client().get(path)["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_evidence_stays_in_no_cache(cast: Cast, reporter: Client) -> None:
    from factories import evidence_of

    evidence = evidence_of(cast.desarrollo, cast.reporter)

    assert reporter.get(reverse("evidence", args=[evidence.pk]))["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_what_is_the_same_for_everybody_is_still_kept() -> None:
    from concierta.web.kit.bundle import stylesheet

    assert find("workspace/workspace.css")
    assert Client().get(f"/activos/{stylesheet()[0]}")["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "public" in Client().get("/static/workspace/workspace.css")["Cache-Control"]
