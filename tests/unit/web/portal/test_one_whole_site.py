"""A publication that fails, dies or meets another one: whoever reads sees one whole site, and the log of that one."""

import errno
import resource
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from concierta.engines.sitelog import check_site
from concierta.kernel.errors import Refusal
from concierta.kernel.folder_site import FolderSite
from concierta.ledger.models import Event
from concierta.ledger.operations import accept_loss, record_pages, seal_site
from concierta.ledger.operations.record import publication_lock
from concierta.ledger.queries import published_log_problems
from concierta.publishing.operations import freeze_corte
from concierta.web.portal import fingerprint, whole, worker
from concierta.web.portal.site import publish_site, show_site
from factories.plan_to_publish import CUT_OFF, PUBLISHED_AT, PlanToPublish, plan_to_publish

LATER = PUBLISHED_AT + timedelta(days=1)


@pytest.fixture
def home(settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path / "home"
    settings.SITE = settings.HOME / "site"
    return settings.HOME


@pytest.fixture
def cast(db: None, home: Path) -> PlanToPublish:
    return plan_to_publish()


@pytest.fixture
def shown(cast: PlanToPublish, home: Path) -> Path:
    publish_site(plan=cast.plan, cut_off=CUT_OFF, by=None, at=PUBLISHED_AT)
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


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "none", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk can be mounted by root only")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_on_a_disk_that_is_really_full(cast: PlanToPublish, small_disk: Path, monkeypatch: pytest.MonkeyPatch):
    site = small_disk / "site"
    publish_site(plan=cast.plan, cut_off=CUT_OFF, by=None, at=PUBLISHED_AT, out=site)
    before = bytes_of(site)
    room = shutil.disk_usage(small_disk).free - 200_000
    (small_disk / "otra-cosa").write_bytes(b"x" * room)
    every_page_is_made_anew(monkeypatch)
    with pytest.raises(Refusal, match="No cabe en el disco"):
        show_site(by=None, at=LATER, out=site)
    assert bytes_of(site) == before
    (small_disk / "otra-cosa").unlink()
    show_site(by=None, at=LATER, out=site)
    assert findings(site) == []


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


def test_a_corte_that_was_recorded_and_never_shown_keeps_its_log_waiting(cast: PlanToPublish, home: Path):
    freeze_corte(plan=cast.plan, cut_off=CUT_OFF, by=None, at=PUBLISHED_AT)
    sealed = seal_site(site=home / "site", by=None, at=PUBLISHED_AT)
    assert sealed.pending == ("corte/cali/2024-12-31",)
    assert not (home / "site").exists()
    show_site(by=None, at=LATER)
    assert findings(home / "site") == []
    assert seal_site(site=home / "site", by=None, at=LATER).pending == ()


def test_a_package_that_nobody_recorded_is_not_shown(shown: Path, home: Path):
    """What is left by a freeze that died before its act, or by a database older than its packages."""
    package = home / "cortes" / "cali" / "2024-12-31"
    shutil.copytree(package, home / "cortes" / "cali" / "2024-09-30")
    manifest = home / "cortes" / "cali" / "2024-09-30" / "manifest.json"
    manifest.write_text(manifest.read_text() + " ")
    assert show_site(by=None, at=LATER).cortes == ()
    assert not (shown / "cortes" / "2024-09-30").exists()


@pytest.mark.django_db(transaction=True)
def test_a_second_publisher_is_refused_or_waits(home: Path):
    home.mkdir()
    done = []

    def publish() -> None:
        with publication_lock():
            done.append("second")

    with publication_lock():
        other = threading.Thread(target=publish)
        other.start()
        with publication_lock():  # who has it may take it again
            other.join(0.2)
            assert done == []

        def hurried() -> None:
            with pytest.raises(Refusal, match="otra publicación en curso"), publication_lock(wait=False):
                pass
            done.append("refused")

        impatient = threading.Thread(target=hurried)
        impatient.start()
        impatient.join()
        done.append("first")
    other.join()
    assert done == ["refused", "first", "second"]


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
