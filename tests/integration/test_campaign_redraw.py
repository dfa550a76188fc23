"""A sample that was published is drawn again from the published tables, by another process, without a database."""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from concierta.publishing.operations import freeze_corte
from concierta.publishing.queries import read_package
from concierta.reporting.enums import Outcome
from concierta.verification.enums import Method
from concierta.verification.operations import RecordsSeen, verify_report
from factories.campaigns import (
    CHECKED_AT,
    CampaignCast,
    check_entry,
    check_entry_again,
    drawn_campaign,
    opened_campaign,
    yes_to_all,
)
from factories.cast import make_product

CUT_OFF_AT = CHECKED_AT + timedelta(days=10)
SOURCE = Path(__file__).resolve().parents[2] / "src"


def make_crew() -> CampaignCast:
    crew = CampaignCast.make()
    make_product(crew, "P1")
    return crew


def publish(crew: CampaignCast, home: Path) -> Path:
    freeze_corte(plan=crew.plan, cut_off=crew.period.cut_off, by=crew.secretary, at=CUT_OFF_AT)
    return home / "cortes" / "cali" / "2024-12-31"


@pytest.fixture(scope="module")
def published(once: Callable) -> Path:
    """Eight reports of two entities; one counted, one rejected, one doubled by each verifier and found otherwise."""
    with once() as home:
        crew = make_crew()
        crew.reports()
        crew.report_of(crew.desarrollo, "R-9", 9000)
        campaign = drawn_campaign(crew, risk_threshold=Decimal(20), double_share=Decimal(1))
        entries = [entry for entry in campaign.reports.all() if entry.is_looked_at]
        counted = entries[0]
        verify_report(
            report=counted.report,
            method=Method.RECORDS_COUNT,
            reason="Se contaron los registros.",
            records=RecordsSeen(records=900, sampled=90, holding=81),
            checklist=yes_to_all(counted.report),
            by=counted.verifier,
            at=CHECKED_AT,
        )
        check_entry(entries[1], Outcome.REJECTED)
        for entry in entries[2:]:
            check_entry(entry)
        check_entry_again(entries[1], Outcome.REJECTED)
        check_entry_again(entries[2], Outcome.NOT_VERIFIABLE)
        check_entry_again(entries[3])
        return publish(crew, home)


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """The package in a home of the test's own, to be changed at will."""
    return shutil.copytree(published, tmp_path / "home" / "cortes" / "cali" / "2024-12-31")


def redraw(*words: object, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("CONCIERTA_", "DJANGO_"))}
    environment |= {"PYTHONPATH": str(SOURCE), "CONCIERTA_DATABASE": "postgresql://nobody@127.0.0.1:1/none"}
    if home is not None:
        environment["CONCIERTA_HOME"] = str(home)
    call = [sys.executable, "-c", "from concierta.installation.cli import main; main()", "campaign", "redraw"]
    return subprocess.run([*call, *map(str, words)], env=environment, capture_output=True, text=True, timeout=60)


def rewrite(folder: Path, table: str, change: Callable[[list[dict[str, str]]], object]) -> None:
    path = folder / "data" / f"{table}.csv"
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    header = list(rows[0])
    change(rows)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        writer.writerows(rows)


def test_the_published_draw_is_the_one_the_seed_gives(folder: Path) -> None:
    answer = redraw(folder, "--json")
    assert (answer.returncode, answer.stderr) == (0, "")
    [found] = json.loads(answer.stdout)
    assert (found["period"], found["drawn"], found["population"], found["by_risk"]) == ("2024-T4", True, 9, 1)
    assert (found["matches"], found["problems"]) == (True, [])
    assert "El sorteo coincide" in redraw(folder).stdout


def test_a_campaign_is_found_by_its_name_in_its_own_installation(folder: Path, tmp_path: Path) -> None:
    assert redraw("cali/2024-T4", home=tmp_path / "home").returncode == 0
    for wrong in ("cali/2031-T1", "cali", "otra/2024-T4", "../cali/2024-T4"):
        assert redraw(wrong, home=tmp_path / "home").returncode == 2


def test_the_tables_alone_are_enough(folder: Path) -> None:
    assert redraw(folder / "data").returncode == 0


