"""A reviewer returns a report, the reporter answers, the reviewer passes it on, the verifier finds another figure."""

import pytest

from concierta.reporting.models import Report
from factories import png, submitted_report
from factories.reports import evidence_of

pytestmark = pytest.mark.browser


def test_from_the_review_to_the_verdict(cast, travel):
    submitted_report(cast, evidence=[evidence_of(cast.desarrollo, cast.reporter, content=png())])

    pedro = travel(cast.reviewer)
    pedro.open("/trabajo/")
    pedro.sees("1 reporte por revisar")
    pedro.follow("Personas atendidas R-01")
    pedro.stop("the review")
    pedro.press("Devolver con esta razón")
    pedro.sees("Diga qué falta")
    pedro.stop("a return without its reason")
    pedro.page.fill("#id_reason", "Falta el listado firmado.")
    pedro.press("Devolver con esta razón")
    pedro.sees("Devuelto: la entidad ya lo ve.")
    pedro.stop("the empty queue")

    rosa = travel(cast.reporter)
    rosa.open("/trabajo/")
    rosa.sees("Falta el listado firmado.")
    rosa.stop("my work, with a return")
    rosa.follow("Personas atendidas R-01")
    rosa.page.fill("#id_narrative", "Se adjuntó el listado firmado.")
    rosa.press("Revisar y enviar")
    rosa.press("Enviar el reporte")
    rosa.sees("Reporte enviado")

    pedro.open("/trabajo/revision/")
    pedro.follow("Personas atendidas R-01")
    pedro.press("Pasar a verificación")
    pedro.sees("Revisado: pasa a verificación.")

    vera = travel(cast.verifier)
    vera.open("/trabajo/")
    vera.sees("1 cifra por verificar")
    vera.stop("the verifier's work")
    vera.follow("Personas atendidas R-01")
    vera.stop("the evidence beside the claim")
    vera.press("Registrar la verificación")
    vera.sees("Falta algo para continuar")
    vera.stop("a verdict that lacks everything")
    vera.page.check("#id_outcome_2")
    vera.page.fill("#id_verified_value", "832")
    vera.page.select_option("#id_method", "records_count")
    vera.page.fill("#id_reason", "El listado tiene 832 firmas distintas.")
    vera.press("Registrar la verificación")
    vera.sees("Verificación registrada.")
    vera.follow("Ya verificados")
    vera.stop("what was verified")
    vera.follow("Personas atendidas R-01")
    vera.sees("Reportó 900 personas; se comprobó 832 personas")
    vera.stop("the figure, adjusted")

    report = Report.objects.get()
    assert (report.state, report.value, report.verified_value) == ("adjusted", 900, 832)
