"""Freezing a corte: every way it ends, and what it leaves behind."""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from concierta.kernel.errors import Invalid, PermissionRefused, Refusal
from concierta.ledger.models import Event
from concierta.plans.models import Project
from concierta.publishing.models import Corte
from concierta.publishing.operations import check_cortes, freeze
from concierta.publishing.operations.freeze import freeze_corte
from concierta.publishing.queries import read_package
from concierta.reporting.models import Report
from factories.plan_to_publish import CUT_OFF, PUBLISHED_AT, PlanToPublish, plan_to_publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def scene(home: Path) -> PlanToPublish:
    return plan_to_publish()


def freeze_it(scene: PlanToPublish, **changes: object) -> Corte:
    return freeze_corte(
        **({"plan": scene.plan, "cut_off": CUT_OFF, "by": scene.secretary, "at": PUBLISHED_AT} | changes)
    )


def folder(home: Path) -> Path:
    return home / "cortes" / "cali" / "2024-12-31"


def test_freezing_writes_a_package_a_row_and_an_event(scene, home):
    corte = freeze_it(scene)
    package = read_package(folder(home))
    assert (corte.cut_off, corte.published_at, corte.published_by) == (CUT_OFF, PUBLISHED_AT, scene.secretary)
    assert package.manifest_sha256 == corte.manifest_sha256
    event = Event.objects.get(kind="corte.published")
    assert (event.subject, event.plan, event.entity) == ("corte/cali/2024-12-31", "cali", scene.planeacion)
    assert corte.manifest_sha256 in event.payload
    assert [path.name for path in folder(home).parent.iterdir()] == ["2024-12-31"]


def test_checked_reports_become_published_and_the_rest_stays(scene):
    freeze_it(scene)
    states = dict(Report.objects.values_list("indicator__code", "state"))
    assert states == {
        "IP-P0": "published",
        "IP-P1": "published",
        "IP-P2": "submitted",
        "IP-P3": "published",
        "IP-P4": "published",
        "IP-P5": "draft",
    }


def test_the_operator_may_freeze_too(scene):
    assert freeze_it(scene, by=None).published_by is None


def test_nobody_else_may(scene):
    with pytest.raises(PermissionRefused):
        freeze_it(scene, by=scene.reporter)
    assert not Corte.objects.exists()


def test_a_cut_off_to_come_is_refused(scene):
    with pytest.raises(Refusal, match="todavía no ha llegado"):
        freeze_it(scene, at=datetime(2024, 12, 31, 4, 59, tzinfo=UTC))
    # 05:00 UTC is the first minute of 31 December in Cali.
    assert freeze_it(scene, at=datetime(2024, 12, 31, 5, tzinfo=UTC)).cut_off == CUT_OFF


def test_a_date_that_ends_no_quarter_is_refused(scene):
    with pytest.raises(Invalid, match="no es una fecha de corte"):
        freeze_it(scene, cut_off=date(2024, 12, 30))


def test_a_cut_off_without_period_is_refused(scene):
    with pytest.raises(Refusal, match="no tiene un periodo que termine el 30/06/2024"):
        freeze_it(scene, cut_off=date(2024, 6, 30))


def test_a_plan_without_projects_is_refused(cast, home):
    assert not Project.objects.exists()
    with pytest.raises(Refusal, match="no tiene proyectos"):
        freeze_corte(plan=cast.plan, cut_off=CUT_OFF, by=cast.secretary, at=PUBLISHED_AT)
    assert not (home / "cortes").exists()


def test_a_corte_is_made_once(scene, home):
    first = freeze_it(scene)
    events = Event.objects.count()
    written = {path: path.stat().st_mtime_ns for path in folder(home).rglob("*")}
    assert freeze_it(scene, by=None, at=datetime(2026, 1, 1, tzinfo=UTC)) == first
    assert {path: path.stat().st_mtime_ns for path in folder(home).rglob("*")} == written
    assert (Event.objects.count(), Corte.objects.count()) == (events, 1)


def test_a_corte_whose_package_was_altered_is_refused(scene, home):
    freeze_it(scene)
    with (folder(home) / "data" / "reports.csv").open("a") as file:
        file.write("x")
    with pytest.raises(Refusal, match=r"data/reports.csv fue alterado.*copia de seguridad"):
        freeze_it(scene)


def test_a_crash_leaves_nothing_half_and_the_next_attempt_succeeds(scene, home, monkeypatch):
    def power_cut(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(freeze, "record_in_plan", power_cut)
    with pytest.raises(KeyboardInterrupt):
        freeze_it(scene)
    assert not Corte.objects.exists()
    assert not Report.objects.filter(state="published").exists()
    (folder(home) / "orphan.txt").write_text("left by the crash")
    (folder(home).parent / ".2024-12-31.abandoned").mkdir()
    monkeypatch.undo()
    freeze_it(scene)
    assert check_cortes() == []
    assert [path.name for path in folder(home).parent.iterdir()] == ["2024-12-31"]


def test_a_failure_while_writing_leaves_no_folder(scene, home, monkeypatch):
    def full_disk(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("concierta.publishing.operations.write.fsync_folder", full_disk)
    with pytest.raises(OSError, match="no space"):
        freeze_it(scene)
    assert list((home / "cortes" / "cali").iterdir()) == []
    assert not Corte.objects.exists()


def test_progress_names_each_table_once(scene):
    heard: list[str] = []
    freeze_it(scene, progress=heard.append)
    assert heard[0] == "plan"
    assert len(heard) == len(set(heard)) > 30


def test_whole_cortes_have_no_problems(scene):
    freeze_it(scene)
    assert check_cortes() == []


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        (lambda at: (at / "data/plan.csv").write_bytes(b""), "cali 2024-12-31: data/plan.csv fue alterado"),
        (lambda at: (at / "data/plan.csv").unlink(), "cali 2024-12-31: falta data/plan.csv"),
        (lambda at: (at / "data/more.csv").write_bytes(b""), "cali 2024-12-31: sobra data/more.csv"),
        (
            lambda at: (at / "manifest.json").write_bytes(b"{}"),
            "cali 2024-12-31: manifest.json no es el que se publicó",
        ),
        (lambda at: (at / "manifest.json").unlink(), "cali 2024-12-31: falta manifest.json"),
        (lambda at: at.rename(at.parent / "elsewhere"), "cali 2024-12-31: falta el paquete"),
    ],
)
def test_every_harm_to_a_package_is_found(scene, home, harm, problem):
    freeze_it(scene)
    harm(folder(home))
    assert check_cortes() == [problem]


def test_a_row_changed_with_its_package_is_found_by_the_ledger(scene, home):
    corte = freeze_it(scene)
    manifest = (folder(home) / "manifest.json").read_bytes().replace(b"2024-12-31", b"2024-12-30")
    (folder(home) / "manifest.json").write_bytes(manifest)
    Corte.objects.filter(pk=corte.pk).update(manifest_sha256=hashlib.sha256(manifest).hexdigest())
    assert check_cortes() == ["cali 2024-12-31: el registro no tiene la publicación de este manifiesto"]