def drop_one(rows: list[dict[str, str]]) -> None:
    rows.remove(next(row for row in rows if row["drawn"] == "false"))


def swap(column: str) -> Callable[[list[dict[str, str]]], None]:
    def change(rows: list[dict[str, str]]) -> None:
        yes = next(row for row in rows if row[column] == "true")
        no = next(row for row in rows if row[column] == "false")
        yes[column], no[column] = no[column], yes[column]

    return change


def put(column: str, value: str) -> Callable[[list[dict[str, str]]], None]:
    return lambda rows: rows[0].__setitem__(column, value)


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("campaigns", put("seed", "0" * 64), "la semilla no es la que se comprometió"),
        ("campaigns", put("seed_commitment", "0" * 64), "la semilla no es la que se comprometió"),
        ("campaigns", put("margin", "0.01"), "debía salir en el sorteo y no está"),
        ("campaigns", put("double_share", "0"), "no debía verificarse dos veces"),
        ("campaigns", put("risk_threshold", "99"), "no debía entrar por riesgo"),
        ("campaign_population", drop_one, "la lista no es la que se cerró"),
        ("campaign_population", put("ticket", "0" * 64), "su boleta no es la que le toca"),
        ("campaign_population", put("report", "otro/2024-T4/v1"), "la lista no es la que se cerró"),
        ("campaign_population", swap("drawn"), "no debía salir en el sorteo"),
        ("campaign_population", swap("by_risk"), "debía entrar por riesgo"),
    ],
)
def test_whatever_was_changed_is_named(folder: Path, table: str, change: Callable, said: str) -> None:
    rewrite(folder, table, change)
    answer = redraw(folder)
    assert answer.returncode == 1
    assert said in answer.stdout


def test_what_cannot_be_read_is_neither_right_nor_wrong(folder: Path, tmp_path: Path) -> None:
    assert redraw(tmp_path).returncode == 2
    rewrite(folder, "campaigns", put("margin", "mucho"))
    assert redraw(folder).returncode == 2
    (folder / "data" / "campaigns.csv").write_bytes(b"period\xff\n")
    assert redraw(folder).returncode == 2


def test_before_the_draw_there_is_a_promise_and_nothing_else(db: None, settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"
    crew = make_crew()
    crew.reports(2, 0)
    opened_campaign(crew)
    folder = publish(crew, settings.HOME)
    [campaign] = read_package(folder).campaigns
    assert (campaign.state, campaign.seed, len(campaign.seed_commitment)) == ("open", "", 64)
    assert read_package(folder).campaign_population == []
    answer = redraw(folder)
    assert (answer.returncode, "todavía no se ha sorteado" in answer.stdout) == (0, True)


def test_the_package_tells_the_count_the_factors_and_the_agreement(folder: Path) -> None:
    package = read_package(folder)
    counted = next(report for report in package.reports if report.method == "records_count")
    assert (counted.records, counted.sampled, counted.holding, counted.confidence) == (900, 90, 81, Decimal("0.95"))
    assert counted.verified_low <= counted.verified_value == 810 <= counted.verified_high
    measured = next(row for row in package.measurements if row.report == counted.report)
    assert (measured.verified_low, measured.verified_high) == (counted.verified_low, counted.verified_high)
    [campaign] = package.campaigns
    assert (campaign.double_checked, campaign.agreed) == (3, Decimal("0.666666667"))
    assert campaign.kappa is not None
    plan = next(row for row in package.verification_factors if (row.level, row.unit) == ("plan", "*"))
    looked_at = [report for report in package.reports if report.outcome]
    assert (plan.reports, plan.looked_at, plan.rejected) == (9, len(looked_at), 1)
    held = sum(report.verified_value or 0 for report in looked_at)
    claimed = sum(report.reported_value for report in looked_at)
    assert plan.factor == round(held / claimed, 9)


def test_an_older_package_without_these_tables_is_still_read(folder: Path) -> None:
    for table in ("campaigns", "campaign_population", "verification_factors"):
        (folder / "data" / f"{table}.csv").unlink()
    assert read_package(folder).campaigns == []
