"""Every component in a real browser: accessible, and within a telephone."""

import re
from itertools import product
from pathlib import Path

import pytest

from concierta.web.kit.gallery import gallery_html, write_gallery

CHROMIUM = Path("/usr/bin/chromium")
needs_browser = pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no Chromium")


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(params=list(product(["light", "dark"], [360, 1280])), ids=lambda param: f"{param[0]}-{param[1]}")
def page(request, browser, tmp_path):
    """The gallery: the portal's manner on a telephone and the workspace's on a desk, in both themes."""
    theme, width = request.param
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=theme)
    page.goto(write_gallery(tmp_path, work=width > 1000).as_uri())
    yield page
    page.close()


def test_the_same_bytes_every_time():
    assert gallery_html() == gallery_html()


def test_identifiers_are_unique():
    ids = re.findall(r'\bid="([^"]+)"', gallery_html())
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.browser
@needs_browser
def test_axe_finds_nothing_with_everything_unfolded(page):
    from axe_playwright_python.sync_playwright import Axe

    for summary in page.query_selector_all("summary"):
        summary.click()
    violations = Axe().run(page).response["violations"]
    assert [
        (violation["id"], node["target"], node["failureSummary"])
        for violation in violations
        for node in violation["nodes"]
    ] == []


@pytest.mark.browser
@needs_browser
def test_nothing_scrolls_sideways_but_tables(page):
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.browser
@needs_browser
def test_the_reader_chooses_the_theme_and_it_is_remembered(page):
    page.click('[data-set-theme="dark"]')
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 22, 27)"
    page.click('[data-set-theme="auto"]')
    assert page.evaluate("document.documentElement.dataset.theme") is None


@pytest.mark.browser
@needs_browser
def test_the_menu_opens_without_javascript(browser, tmp_path):
    page = browser.new_page(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    page.goto(write_gallery(tmp_path).as_uri())
    item = page.get_by_role("link", name="Mesa técnica")
    assert not item.is_visible()
    page.get_by_role("link", name="Menú", exact=True).click()
    assert item.is_visible()
    page.close()
