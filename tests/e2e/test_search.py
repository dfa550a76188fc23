"""Searching a corte: by keyboard, whatever the accents, from a plain folder of files, and nothing asked elsewhere."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from concierta.web.portal.site import render_site
from factories.packages import invented_tables, write_package

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BITING = "Educación <img src=x onerror=alert(1)> & Niñez"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("portal")
    tables = invented_tables()
    tables["projects"][0] = tables["projects"][0]._replace(name=BITING)
    write_package(folder / "cortes" / "empleo" / "2025-03-31", tables)
    render_site(out=folder / "site" / "inside" / "a-folder", cortes=folder / "cortes")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder / "site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/inside/a-folder/"
    server.shutdown()
    server.server_close()


@pytest.fixture(params=[1280, 360])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    found = context.new_page()
    found.set_default_timeout(60_000)
    complaints: list[str] = []
    found.on("console", lambda message: complaints.append(message.text))
    found.on("pageerror", lambda error: complaints.append(str(error)))
    yield found
    context.close()
    assert complaints == []


def results(page: Page) -> Any:
    return page.locator("[data-found] a")


def test_a_name_is_found_without_its_accents_and_by_keyboard(page: Page, address: str, troubles: Callable[..., Any]):
    page.goto(f"{address}buscar/")
    page.get_by_role("searchbox", name="Nombre, sigla o código").fill("EDUCACION ninez")
    expect(page.get_by_role("status")).to_have_text("Se encontró 1.")
    expect(results(page)).to_have_text([BITING])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/proyectos/bp26000000/")
    page.go_back()
    expect(results(page)).to_have_text([BITING])


def test_a_code_comes_before_names(page: Page, address: str):
    page.goto(f"{address}buscar/")
    page.get_by_role("searchbox").fill("bp26000003")
    expect(results(page).first).to_have_attribute("href", "../proyectos/bp26000003/")


def test_what_is_not_there_is_said_and_nothing_typed_is_not(page: Page, address: str):
    page.goto(f"{address}buscar/")
    page.get_by_role("searchbox").fill("xyzzy")
    expect(page.get_by_role("status")).to_have_text("Nada lleva esas palabras. Pruebe con menos, o con el código.")
    page.get_by_role("searchbox").fill("")
    expect(page.get_by_role("status")).to_have_text("")


def test_official_names_are_spanish_on_the_english_page(page: Page, address: str):
    page.goto(f"{address}en/buscar/")
    page.get_by_role("searchbox").fill("educacion")
    expect(results(page).first).to_have_attribute("lang", "es")


def test_axe_finds_nothing_before_or_after_searching(page: Page, address: str, browser: Browser, troubles: Any):
    context = browser.new_context(bypass_csp=True, viewport=page.viewport_size)
    seen = context.new_page()
    seen.goto(f"{address}buscar/")
    found = troubles(seen)
    seen.get_by_role("searchbox").fill("servicio")
    expect(results(seen).first).to_be_visible()
    found += troubles(seen)
    context.close()
    assert found == []


def test_without_javascript_the_lists_remain(browser: Browser, address: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}buscar/")
    expect(page.get_by_role("searchbox")).to_be_hidden()
    page.get_by_role("main").get_by_role("link", name="Proyectos").click()
    assert page.url.endswith("/proyectos/")
    context.close()
