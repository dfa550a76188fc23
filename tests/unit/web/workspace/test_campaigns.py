"""The pages of a verification campaign: planning, the draw, who looks at what, counts and second looks."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concierta.indicators.models import Indicator
from concierta.reporting.enums import Outcome
from concierta.reporting.models import Report
from concierta.verification.models import Campaign, CampaignReport, RecordsCount, SecondVerification
from factories.campaigns import (
    CampaignCast,
    check_entry,
    check_entry_again,
    drawn_campaign,
    finished_campaign,
    opened_campaign,
    planned_campaign,
)
from factories.pages import text

pytestmark = pytest.mark.django_db
NEW = "/trabajo/campanas/nueva/?plan=cali&periodo=2024-T4"


@pytest.fixture
def cast():
    return CampaignCast.make()


def written(**given) -> dict:
    return {
        "period": "2024-T4",
        "margin": "10",
        "confidence": "0.95",
        "risk_threshold": "40",
        "double_share": "10",
        "population_closes_on": "2025-01-16",
        "due_on": "2030-01-23",
        "method_people": "records_count",
        "method_rate": "desk_review",
        "method_money": "desk_review",
        "method_delivery": "site_visit",
        "act": "save",
    } | given


def answers(report: Report, answer: str = "yes") -> dict:
    from concierta.verification.queries import checklist_for

    return {f"checklist_{question.code}": answer for question in checklist_for(report.indicator)}


def given_to(cast, user) -> CampaignReport:
    return CampaignReport.objects.filter(verifier=user).select_related("report__indicator").first()


def doubled(cast) -> CampaignReport:
    return CampaignReport.objects.exclude(second_verifier=None).select_related("report__indicator").first()


def test_what_is_planned_is_kept_as_fractions(cast, visitor):
    response = visitor(cast.secretary).post(NEW, written(margin="7,5", entities=["desarrollo"]))

    campaign = Campaign.objects.get()
    assert response.headers["Location"] == f"/trabajo/campanas/{campaign.pk}/"
    assert (str(campaign.margin), str(campaign.double_share)) == ("0.075000", "0.100000")
    assert campaign.scope == {"entities": ["desarrollo"], "nodes": [], "indicators": []}
    assert campaign.due_on == date(2030, 1, 23)


def test_a_campaign_may_be_about_single_indicators(cast, visitor):
    cast.reports(desarrollo=2)
    codes = list(Indicator.objects.order_by("code").values_list("code", flat=True))[:2]

    visitor(cast.secretary).post(NEW, written(indicators=f"{codes[1]}\n {codes[0]} "))
    page = text(visitor(cast.secretary).post(NEW, written(indicators=f"{codes[0]}, XX-99")))

    assert Campaign.objects.get().scope["indicators"] == codes
    assert "En este plan no hay un indicador XX-99: revise el código." in page


def test_the_size_is_said_before_anything_is_kept(cast, visitor):
    cast.reports(desarrollo=6, comfandi=2)

    page = text(visitor(cast.secretary).post(NEW, written(act="size", margin="30", due_on="")))

    assert "Hoy hay 8 reportes revisados en este alcance: para ±30 puntos con 95 %" in page
    assert "saldrían 5 en el sorteo" in page
    assert "c-error-summary" not in page
    assert Campaign.objects.count() == 0


def test_a_mistake_keeps_what_was_typed(cast, visitor):
    response = visitor(cast.secretary).post(NEW, written(population_closes_on="2024-12-01", margin="12,5"))

    page = text(response)
    assert response.status_code == 422
    assert "La población se cierra después del corte" in page
    assert 'value="12,5"' in page
    assert Campaign.objects.count() == 0


def test_the_form_of_a_planned_campaign_brings_what_was_planned(cast, visitor):
    planned_campaign(cast)

    page = text(visitor(cast.secretary).get(NEW))

    assert 'name="margin" value="30"' in page
    assert 'value="2025-01-16"' in page


def test_opening_commits_to_the_seed_and_shows_only_its_hash(cast, visitor):
    cast.reports()
    campaign = opened_campaign(cast)

    page = text(visitor(cast.secretary).get(f"/trabajo/campanas/{campaign.pk}/"))

    assert campaign.seed_commitment in page
    assert "5eed5eed" not in page
    assert "Cerrar la lista y sortear" in page


def test_from_planned_to_drawn_and_not_to_the_end_before_all_is_verified(cast, visitor):
    cast.reports()
    campaign = planned_campaign(cast, due_on=date(2099, 1, 1))
    client, path = visitor(cast.secretary), f"/trabajo/campanas/{campaign.pk}/"

    assert client.post(path, {"act": "open"}).status_code == 302
    assert client.post(path, {"act": "close"}).status_code == 302
    refused = client.post(path, {"act": "finish"})

    assert refused.status_code == 409
    assert "por verificar; el primero es" in text(refused)
    assert Campaign.objects.get().state == "drawn"


@pytest.mark.parametrize(
    ("reports", "said"), [(1, "Falta 1 reporte por verificar."), (2, "Faltan 2 reportes por verificar.")]
)
def test_what_is_left_to_verify_is_counted_in_its_number(cast, visitor, reports, said):
    cast.reports(reports, 0)
    campaign = drawn_campaign(cast, margin=Decimal("0.01"))

    assert said in text(visitor(cast.secretary).get(f"/trabajo/campanas/{campaign.pk}/"))


def test_the_page_of_a_drawn_campaign_says_who_looks_at_what_and_why(cast, visitor):
    cast.reports()
    campaign = drawn_campaign(cast)

    page = text(visitor(cast.secretary).get(f"/trabajo/campanas/{campaign.pk}/"))

    assert "0 de 5 reportes verificados" in page
    assert "Por sorteo" in page
    assert "Vera Verifica" in page
    assert "Victor Verifica" in page
    assert "Carga de trabajo" in page
    assert f"concierta campaign redraw cali/{cast.period.label}" in page
    assert campaign.seed in page


def test_a_finished_campaign_says_how_far_two_people_agree(cast, visitor):
    cast.reports()
    campaign = drawn_campaign(cast)
    for entry in campaign.reports.all():
        if entry.is_looked_at:
            check_entry(entry)
            if entry.second_verifier:
                check_entry_again(entry, Outcome.REJECTED)

    page = text(visitor(cast.secretary).get(f"/trabajo/campanas/{campaign.pk}/"))

    assert "Dos personas verificaron por separado 3 reportes y coincidieron en el 0 %." in page
    assert visitor(cast.secretary).post(f"/trabajo/campanas/{campaign.pk}/", {"act": "finish"}).status_code == 302


@pytest.mark.parametrize("make", [drawn_campaign, finished_campaign])
def test_a_campaign_costs_the_same_queries_with_few_reports_and_with_more(cast, visitor, make):
    client = visitor(cast.secretary)
    cast.reports()
    path = f"/trabajo/campanas/{make(cast, double_share=0).pk}/"
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        assert client.get(path).status_code == 200
    cast.reports_more()
    campaign = Campaign.objects.get()
    for report in Report.objects.exclude(campaign_entries__campaign=campaign):
        CampaignReport.objects.create(
            campaign=campaign, report=report, key=f"x-{report.pk}", stratum="x", ticket="x", risk=1, drawn=True,
            verifier=cast.verifier,
        )  # fmt: skip

    with CaptureQueriesContext(connection) as many:
        assert client.get(path).status_code == 200

    assert len(many) == len(few)


def test_a_report_is_given_to_somebody_else(cast, visitor):
    cast.reports()
    campaign = drawn_campaign(cast, double_share=0)
    entry = given_to(cast, cast.verifier)
    path = f"/trabajo/campanas/{campaign.pk}/reportes/{entry.pk}/"

    assert "Vera Verifica" in text(visitor(cast.secretary).get(path))
    assert visitor(cast.secretary).post(path, {"verifier": ""}).status_code == 422
    assert visitor(cast.secretary).post(path, {"verifier": cast.victor.pk}).status_code == 302

    entry.refresh_from_db()
    assert entry.verifier == cast.victor


def test_the_queue_puts_the_campaign_first_with_its_reason(cast, visitor):
    cast.reports()
    drawn_campaign(cast)

    page = text(visitor(cast.verifier).get("/trabajo/verificacion/"))

    assert page.index("De la campaña") < page.index("Lo demás que espera")
    assert "Por sorteo." in page
    assert "Segunda mirada, a ciegas" in page


def test_a_count_says_its_value_before_it_is_kept(cast, visitor):
    cast.reports()
    drawn_campaign(cast, double_share=0)
    entry = given_to(cast, cast.verifier)
    client, path = visitor(cast.verifier), f"/trabajo/verificacion/{entry.report_id}/"
    form = {
        "method": "records_count",
        "reason": "Se llamó a noventa personas.",
        "records": "900",
        "sampled": "90",
        "holding": "81",
        "one_each": "yes",
        **answers(entry.report),
    }

    shown = client.post(path, form)

    assert "900 reportado · 810 verificado (95 %: 741–855)" in text(shown)
    assert "Confirmar y registrar este valor" in text(shown)
    assert RecordsCount.objects.count() == 0

    assert client.post(path, form | {"counted": "900-90-81-yes"}).status_code == 302

    entry.report.refresh_from_db()
    assert (entry.report.state, entry.report.verified_value) == ("adjusted", 810)
    assert (RecordsCount.objects.get().low, RecordsCount.objects.get().high) == (741, 855)


def test_a_confirmation_of_other_numbers_confirms_nothing(cast, visitor):
    cast.reports()
    drawn_campaign(cast, double_share=0)
    entry = given_to(cast, cast.verifier)
    form = {"method": "records_count", "reason": "x", "records": "900", "sampled": "90", "holding": "90",
            "one_each": "yes", "counted": "900-90-81-yes", **answers(entry.report)}  # fmt: skip

    page = text(visitor(cast.verifier).post(f"/trabajo/verificacion/{entry.report_id}/", form))

    assert 'value="900-90-90-yes"' in page
    assert RecordsCount.objects.count() == 0


def test_the_seed_says_which_records_to_look_at(cast, visitor):
    cast.reports()
    drawn_campaign(cast, double_share=0)
    entry = given_to(cast, cast.verifier)
    form = {"method": "records_count", "records": "12", "act": "count"}

    response = visitor(cast.verifier).post(f"/trabajo/verificacion/{entry.report_id}/", form)

    assert response.status_code == 200
    assert "Mire 11 registros" in text(response)


def test_numbers_that_cannot_be_are_said_at_their_field(cast, visitor):
    cast.reports()
    drawn_campaign(cast, double_share=0)
    entry = given_to(cast, cast.verifier)
    form = {"method": "records_count", "records": "10", "sampled": "20", "holding": "5", "act": "count"}

    response = visitor(cast.verifier).post(f"/trabajo/verificacion/{entry.report_id}/", form)

    assert response.status_code == 422
    assert "Se miraron más registros (20) de los que hay (10)." in text(response)
    assert 'value="20"' in text(response)


def test_in_a_campaign_the_whole_checklist_is_answered_and_a_no_is_explained(cast, visitor):
    cast.reports()
    drawn_campaign(cast, double_share=0)
    entry = given_to(cast, cast.verifier)
    client, path = visitor(cast.verifier), f"/trabajo/verificacion/{entry.report_id}/"
    form = {"outcome": "verified", "method": "desk_review", "reason": "Las actas suman 900."}

    assert client.post(path, form).status_code == 422
    assert "Explique por qué no" in text(client.post(path, form | answers(entry.report, "no")))
    assert client.post(path, form | answers(entry.report)).status_code == 302
    assert entry.report.verification.checklist.count() == len(answers(entry.report))


def test_the_second_looks_without_knowing_what_the_first_found(cast, visitor):
    cast.reports()
    drawn_campaign(cast)
    entry = doubled(cast)
    check_entry(entry, Outcome.ADJUSTED, 777)
    client = visitor(entry.second_verifier)

    page = text(client.get(f"/trabajo/verificacion/segunda/{entry.pk}/"))

    assert "Se reportó 900 personas" in page
    assert "777" not in page
    for other in (f"/trabajo/verificacion/{entry.report_id}/", f"/trabajo/cifras/{entry.report_id}/"):
        assert client.get(other).headers["Location"] == f"/trabajo/verificacion/segunda/{entry.pk}/"
    assert "777" not in text(client.get("/trabajo/verificacion/?grupo=hechos"))


def test_a_second_look_is_kept_apart(cast, visitor):
    cast.reports()
    drawn_campaign(cast)
    entry = doubled(cast)
    client, path = visitor(entry.second_verifier), f"/trabajo/verificacion/segunda/{entry.pk}/"

    assert client.post(path, {"outcome": "adjusted", "method": "desk_review", "reason": "x"}).status_code == 422
    form = {"outcome": "adjusted", "verified_value": "890", "method": "desk_review", "reason": "Faltan diez."}
    assert client.post(path, form).status_code == 302

    assert SecondVerification.objects.get().verified_value == 890
    assert Report.objects.get(pk=entry.report_id).state == "reviewed"
    assert visitor(entry.verifier).get(path).status_code == 404


def test_the_button_of_the_count_is_the_ordinary_one_under_another_method(cast, visitor):
    cast.reports()
    drawn_campaign(cast, double_share=0)
    entry = given_to(cast, cast.verifier)
    form = {"outcome": "verified", "method": "desk_review", "reason": "Suman 900.", "act": "count"}

    response = visitor(cast.verifier).post(f"/trabajo/verificacion/{entry.report_id}/", form | answers(entry.report))

    assert response.status_code == 302
