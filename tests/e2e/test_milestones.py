"""A milestone goes from a telephone to the matrix; the table suspends a silent signatory and readmits it."""

from datetime import date, timedelta

import pytest

from concierta.agreements.enums import PledgeState, SignatoryState
from concierta.evaluation.enums import MilestoneState
from concierta.evaluation.models import Milestone
from concierta.evaluation.operations import review_silence
from concierta.indicators.models import Target
from concierta.kernel.clock import now, today
from concierta.reporting.operations import submit_report
from factories import PDF, make_period
from factories.agreements import in_force, later, promised
from factories.pledges import mesa_decision
from factories.reports import draft_report, evidence_of

pytestmark = pytest.mark.browser

PAGE = "/trabajo/acuerdos/acuerdo/"
ACT = {"name": "acta.pdf", "mimeType": "application/pdf", "buffer": PDF}


@pytest.mark.parametrize("travel", ["phone"], indirect=True)
def test_a_milestone_is_declared_from_a_telephone_and_verified_and_the_matrix_changes(cast, travel):
    living = in_force("camara", cast=cast)
    promised(living, due_on=date(2025, 1, 2), milestone="El plan, presentado al concejo")
    sonia = travel(living.spokespeople["sena"])
    sonia.open("/trabajo/")
    sonia.sees("Qué falta para cumplir el acuerdo")
    sonia.stop("what is missing, in the work of an entity")
    sonia.follow("A SENA le falta 1 compromiso por cumplir")
    sonia.sees("Qué falta para cumplirlo")
    sonia.stop("an entity before its commitments")
    sonia.open(PAGE)
    sonia.follow("P-1")
    sonia.follow("Declarar un hito")
    sonia.page.select_option("#id_kind", "presentation")
    sonia.page.fill("#id_reached_on", "2025-01-02")
    sonia.page.fill("#id_instance", "Concejo de Cali")
    sonia.page.set_input_files("#files", ACT)
    sonia.stop("declaring a milestone")
    sonia.press("Declarar el hito")
    sonia.sees("Hito declarado")
    sonia.stop("a milestone that was declared")

    vera = travel(cast.verifier, size="desktop")
    vera.open("/trabajo/")
    vera.follow("Verificar un hito de SENA")
    vera.sees("acta.pdf")
    vera.page.get_by_label("Verificado", exact=True).check()
    vera.page.fill("#verify-reason", "Consta en el acta.")
    vera.stop("a milestone to verify")
    vera.press("Registrar lo que encontró")
    vera.sees("Verificación registrada")
    assert Milestone.objects.get().state == MilestoneState.VERIFIED
    vera.open(f"{PAGE}hitos/")
    vera.sees("1 de 1 hito está verificado")
    vera.stop("the milestones of an agreement")
    vera.open(f"{PAGE}estado/")
    vera.sees("En 1 de 1 compromiso que ya se puede juzgar cumplen")
    vera.stop("the matrix")
    vera.page.locator(".c-matrix").get_by_role("link").first.click()
    vera.sees("Promesas cumplidas: 1 de 1")
    vera.stop("a commitment, entity by entity")

    sonia.open(f"{PAGE}estado/")
    sonia.sees("Hoy no le falta nada")
    sonia.stop("the matrix on a telephone")


@pytest.mark.parametrize("travel", ["desktop"], indirect=True)
def test_the_table_suspends_a_silent_signatory_and_readmits_it(cast, travel):
    living = in_force(cast=cast)
    living.indicator.reporter = living.sena
    living.indicator.save()
    living.reporter = sonia = living.spokespeople["sena"]
    Target.objects.get_or_create(
        indicator=living.indicator, year=make_period(living.plan, "2025-T1").year, defaults={"value": 1000}
    )
    for days in (120, 485):
        review_silence(agreement=living.agreement, by=None, at=later(days))
    assert living.signatory("sena").state == SignatoryState.SILENT
    decision = mesa_decision(living.agreement, cast)

    sara = travel(cast.secretary)
    sara.open(f"{PAGE}entidades/sena/")
    sara.page.get_by_text("Suspenderla, por decisión de la mesa").click()
    sara.page.select_option("#suspend-decision", str(decision.pk))
    sara.page.fill("#suspend-reason", "Un año en silencio.")
    sara.stop("before the table suspends")
    sara.press("Suspender a la entidad")
    sara.sees("Suspendida. Conserva sus deberes y su voz")
    sara.sees("hace falta una promesa nueva")
    sara.stop("what a readmission still needs")

    pledge = promised(living, due_on=today() + timedelta(days=90), state=PledgeState.CONFIRMED)
    type(pledge).objects.filter(pk=pledge.pk).update(confirmed_at=now())
    submit_report(report=draft_report(living, evidence=[evidence_of(living.sena, sonia)]), by=sonia, at=now())
    sara.open(f"{PAGE}entidades/sena/")
    sara.page.select_option("#readmit-decision", str(decision.pk))
    sara.press("Readmitir a la entidad")
    sara.sees("Readmitida. Vuelve a votar desde mañana.")
    sara.stop("a signatory that was readmitted")
    assert living.signatory("sena").state == SignatoryState.ACTIVE
