"""What publication does last: the pages go into the log before its checkpoint is signed."""

import hashlib
import json
from pathlib import Path

import pytest

from concierta.engines.sitelog import PAGES, SiteReport, check_site
from concierta.installation.log.sources import FolderSite
from concierta.ledger.models import Event
from concierta.ledger.operations import record_pages, seal_site
from factories import AT

pytestmark = pytest.mark.django_db


def write_pages(folder: Path, **pages: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    files = {f"{name}.html": text for name, text in pages.items()}
    for name, text in files.items():
        (folder / name).write_text(text)
    listed = {name: {"sha256": hashlib.sha256(text.encode()).hexdigest()} for name, text in files.items()}
    (folder / "paginas.json").write_text(json.dumps({"files": listed}))


def seal(site: Path) -> SiteReport:
    seal_site(site=site, by=None, at=AT)
    return check_site(FolderSite(site))


def recorded() -> list[str]:
    return [event.subject for event in Event.objects.filter(kind=PAGES)]


def test_every_folder_with_a_listing_is_in_the_log_and_the_site_holds(settings) -> None:
    for folder in ("", "cortes/2024-12-31", "otro-plan", "otro-plan/cortes/2024-12-31"):
        write_pages(settings.SITE / folder, index=f"<h1>{folder}</h1>")
    found = seal(settings.SITE)
    assert (found.holds, found.files, found.unlisted) == (True, 4, [])
    assert sorted(recorded()) == [
        "pages/",
        "pages/cortes/2024-12-31/",
        "pages/otro-plan/",
        "pages/otro-plan/cortes/2024-12-31/",
    ]


def test_only_what_changed_is_recorded_again(settings) -> None:
    write_pages(settings.SITE, index="uno")
    write_pages(settings.SITE / "cortes" / "2024-12-31", index="dos")
    seal(settings.SITE)
    assert seal(settings.SITE).checkpoint.size == 2
    write_pages(settings.SITE, index="tres")
    assert seal(settings.SITE).holds
    assert recorded() == ["pages/cortes/2024-12-31/", "pages/", "pages/"]


def test_a_page_changed_after_sealing_is_found(settings) -> None:
    write_pages(settings.SITE, index="uno")
    seal(settings.SITE)
    (settings.SITE / "index.html").write_text("unO")
    found = check_site(FolderSite(settings.SITE))
    assert [(finding.path, finding.code) for finding in found.findings] == [("index.html", "file_changed")]


def test_a_folder_that_is_gone_is_on_record_as_gone(settings) -> None:
    write_pages(settings.SITE, index="uno")
    write_pages(settings.SITE / "otro-plan", index="dos")
    seal(settings.SITE)
    (settings.SITE / "otro-plan" / "index.html").unlink()
    (settings.SITE / "otro-plan" / "paginas.json").unlink()
    assert not check_site(FolderSite(settings.SITE)).holds
    assert seal(settings.SITE).holds
    assert json.loads(Event.objects.last().payload)["body"] == {"listing": "otro-plan/paginas.json", "sha256": None}
    # Its return is an act as well.
    assert record_pages(listings={"paginas.json": "0", "otro-plan/paginas.json": "1"}, by=None, at=AT) == 2


def test_pages_belong_to_no_plan_so_that_no_corte_tells_them_as_its_history(settings) -> None:
    write_pages(settings.SITE, index="uno")
    seal(settings.SITE)
    assert set(Event.objects.values_list("plan", flat=True)) == {""}
