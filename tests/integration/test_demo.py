"""The demonstration shows what it says it shows: every kind of indicator, and each case of `cases.csv`."""

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from concierta.config.demo import load_demo
from concierta.engines.achievement import Accumulation
from concierta.publishing.queries import read_package

pytestmark = pytest.mark.slow

CALI = Path(__file__).parents[2] / "demo" / "cali"


@pytest.fixture
def package(db: None, settings, tmp_path: Path):
    settings.HOME = tmp_path
    load_demo(progress=lambda share: None)
    return read_package(tmp_path / "cortes" / "empleo-cali" / "2025-03-31")


class Shown:
    """What the package of the last corte says of one case: its measurement, its report and what happened to it."""

    def __init__(self, package: Any, named: str) -> None:
        period, indicator, *version = named.split(":")
        self.measurement = package.by_key("measurements").get((indicator, period))
        version = version or ["v1"]
        self.report = package.by_key("reports").get(f"{indicator}/{period}/{version[0]}")
        self.acts = [step.act for step in package.grouped("history", "report").get(self.report and self.report[0], [])]


CASES: dict[str, Callable[[Shown], bool]] = {
    "verificado": lambda it: it.report.status == "verified",
    "verificado-con-ajuste": lambda it: (it.report.reported_value, it.report.verified_value) == (450, 432),
    "rechazado": lambda it: it.report.status == "rejected",
    "no-verificable": lambda it: it.report.status == "not_verifiable",
    "vencido": lambda it: it.report is None and it.measurement.overdue,
    "devuelto-y-reenviado": lambda it: it.acts[:3] == ["submit", "return", "submit"],
    "devuelto-pendiente": lambda it: it.acts == ["submit", "return"],
    "solo-reportado": lambda it: it.acts == ["submit"],
    "revisado-sin-verificar": lambda it: it.acts == ["submit", "review"] and it.report.status == "reported",
    "correccion-publicada": lambda it: it.report.stands and it.report.verified_value == 962,
    "no-programado": lambda it: it.report is None and (it.measurement is None or not it.measurement.programmed),
    "sin-dato-oficial": lambda it: it.report is None,
}


def test_the_demonstration_shows_what_it_says(package) -> None:
    with (CALI / "cases.csv").open(encoding="utf-8", newline="") as file:
        stated = {row["case"]: row["report"] for row in csv.DictReader(file)}
    assert set(stated) == set(CASES)
    assert [case for case, named in stated.items() if not CASES[case](Shown(package, named))] == []

    kinds = {row.accumulation for row in package.indicators if row.kind == "outcome"}
    assert kinds == {kind.value for kind in Accumulation}

    # Twelve sessions a year are three by March, not twelve; and firms are somewhere, they do not live there.
    sessions = package.by_key("measurements")["RE-09", "2025-T1"]
    assert (sessions.expected_value, sessions.expected_year) == (3, Decimal("0.25"))
    firms = {row.category_set for row in package.breakdowns if row.report.startswith("RE-05/")}
    assert firms == {"territorio-empresa"}
