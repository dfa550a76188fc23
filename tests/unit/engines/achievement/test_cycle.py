from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.achievement import (
    Accumulation,
    FlowPolicy,
    Horizon,
    InvalidFigures,
    Problem,
    cycle_achievement,
    year_achievements,
    years_without_figure,
)

YEARS = (2024, 2025, 2026, 2027)
AVERAGED = [Accumulation.ANNUAL_REDUCTION, Accumulation.FLOW, Accumulation.MAINTENANCE]
WITH_CYCLE_TARGET = sorted(set(Accumulation) - set(AVERAGED))


def over(figures):
    return st.fixed_dictionaries({year: st.none() | figures for year in YEARS})


actuals = over(st.integers(0, 99))
targets_above = over(st.integers(50, 99))


def cycle(accumulation, series, targets, **options: Any):
    options.setdefault("flow_policy", FlowPolicy.MEAN)
    options.setdefault("cycle_target", None if accumulation in AVERAGED else 100)
    options.setdefault("baseline", 200 if accumulation.lower_is_better else 10)
    return cycle_achievement(accumulation, series=series, targets=targets, **options)


@pytest.mark.parametrize("accumulation", Accumulation)
def test_a_cycle_without_any_figure_is_null(accumulation):
    nothing = dict.fromkeys(YEARS)
    assert cycle(accumulation, nothing, dict.fromkeys(YEARS, 50)) is None
    assert cycle(accumulation, {}, dict.fromkeys(YEARS, 50)) is None


@pytest.mark.parametrize("accumulation", AVERAGED)
@pytest.mark.parametrize("horizon", Horizon)
def test_an_average_without_programmed_years_is_null(accumulation, horizon):
    zero = None if accumulation is Accumulation.ANNUAL_REDUCTION else 0
    not_programmed = {2024: None, 2025: zero, 2026: None, 2027: None}
    assert cycle(accumulation, dict.fromkeys(YEARS, 7), not_programmed, horizon=horizon) is None


@pytest.mark.parametrize("accumulation", WITH_CYCLE_TARGET)
def test_a_cycle_without_target_is_null(accumulation):
    assert cycle(accumulation, {2024: 7}, dict.fromkeys(YEARS, 50), cycle_target=None) is None


@pytest.mark.parametrize("accumulation", [Accumulation.CUMULATIVE, Accumulation.STOCK])
def test_a_cycle_whose_target_divides_by_zero_is_null(accumulation):
    assert cycle(accumulation, {2024: 7}, dict.fromkeys(YEARS, 50), cycle_target=0) is None


def test_a_reduction_to_nothing_is_a_distance_also_over_the_cycle():
    goal = {"targets": {2024: 30, 2025: 20, 2026: 10, 2027: 0}, "cycle_target": 0, "baseline": 40}
    assert cycle_achievement(Accumulation.REDUCTION, series={2024: 31, 2025: 10}, **goal) == Fraction(3, 4)


def test_years_weigh_as_the_office_says():
    targets = dict.fromkeys(YEARS, 100)
    done = {2024: 100, 2025: 50, 2026: 80, 2027: 0}
    weights = {2024: 15, 2025: 35, 2026: 35, 2027: 15}
    assert cycle(Accumulation.FLOW, done, targets, year_weights=weights) == Fraction(1500 + 1750 + 2800, 10000)
    to_date = {year: done[year] for year in (2024, 2025)}
    assert cycle(Accumulation.FLOW, to_date, targets, year_weights=weights) == Fraction(1500 + 1750, 5000)
    whole = cycle(Accumulation.MAINTENANCE, to_date, targets, year_weights=weights, horizon=Horizon.WHOLE_CYCLE)
    assert whole == Fraction(1500 + 1750, 10000)


@given(actuals, targets_above, st.integers(1, 50))
def test_equal_weights_are_no_weights(series, targets, each):
    weights = dict.fromkeys(YEARS, each)
    assert cycle(Accumulation.FLOW, series, targets, year_weights=weights) == cycle(Accumulation.FLOW, series, targets)


def test_weights_that_leave_out_a_programmed_year_are_refused():
    with pytest.raises(InvalidFigures) as refused:
        cycle(Accumulation.FLOW, {2024: 1, 2025: 1}, dict.fromkeys(YEARS, 1), year_weights={2024: 100})
    assert refused.value.problem is Problem.WEIGHTS_INCOMPLETE


def test_a_gap_of_annual_reduction_is_a_gap_and_not_a_zero_the_year_after():
    years = year_achievements(
        Accumulation.ANNUAL_REDUCTION, {2024: 11, 2026: 9, 2027: 8}, dict.fromkeys(YEARS, 8), baseline=12
    )
    assert years == {2024: Fraction(1, 4), 2025: None, 2026: None, 2027: Fraction(1)}


@given(st.sampled_from([Accumulation.FLOW, Accumulation.MAINTENANCE]), actuals, targets_above, st.integers(0, 99))
def test_what_is_done_in_a_year_not_programmed_never_enters_an_average(accumulation, series, targets, other):
    targets = {**targets, 2025: None}
    assert cycle(accumulation, series, targets) == cycle(accumulation, {**series, 2025: other}, targets)


def test_what_is_done_in_a_year_not_programmed_still_adds_to_the_cycle():
    targets = {2024: 60, 2025: None, 2026: 40, 2027: None}
    assert cycle(Accumulation.CUMULATIVE, {2024: 50, 2025: 10}, targets) == Fraction(60, 100)


