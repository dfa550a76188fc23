from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.achievement import (
    DNP_LEGACY,
    BandScale,
    InvalidFigures,
    Problem,
    elapsed_progress,
    expected_progress,
    pace,
    scheduled_progress,
)

ORDER = ["critical", "low", "medium", "satisfactory", "outstanding"]
CYCLE = {"starts_on": date(2024, 1, 1), "ends_on": date(2027, 12, 31)}
days = st.dates(date(2023, 1, 1), date(2029, 1, 1))


@given(st.fractions(min_value=-1, max_value=2), st.fractions(min_value=0, max_value=1))
def test_a_better_achievement_never_has_a_lower_band(achievement, gain):
    lower, higher = DNP_LEGACY.band_of(achievement), DNP_LEGACY.band_of(achievement + gain)
    assert ORDER.index(lower) <= ORDER.index(higher)


def test_null_has_no_band_and_below_zero_is_critical():
    assert DNP_LEGACY.band_of(None) is None
    assert DNP_LEGACY.band_of(-1) == "critical"
    assert DNP_LEGACY.version == "dnp-legacy-1"


@pytest.mark.parametrize("floors", [{}, {"low": 10}, {"low": 0, "high": 0}, {"a": 0, "b": 60, "c": 40}])
def test_a_scale_out_of_order_is_refused(floors):
    with pytest.raises(InvalidFigures) as refused:
        BandScale.from_percentages("v", floors)
    assert refused.value.problem is Problem.BANDS_NOT_ORDERED


@given(days)
def test_each_day_of_the_cycle_is_worth_the_same(day):
    step = elapsed_progress(day + timedelta(1), **CYCLE) - elapsed_progress(day, **CYCLE)
    inside = CYCLE["starts_on"] <= day + timedelta(1) <= CYCLE["ends_on"]
    assert step == (Fraction(1, 1461) if inside else 0)


def test_before_and_after_the_cycle():
    assert elapsed_progress(date(2023, 12, 31), **CYCLE) == 0
    assert elapsed_progress(date(2024, 1, 1), **CYCLE) == Fraction(1, 1461)
    assert elapsed_progress(date(2027, 12, 31), **CYCLE) == 1
    assert elapsed_progress(date(2030, 1, 1), **CYCLE) == 1


def test_a_cycle_that_ends_before_it_starts_is_refused():
    with pytest.raises(InvalidFigures) as refused:
        elapsed_progress(date(2024, 1, 1), starts_on=date(2024, 1, 2), ends_on=date(2024, 1, 1))
    assert refused.value.problem is Problem.CYCLE_BACKWARDS


def test_a_cycle_may_last_one_day():
    day = date(2024, 1, 1)
    assert elapsed_progress(day, starts_on=day, ends_on=day) == 1


def test_the_schedule_comes_before_the_calendar():
    cut_off = date(2026, 6, 30)
    assert expected_progress(cut_off, **CYCLE, programmed_to_date=1300, cycle_target=2000) == Fraction(13, 20)
    assert expected_progress(cut_off, **CYCLE, programmed_to_date=0, cycle_target=2000) == 0
    assert expected_progress(cut_off, **CYCLE, cycle_target=2000) == Fraction(912, 1461)


def test_a_schedule_over_its_target_is_refused():
    with pytest.raises(InvalidFigures) as refused:
        scheduled_progress(2001, 2000)
    assert refused.value.problem is Problem.SCHEDULE_OUT_OF_RANGE
    assert scheduled_progress(0, 0) is None
    assert scheduled_progress(None, 10) is None
    assert scheduled_progress(10, None) is None


@given(st.fractions(min_value=0, max_value=2))
def test_pace_is_one_exactly_on_schedule_and_null_while_nothing_is_expected(share):
    assert pace(share, share) == (1 if share else None)
    assert pace(share, Fraction(0)) is None
    assert pace(None, share) is None
    assert pace(share, None) is None
