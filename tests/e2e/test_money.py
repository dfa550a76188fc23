"""Means: what a signatory gives is never one total of cash and in kind, and of what is sought only what came counts."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from concierta.budgets.operations import LineExecution, record_execution
from concierta.kernel.clock import now, today
from concierta.people.enums import Role
from concierta.publishing.operations import freeze_corte
from concierta.web.portal.site import render_site
from factories import PDF, make_entity, make_period, make_person
from factories.means import M, project_of
from factories.money import make_line
from factories.parts import signed_by

pytestmark = pytest.mark.browser

PASSWORD = "una clave bien larga"
GIVEN = "/trabajo/planes/cali/aportes/"
SOUGHT = "/trabajo/planes/cali/gestion/"
CUT_OFF = date(2025, 12, 31)
PAPER = {"name": "comprobante.pdf", "mimeType": "application/pdf", "buffer": PDF}


def cells(page: Any, table: str, row: str) -> list[str]:
    """What a row of a Mesa says, with spaces as people see them."""
    found = page.locator(f"#{table} tbody tr").filter(has_text=row).locator("td").all()
    return [" ".join(cell.inner_text().split()) for cell in found]


def figures(page: Any) -> dict[str, str]:
    """Each figure under its label, as far as the eye: «Solicitado» → «$ 900.000.000»."""
    found = page.locator(".m-figures > div").all()
    return {
        one.locator("dt").inner_text(): " ".join(one.locator("dd b").inner_text().replace("\xa0", " ").split())
        for one in found
    }


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def portal(settings: Any, tmp_path: Path) -> Iterator[Callable[[Any], str]]:
    """Freeze what is known now and show it as the public sees it; its address."""
    servers: list[ThreadingHTTPServer] = []

    def publish(cast: Any) -> str:
        make_period(cast.plan, "2025-T4")
        freeze_corte(plan=cast.plan, cut_off=CUT_OFF, by=cast.secretary, at=now())
        out = tmp_path / "portal"
        render_site(out=out, cortes=settings.HOME / "cortes")
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(out)))
        Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield publish
    for server in servers:
        server.shutdown()
        server.server_close()


def test_scenario_2_comfandi_gives_money_and_two_advisers_and_nobody_adds_them(cast, travel, portal):
    comfandi = make_entity("comfandi")
    signed_by(cast, comfandi)
    carla = make_person("Carla Comfandi", (Role.REPORTER, comfandi))
    carla.set_password(PASSWORD)
    carla.save()
    project = project_of(cast)

    giver = travel(carla)
    giver.open(GIVEN)
    giver.sees("Nadie ha ofrecido medios todavía")
    giver.stop("nobody gave anything")
    giver.follow("Ofrecer un aporte")
    giver.page.select_option("#id_project", project.code)
    giver.page.get_by_label("Dinero: pesos").check()
    assert not giver.page.locator("#id_unit").is_visible()
    giver.page.fill("#id_amount", "400.000.000")
    giver.press("Registrar el aporte")
    giver.sees("Este campo es obligatorio")
    giver.stop("what is missing")
    assert giver.page.input_value("#id_amount") == "400.000.000"
    giver.page.fill("#id_description", "Becas para formación")
    giver.press("Registrar el aporte")
    giver.sees("Aporte registrado")
    money = giver.page.url
    giver.stop("the money that was offered")

    giver.open(f"{GIVEN}nuevo/")
    giver.page.select_option("#id_project", project.code)
    giver.page.get_by_label("En especie: personas").check()
    assert not giver.page.locator("#id_amount").is_visible()
    giver.page.select_option("#id_kind", "human")
    giver.page.fill("#id_quantity", "2")
    giver.page.fill("#id_unit", "asesores")
    giver.page.fill("#id_description", "Dos asesores de empleo")
    giver.stop("the form of what is in kind")
    giver.press("Registrar el aporte")
    giver.sees("Sin valorar: se cuenta en su unidad.")

    giver.page.goto(money)
    giver.follow("Declarar una entrega")
    giver.page.fill("#id_delivered_on", today().isoformat())
    giver.page.fill("#id_amount", "100.000.000")
    giver.press("Declarar la entrega")
    giver.sees("Adjunte la evidencia de la entrega")
    giver.stop("a delivery without evidence")
    giver.page.set_input_files("#files", PAPER)
    giver.press("Declarar la entrega")
    giver.sees("Entrega declarada")

    vera = travel(cast.verifier)
    vera.open("/trabajo/")
    vera.follow("1 entrega de un aporte por verificar")
    vera.stop("the queue of deliveries")
    vera.follow("Becas para formación")
    vera.sees("comprobante.pdf")
    vera.stop("a delivery with its evidence")
    vera.page.get_by_label("Verificada con ajuste").check()
    vera.page.fill("#verify-verified_amount", "80.000.000")
    vera.page.select_option("#verify-method", "bank_record")
    vera.page.fill("#verify-reason", "El extracto muestra 80 millones.")
    vera.press("Registrar la verificación")
    vera.sees("Verificación registrada")
    vera.stop("what was declared and what was found")

    giver.open(GIVEN)
    giver.stop("offered, declared and verified")
    kept_apart = ["$ 400.000.000 2 asesores", "$ 100.000.000 —", "$ 80.000.000 —"]
    for table, row in (("por-entidad", "Comfandi"), ("por-proyecto", project.code)):
        said = [one.replace("Dinero: ", "").replace("En especie: ", "") for one in cells(giver.page, table, row)]
        assert said == kept_apart

    anybody = travel()
    anybody.page.goto(f"{portal(cast)}dinero/aportes/")
    apart = " ".join(anybody.page.locator("main dl").first.inner_text().replace("\xa0", " ").split())
    assert "Dinero ofrecido · declarado · verificado $ 400.000.000 · $ 100.000.000 · $ 80.000.000" in apart
    assert "En especie, asesores: ofrecido · declarado · verificado 2 · 0 · 0" in apart
    for section, words in (("dinero", "Becas para formación"), ("especie", "Dos asesores de empleo")):
        table = anybody.page.locator(f"section:has(#{section})")
        assert words in table.inner_text()
        assert "Comfandi" in table.inner_text()
    anybody.stop("what the public reads of the contributions")


def test_scenario_12_nine_hundred_asked_six_hundred_approved_two_hundred_and_fifty_came(cast, travel, portal):
    project = project_of(cast)
    line = make_line(cast, project.products.get(), initial=2_000 * M)
    thousand = LineExecution(line, 1_000 * M, 1_000 * M, 1_000 * M, 0)
    record_execution(plan=cast.plan, cut_off=CUT_OFF, figures=[thousand], by=cast.secretary, at=now())

    rosa = travel(cast.reporter)
    rosa.open(SOUGHT)
    rosa.stop("nothing is sought")
    rosa.follow("Abrir una gestión")
    rosa.page.fill("#id_code", "G-01")
    rosa.page.fill("#id_title", "Formación para el trabajo")
    rosa.page.fill("#id_funder", "Ministerio del Trabajo")
    rosa.page.fill("#id_amount", "900.000.000")
    rosa.page.fill("#q", project.code)
    rosa.page.get_by_role("button", name=f"Añadir {project.code}").click()
    rosa.stop("the form")
    rosa.press("Abrir la gestión")
    rosa.sees("Gestión abierta")
    page = rosa.page.url
    rosa.stop("one opportunity")

    rosa.press("Dejarla preparada")
    rosa.sees("Preparada: ya se puede pedir.")
    for act, button, millions, words in (
        ("request", "Registrar la solicitud", 900, "Solicitud registrada"),
        ("approve", "Registrar la aprobación", 600, "Aprobación registrada"),
        ("sign", "Registrar el convenio", 600, "Convenio registrado"),
    ):
        rosa.page.fill(f"#{act}-amount", f"{millions}.000.000")
        rosa.page.fill(f"#{act}-on", "2025-01-20")
        rosa.press(button)
        rosa.sees(words)
    rosa.open(SOUGHT)
    rosa.sees("llegaron 0 de otros")
    rosa.stop("signed, and nothing came yet")

    rosa.page.goto(page)
    rosa.page.fill("#disburse-amount", "700.000.000")
    rosa.page.fill("#disburse-on", "2025-01-20")
    rosa.press("Registrar un desembolso")
    rosa.sees("Ahora no se puede hacer")
    assert rosa.page.input_value("#disburse-amount") == "700.000.000"
    rosa.stop("more than was agreed")
    rosa.page.fill("#disburse-amount", "250.000.000")
    rosa.press("Registrar un desembolso")
    rosa.sees("Desembolso registrado")
    assert rosa.page.input_value("#disburse-amount") == ""  # or one more press would record it twice
    three = {"Solicitado": "$ 900.000.000", "Aprobado": "$ 600.000.000", "Desembolsado": "$ 250.000.000"}
    assert figures(rosa.page) == {**three, "Convenido": "$ 600.000.000"}
    rosa.stop("four figures")

    rosa.open(SOUGHT)
    assert figures(rosa.page) == {**three, "Convenido": "$ 600.000.000"}
    rosa.sees("llegaron 25 de otros")
    rosa.sees("Lo que podría llegar: una estimación, no un hecho")
    rosa.stop("the board")
    rosa.follow("Lista")
    row = [one.replace("\xa0", " ") for one in cells(rosa.page, "lista", "Formación para el trabajo")]
    assert row == ["Desembolsada", "900.000.000", "600.000.000", "600.000.000", "250.000.000", "—"]
    rosa.stop("the list")

    vera = travel(cast.verifier)
    vera.page.goto(page)
    vera.sees("Esto corresponde a quien tiene el papel")
    vera.stop("who only reads is told why")

    anybody = travel()
    anybody.page.goto(f"{portal(cast)}dinero/gestion/")
    anybody.sees("llegaron 25,0 de otros")
    anybody.sees("Solo cuenta lo desembolsado.")
    row = anybody.page.locator("main tbody tr").filter(has_text="Formación para el trabajo").first
    assert [cell.inner_text() for cell in row.locator("td.num").all()] == [
        "900.000.000",
        "600.000.000",
        "600.000.000",
        "250.000.000",
    ]
    anybody.stop("what the public reads of what was sought")
