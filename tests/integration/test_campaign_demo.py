"""The demonstration's campaign, told by calling operations: drawn, counted, looked at twice."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from concierta.config.demo import load_demo
from concierta.config.redrawing import redraw_folder
from concierta.plans.models import Plan
from concierta.publishing.queries import read_package
from concierta.reporting.models import Report
from concierta.verification.models import Campaign
from concierta.verification.permissions import can_verify
from concierta.verification.queries import verifier_agreement

pytestmark = pytest.mark.slow


@pytest.fixture
def package(db: None, settings, tmp_path: Path):
    settings.HOME = tmp_path
    load_demo(progress=lambda share: None)
    return read_package(tmp_path / "cortes" / "empleo-cali" / "2025-03-31")


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
