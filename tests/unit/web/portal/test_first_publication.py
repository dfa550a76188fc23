"""A first publication: on a disk that is full, recorded and never shown, or with another one under way."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from concierta.kernel.errors import Refusal
from concierta.ledger.operations import seal_site
from concierta.ledger.operations.record import publication_lock
from concierta.publishing.operations import freeze_corte
from concierta.web.portal.site import publish_site, show_site
from factories.plan_to_publish import CUT_OFF, PUBLISHED_AT, PlanToPublish, plan_to_publish
from unit.web.portal.test_one_whole_site import LATER, bytes_of, every_page_is_made_anew, findings, home

__all__ = ["home"]  # a fixture


@pytest.fixture
def cast(db: None, home: Path) -> PlanToPublish:
    return plan_to_publish()


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


def test_a_corte_that_was_recorded_and_never_shown_keeps_its_log_waiting(cast: PlanToPublish, home: Path):
    freeze_corte(plan=cast.plan, cut_off=CUT_OFF, by=None, at=PUBLISHED_AT)
    sealed = seal_site(site=home / "site", by=None, at=PUBLISHED_AT)
    assert sealed.pending == ("corte/cali/2024-12-31",)
    assert not (home / "site").exists()
    show_site(by=None, at=LATER)
    assert findings(home / "site") == []
    assert seal_site(site=home / "site", by=None, at=LATER).pending == ()


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
