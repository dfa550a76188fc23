"""The portal in a real browser: readable by everyone, valid, quiet, and whole without JavaScript."""

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from concierta.web.portal.site import render_site
from factories.html import html_complaints
from factories.packages import invented_minutes, invented_tables, write_package

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = os.environ.get("CONCIERTA_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: One page of each kind.
PAGES = (
    "",
    "ejes/",
    "ejes/eje-1/",
    "proyectos/",
    "proyectos/bp26000000/",
    "indicadores/",
    "indicadores/pr-bp26000000-3502000/",
    "indicadores/pr-bp26000000-3502001/",
    "indicadores/pr-bp26000001-3502001/",
    "indicadores/pr-bp26000002-3502000/",
    "indicadores/pr-bp26000002-3502001/",
    "indicadores/re-01/",
    "entidades/",
    "entidades/e3/",
    "entidades/e3/indicadores/",
    "compromisos/",
    "compromisos/c1/",
    "compromisos/c1/cp-2/",
    "compromisos/c1/cp-3/",
    "mesa/",
    "mesa/sesiones/1/",
    "mesa/sesiones/2/",
    "mesa/sesiones/2/acta/",
    "mesa/sesiones/3/",
    "mesa/decisiones/",
    "mesa/decisiones/2024-01/",
    "mesa/decisiones/2024-03/",
    "mesa/modificaciones/",
    "mesa/medidas/",
    "mesa/medidas/1/",
    "mesa/tareas/",
    "territorio/",
    "territorio/01/",
    "dinero/",
    "dinero/anios/",
    "dinero/partes/",
    "dinero/resultados/",
    "atrasos/",
    "atrasos/vencidos/",
    "datos/",
    "datos/reports/",
    "como-medimos/",
    "cambios/",
    "cortes/",
    "cortes/2025-03-31/",
    "en/",
    "en/indicadores/pr-bp26000000-3502001/",
    "en/mesa/",
    "en/mesa/sesiones/2/",
)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("portal")
    write_package(folder / "cortes" / "empleo" / "2025-03-31", invented_tables(), invented_minutes())
    render_site(out=folder / "site", cortes=folder / "cortes")
    return folder / "site"


@pytest.fixture(scope="module")
def address(portal: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(portal)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as started:
        found = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_and_nothing_sticks_out(browser: Any, address: str, troubles: Any, width: int):
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 800})
    page, problems = context.new_page(), []
    for path in PAGES:
        page.goto(address + path)
        problems += [(path, trouble) for trouble in troubles(page)]
    context.close()
    assert problems == []


def test_a_page_asks_for_nothing_elsewhere_and_complains_of_nothing(browser: Any, address: str):
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("response", lambda response: complaints.append(response.url) if response.status >= 400 else None)
    for path in PAGES:
        page.goto(address + path)
    context.close()
    assert [url for url in asked if not url.startswith(address)] == []
    assert complaints == []


def test_a_figure_is_followed_to_its_evidence_without_javascript(browser: Any, address: str):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="Menú").click()
    page.get_by_role("link", name="Indicadores", exact=True).click()
    page.get_by_role("link", name="Personas apoyadas por el servicio 1 de BP26000000").click()
    assert page.get_by_text("Se verificaron 432 personas").count() == 1
    page.get_by_text("Historia de este reporte").first.click()
    assert page.get_by_text("Enviado").first.is_visible()
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/en/indicadores/pr-bp26000000-3502001/")
    context.close()


def test_a_decision_is_followed_to_what_it_changed_and_back_without_javascript(browser: Any, address: str):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="Menú").click()
    page.get_by_role("link", name="Mesa", exact=True).click()
    assert "1 de 1 medida funcionó" in page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="2024-01").click()
    assert page.get_by_text("No la acompañamos").is_visible()
    page.get_by_role("link", name="Personas apoyadas por el servicio 0 de BP26000000").first.click()
    assert page.get_by_text("Meta original 2025: 700 personas").count()
    page.get_by_role("link", name="Decisión 2024-01").first.click()
    assert page.url.endswith("/mesa/decisiones/2024-01/")
    context.close()


def test_the_pages_are_valid_html(portal: Path):
    assert html_complaints(portal / path / "index.html" for path in PAGES) == ""
