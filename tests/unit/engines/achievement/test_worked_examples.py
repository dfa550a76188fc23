"""Each worked example of the domain, figure by figure and exactly."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from concierta.engines.achievement import (
    DNP_LEGACY,
    Accumulation,
    Appropriation,
    Child,
    Execution,
    FlowPolicy,
    Horizon,
    VerifiedFigure,
    check_cumulative_targets,
    cycle_achievement,
    efficiency,
    elapsed_progress,
    pace,
    verification_factor,
    weighted_mean,
    year_achievement,
    year_achievements,
)

MILLION = 1_000_000


def percent(text: str) -> Fraction:
    return Fraction(Decimal(text)) / 100


def test_cumulative_years_at_90_and_110_and_the_cycle_at_50():
    targets = {2024: 500, 2025: 500, 2026: 600, 2027: 400}
    series = {2024: 450, 2025: 550}
    check_cumulative_targets(targets, 2000)
    assert year_achievements(Accumulation.CUMULATIVE, series, targets) == {
        2024: percent("90"),
        2025: percent("110"),
        2026: None,
        2027: None,
    }
    cycle = cycle_achievement(Accumulation.CUMULATIVE, series=series, targets=targets, cycle_target=2000)
    assert cycle == percent("50")


def test_stock_180_of_220():
    assert year_achievement(Accumulation.STOCK, actual=180, target=220) == Fraction(9, 11)
    assert f"{float(Fraction(9, 11)):.1%}" == "81.8%"


def test_capacity_counts_from_the_baseline():
    year = year_achievement(Accumulation.CAPACITY, actual=180, target=220, baseline=120)
    assert year == percent("60")


def test_unemployment_half_way_down():
    year = year_achievement(
        Accumulation.REDUCTION, actual=Decimal("10.5"), target=Decimal("9.0"), baseline=Decimal("12.0")
    )
    assert year == percent("50")


def test_reduction_of_one_year():
    year = year_achievement(
        Accumulation.ANNUAL_REDUCTION, actual=Decimal("11.4"), target=Decimal("11.0"), previous=Decimal("12.0")
    )
    assert year == percent("60")


def test_flow_of_90_and_80_has_a_mean_of_85():
    cycle = cycle_achievement(
        Accumulation.FLOW,
        series={2024: 90, 2025: 80},
        targets={2024: 100, 2025: 100, 2026: 100, 2027: 100},
        flow_policy=FlowPolicy.MEAN,
    )
    assert cycle == percent("85")


@pytest.mark.parametrize(("horizon", "expected"), [(Horizon.TO_DATE, "87.5"), (Horizon.WHOLE_CYCLE, "43.75")])
def test_maintenance_of_12_kept_at_12_and_9(horizon, expected):
    cycle = cycle_achievement(
        Accumulation.MAINTENANCE,
        series={2024: 12, 2025: 9},
        targets={2024: 12, 2025: 12, 2026: 12, 2027: 12},
        horizon=horizon,
    )
    assert cycle == percent(expected)


def test_actions_weighted_20_15_2_3():
    actions = [
        Child(percent("100"), 20),
        Child(percent("50"), 15),
        Child(percent("0"), 2),
        Child(percent("100"), 3),
    ]
    assert weighted_mean(actions) == percent("76.25")


def test_axes_40_35_25_make_a_plan_at_64():
    axes = [Child(percent("76.25"), 40), Child(percent("60"), 35), Child(percent("50"), 25)]
    assert weighted_mean(axes) == percent("64.0")


@pytest.mark.parametrize(
    ("figure", "band"),
    [
        ("39.999", "critical"),
        ("40", "low"),
        ("59.999", "low"),
        ("60", "medium"),
        ("70", "satisfactory"),
        ("79.999", "satisfactory"),
        ("80", "outstanding"),
        ("110", "outstanding"),
    ],
)
def test_bands_are_compared_unrounded(figure, band):
    assert DNP_LEGACY.band_of(percent(figure)) == band


def test_expected_progress_and_pace_on_30_june_2026():
    expected = elapsed_progress(date(2026, 6, 30), starts_on=date(2024, 1, 1), ends_on=date(2027, 12, 31))
    assert expected == Fraction(912, 1461)
    assert f"{float(expected):.2%}" == "62.42%"
    behind = pace(percent("50"), expected)
    assert behind == Fraction(1461, 1824)
    assert f"{float(behind):.2f}" == "0.80"


def test_appropriation_of_1500_million_and_its_execution():
    appropriation = Appropriation(
        initial=1200 * MILLION,
        additions=300 * MILLION,
        reductions=50 * MILLION,
        credits=80 * MILLION,
        counter_credits=30 * MILLION,
    )
    assert appropriation.final == 1500 * MILLION
    execution = Execution(
        final=appropriation.final,
        availability=1350 * MILLION,
        registration=1200 * MILLION,
        obligation=900 * MILLION,
        payment=840 * MILLION,
    )
    assert execution.availability_share == percent("90")
    assert execution.registration_share == percent("80")
    assert execution.obligation_share == percent("60")
    assert execution.payment_share == percent("56")


def test_efficiency_of_72_over_60():
    assert efficiency(percent("72"), percent("60")) == Fraction("1.20")


def test_the_rejected_1440_leave_a_factor_of_zero():
    assert verification_factor([VerifiedFigure(reported=1440, verified=0)]) == 0
