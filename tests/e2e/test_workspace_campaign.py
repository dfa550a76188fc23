"""A campaign from its plan to its end: the secretariat promises and draws, two people verify, one of them twice."""

from datetime import date

import pytest

from concierta.people.enums import Role
from concierta.verification.models import Campaign, CampaignReport
from factories.cast import make_person
from factories.reports import evidence_of, reviewed_report

pytestmark = pytest.mark.browser


def test_from_the_plan_of_a_campaign_to_its_end(cast, travel):
    report = reviewed_report(cast, evidence=[evidence_of(cast.desarrollo, cast.reporter)])
    victor = make_person("Victor Verifica", (Role.VERIFIER, cast.control))
    victor.password = cast.verifier.password
    victor.save()

    sara = travel(cast.secretary)
    sara.open("/trabajo/campanas/")
    sara.stop("no campaigns yet")
    sara.follow("Planear una campaña")
    sara.stop("the form of a campaign")
    sara.page.fill("#id_margin", "5")
    sara.page.fill("#id_double_share", "100")
    sara.sees("para ±5 puntos")
    sara.page.fill("#id_population_closes_on", "2024-01-01")
    sara.press("Guardar la campaña")
    sara.sees("La población se cierra después del corte")
    sara.stop("a campaign that closes before its cut-off")
    sara.page.fill("#id_population_closes_on", "2025-01-16")
    sara.press("Guardar la campaña")
    sara.sees("Nada es público hasta que la abra.")
    sara.stop("a planned campaign")
    sara.press("Abrir y comprometer la semilla")
    sara.sees("la huella de la semilla ya está en el registro")
    sara.stop("an open campaign")
    sara.press("Cerrar la lista y sortear")
    sara.sees("0 de 1 reporte verificado")
    sara.stop("a drawn campaign")

    entry = CampaignReport.objects.get()
    first = travel(entry.verifier)
    first.open("/trabajo/verificacion/")
    first.sees("De la campaña")
    first.stop("the queue with a campaign")
    first.follow(report.indicator.name)
    first.sees("Responda toda la lista.")
    for number, value in (("records", "900"), ("sampled", "90"), ("holding", "81")):
        first.page.fill(f"#id_{number}", value)
    first.press("Ver qué da el conteo")
    first.sees("900 reportado · 810 verificado")
    first.stop("what a count gives")
    first.page.fill("#id_reason", "Se llamó a noventa personas: ochenta y una confirman.")
    for answer in first.page.locator("input[type=radio][value=yes][name^=checklist_]").all():
        answer.check()
    first.press("Confirmar y registrar este valor")
    first.sees("Verificación registrada.")

    second = travel(entry.second_verifier)
    second.open("/trabajo/verificacion/")
    second.follow(report.indicator.name)
    second.sees("Usted mira a ciegas")
    second.stop("a second look")
    second.page.check("#id_outcome_2")
    second.page.fill("#id_verified_value", "815")
    second.page.fill("#id_reason", "Se revisaron las actas.")
    second.press("Registrar la segunda verificación")
    second.sees("Segunda verificación registrada.")

    sara.page.reload()
    sara.sees("1 de 1 reporte verificado")
    sara.press("Terminar la campaña")
    sara.sees("Campaña terminada.")
    sara.stop("a finished campaign")

    campaign = Campaign.objects.get()
    report.refresh_from_db()
    assert (campaign.state, campaign.population_closes_on) == ("finished", date(2025, 1, 16))
    assert (report.state, report.verified_value, entry.second_verification.verified_value) == ("adjusted", 810, 815)
