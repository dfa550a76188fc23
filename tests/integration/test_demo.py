"""The demonstration shows what it says it shows: every kind of indicator, and each case of `cases.csv`."""

import csv
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from concierta.engines.achievement import Accumulation
from concierta.installation.demo import load_demo
from concierta.installation.figures import figures_against_acts
from concierta.installation.redrawing import redraw_folder
from concierta.plans.models import Plan
from concierta.publishing.queries import Package, read_package
from concierta.publishing.tables import TABLES
from concierta.reporting.models import Report
from concierta.verification.models import Campaign
from concierta.verification.permissions import can_verify
from concierta.verification.queries import verifier_agreement
from factories.acts_not_compared import fields_nobody_compares

pytestmark = pytest.mark.slow

CALI = Path(__file__).parents[2] / "demo" / "cali"
#: What the demonstration has nothing of: no act changed its budget, no contract is linked, no matrix was imported.
EMPTY = {
    "pledge_delays",
    "review_draws",
    "yearly_reviews",
    "yearly_review_cells",
    "review_dissents",
    "close_out_points",
    "budget_modifications",
    "contracts",
    "sources",
    "reconciliation",
    "findings",
}


@pytest.fixture(scope="module")
def package(once: Callable) -> Iterator[Package]:
    """Loaded once: the tests here only read it, and what it left in the database."""
    with once() as home:
        load_demo(progress=lambda share: None)
        yield read_package(home / "cortes" / "empleo-cali" / "2025-03-31")


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

    # Every name that one table gives of a row of another is there.
    assert {table.name for table in TABLES if not package.table(table.name)} == EMPTY
    assert list(dangling(package)) == []

    # The three sessions, what they adopted, and what came of it.
    assert [row.state for row in package.sessions] == ["not_held", "closed", "closed"]
    assert [row.amendment for row in package.amendments] == [1, 2]
    assert [row.state for row in package.measures] == ["worked"]
    moved = {row.period: (row.original_value, row.value) for row in package.targets if row.indicator == "RE-04"}
    assert (moved["2025"], moved["2026"]) == ((1500, 1350), (1700, 1850))

    # Cash and in kind stand apart; what was asked, approved and disbursed are three figures.
    cash, advisers = package.contributions[:2]
    assert (cash.amount, cash.quantity, advisers.amount, advisers.quantity) == (400_000_000, None, None, 2)
    asked = package.opportunities[0]
    assert (asked.requested, asked.approved, asked.disbursed) == (900_000_000, 600_000_000, 250_000_000)


def dangling(package: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    for table in TABLES:
        for key in table.foreign_keys:
            there = {tuple(getattr(row, name) for name in key.target) for row in package.table(key.table)}
            here = {tuple(getattr(row, name) for name in key.columns) for row in package.table(table.name)}
            if {cells for cells in here if all(cells)} - there:
                yield table.name, key.columns


# Its campaign, told by calling operations: drawn, counted, looked at twice.


def test_the_demonstration_shows_every_part_of_a_campaign(package) -> None:
    [found] = redraw_folder(package.folder)
    assert (found.population, found.sample, found.by_risk, found.double_checked, found.problems) == (30, 14, 1, 6, [])
    counted = package.by_key("reports")["RE-04/2025-T1/v1"]
    assert (counted.reported_value, counted.verified_value) == (260, 241)
    assert (counted.verified_low, counted.verified_high, counted.confidence) == (222, 252, Decimal("0.95"))
    plan = Plan.objects.get()
    between = verifier_agreement(None, plan)
    assert (between.items, between.agreed, between.kappa) == (6, Fraction(5, 6), Fraction(3, 5))
    [campaign] = package.campaigns
    assert (campaign.looked_at, campaign.checked, campaign.kappa) == (15, 14, Decimal("0.6"))
    whole = next(row for row in package.verification_factors if (row.level, row.unit) == ("plan", "*"))
    assert (whole.reports, whole.looked_at, whole.not_verifiable) == (44, 23, 1)


def test_nobody_was_given_their_own_and_official_figures_fare_no_worse(package) -> None:
    campaign = Campaign.objects.get()
    for entry in campaign.reports.select_related("report__indicator__plan", "verifier", "second_verifier"):
        if entry.is_looked_at and not entry.report.outcome:
            assert can_verify(entry.verifier, entry.report)
        assert entry.verifier is None or entry.verifier != entry.second_verifier
    adverse = Report.objects.filter(outcome__in=("adjusted", "rejected", "not_verifiable"))
    assert set(adverse.values_list("origin", flat=True)) == {"demonstrative"}


def test_every_figure_of_the_demonstration_is_as_its_acts_say(package) -> None:
    found = dict(figures_against_acts())
    assert [(name, made.differences, made.not_compared) for name, made in found.items()] == [
        (name, [], []) for name in found
    ]
    assert all(made.rows for made in found.values())
    assert fields_nobody_compares() == []
