"""The secretariat's pages: who owes what, import with preview, publish, people."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from concierta.accounts.operations import invitations
from concierta.indicators.models import Indicator
from concierta.kernel.canonical import sha256_of
from concierta.kernel.errors import Refusal
from concierta.people.models import Membership, User
from concierta.plans.models import MatrixImport, Plan
from concierta.publishing.operations import freeze_corte
from concierta.reporting.models import Report
from concierta.reporting.operations import review_report
from concierta.verification.operations import verify_report
from concierta.web.workspace.publishing import views
from factories import checked_report, returned_report, workbook
from factories.cast import CONFIRMED
from factories.plan_to_publish import CUT_OFF, PUBLISHED_AT, plan_to_publish
from factories.workbooks import matrix_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def upload(content: bytes, name: str = "matriz.xlsx", **given) -> dict:
    return {
        "plan": "cali",
        "profile": "concierta",
        "period": "",
        "file": SimpleUploadedFile(name, content),
    } | given


def test_who_owes_what_counts_each_entity_and_leads_to_its_reports(cast, visitor):
    returned_report(cast)
    client = visitor(cast.secretary)

    matrix = client.get("/trabajo/pendientes/").content.decode()
    behind = client.get("/trabajo/pendientes/?entidad=desarrollo&estado=returned").content.decode()

    assert "estado=returned" in matrix
    assert "Desarrollo: 1 reporte" in behind
    assert "Falta el listado firmado." in behind


def test_an_import_is_rehearsed_before_it_is_done(cast, visitor):
    client = visitor(cast.secretary)

    preview = client.post("/trabajo/importar/", upload(matrix_workbook()), follow=True)

    assert "Entraría 1 proyecto de 2024-T4" in preview.content.decode()
    assert "$\u00a0900.000" in preview.content.decode()
    assert not MatrixImport.objects.exists()

    client.post(preview.redirect_chain[-1][0] + "confirmar/", {"act": "confirm"})

    assert MatrixImport.objects.get().imported_by == cast.secretary
    assert Report.objects.get(indicator__product__isnull=False).state == "submitted"


def test_a_plan_is_made_by_importing_its_first_matrix(cast, visitor):
    client = visitor(cast.secretary)
    new = {"plan": "", "new_name": "Plan de empleo de Yumbo"}

    preview = client.post("/trabajo/importar/", upload(matrix_workbook(), **new), follow=True)

    assert "Plan de empleo de Yumbo" in preview.content.decode()
    assert not Plan.objects.filter(slug="plan-de-empleo-de-yumbo").exists()

    done = client.post(preview.redirect_chain[-1][0] + "confirmar/", {"act": "confirm"})

    made = Plan.objects.get(slug="plan-de-empleo-de-yumbo")
    assert done.headers["Location"] == "/trabajo/plan/plan-de-empleo-de-yumbo/"
    assert (made.name, made.secretariat, made.state) == ("Plan de empleo de Yumbo", cast.plan.secretariat, "draft")


@pytest.mark.parametrize(
    ("name", "words"), [("", "Escriba el nombre del plan nuevo"), ("Cali", "Ya hay un plan «cali»")]
)
def test_a_new_plan_needs_a_name_that_no_other_has(cast, visitor, name, words):
    answer = visitor(cast.secretary).post("/trabajo/importar/", upload(matrix_workbook(), plan="", new_name=name))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not MatrixImport.objects.exists()


def test_an_import_is_for_the_plan_there_is_unless_one_asks_for_another(cast, visitor):
    assert '<option value="cali" selected>' in visitor(cast.secretary).get("/trabajo/importar/").content.decode()


def test_what_the_source_does_not_state_is_no_difference(cast, visitor):
    """Our own form has no row of totals: all that can be summed is unstated, and nothing contradicts anything."""
    client = visitor(cast.secretary)

    preview = client.post("/trabajo/importar/", upload(matrix_workbook()), follow=True)
    client.post(preview.redirect_chain[-1][0] + "confirmar/", {"act": "confirm"})
    done = MatrixImport.objects.get()

    for page in (preview, client.get(f"/trabajo/importar/cali/{done.pk}/")):
        assert "Lo que la fuente dice cuadra consigo mismo" in page.content.decode()
        assert "La fuente no dice 6 cifras que sí se pueden calcular" in page.content.decode()
    assert '<td class="num">0</td></tr></tbody>' in client.get("/trabajo/importar/").content.decode()


def test_a_discarded_import_leaves_nothing(cast, visitor, home):
    client = visitor(cast.secretary)
    preview = client.post("/trabajo/importar/", upload(matrix_workbook()), follow=True)

    client.post(preview.redirect_chain[-1][0] + "confirmar/", {"act": "discard"})

    assert not MatrixImport.objects.exists()
    assert not list((home / "uploads").iterdir())


def test_a_word_with_two_meanings_is_a_question_of_the_preview_with_both_results(cast, visitor):
    client = visitor(cast.secretary)
    content = matrix_workbook("2024-T4", {"accumulation": "Capacidad", "product_unit": "cupos", "baseline": 120,
                                          "programmed": 220, "product_executed": 180})  # fmt: skip

    preview = client.post("/trabajo/importar/", upload(content), follow=True)
    address = preview.redirect_chain[-1][0]
    page = preview.content.decode().replace("\u00a0", " ")
    assert "«Capacidad»" in page
    assert "Existencias: 81,8 %" in page
    assert "Capacidad: 60 %" in page

    unanswered = client.post(address + "confirmar/", {"act": "confirm"}, follow=True)
    assert "Diga qué significa cada palabra" in unanswered.content.decode()
    assert not MatrixImport.objects.exists()

    client.post(address + "confirmar/", {"act": "confirm", "word_0": "capacity"})
    made = Indicator.objects.get(product__isnull=False, product__code="001")
    assert (made.accumulation, made.unit, made.baseline) == ("capacity", "cupos", 120)


def test_a_preview_is_only_for_whoever_made_it(cast, visitor):
    preview = visitor(cast.secretary).post("/trabajo/importar/", upload(matrix_workbook()))
    Membership.objects.create(
        **CONFIRMED, user=cast.outsider, entity=cast.planeacion, role="secretariat", since=date(2024, 1, 1)
    )

    assert visitor(cast.outsider).get(preview.headers["Location"]).status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "vacio.xlsx"),
        (b"a;b;c\n1;2;3\n", "es-un-csv.xlsx"),
        (b"PK\x03\x04truncated", "cortado.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "con-clave.xlsx"),
        (workbook(), "otra-cosa.xlsx"),
    ],
)
def test_a_wrong_file_is_refused_at_its_field_and_nothing_is_kept(cast, visitor, home, content, name):
    response = visitor(cast.secretary).post("/trabajo/importar/", upload(content, name))

    assert response.status_code == 422
    assert "c-error-summary" in response.content.decode()
    assert not list(home.glob("uploads/*"))


def test_a_file_over_the_limit_is_refused_before_it_is_read(cast, visitor, settings):
    settings.MATRIX_MAX_BYTES = 1024

    response = visitor(cast.secretary).post("/trabajo/importar/", upload(matrix_workbook()))

    assert response.status_code == 422


def test_another_file_for_a_loaded_period_says_what_it_would_replace_and_asks(cast, visitor):
    client = visitor(cast.secretary)
    waiting = client.post("/trabajo/importar/", upload(matrix_workbook("2024-T4", {"product_executed": 60})))
    first = client.post("/trabajo/importar/", upload(matrix_workbook()))
    client.post(first.headers["Location"] + "confirmar/", {"act": "confirm"})

    # It was rehearsed before the other entered, so what it would replace is shown first.
    asked = client.post(waiting.headers["Location"] + "confirmar/", {"act": "confirm"}, follow=True).content.decode()
    assert "El periodo 2024-T4 ya se cargó desde «matriz.xlsx», que no es este archivo." in asked
    assert "Reemplazar los datos" in asked
    assert "--on-existing" not in asked
    assert MatrixImport.objects.count() == 1

    client.post(waiting.headers["Location"] + "confirmar/", {"act": "confirm"})
    assert list(MatrixImport.objects.order_by("pk").values_list("is_current", flat=True)) == [False, True]


def test_an_import_stays_on_record_with_its_findings(cast, visitor):
    client = visitor(cast.secretary)
    preview = client.post("/trabajo/importar/", upload(matrix_workbook("2024-T4", {"paid": "muchos"})), follow=True)
    assert "muchos" in preview.content.decode()
    client.post(preview.redirect_chain[-1][0] + "confirmar/", {"act": "confirm"})

    done = MatrixImport.objects.get()
    page = client.get(f"/trabajo/importar/cali/{done.pk}/").content.decode()

    assert "muchos" in page
    assert "matriz.xlsx" in client.get("/trabajo/importar/").content.decode()


@pytest.fixture
def published(settings, monkeypatch) -> list[dict]:
    """What was asked of the publisher; it works at once and says so twice."""
    asked: list[dict] = []

    def publisher(*, progress, **given):
        progress(1, 2, "2024-12-31")
        if asked and given == asked[-1]:
            raise Refusal("Ya se publicó.")
        asked.append(given)

    monkeypatch.setattr(views, "import_string", lambda name: publisher)
    monkeypatch.setattr(views, "run_apart", lambda work: work())
    return asked


def test_before_publishing_one_reads_what_the_corte_would_say(cast, visitor):
    checked_report(cast)

    page = visitor(cast.secretary).get("/trabajo/publicar/").content.decode()

    assert "Qué dirá el corte al 31 de diciembre de 2024" in page
    assert "1 verificación nueva se hace pública" in page


def seen_in(response) -> str:
    """The page without the token that changes at every visit."""
    return re.sub(r'name="(csrfmiddlewaretoken|form_token)" value="[^"]*"', "", response.content.decode())


def test_a_published_corte_keeps_saying_what_was_published(visitor):
    scene = plan_to_publish()
    freeze_corte(plan=scene.plan, cut_off=CUT_OFF, by=scene.secretary, at=PUBLISHED_AT)
    client = visitor(scene.secretary)
    when_published = seen_in(client.get("/trabajo/publicar/"))

    later = {"at": PUBLISHED_AT + timedelta(days=20)}
    report = review_report(report=scene.by_state["reported"].reports.get(), by=scene.reviewer, **later)
    verify_report(
        report=report, outcome="rejected", method="desk_review", reason="Sin soporte.", by=scene.verifier, **later
    )

    assert "ya es público" in when_published
    assert seen_in(client.get("/trabajo/publicar/")) == when_published


def test_publishing_is_refused_in_the_buttons_place_while_there_is_nothing_to_show(cast, visitor):
    page = visitor(cast.secretary).get("/trabajo/publicar/").content.decode()

    assert "no tiene proyectos" in page


def test_publishing_runs_apart_and_tells_how_far_it_is(cast, visitor, published):
    client = visitor(cast.secretary)
    preview = client.post("/trabajo/importar/", upload(matrix_workbook()))
    client.post(preview.headers["Location"] + "confirmar/", {"act": "confirm"})

    response = client.post("/trabajo/publicar/", {"plan": "cali", "corte": "2024-12-31"}, follow=True)

    assert response.redirect_chain == [("/trabajo/publicar/cali/2024-12-31/", 302)]
    assert "El corte ya es público" in response.content.decode()
    assert [(one["plan"], one["cut_off"], one["by"]) for one in published] == [
        (cast.plan, date(2024, 12, 31), cast.secretary)
    ]


def test_a_publication_whose_process_died_says_so_instead_of_waiting_for_ever(cast, visitor, settings):
    views._tell("cali", date(2024, 12, 31), views.Progress(views.RUNNING, 40, process=2**22 + 1))

    page = visitor(cast.secretary).get("/trabajo/publicar/cali/2024-12-31/").content.decode()

    assert "La publicación se interrumpió" in page


def test_the_progress_of_a_publication_is_the_same_by_script_and_by_page(cast, visitor):
    views._tell("cali", date(2024, 12, 31), views.Progress(views.DONE, 100))
    client = visitor(cast.secretary)

    partial = client.htmx("/trabajo/publicar/cali/2024-12-31/").content.decode()

    assert partial.strip() in client.get("/trabajo/publicar/cali/2024-12-31/").content.decode()


def test_a_person_is_invited_and_a_role_proposed_to_them(cast, visitor):
    client = visitor(cast.secretary)
    given = {"name": "Nora Nueva", "email": "nora@sena.edu.co", "roles": ["reporter"], "entity": cast.sena.code}

    page = client.post("/trabajo/personas/invitar/", {**given, "since": "2025-01-01"}, follow=True).content.decode()

    nora = User.objects.get(email="nora@sena.edu.co")
    assert "Invitación enviada a nora@sena.edu.co" in page
    assert "espera a que acepte la invitación" in page
    role = {"role": "member", "entity": cast.control.code, "since": "2025-01-01"}
    client.post(f"/trabajo/personas/{nora.pk}/", role)
    assert {(one.entity, one.confirmation) for one in nora.memberships.all()} == {(cast.sena, ""), (cast.control, "")}


def test_no_page_shows_the_link_of_an_invitation(cast, visitor, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(invitations, "new_token", lambda: ("known-secret", sha256_of("known-secret")))
    given = {
        "name": "Nora",
        "email": "nora@sena.edu.co",
        "roles": ["reporter"],
        "entity": "sena",
        "since": "2025-01-01",
    }
    with django_capture_on_commit_callbacks(execute=True):
        client = visitor(cast.secretary)
        pages = [client.post("/trabajo/personas/invitar/", given, follow=True)]
    pages += [client.get("/trabajo/personas/"), client.get("/trabajo/mi-entidad/personas/")]

    assert "known-secret" in mail.outbox[0].body
    assert not any("known-secret" in page.content.decode() for page in pages)


def test_an_empty_invitation_says_what_is_missing_in_the_words_of_the_page(cast, visitor):
    client = visitor(cast.secretary)

    for given in ({}, {"name": "", "email": "", "roles": []}):
        response = client.post("/trabajo/personas/invitar/", given)
        page = response.content.decode()

        assert response.status_code == 422
        for field in ("name", "email", "roles"):
            assert f"id_{field}_error" in page
    # The browser would stop it first, in its own language and without the summary.
    assert " novalidate" in client.get("/trabajo/personas/invitar/").content.decode()


def test_a_role_ends_today_and_stays_on_record(cast, visitor):
    membership = cast.outsider.memberships.first()

    visitor(cast.secretary).post(f"/trabajo/personas/papeles/{membership.pk}/terminar/")

    membership.refresh_from_db()
    assert membership.until is not None
