"""Execution files rehearsed before they enter, what each had that it should not, and both sources side by side."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concierta.budgets.models import BudgetImport, BudgetLine
from concierta.people.models import Membership
from concierta.plans.models import Activity, ActivityFollowUp
from factories.cast import CONFIRMED, make_period, make_product
from factories.money import execution_file
from factories.queries import count_queries

pytestmark = pytest.mark.django_db

FILES = "/trabajo/planes/cali/dinero/archivos/"
SOURCES = "/trabajo/planes/cali/dinero/fuentes-de-los-datos/"
NAME = "budget_execution_2025_03.csv"


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def upload(content: bytes, name: str = NAME, **given) -> dict:
    return {
        "profile": "cali-ejecucion",
        "cut_off": "",
        "file": SimpleUploadedFile(name, content),
    } | given


def load(client, *rows, **given):
    """Rehearse and confirm."""
    preview = client.post(FILES, upload(execution_file(*rows), **given))
    return client.post(preview.headers["Location"] + "confirmar/", {"act": "confirm"})


def follow_up(cast, code: str, *, modified: int, obligated: int) -> None:
    """What the plan's own matrix says of a new project of the plan."""
    period = cast.plan.periods.filter(year=2025).first() or make_period(cast.plan, "2025-T1")
    activity = Activity.objects.create(product=make_product(cast, code), code="A1", name="Formar")
    ActivityFollowUp.objects.create(
        activity=activity, period=period, initial=1_000, modified=modified, executed=600, obligated=obligated, paid=300
    )


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def test_a_file_is_rehearsed_before_it_enters(cast, visitor, home):
    client = visitor(cast.secretary)

    preview = client.post(FILES, upload(execution_file()), follow=True)

    assert "Entraría 1 línea con corte al 31 de marzo de 2025" in text(preview)
    assert "El plan no tiene este proyecto." in text(preview)
    assert not BudgetImport.objects.exists()
    assert not BudgetLine.objects.exists()

    done = client.post(preview.redirect_chain[-1][0] + "confirmar/", {"act": "confirm"})

    made = BudgetImport.objects.get()
    assert (made.imported_by, made.filename) == (cast.secretary, NAME)
    assert done.headers["Location"] == f"{FILES}{made.pk}/"
    assert not list((home / "uploads").iterdir())


def test_a_discarded_file_leaves_nothing(cast, visitor, home):
    client = visitor(cast.secretary)
    preview = client.post(FILES, upload(execution_file()))

    client.post(preview.headers["Location"] + "confirmar/", {"act": "discard"})

    assert not BudgetImport.objects.exists()
    assert not list((home / "uploads").iterdir())


def test_a_preview_is_only_for_whoever_made_it(cast, visitor):
    preview = visitor(cast.secretary).post(FILES, upload(execution_file()))
    Membership.objects.create(
        **CONFIRMED, user=cast.outsider, entity=cast.planeacion, role="secretariat", since=date(2024, 1, 1)
    )

    assert visitor(cast.outsider).get(preview.headers["Location"]).status_code == 404


def test_only_the_secretariat_brings_files_and_the_others_are_told_so(cast, visitor):
    client = visitor(cast.reporter)

    assert client.post(FILES, upload(execution_file())).status_code == 403
    assert "Cargar un archivo" not in text(client.get(FILES))


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", NAME, "vacío"),
        (b"a;b\n1;2\n", NAME, ""),
        (execution_file(), "ejecucion.csv", "No se pudo saber a qué corte corresponde"),
        (execution_file(drop="BP"), NAME, ""),
    ],
)
def test_a_wrong_file_is_refused_and_nothing_is_kept(cast, visitor, home, content, name, words):
    answer = visitor(cast.secretary).post(FILES, upload(content, name))

    assert answer.status_code == 422
    assert "c-error-summary" in text(answer)
    assert words in text(answer)
    assert not list(home.glob("uploads/*"))


def test_the_cut_off_may_be_said_where_the_name_does_not(cast, visitor):
    answer = visitor(cast.secretary).post(
        FILES, upload(execution_file(), "ejecucion.csv", cut_off="2025-04-30"), follow=True
    )

    assert "corte al 30 de abril de 2025" in text(answer)


