"""A promise is reported, verified and published like any figure; the achievement of the plan does not know of it."""

from decimal import Decimal
from pathlib import Path

import pytest

from concierta.agreements.models import Pledge
from concierta.indicators.models import Indicator
from concierta.people.enums import Role
from concierta.publishing.operations import freeze_corte
from concierta.publishing.queries import achievement, read_package
from concierta.reporting.enums import ReportState
from concierta.reporting.models import Report
from concierta.reporting.operations import review_report
from concierta.reporting.queries import review_queue, what_i_owe
from concierta.verification.queries import verifiable_reports, verification_queue
from factories import AT, make_indicator, make_person
from factories.campaigns import CampaignCast, check_entry, drawn_campaign
from factories.cast import Cast
from factories.plan_to_publish import CUT_OFF, PUBLISHED_AT, plan_to_publish
from factories.pledges import Pledging, make_pledge, make_pledging, promise_reported, promise_verified
from factories.reports import HOUR


@pytest.fixture
def scene(settings, tmp_path: Path, db: None) -> Cast:
    settings.HOME = tmp_path
    return plan_to_publish()


def promise(cast: Cast) -> Indicator:
    return make_indicator(
        cast, "C-1", kind="pledge", pledge=Pledge.objects.get(), reporter=cast.sena, accumulation="cumulative"
    )


def verified(cast: Cast) -> Report:
    """The promise of the scene, verified at 900 of 1,000."""
    sonia = make_person("Sonia Sena", (Role.REPORTER, cast.sena))
    pledge = Pledge.objects.get()
    return promise_verified(
        Pledging(
            **{name: getattr(cast, name) for name in Cast.__dataclass_fields__},
            agreement=pledge.clause.agreement,
            measured=pledge,
            declared=pledge,
            promise=promise(cast),
            sonia=sonia,
        )
    )


def test_the_achievement_of_the_plan_and_its_parts_is_the_same_with_and_without_it(scene: Cast):
    before = achievement(scene.plan, CUT_OFF)
    verified(scene)
    after = achievement(scene.plan, CUT_OFF)
    own = after.tallies["indicator", "C-1"]
    assert after.plan == before.plan
    assert {key: tally for key, tally in after.tallies.items() if key != ("indicator", "C-1")} == before.tallies
    assert (own.verified_year, own.indicators, own.counts["verified"]) == (own.verified_year, 1, 1)
    assert float(own.verified_year) == 0.9


def test_a_corte_has_its_figure_its_report_and_its_row(scene: Cast, tmp_path: Path):
    report = verified(scene)
    freeze_corte(plan=scene.plan, cut_off=CUT_OFF, by=scene.secretary, at=PUBLISHED_AT)
    package = read_package(tmp_path / "cortes" / "cali" / "2024-12-31")
    row = package.by_key("indicators")["C-1"]
    assert (row.kind, row.product, row.node) == ("pledge", "", "")
    measured = package.by_key("measurements")["C-1", "2024-T4"]
    assert (measured.verified_value, measured.status) == (900, "verified")
    assert package.by_key("reports")["C-1/2024-T4/v1"].verified_value == 900
    report.refresh_from_db()
    assert report.state == ReportState.PUBLISHED


def test_it_is_owed_reviewed_and_verified_like_any_report(db: None):
    pledging = make_pledging()
    assert [standing.indicator for standing in what_i_owe(pledging.sonia, AT.date())] == [pledging.promise]
    report = promise_reported(pledging)
    assert [queued.report for queued in review_queue(pledging.reviewer, AT.date())] == [report]
    review_report(report=report, by=pledging.reviewer, at=AT + 2 * HOUR)
    assert list(verifiable_reports(pledging.verifier)) == [report]
    assert [risky.report for risky in verification_queue(pledging.verifier, AT.date())] == [report]


def test_a_campaign_draws_from_it_too(db: None):
    cast = CampaignCast.make()
    cast.reports(desarrollo=1, comfandi=1)
    Indicator.objects.filter(code="C-0").update(kind="pledge", pledge=make_pledge(cast.comfandi))
    campaign = drawn_campaign(cast, margin=Decimal("0.01"))
    pledged = campaign.reports.get(report__indicator__kind="pledge")
    assert pledged.is_looked_at
    check_entry(pledged)
    pledged.report.refresh_from_db()
    assert pledged.report.outcome == "verified"
