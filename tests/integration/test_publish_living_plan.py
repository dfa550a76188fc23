"""What the living plan and its frozen packages say to each other: nothing that was published moves."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from concierta.publishing.operations import freeze_corte
from concierta.publishing.queries import achievement, read_package
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.rows import tables_of
from concierta.reporting.operations import open_correction, review_report, submit_report
from factories.cast import make_indicator, make_period, make_product
from factories.plan_to_publish import CUT_OFF, PUBLISHED_AT, check_again, plan_to_publish
from factories.reports import returned_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(settings, tmp_path):
    settings.HOME = tmp_path
    return plan_to_publish()


@pytest.fixture
def folder(scene, tmp_path) -> Path:
    freeze_corte(plan=scene.plan, cut_off=CUT_OFF, by=scene.secretary, at=PUBLISHED_AT)
    return tmp_path / "cortes" / "cali" / "2024-12-31"


def test_the_same_state_freezes_to_the_same_bytes(scene, settings, tmp_path):
    def freeze_in(home: Path) -> dict[str, bytes]:
        settings.HOME = home
        with transaction.atomic():
            # The leaf of a person's act holds a salt of its own; the operator's has none.
            freeze_corte(plan=scene.plan, cut_off=CUT_OFF, by=None, at=PUBLISHED_AT)
            transaction.set_rollback(True)
        root = home / "cortes"
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    first, second = freeze_in(tmp_path / "one"), freeze_in(tmp_path / "two")
    assert len(first) > 60
    assert first == second


def test_what_happens_later_changes_nothing_in_the_package(scene, folder):
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    late = make_indicator(scene, "IP-LATE", product=make_product(scene, "LATE"))
    check_again(scene, late, 500, PUBLISHED_AT)
    scene.plan.name = "Otro nombre"
    scene.plan.save()
    freeze_corte(plan=scene.plan, cut_off=CUT_OFF, by=None, at=PUBLISHED_AT + timedelta(days=400))
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_correction_under_way_changes_nothing_until_it_is_published(scene, tmp_path):
    indicator = scene.by_state["verified"]
    freeze_corte(plan=scene.plan, cut_off=CUT_OFF, by=None, at=PUBLISHED_AT)
    correction = open_correction(
        report=indicator.reports.get(), reason="Se contó dos veces.", by=scene.reporter, at=PUBLISHED_AT
    )
    correction.value = Decimal(100)
    correction.save()
    submit_report(report=correction, by=scene.reporter, at=PUBLISHED_AT)
    review_report(report=correction, by=scene.reviewer, at=PUBLISHED_AT)
    assert achievement(scene.plan, CUT_OFF).readings[indicator.code].verified_value == 900
    shown = [
        row
        for row in tables_of(Snapshot(scene.plan, CUT_OFF, PUBLISHED_AT))["reports"]
        if row.indicator == indicator.code
    ]
    assert [(row.version, row.status, row.stands) for row in shown] == [(1, "verified", True), (2, "reported", False)]
    assert shown[1].correction_reason == "Se contó dos veces."


def test_why_a_report_was_returned_stays_between_the_offices(scene, tmp_path):
    returned_report(scene, reason="Motivo interno.")
    rows = tables_of(Snapshot(scene.plan, CUT_OFF, PUBLISHED_AT))
    steps = [row for row in rows["history"] if row.report == "R-01/2024-T4/v1"]
    assert [(step.act, step.note) for step in steps] == [("submit", ""), ("return", "")]


def test_the_next_corte_tells_what_changed_since(scene, folder, tmp_path):
    make_period(scene.plan, "2025-T1")
    at = PUBLISHED_AT + timedelta(days=90)
    freeze_corte(plan=scene.plan, cut_off=make_cut_off(2025), by=None, at=at)
    second = read_package(tmp_path / "cortes" / "cali" / "2025-03-31")
    assert second.changes == []
    assert [row.cut_off for row in second.cortes] == [CUT_OFF, make_cut_off(2025)]
    assert second.cortes[0].manifest_sha256 == read_package(folder).manifest_sha256
    assert any(row.kind == "report.verified" for row in read_package(folder).changes)


def make_cut_off(year: int):
    return CUT_OFF.replace(year=year, month=3, day=31)


def test_what_entered_the_plan_later_is_not_in_an_earlier_cut_off(scene):
    rows = tables_of(Snapshot(scene.plan, CUT_OFF.replace(month=9, day=30), PUBLISHED_AT))
    # Everything but the outcome indicator was first spoken of in the fourth quarter.
    assert (rows["projects"], rows["products"], rows["activities"]) == ([], [], [])
    assert [row.indicator for row in rows["indicators"]] == ["R-01"]


def test_the_number_of_queries_does_not_grow_with_the_plan(scene):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            tables_of(Snapshot(scene.plan, CUT_OFF, PUBLISHED_AT))
        return len(captured)

    before = queries()
    for number in range(3):
        make_indicator(scene, f"MORE-{number}", product=make_product(scene, f"MORE-{number}"))
    check_again(scene, scene.by_state["not_programmed"], 10, PUBLISHED_AT)
    assert queries() == before