def test_another_file_for_a_loaded_cut_off_says_what_it_would_replace_and_asks(cast, visitor):
    client = visitor(cast.secretary)
    load(client)

    preview = client.post(FILES, upload(execution_file({"PAGOS": " 350 "})), follow=True)
    shown = text(preview)

    assert f"La ejecución al 31/03/2025 ya se cargó desde «{NAME}», que no es este archivo." in shown
    assert "Reemplazar los datos" in shown
    assert "--on-existing" not in shown
    assert "(reemplazado)" not in text(client.get(FILES))

    client.post(preview.redirect_chain[-1][0] + "confirmar/", {"act": "confirm"})

    assert "(reemplazado)" in text(client.get(FILES))


def test_what_another_file_took_in_between_is_shown_again_before_it_is_replaced(cast, visitor):
    client = visitor(cast.secretary)
    waiting = client.post(FILES, upload(execution_file({"PAGOS": " 350 "}))).headers["Location"]
    load(client)

    again = client.post(f"{waiting}confirmar/", {"act": "confirm"}, follow=True)

    assert "Reemplazar los datos" in text(again)
    assert BudgetImport.objects.count() == 1
    client.post(f"{waiting}confirmar/", {"act": "confirm"})
    assert BudgetImport.objects.filter(is_current=True).count() == 1
    assert BudgetImport.objects.count() == 2


def test_the_same_file_again_would_change_nothing_and_says_so(cast, visitor):
    client = visitor(cast.secretary)
    load(client)

    again = client.post(FILES, upload(execution_file()), follow=True)

    assert "Este mismo archivo ya está cargado: nada cambiaría" in text(again)


def test_what_a_file_had_that_it_should_not_is_told_by_kind(cast, visitor):
    client = visitor(cast.secretary)
    make_product(cast, "1")
    load(client, {}, {"Pospre": "2-3", "TOTAL ACUMUL OBLIGAC": " 700 "})
    page = f"{FILES}{BudgetImport.objects.get().pk}/"

    shown = text(visitor(cast.reporter).get(f"{page}?clase=chain-registration"))

    assert "Las obligaciones pasan del registro presupuestal." in shown
    assert re.findall(r'<th scope="row" class="num">(\d+)</th>', shown) == ["3"]


def test_one_source_alone_is_not_compared(cast, visitor):
    load(visitor(cast.secretary))

    assert "Todavía no hay dos fuentes que comparar" in text(visitor(cast.reporter).get(SOURCES))


@pytest.mark.parametrize(
    ("standing", "codes"),
    [
        ("", ["BP-1", "BP-2", "BP-3", "BP-9"]),
        ("agrees", ["BP-1"]),
        ("differs", ["BP-2"]),
        ("only_first", ["BP-9"]),
        ("only_second", ["BP-3"]),
        ("otra", ["BP-1", "BP-2", "BP-3", "BP-9"]),
    ],
)
def test_projects_are_told_apart_by_how_the_two_sources_stand(cast, visitor, standing, codes):
    follow_up(cast, "1", modified=1_000, obligated=400)
    follow_up(cast, "2", modified=1_000, obligated=390)
    follow_up(cast, "3", modified=1_000, obligated=400)
    load(visitor(cast.secretary), {}, {"BP": "BP-2", "Pospre": "2"}, {"BP": "BP-9", "Pospre": "3"})

    page = text(visitor(cast.reporter).get(f"{SOURCES}?estado={standing}"))

    assert "1 de 4 proyectos coinciden al peso en las dos fuentes" in page
    assert re.findall(r'role="rowheader"><a[^>]*>(BP-\d)</a>', page) == codes
    if standing == "differs":
        assert re.findall(r'm-differs">≠ (.*?)</span>', page) == ["$ 10"]


def test_both_pages_cost_the_same_with_one_project_and_with_three(cast, visitor):
    client = visitor(cast.secretary)
    follow_up(cast, "1", modified=1_000, obligated=400)
    load(client)
    pages = (SOURCES, FILES, f"{FILES}{BudgetImport.objects.get().pk}/")
    client.get(SOURCES)
    few = [count_queries(lambda page=page: client.get(page)) for page in pages]
    for code in ("2", "3"):
        follow_up(cast, code, modified=1_000, obligated=400)
    load(client, {}, {"BP": "BP-2", "Pospre": "2"}, {"BP": "BP-9", "Pospre": "3"})
    current = f"{FILES}{BudgetImport.objects.get(is_current=True).pk}/"
    client.get(SOURCES)

    assert [count_queries(lambda page=page: client.get(page)) for page in (SOURCES, FILES, current)] == few
