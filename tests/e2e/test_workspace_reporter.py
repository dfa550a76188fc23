"""Somebody reports from a desk and from a telephone, with the mouse and without it."""

from typing import Any

import pytest

from concierta.reporting.models import Report
from factories import PDF, png

pytestmark = pytest.mark.browser


def form_of(cast: Any) -> str:
    return f"/trabajo/reportes/{cast.indicator.pk}/{cast.period.pk}/"


def test_report_with_evidence_and_send_it(cast, travel):
    rosa = travel(cast.reporter)
    rosa.open("/trabajo/")
    rosa.sees("1 reporte vencido")
    rosa.stop("my work")

    rosa.follow("Personas atendidas R-01")
    rosa.stop("the empty form")
    rosa.page.fill("#id_value", "1.440")
    rosa.page.fill("#id_narrative", "Se atendieron 1.440 personas en las jornadas.")
    rosa.page.set_input_files(
        "#files",
        [
            {"name": "listas.pdf", "mimeType": "application/pdf", "buffer": PDF},
            {"name": "foto.png", "mimeType": "image/png", "buffer": png()},
        ],
    )
    rosa.sees("listas.pdf")
    rosa.sees("foto.png")
    rosa.sees("144 %")
    rosa.stop("the form with its files")
    assert rosa.page.input_value("#id_narrative") == "Se atendieron 1.440 personas en las jornadas."

    rosa.press("Revisar y enviar")
    rosa.sees("Qué será público")
    rosa.stop("before sending")
    rosa.press("Enviar el reporte")
    rosa.sees("Reporte enviado")
    rosa.stop("the report, sent")

    report = Report.objects.get()
    assert (report.state, report.value, report.evidence.count()) == ("submitted", 1440, 2)


def test_what_is_typed_saves_itself(cast, travel):
    rosa = travel(cast.reporter)
    rosa.open(form_of(cast))
    rosa.page.locator("#id_value").press_sequentially("700")
    rosa.sees("70 %")

    assert Report.objects.get().value == 700


def test_an_expired_session_loses_nothing_typed(cast, travel):
    rosa = travel(cast.reporter)
    rosa.open(form_of(cast))
    rosa.page.context.clear_cookies(name="sessionid")
    rosa.page.fill("#id_value", "812")
    rosa.page.locator("#id_narrative").press_sequentially("Lo que alcancé a escribir")

    rosa.page.wait_for_url("**/ingresar/**")
    rosa.page.fill("#id_login", cast.reporter.email)
    rosa.page.fill("#id_password", "una clave bien larga")
    rosa.press("Ingresar")

    rosa.page.wait_for_url(f"**{form_of(cast)}")
    assert rosa.page.input_value("#id_narrative") == "Lo que alcancé a escribir"
    assert rosa.page.input_value("#id_value") == "812"


def test_signing_in_and_reporting_need_no_mouse(cast, travel):
    rosa = travel()
    keys = rosa.page.keyboard
    rosa.open("/ingresar/")
    _tab_to(rosa, "#id_login")
    keys.type(cast.reporter.email)
    keys.press("Tab")
    keys.type("una clave bien larga")
    keys.press("Enter")
    rosa.page.wait_for_url("**/trabajo/")
    keys.press("j")
    keys.press("Enter")
    rosa.page.wait_for_url(f"**{form_of(cast)}")
    _tab_to(rosa, "#id_value")
    keys.type("0")
    _tab_to(rosa, "#id_narrative")
    keys.type("No hubo jornadas en el trimestre.")
    keys.press("Control+Enter")
    rosa.page.wait_for_url("**/enviar/")
    keys.press("Control+Enter")
    rosa.sees("Reporte enviado")

    assert Report.objects.get().state == "submitted"


def test_it_works_without_scripts(cast, travel):
    rosa = travel(cast.reporter, java_script_enabled=False)
    rosa.open(form_of(cast))
    rosa.page.fill("#id_value", "900")
    rosa.page.fill("#id_narrative", "Se atendieron 900 personas.")
    rosa.page.set_input_files("#files", {"name": "listas.pdf", "mimeType": "application/pdf", "buffer": PDF})
    rosa.press("Revisar y enviar")
    rosa.press("Enviar el reporte")

    assert Report.objects.get().state == "submitted"


def _tab_to(traveller: Any, selector: str) -> None:
    for _ in range(40):
        if traveller.page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        traveller.page.keyboard.press("Tab")
    pytest.fail(f"{selector} cannot be reached with the keyboard")
