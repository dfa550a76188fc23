"""A real browser at two sizes. Each stop of a journey is checked with axe-core, for overflow and for script errors."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from django.conf import settings
from django.core.management.commands.flush import Command as Flush
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from factories import Cast, make_cast

#: No verdict depends on how fast a machine is; this only keeps a broken page from being waited for without an end.
expect.set_options(timeout=60_000)

PASSWORD = "una clave bien larga"
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}
#: What WCAG 2.1 AA and good practice ask for.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
#: What passed is neither described nor sent over, which takes as long as looking.
ONLY_VIOLATIONS = "options => axe.run({resultTypes: ['violations'], ...options}).then(found => found.violations)"
#: Parts of a page that htmx is asking for, or has just put there.
CHANGING = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]


def chromium() -> str:
    named = os.environ.get("CHROMIUM") or os.environ.get("CONCIERTA_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys run where there is a Chromium and are skipped, saying so, where there is none."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not Path(chromium()).exists():
                item.add_marker(pytest.mark.skip(reason=f"no hay Chromium en {chromium()} (véase CHROMIUM)"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright keeps an event loop running in this thread; Django would refuse to touch the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield running
        running.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


def violations(page: Page, **options: Any) -> list[dict[str, Any]]:
    """What axe finds on the page; axe itself is brought to a page once, and stays in it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(ONLY_VIOLATIONS, options)
    return found


@dataclass
class Traveller:
    """A person in front of a browser. `stop` says where they are and checks what they see."""

    page: Page
    address: str
    problems: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        """What the console complains of. That a form was refused (4xx) is not a mistake of the page."""
        refused = "the server responded with a status of 4" in message.text or "Status Error Code 4" in message.text
        if message.type == "error" and not refused:
            self.problems.append(message.text)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def is_signed_in(self, user: Any) -> None:
        """With a session of `user`, and no page open; the door has journeys of its own."""
        client = Client()
        user.refresh_from_db(fields=["password"])
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.address}])

    def sign_in(self, user: Any) -> None:
        self.open("/ingresar/")
        self.page.fill("#id_login", user.email)
        self.page.fill("#id_password", PASSWORD)
        self.press("Ingresar")
        self.page.wait_for_url("**/trabajo/**")

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words).click()

    def follow(self, words: str) -> None:
        self.page.get_by_role("link", name=words).first.click()

    def sees(self, words: str) -> None:
        self.page.get_by_text(words).first.wait_for(timeout=60_000)

    def stop(self, where: str) -> None:
        """Accessible, inside the width of the screen, and without a complaint of the console."""
        self.page.wait_for_load_state("load")
        # Not "networkidle", which waits half a second for silence at every stop.
        expect(self.page.locator(CHANGING)).to_have_count(0, timeout=60_000)
        found = violations(self.page, runOnly=TAGS)
        assert found == [], f"{where}: {AxeResults({'violations': found}).generate_report()}"
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{where}: {wide}px too wide"
        assert self.problems == [], where


@pytest.fixture(scope="session")
def troubles() -> Callable[[Page], list[str]]:
    """What sticks out of a page, and what axe finds on it in each theme. Colour is all that a theme changes: in the
    dark one only what depends on it is looked at again."""

    def look(page: Page) -> list[str]:
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found = [f"sticks out {beyond}px"] if beyond > 0 else []
        for theme, rules in (("light", {}), ("dark", {"runOnly": {"type": "rule", "values": RULES_OF_COLOUR}})):
            page.emulate_media(color_scheme=theme)
            found += [f"{theme}: {one['id']}: {one['nodes'][0]['html'][:200]}" for one in violations(page, **rules)]
        return found

    return look


@pytest.fixture(params=list(SIZES))
def travel(request: pytest.FixtureRequest, browser: Browser, live_server: Any) -> Iterator[Callable[..., Traveller]]:
    """`travel(user)`: a browser of their own, at a desk or on a telephone, already signed in. `size` is for this
    person alone: where several are signed in at once, one journey shows both."""
    open_contexts: list[BrowserContext] = []

    def depart(user: Any = None, size: str = "", **options: Any) -> Traveller:
        context = browser.new_context(viewport=SIZES[size or request.param], locale="es-CO", **options)
        context.set_default_timeout(60_000)
        open_contexts.append(context)
        traveller = Traveller(context.new_page(), live_server.url)
        traveller.page.on("pageerror", lambda error: traveller.problems.append(str(error)))
        traveller.page.on("console", traveller.hear)
        if user is not None:
            traveller.is_signed_in(user)
        return traveller

    yield depart
    for context in open_contexts:
        context.close()


@pytest.fixture(scope="session", autouse=True)
def database_as_it_was_made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """After a test that committed, SQLite gets back the database as it was made, in one piece. To empty each table is
    slower and makes every content type anew; and the ledger refuses to lose a row."""
    if connection.vendor != "sqlite":
        yield
        return
    made = sqlite3.connect(":memory:")
    with django_db_blocker.unblock():
        connection.ensure_connection()
        connection.connection.backup(made)

    def handle(self: Flush, **options: Any) -> None:
        connection.ensure_connection()
        made.backup(connection.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flush, "handle", handle)
        yield
    made.close()


@pytest.fixture
def cast(transactional_db: None, settings: Any, tmp_path: Path) -> Cast:
    """The usual cast, with passwords to type and a home of its own. Committed: the server has its own thread."""
    settings.HOME, settings.SITE = tmp_path / "home", tmp_path / "site"
    settings.HOME.mkdir()
    made = make_cast()
    for person in (made.reporter, made.reviewer, made.verifier, made.secretary, made.outsider):
        person.set_password(PASSWORD)
        person.save()
    return made