@given(st.sampled_from(Accumulation), actuals, targets_above, st.randoms(use_true_random=False))
def test_the_order_in_which_years_are_written_does_not_matter(accumulation, series, targets, random):
    shuffled = random.sample(sorted(YEARS), k=4)
    again = cycle(accumulation, {y: series[y] for y in shuffled}, {y: targets[y] for y in reversed(shuffled)})
    assert again == cycle(accumulation, series, targets)


@given(
    st.sampled_from([a for a in Accumulation if a is not Accumulation.ANNUAL_REDUCTION]),
    over(st.integers(0, 99)),
    targets_above,
    st.sampled_from(YEARS),
    st.integers(1, 50),
)
def test_doing_better_in_a_year_never_lowers_the_cycle(accumulation, series, targets, year, more):
    if series[year] is None:
        return
    step = -more if accumulation.lower_is_better else more
    before = cycle(accumulation, series, targets)
    after = cycle(accumulation, {**series, year: series[year] + step}, targets)
    assert (before is None and after is None) or after >= before


@given(st.sampled_from(Accumulation), actuals, targets_above, st.sampled_from(YEARS))
def test_a_past_cut_off_does_not_read_later_years(accumulation, series, targets, through):
    then = {year: value for year, value in series.items() if year <= through}
    assert cycle(accumulation, series, targets, through=through) == cycle(accumulation, then, targets)


@given(st.sampled_from(AVERAGED), actuals, targets_above)
def test_the_whole_cycle_is_the_mean_to_date_spread_over_all_programmed_years(accumulation, series, targets):
    to_date = cycle(accumulation, series, targets)
    whole = cycle(accumulation, series, targets, horizon=Horizon.WHOLE_CYCLE)
    counted = [v for v in year_achievements(accumulation, series, targets, 200).values() if v is not None]
    programmed = [target for target in targets.values() if target is not None]
    if to_date is None:
        assert whole is None
    elif accumulation is not Accumulation.ANNUAL_REDUCTION:
        assert whole * len(programmed) == to_date * len(counted)
    else:
        assert abs(whole) <= abs(to_date)


def test_annual_reduction_starts_from_the_baseline_and_then_from_the_year_before():
    years = year_achievements(
        Accumulation.ANNUAL_REDUCTION, {2024: 18, 2025: 15}, {2024: 16, 2025: 14, 2026: 12, 2027: 10}, 20
    )
    assert years == {2024: Fraction(1, 2), 2025: Fraction(3, 4), 2026: None, 2027: None}


def test_annual_reduction_after_a_year_without_figure_is_null():
    years = year_achievements(Accumulation.ANNUAL_REDUCTION, {2024: None, 2025: 15}, {2024: 16, 2025: 14}, 20)
    assert years == {2024: None, 2025: None}


@pytest.mark.parametrize("accumulation", [Accumulation.STOCK, Accumulation.CAPACITY, Accumulation.REDUCTION])
def test_a_level_is_read_at_its_last_known_year(accumulation):
    targets = dict.fromkeys(YEARS, 50)
    last = cycle(accumulation, {2025: 40}, targets)
    assert cycle(accumulation, {2024: 70, 2025: 40, 2026: None}, targets) == last


def test_a_flow_read_at_its_final_year_waits_for_it():
    targets = {2024: 100, 2025: 100, 2026: 50, 2027: None}
    policy = {"flow_policy": FlowPolicy.FINAL_YEAR}
    assert cycle(Accumulation.FLOW, {2024: 90, 2025: 80}, targets, **policy) is None
    assert cycle(Accumulation.FLOW, {2024: 90, 2026: 40}, targets, **policy) == Fraction(4, 5)
    assert cycle(Accumulation.FLOW, {2024: 90}, dict.fromkeys(YEARS), **policy) is None


@pytest.mark.parametrize(
    ("accumulation", "second_year", "expected"),
    [(Accumulation.CAPACITY, 9, "7/8"), (Accumulation.REDUCTION, 16, "7/8"), (Accumulation.REDUCTION, 9, "1")],
)
def test_a_level_already_at_the_cycle_target_is_kept_year_by_year(accumulation, second_year, expected):
    achieved = cycle(
        accumulation, {2024: 12, 2025: second_year}, dict.fromkeys(YEARS, 12), cycle_target=12, baseline=12
    )
    assert achieved == Fraction(expected)


def test_a_year_outside_the_cycle_is_refused():
    with pytest.raises(InvalidFigures) as refused:
        cycle(Accumulation.STOCK, {2023: 1}, dict.fromkeys(YEARS, 50))
    assert refused.value.problem is Problem.YEAR_OUTSIDE_CYCLE
    assert refused.value.details == {"years": [2023]}


def test_a_flow_without_policy_is_refused():
    with pytest.raises(InvalidFigures) as refused:
        cycle(Accumulation.FLOW, {2024: 1}, dict.fromkeys(YEARS, 50), flow_policy=None)
    assert refused.value.problem is Problem.FLOW_POLICY_MISSING


def test_years_a_mean_leaves_out_are_disclosed():
    targets = {2024: 12, 2025: 12, 2026: None, 2027: 12}
    assert years_without_figure({2024: 12}, targets, through=2026) == (2025,)
    assert years_without_figure({2024: 0, 2025: None}, targets, through=2027) == (2025, 2027)
    assert year_achievements(Accumulation.STOCK, {}, {}) == {}
