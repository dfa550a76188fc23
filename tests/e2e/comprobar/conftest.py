"""A published site for each test to harm, a reader, and the way from a figure to its verdict."""

import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from concierta.engines.translog import leaf_hash
from concierta.kernel.canonical import canonical_json
from concierta.publishing.tables.openings import OPENINGS
from concierta.web.portal.site import render_site
from e2e.comprobar.site import EARLIER, FIGURE, SALT, act, publish_log
from factories.packages import invented_tables, write_package


@pytest.fixture(scope="session")
def entries() -> list[bytes]:
    return [canonical_json({"kind": "plan.weight_set", "number": number}) for number in range(EARLIER)]


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, entries: list[bytes]) -> Path:
    folder, tables = tmp_path_factory.mktemp("published"), invented_tables()
    for place, report in enumerate(tables["reports"]):
        report = report._replace(report=f"{report.indicator}/{report.period}/v{report.version}")
        entry = act(report)
        tables["reports"][place] = report._replace(event_index=len(entries), event_leaf_hash=leaf_hash(entry).hex())
        tables["openings"].append(OPENINGS.row(event_index=len(entries), seal="note", salt=SALT))
        entries.append(entry)
    keys = {report.report.replace("/v1", "/1"): report.report for report in tables["reports"]}
    tables["measurements"] = [row._replace(report=keys.get(row.report, "")) for row in tables["measurements"]]
    write_package(folder / "cortes" / "empleo" / "2025-03-31", tables)
    render_site(out=folder / "site", cortes=folder / "cortes")
    publish_log(folder / "site" / "log", entries)
    return folder / "site"


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    return shutil.copytree(published, tmp_path / "site")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="es-CO", timezone_id="America/Bogota")
    made.set_default_timeout(60_000)
    yield made
    made.close()


@pytest.fixture
def prove(context: BrowserContext, address: str) -> Callable[..., Page]:
    """Open a figure and follow its «Comprobar esta cifra» to the verdict."""

    def go(page: Page | None = None, *, figure: str = FIGURE) -> Page:
        page = page or context.new_page()
        page.goto(address + figure)
        page.get_by_role("link", name="Comprobar esta cifra").or_(
            page.get_by_role("link", name="Check this figure")
        ).first.click()
        page.locator("[data-verdict][data-state]").wait_for()
        return page

    return go
