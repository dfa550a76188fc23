"""The reporter's pages."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.translation import gettext

from concierta.indicators.models import Indicator
from concierta.kernel.deadlines import parse_deadlines
from concierta.kernel.errors import Invalid
from concierta.reporting.models import Report
from concierta.reporting.operations import submit_report
from concierta.web.workspace.fields import MEANT
from factories import (
    AT,
    PDF,
    count_queries,
    draft_report,
    make_indicator,
    make_period,
    published_report,
    returned_report,
    submitted_report,
)
from factories.pages import text

pytestmark = pytest.mark.django_db


def form_path(cast) -> str:
    return f"/trabajo/reportes/{cast.indicator.pk}/{cast.period.pk}/"


def fields(cast, **given) -> dict:
    report = Report.objects.filter(indicator=cast.indicator, period=cast.period).first()
    return {
        "value": "1.440",
        "narrative": "Se atendieron 1.440 personas.",
        "saved_at": report.saved_at.isoformat() if report else "",
        "act": "save",
    } | given


def test_i_see_what_i_owe_with_its_target_and_its_due_date(cast, visitor):
    page = visitor(cast.reporter).get("/trabajo/reportes/").content.decode()

    assert "1 reporte vencido" in page
    assert "Personas atendidas R-01" in page
    assert "meta 1.000\u00a0personas" in page


@pytest.mark.parametrize(
    ("accumulation", "unit", "hint"),
    [
        ("flow", "personas", "Lo acumulado desde el 1 de enero"),
        ("cumulative", "personas", "Lo acumulado desde el 1 de enero"),
        ("flow", "%", "El valor del periodo"),
        ("annual_reduction", "%", "El valor del periodo"),
        ("stock", "empresas", "El valor a la fecha de corte"),
        ("capacity", "cupos", "El valor a la fecha de corte"),
        ("maintenance", "sesiones", "El valor a la fecha de corte"),
    ],
)
def test_the_form_asks_for_what_its_kind_of_figure_is(cast, visitor, accumulation, unit, hint):
    Indicator.objects.filter(pk=cast.indicator.pk).update(accumulation=accumulation, unit=unit, baseline=Decimal(1))

    assert hint in visitor(cast.reporter).get(form_path(cast)).content.decode()


def test_a_ratio_asks_for_its_two_figures_and_shows_what_they_come_to(cast, visitor):
    Indicator.objects.filter(pk=cast.indicator.pk).update(measure="ratio", unit="%")
    client = visitor(cast.reporter)
    page = client.get(form_path(cast)).content.decode()
    assert 'name="numerator"' in page
    assert 'name="value"' not in page

    client.post(form_path(cast), fields(cast, numerator="182", denominator="1000"))

    report = Report.objects.get()
    assert (report.value, report.numerator, report.denominator) == (Decimal("18.2"), 182, 1000)
    assert "18,2\u00a0%" in client.get(form_path(cast)).content.decode()


def test_an_empty_list_says_the_deadline_of_this_installation(cast, visitor, settings):
    settings.DEADLINES = parse_deadlines("8,3,5,10")

    page = visitor(cast.outsider).get("/trabajo/reportes/").content.decode()
    queue = visitor(cast.reviewer).get("/trabajo/revision/").content.decode()

    assert "con 8 días hábiles para enviarlos" in page
    assert "Usted tiene 3 días hábiles para revisarlos" in queue


def test_what_was_returned_is_among_the_first_of_my_work(cast, visitor):
    for number in range(6):
        make_indicator(cast, f"A-{number}", target=Decimal(10))
    returned_report(cast)

    page = visitor(cast.reporter).get("/trabajo/").content.decode()

    assert "Falta el listado firmado." in page


def test_what_was_returned_says_why(cast, visitor):
    report = returned_report(cast)

    page = visitor(cast.reporter).get("/trabajo/reportes/").content.decode()

    assert report.steps.get(act="return").note in page


def test_saving_a_draft_keeps_the_figure_as_it_was_written_here(cast, visitor):
    response = visitor(cast.reporter).post(form_path(cast), fields(cast))

    assert response.status_code == 302
    assert Report.objects.get().value == Decimal(1440)


@pytest.mark.parametrize("written", ["1440.5", "1.44", "mil", "1,440.5"])
def test_an_ambiguous_figure_is_asked_again_and_nothing_typed_is_lost(cast, visitor, written):
    response = visitor(cast.reporter).post(form_path(cast), fields(cast, value=written))

    assert response.status_code == 422
    assert f'value="{written}"' in response.content.decode()
    assert "Se atendieron 1.440 personas." in response.content.decode()
    assert not Report.objects.exists()


def test_evidence_comes_with_the_draft_and_can_be_taken_away_again(cast, visitor):
    client = visitor(cast.reporter)
    client.post(form_path(cast), fields(cast, files=SimpleUploadedFile("lista.pdf", PDF)))
    [evidence] = Report.objects.get().evidence.all()

    client.post(form_path(cast), fields(cast, act=f"remove:{evidence.pk}"))

    assert evidence.title == "lista.pdf"
    assert not Report.objects.get().evidence.exists()


def test_a_refused_file_costs_nothing_else(cast, visitor):
    response = visitor(cast.reporter).post(
        form_path(cast), fields(cast, files=SimpleUploadedFile("virus.exe", b"MZ\x90\x00\x03"))
    )

    assert response.status_code == 422
    assert "virus.exe" in response.content.decode()
    assert Report.objects.get().narrative == "Se atendieron 1.440 personas."


def test_sending_shows_first_what_will_be_public(cast, visitor):
    client = visitor(cast.reporter)
    response = client.post(
        form_path(cast), fields(cast, act="continue", files=SimpleUploadedFile("lista.pdf", PDF)), follow=True
    )
    assert response.redirect_chain == [(form_path(cast) + "enviar/", 302)]
    assert "Qué será público" in response.content.decode()

    client.post(form_path(cast) + "enviar/")

    assert Report.objects.get().state == "submitted"


def earlier_quarter(cast, value: int) -> None:
    """Nine months of the year, sent."""
    period = make_period(cast.plan, "2024-T3")
    submit_report(report=draft_report(cast, value, period=period), by=cast.reporter, at=AT)


def test_a_total_of_the_year_that_falls_is_asked_before_it_is_sent(cast, visitor):
    earlier_quarter(cast, 640)
    draft_report(cast, 500)
    client, path = visitor(cast.reporter), form_path(cast) + "enviar/"

    asked = text(client.get(path))
    unanswered = client.post(path)
    of_another = client.post(path, {MEANT: "falls=510"})
    before = Report.objects.get(period=cast.period).state
    client.post(path, {MEANT: "falls=500"})

    assert (
        "En 2024-T3 se reportaron 640 y ahora 500: lo acumulado en el año baja. ¿Es lo acumulado desde el 1 de enero, "
        "y no solo lo de este periodo?" in asked
    )
    assert f'<input type="checkbox" name="{MEANT}" value="falls=500"> Sí: 500 es la cifra' in asked
    assert (unanswered.status_code, of_another.status_code, before) == (422, 422, "draft")
    assert "Antes de enviar, responda lo que se pregunta" in text(unanswered)
    assert Report.objects.get(period=cast.period).state == "submitted"


def test_a_figure_far_over_its_target_is_asked_before_it_is_sent(cast, visitor):
    draft_report(cast, 6250)
    client, path = visitor(cast.reporter), form_path(cast) + "enviar/"

    asked = text(client.get(path))
    client.post(path, {MEANT: "over=6250"})

    assert "6.250 es el 625 % de la meta, que es 1.000. ¿Está bien la cifra?" in asked
    assert Report.objects.get().state == "submitted"


@pytest.mark.parametrize(("before", "now"), [(640, 640), (640, 2000), (None, 500)])
def test_a_figure_that_grows_up_to_twice_its_target_is_sent_without_a_question(cast, visitor, before, now):
    if before is not None:
        earlier_quarter(cast, before)
    draft_report(cast, now)

    assert "¿" not in text(visitor(cast.reporter).get(form_path(cast) + "enviar/"))


def test_a_level_may_fall_without_a_question(cast, visitor):
    Indicator.objects.update(accumulation="stock")
    earlier_quarter(cast, 640)
    draft_report(cast, 500)

    assert "¿" not in text(visitor(cast.reporter).get(form_path(cast) + "enviar/"))


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("1,44", "«1,44» no es un número entero, y esto se cuenta en enteros."),
        ("1,440", "¿Quiso decir 1.440?"),
        ("-3", "«-3»: esta cifra no puede ser menor que cero."),
    ],
)
def test_a_count_of_people_is_whole_and_not_negative(cast, visitor, written, sentence):
    response = visitor(cast.reporter).post(form_path(cast), fields(cast, value=written))

    assert response.status_code == 422
    assert sentence in text(response)
    assert f'value="{written}"' in text(response)
    assert not Report.objects.exists()


def test_a_refusal_writes_figures_as_its_reader_does(cast):
    with pytest.raises(Invalid) as refused:
        draft_report(cast, "1440.5")

    assert str(refused.value) == "«1.440,5» no es un número entero, y esto se cuenta en enteros."
    with translation.override("en"):
        assert refused.value.render(gettext) == (
            "“1,440.5” is not a whole number, and this is counted in whole numbers."
        )


def test_what_is_missing_is_said_at_the_form_before_anything_is_confirmed(cast, visitor):
    response = visitor(cast.reporter).post(form_path(cast), fields(cast, act="continue", value="", narrative=""))
    page = response.content.decode()

    assert response.status_code == 422
    assert "Falta el valor" in page
    assert "Falta la narrativa" in page
    assert "id_value_error" in page
    assert "Enviar el reporte" not in page


def test_what_was_written_survives_a_refusal_to_send(cast, visitor):
    response = visitor(cast.reporter).post(form_path(cast), fields(cast, act="continue"))
    page = response.content.decode()

    assert response.status_code == 422
    assert "Falta la evidencia" in page
    assert 'value="1.440"' in page
    assert Report.objects.get().narrative == "Se atendieron 1.440 personas."


def test_the_address_of_the_confirmation_leads_back_to_the_form_while_something_is_missing(cast, visitor):
    client = visitor(cast.reporter)
    client.post(form_path(cast), fields(cast))

    for ask in (client.get, client.post):
        response = ask(form_path(cast) + "enviar/", follow=True)

        assert response.redirect_chain == [(form_path(cast) + "?enviar=1", 302)]
        assert response.status_code == 422
        assert "Falta la evidencia" in response.content.decode()
        assert Report.objects.get().state == "draft"


def test_saving_over_somebody_elses_version_shows_theirs_and_keeps_mine(cast, visitor):
    stale = draft_report(cast).saved_at.isoformat()
    Report.objects.update(reporter=cast.outsider, value=Decimal(7), saved_at="2025-01-04T10:00:00Z")

    response = visitor(cast.reporter).post(form_path(cast), fields(cast, saved_at=stale, narrative="Lo mío"))

    page = response.content.decode()
    assert response.status_code == 422
    assert "Lo que guardó Saul Sena" in page
    assert "Lo mío" in page
    assert Report.objects.get().value == Decimal(7)


def test_an_autosave_answers_exactly_what_a_fresh_page_shows(cast, visitor):
    client = visitor(cast.reporter)
    partial = client.htmx(form_path(cast), fields(cast, act="auto")).content.decode()

    fresh = client.get(form_path(cast)).content.decode()

    assert partial.strip() in fresh


def test_an_autosave_that_cannot_be_kept_says_so_in_its_place(cast, visitor):
    response = visitor(cast.reporter).htmx(form_path(cast), fields(cast, act="auto", value="1.2.3"))

    assert response.status_code == 422
    assert "Todavía no se guarda" in response.content.decode()


def test_what_is_sent_is_read_not_edited(cast, visitor):
    report = submitted_report(cast)

    response = visitor(cast.reporter).get(form_path(cast))

    assert response.headers["Location"] == f"/trabajo/cifras/{report.pk}/"


def test_a_published_value_is_corrected_by_opening_a_new_version_with_its_reason(cast, visitor):
    report = published_report(cast)

    visitor(cast.reporter).post(f"/trabajo/cifras/{report.pk}/corregir/", {"reason": "Se contó dos veces."})

    assert Report.objects.get(version=2).correction_reason == "Se contó dos veces."


def test_the_pages_of_one_report_ask_few_questions(cast, visitor):
    """The form of a draft, its confirmation, and the report that was sent, as its own reporter opens them."""
    reporter = visitor(cast.reporter)
    draft_report(cast)
    pages = [form_path(cast), f"{form_path(cast)}enviar/"]
    assert [reporter.get(path).status_code for path in pages] == [200, 200]
    assert [count_queries(lambda path=path: reporter.get(path)) for path in pages] == [17, 19]
    sent = submit_report(report=Report.objects.get(), by=cast.reporter, at=AT)
    assert count_queries(lambda: reporter.get(f"/trabajo/cifras/{sent.pk}/")) == 20
