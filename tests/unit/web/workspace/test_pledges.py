"""What each signatory promised, delivered and owes; measuring a pledge; assessing one, and the Mesa's opinion."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concierta.evidence.models import Evidence
from concierta.indicators.models import Indicator
from concierta.kernel.clock import now
from concierta.plans.models import Plan
from concierta.reporting.models import SelfAssessment
from concierta.reporting.operations import self_assess
from factories import AT, PDF
from factories.pledges import make_pledging, mesa_decision, promise_reported, promise_verified
from factories.queries import count_queries

pytestmark = pytest.mark.django_db

LIST = "/trabajo/compromisos/"
SENA = f"{LIST}entidades/sena/"


@pytest.fixture
def pledging(settings, tmp_path):
    settings.HOME = tmp_path
    return make_pledging()


def text_of(response) -> str:
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def form_of(pledging) -> str:
    return f"{LIST}{pledging.declared.pk}/{pledging.period.pk}/"


def assessed(pledging, **given) -> SelfAssessment:
    words = {
        "pledge": pledging.declared,
        "period": pledging.period,
        "rating": "partly",
        "text": "Falta la segunda sesión.",
    }
    return self_assess(**(words | given), by=pledging.sonia, at=AT)


def test_the_list_says_what_was_promised_delivered_and_owed(pledging, visitor):
    promise_verified(pledging, 900)

    page = text_of(visitor(pledging.secretary).get(LIST))

    assert "<h1>0 de 2 promesas cumplidas; 1 plazo vencido</h1>" in page
    row = re.search(r'/sena/\?plan=cali">Sena</a></th>(.*?)</tr>', page)[1]
    assert re.findall(r">([^<]+)</td>", row)[:4] == ["2", "0", "1", "1"]


def test_a_pledge_verified_as_promised_is_delivered(pledging, visitor):
    promise_verified(pledging, 1000)

    page = text_of(visitor(pledging.secretary).get(SENA))

    assert "<h1>SENA: 1 de 2 promesas cumplidas; 1 plazo vencido</h1>" in page
    assert "<b>1.000 personas</b> de 1.000 personas" in page
    assert "Debe: autoevaluación 4.º trimestre de 2024" in page


def test_a_measured_pledge_leads_to_the_reports_behind_its_figure(pledging, visitor):
    report = promise_verified(pledging, 900)

    page = text_of(visitor(pledging.secretary).get(f"{LIST}{pledging.measured.pk}/"))

    assert f'href="/trabajo/cifras/{report.pk}/"' in page
    assert "4.º trimestre de 2024" in page


def test_only_whoever_reports_for_the_entity_finds_the_way_to_report(pledging, visitor):
    path = f"{LIST}{pledging.measured.pk}/"
    words = f"Reportar {pledging.promise.code} · 4.º trimestre de 2024"

    assert words in text_of(visitor(pledging.sonia).get(path))
    assert words not in text_of(visitor(pledging.reporter).get(path))
    promise_reported(pledging)
    assert words not in text_of(visitor(pledging.sonia).get(path))


def test_what_is_written_is_kept_by_itself_and_nobody_is_told(pledging, visitor):
    client = visitor(pledging.sonia)

    kept = client.htmx(form_of(pledging), {"act": "auto", "rating": "", "text": "Llevamos el plan al"})

    assert "Borrador guardado" in kept.content.decode()
    assert "Llevamos el plan al</textarea>" in visitor(pledging.sonia).get(form_of(pledging)).content.decode()
    assert not SelfAssessment.objects.exists()
    assert "Llevamos" not in visitor(pledging.secretary).get(f"{LIST}{pledging.declared.pk}/").content.decode()


def test_a_file_stays_with_the_draft_until_it_is_taken_away(pledging, visitor):
    client = visitor(pledging.sonia)
    upload = SimpleUploadedFile("acta.pdf", PDF)

    with_file = client.post(form_of(pledging), {"act": "save", "text": "Va.", "files": upload}, follow=True)
    brought = Evidence.objects.get()
    without = client.post(form_of(pledging), {"act": f"remove:{brought.pk}", "text": "Va."}, follow=True)

    assert f'href="/trabajo/evidencia/{brought.pk}/"' in with_file.content.decode()
    assert f'href="/trabajo/evidencia/{brought.pk}/"' not in without.content.decode()


def test_it_is_sent_whole_and_what_is_missing_is_asked_for(pledging, visitor):
    client = visitor(pledging.sonia)
    client.post(form_of(pledging), {"act": "save", "text": "", "files": SimpleUploadedFile("acta.pdf", PDF)})

    refused = client.post(form_of(pledging), {"act": "send", "rating": "", "text": "Se presentó."})
    sent = client.post(form_of(pledging), {"act": "send", "rating": "kept", "text": "Se presentó."}, follow=True)

    assert refused.status_code == 422
    assert "Se presentó.</textarea>" in refused.content.decode()
    assert "Elija si la promesa se cumple" in refused.content.decode()
    made = SelfAssessment.objects.get()
    assert (made.rating, made.text, made.evidence.count()) == ("kept", "Se presentó.", 1)
    assert "Autoevaluación enviada" in sent.content.decode()


def test_the_files_of_what_was_sent_are_for_everybody_who_reads_it(pledging, visitor):
    client = visitor(pledging.sonia)
    sent = {"act": "send", "rating": "kept", "text": "Sí.", "files": SimpleUploadedFile("acta.pdf", PDF)}
    client.post(form_of(pledging), sent)
    path = f"/trabajo/evidencia/{Evidence.objects.get().pk}/"

    assert visitor(pledging.reporter).get(path).status_code == 200


def test_another_entity_does_not_assess_it(pledging, visitor):
    assert visitor(pledging.reporter).get(form_of(pledging)).status_code == 403


def test_what_is_measured_is_not_assessed(pledging, visitor):
    path = f"{LIST}{pledging.measured.pk}/{pledging.period.pk}/"

    assert "repórtela por su indicador" in visitor(pledging.sonia).get(path).content.decode()


def test_the_opinion_of_the_table_stands_beside_what_the_entity_said(pledging, visitor):
    assessed(pledging)
    decision = mesa_decision(pledging.agreement, pledging, at=AT + timedelta(days=1))
    path = f"{form_of(pledging)}opinion/"
    client = visitor(pledging.secretary)

    missing = client.post(path, {"opinion": "not_kept", "text": "No se mostró acta.", "decision": ""})
    given = client.post(
        path, {"opinion": "not_kept", "text": "No se mostró acta.", "decision": decision.pk}, follow=True
    )

    assert missing.status_code == 422
    assert "No se mostró acta.</textarea>" in missing.content.decode()
    page = given.content.decode()
    assert "Falta la segunda sesión." in page
    assert "La mesa opina: No se cumple." in page
    assert f"Decisión {decision.number}" in page


def test_without_a_later_decision_there_is_no_opinion_and_the_page_says_what_to_do(pledging, visitor):
    assessed(pledging)
    mesa_decision(pledging.agreement, pledging, at=AT - timedelta(days=30))

    page = visitor(pledging.secretary).get(f"{form_of(pledging)}opinion/").content.decode()

    assert "La mesa no ha decidido nada desde esta autoevaluación" in page


def measured_by(**given) -> dict:
    words = {"code": "C1-CP-2", "name": "Sesiones", "unit": "sesiones", "accumulation": "flow", "target_2024": "4"}
    blank = dict.fromkeys(
        ("definition", "baseline", "baseline_on", "baseline_source", "target_2025", "target_2026"), ""
    )
    return blank | words | {"means_of_verification": "Actas.", "target_2027": "2,5"} | given


def test_a_pledge_is_measured_while_the_plan_is_a_draft(pledging, visitor):
    Plan.objects.update(state="draft")
    path = f"{LIST}{pledging.declared.pk}/medir/"

    refused = visitor(pledging.secretary).post(path, measured_by(target_2024="", target_2027=""))
    answer = visitor(pledging.secretary).post(path, measured_by(), follow=True)

    made = Indicator.objects.get(pledge=pledging.declared)
    assert "Escriba la meta de al menos un año" in refused.content.decode()
    assert "Esta promesa ya se mide" in answer.content.decode()
    assert (made.kind, made.reporter) == ("pledge", pledging.sena)
    assert list(made.targets.values_list("year", "value")) == [(2024, 4), (2025, None), (2026, None), (2027, 2.5)]


def test_when_one_target_is_refused_nothing_is_kept(pledging, visitor):
    Plan.objects.update(state="draft")
    given = measured_by(accumulation="reduction", baseline="3", target_2024="4")

    answer = visitor(pledging.secretary).post(f"{LIST}{pledging.declared.pk}/medir/", given)

    assert answer.status_code == 422
    assert not Indicator.objects.filter(pledge=pledging.declared).exists()


def test_in_force_only_the_table_moves_what_is_measured(pledging, visitor):
    assert visitor(pledging.secretary).get(f"{LIST}{pledging.declared.pk}/medir/").status_code == 409


@pytest.mark.parametrize("path", [f"{LIST}999/", f"{LIST}999/1/", f"{LIST}entidades/nadie/"])
def test_what_nobody_promised_is_not_found(pledging, visitor, path):
    assert visitor(pledging.sonia).get(path).status_code == 404


def test_without_an_agreement_the_page_says_what_will_be_there(cast, visitor):
    assert "Todavía no hay promesas registradas" in visitor(cast.reporter).get(LIST).content.decode()


@pytest.mark.parametrize("path", [LIST, SENA])
def test_a_list_costs_the_same_queries_with_one_pledge_and_with_more(pledging, visitor, path):
    from concierta.agreements.enums import PledgeKind
    from concierta.agreements.operations import register_pledge

    client = visitor(pledging.secretary)
    client.get(path)
    few = count_queries(lambda: client.get(path))
    for n in range(5):
        register_pledge(
            clause=pledging.declared.clause, entity=pledging.sena, code=f"CP-9{n}", text="Otra", kind=PledgeKind.ACTION,
            by=None, at=now(),
        )  # fmt: skip

    assert count_queries(lambda: client.get(path)) == few
