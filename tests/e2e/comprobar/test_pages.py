"""The pages of the proof: what is not there yet, the log by itself, and the pages for everybody."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.comprobar.site import FIGURE, GOOD, KEY, found, publish_log, states

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_act_still_to_be_published_is_told_as_such(context: BrowserContext, address: str):
    page = context.new_page()
    page.goto(f"{address}comprobar/#acto=99999")
    page.locator("[data-verdict][data-state]").wait_for()
    assert "todavía no está en el registro publicado" in found(page, "leaf")


def test_no_witness_is_said_and_not_hidden(prove, site: Path, entries: list[bytes]):
    publish_log(site / "log", entries, time=None)
    page = prove()
    assert states(page) == GOOD | {"memory": "unknown", "witnesses": "unknown"}
    assert found(page, "witnesses").startswith("Ningún testigo ha firmado")


def test_the_log_page_shows_the_live_checkpoint(context: BrowserContext, address: str, entries: list[bytes]):
    page = context.new_page()
    page.goto(f"{address}registro/")
    page.locator("[data-verdict][data-state='good']").wait_for()
    alive = dict.fromkeys(("checkpoint", "signature", "last", "witnesses"), "good")
    assert states(page) == alive | {"memory": "unknown"}
    assert f"{KEY.name}»: {len(entries)} actos" in found(page, "checkpoint")
    assert re.match(rf"Acto {len(entries) - 1}, «(Se|Un reporte) [^.»]+», del ", found(page, "last"))


def test_without_javascript_the_pages_say_what_to_do(browser: Browser, address: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}comprobar/")
    expect(page.get_by_text("Subir hasta la raíz")).to_be_visible()
    page.get_by_role("link", name="aquí están los comandos").click()
    expect(page.get_by_text("concierta log verify DIRECCIÓN")).to_be_visible()
    assert page.request.get(f"{address}log/checkpoint").text().startswith(KEY.name)
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_sticks_out(
    browser: Browser, address: str, site: Path, troubles: Callable[[Page], list[str]], width: int
):
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 800})
    page, problems = context.new_page(), []
    link = json.dumps((site / FIGURE / "index.html").read_text()).partition("comprobar/#")[2].partition('\\"')[0]
    for path in ("registro/", "comprobar/", f"comprobar/#{link.replace('&amp;', '&')}", "en/registro/"):
        page.goto("about:blank")
        page.goto(address + path)
        page.locator("[data-verdict][data-state]").wait_for()
        problems += [(path, trouble) for trouble in troubles(page)]
    context.close()
    assert problems == []
