"""A publication that fails, dies or meets another one: whoever reads sees one whole site, and the log of that one."""

import errno
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest

from concierta.engines.sitelog import check_site
from concierta.kernel.errors import Refusal
from concierta.kernel.folder_site import FolderSite
from concierta.ledger.models import Event
from concierta.ledger.operations import accept_loss, record_pages, seal_site
from concierta.ledger.operations.continuity import settle_here
from concierta.ledger.queries import published_log_problems
from concierta.web.portal import fingerprint, whole, worker
from concierta.web.portal.site import publish_site, show_site
from factories.plan_to_publish import CUT_OFF, PUBLISHED_AT, plan_to_publish

LATER = PUBLISHED_AT + timedelta(days=1)


@pytest.fixture
def home(settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path / "home"
    settings.SITE = settings.HOME / "site"
    return settings.HOME


@pytest.fixture(scope="module")
def published(once: Callable[[], AbstractContextManager[Path]]) -> Iterator[Path]:
    """The home of a plan that was published once, for tests of which each has its copy."""
    with once() as folder:
        publish_site(plan=plan_to_publish().plan, cut_off=CUT_OFF, by=None, at=PUBLISHED_AT)
        yield folder


@pytest.fixture
def shown(published: Path, db: None, settings, home: Path, evidence_folder: Path) -> Path:
    shutil.copytree(published, home, symlinks=True)
    shutil.copytree(published / "evidence", evidence_folder)
    settings.LOG_KEY = str(home / "log.key")
    settle_here()  # a home of its own, and not a copy of one
    return home / "site"


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def every_page_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    settle = worker.settle
    monkeypatch.setattr(worker, "settle", lambda *given: settle(*given) + b"<!-- otra -->")
    monkeypatch.setattr(fingerprint, "renderer_hash", lambda: "otro")


def findings(site: Path) -> list:
    return check_site(FolderSite(site)).findings


def builds(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "sites").iterdir())


def test_it_is_a_link_to_a_build_that_holds(shown: Path):
    assert shown.is_symlink()
    assert findings(shown) == published_log_problems(shown) == []


def test_pages_that_are_made_anew_appear_all_at_once_with_their_log(shown: Path, monkeypatch: pytest.MonkeyPatch):
    before = shown.resolve()
    every_page_is_made_anew(monkeypatch)
    show_site(by=None, at=LATER)
    assert b"<!-- otra -->" in (shown / "index.html").read_bytes()
    assert b"<!-- otra -->" not in (before / "index.html").read_bytes()
    assert findings(shown) == findings(before) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("after", [0, 40])
def test_a_full_disk_harms_nothing_and_is_told(
    shown: Path, home: Path, monkeypatch: pytest.MonkeyPatch, code: int, after: int
):
    before, made = bytes_of(shown), builds(home)
    every_page_is_made_anew(monkeypatch)
    write, written = worker.write_if_changed, []

    def full(*given):
        written.append(given)
        if len(written) > after:
            raise OSError(code, "full")
        return write(*given)

    monkeypatch.setattr(worker, "write_if_changed", full)
    with pytest.raises(Refusal, match="No cabe en el disco"):
        show_site(by=None, at=LATER)
    assert (bytes_of(shown), builds(home)) == (before, made)
    assert findings(shown) == []
    monkeypatch.setattr(worker, "write_if_changed", write)
    assert show_site(by=None, at=LATER).written > 0
    assert findings(shown) == []


def test_a_file_that_may_grow_no_further_is_a_full_disk_too(shown: Path, monkeypatch: pytest.MonkeyPatch):
    before = bytes_of(shown)
    every_page_is_made_anew(monkeypatch)
    monkeypatch.setattr(worker, "write_if_changed", _limited(worker.write_if_changed))
    with pytest.raises(Refusal, match="No cabe en el disco"):
        show_site(by=None, at=LATER)
    assert bytes_of(shown) == before


def _limited(write):
    def limited(*given):
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limits[1]))
        try:
            return write(*given)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    return limited


def test_a_site_that_does_not_pass_its_own_check_is_not_shown(shown: Path, home: Path, monkeypatch: pytest.MonkeyPatch):
    before = bytes_of(shown)
    every_page_is_made_anew(monkeypatch)
    verify = whole.verify_build

    def damaged(build: Path) -> None:
        page = build / "index.html"
        content = page.read_bytes()
        page.unlink()
        page.write_bytes(content + b" ")
        verify(build)

    monkeypatch.setattr("concierta.web.portal.site.verify_build", damaged)
    with pytest.raises(Refusal, match=r"no pasó su propia comprobación \(index.html"):
        show_site(by=None, at=LATER)
    assert bytes_of(shown) == before


def test_a_corte_on_record_whose_package_was_lost_is_named(shown: Path, home: Path, monkeypatch: pytest.MonkeyPatch):
    shutil.rmtree(home / "cortes")
    shutil.rmtree(home / "sites")
    with pytest.raises(Refusal, match="recupérelo de una copia"):
        show_site(by=None, at=LATER)


def test_pages_that_were_recorded_and_never_shown_are_recorded_again_as_they_are(shown: Path):
    """What a publisher leaves that dies after recording its pages and before they are shown."""
    record_pages(listings={"paginas.json": "0" * 64}, by=None, at=LATER)
    seal_site(site=shown, by=None, at=LATER)
    assert findings(shown) == published_log_problems(shown) == []


def test_a_package_that_nobody_recorded_is_not_shown(shown: Path, home: Path):
    """What is left by a freeze that died before its act, or by a database older than its packages."""
    package = home / "cortes" / "cali" / "2024-12-31"
    shutil.copytree(package, home / "cortes" / "cali" / "2024-09-30")
    manifest = home / "cortes" / "cali" / "2024-09-30" / "manifest.json"
    manifest.write_text(manifest.read_text() + " ")
    assert show_site(by=None, at=LATER).cortes == ()
    assert not (shown / "cortes" / "2024-09-30").exists()


def test_what_the_log_lost_is_on_its_page(shown: Path, home: Path, settings):
    frozen = bytes_of(shown / "cortes")
    (home / "log.here").unlink()
    shown.unlink()
    size = Event.objects.count()
    assert accept_loss(by=None, at=LATER) == size
    show_site(by=None, at=LATER)
    for page in ("registro/index.html", "en/registro/index.html"):
        assert f"{size} act" in (shown / page).read_text().replace(" ", " ")
    assert bytes_of(shown / "cortes") == frozen
    assert findings(shown) == []
