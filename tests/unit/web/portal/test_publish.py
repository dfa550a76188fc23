"""Publishing from the living installation: freeze, then render; and afterwards the database is not needed."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from concierta.engines.sitelog import check_site
from concierta.installation.log.sources import FolderSite
from concierta.kernel.errors import PermissionRefused
from concierta.plans.models import Plan
from concierta.publishing.models import Corte
from concierta.publishing.operations import check_package
from concierta.web.portal.site import publish_site, render_site
from concierta.web.portal.writing import check_folder
from factories.plan_to_publish import CUT_OFF, PUBLISHED_AT, PlanToPublish, plan_to_publish


@pytest.fixture
def home(settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path / "home"
    settings.SITE = settings.HOME / "site"
    return settings.HOME


@pytest.fixture
def cast(db: None, home: Path) -> PlanToPublish:
    return plan_to_publish()


def test_a_corte_is_frozen_and_its_site_rendered(cast: PlanToPublish, home: Path):
    result = publish_site(plan=cast.plan, cut_off=CUT_OFF, by=cast.secretary, at=PUBLISHED_AT)
    corte = Corte.objects.get()
    assert result.manifest_sha256 == corte.manifest_sha256
    assert result.cortes == ("2024-12-31",)
    assert corte.manifest_sha256 in (home / "site" / "index.html").read_text()
    frozen = home / "site" / "cortes" / "2024-12-31"
    assert (frozen / "manifest.json").read_bytes() == (
        home / "cortes" / cast.plan.slug / "2024-12-31" / "manifest.json"
    ).read_bytes()
    assert check_folder(frozen) == []


def test_publishing_again_changes_nothing(cast: PlanToPublish, home: Path):
    publish_site(plan=cast.plan, cut_off=CUT_OFF, by=cast.secretary, at=PUBLISHED_AT)
    again = publish_site(plan=cast.plan, cut_off=CUT_OFF, by=cast.secretary, at=PUBLISHED_AT + timedelta(days=1))
    assert (again.cortes, again.written, again.removed) == ((), 0, 0)
    assert Corte.objects.count() == 1


def test_who_may_not_publish_leaves_no_page_behind(cast: PlanToPublish, home: Path):
    with pytest.raises(PermissionRefused):
        publish_site(plan=cast.plan, cut_off=CUT_OFF, by=cast.reporter, at=PUBLISHED_AT)
    assert not (home / "site").exists()


def test_the_site_needs_nothing_but_the_packages(cast: PlanToPublish, home: Path, tmp_path: Path):
    publish_site(plan=cast.plan, cut_off=CUT_OFF, by=cast.secretary, at=PUBLISHED_AT)
    Plan.objects.filter(pk=cast.plan.pk).update(name="Otro nombre, escrito después")
    shutil.copytree(home / "cortes", tmp_path / "elsewhere")
    render_site(out=tmp_path / "again", cortes=tmp_path / "elsewhere")
    first = {str(path.relative_to(home / "site")): path.read_bytes() for path in (home / "site").rglob("*.html")}
    again = {
        str(path.relative_to(tmp_path / "again")): path.read_bytes() for path in (tmp_path / "again").rglob("*.html")
    }
    assert again == first


def test_the_package_of_a_site_passes_the_same_check_as_that_of_the_installation(cast: PlanToPublish, home: Path):
    """Whoever downloads the frozen folder can check it with nothing of ours but the published hash."""
    result = publish_site(plan=cast.plan, cut_off=CUT_OFF, by=cast.secretary, at=PUBLISHED_AT)
    assert check_package(home / "cortes" / cast.plan.slug / "2024-12-31", result.manifest_sha256) == []


def test_texts_that_bite_are_shown_and_do_nothing(cast: PlanToPublish, home: Path):
    publish_site(plan=cast.plan, cut_off=CUT_OFF, by=cast.secretary, at=PUBLISHED_AT)
    pages = "".join(path.read_text() for path in (home / "site" / "proyectos").rglob("*.html"))
    assert "=HYPERLINK(&quot;http://x&quot;)" in pages
    assert '=HYPERLINK("' not in pages


def test_publishing_ends_by_sealing_every_file_into_the_log(cast, home):
    publish_site(plan=cast.plan, cut_off=CUT_OFF, by=cast.secretary, at=PUBLISHED_AT)
    assert check_site(FolderSite(home / "site")).holds
    (home / "site" / "index.html").write_text("otra cosa")
    assert not check_site(FolderSite(home / "site")).holds
