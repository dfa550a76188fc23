from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.achievement import (
    Accumulation,
    InvalidFigures,
    Problem,
    check_cumulative_targets,
    check_period_targets,
    check_target_direction,
    fold_periods,
    implied_cycle_target,
)

SUMMED = {Accumulation.CUMULATIVE, Accumulation.FLOW}
LAST = set(Accumulation) - SUMMED
quarters = st.dictionaries(st.integers(1, 4), st.none() | st.integers(0, 1000), max_size=4)


@pytest.mark.parametrize("accumulation", sorted(SUMMED))
def test_quarters_of_a_sum_add_up(accumulation):
    figures = {1: 10, 2: None, 3: Decimal("2.5")}
    assert fold_periods(accumulation, figures) == Fraction(25, 2)
    assert fold_periods(accumulation, figures, through=2) == 10


@pytest.mark.parametrize("accumulation", sorted(LAST))
def test_the_last_known_quarter_stands_for_a_level(accumulation):
    figures = {3: 12, 1: 10, 4: None, 2: 11}
    assert fold_periods(accumulation, figures) == 12
    assert fold_periods(accumulation, figures, through=2) == 11


@given(st.sampled_from(Accumulation), st.sets(st.integers(1, 4)))
def test_quarters_without_figures_fold_to_null_and_not_to_zero(accumulation, periods):
    assert fold_periods(accumulation, dict.fromkeys(periods)) is None


@given(st.sampled_from(Accumulation), quarters)
def test_quarters_accept_the_year_they_fold_to_and_no_other(accumulation, figures):
    folded = fold_periods(accumulation, figures)
    check_period_targets(accumulation, figures, folded)
    for other in (None, 10**6):
        if folded is not None:
            with pytest.raises(InvalidFigures) as refused:
                check_period_targets(accumulation, figures, other)
            assert refused.value.problem is Problem.PERIODS_DO_NOT_ADD_UP


def test_an_unscheduled_year_needs_no_quarters():
    check_period_targets(Accumulation.CUMULATIVE, {1: None}, 500)


@given(st.dictionaries(st.integers(2024, 2027), st.none() | st.integers(0, 1000)), st.integers(1, 50))
def test_years_must_add_to_the_cycle(targets, off):
    total = implied_cycle_target(Accumulation.CUMULATIVE, targets)
    check_cumulative_targets(targets, total)
    with pytest.raises(InvalidFigures) as refused:
        check_cumulative_targets(targets, (total or 0) + off)
    assert refused.value.problem is Problem.YEARS_DO_NOT_ADD_UP


def test_no_programmed_year_is_not_a_target_of_zero():
    with pytest.raises(InvalidFigures):
        check_cumulative_targets({2024: None}, 0)


def test_the_target_of_the_cycle_implied_by_its_years():
    targets = {2027: None, 2026: 40, 2024: 10, 2025: None}
    assert implied_cycle_target(Accumulation.CUMULATIVE, targets) == 50
    assert implied_cycle_target(Accumulation.STOCK, targets) == 40
    assert implied_cycle_target(Accumulation.STOCK, {2024: None}) is None


@pytest.mark.parametrize(
    ("accumulation", "baseline", "target"),
    [
        (Accumulation.CAPACITY, 10, 10),
        (Accumulation.CAPACITY, None, 1),
        (Accumulation.REDUCTION, 10, 10),
        (Accumulation.REDUCTION, 10, 0),
        (Accumulation.STOCK, 10, 1),
        (Accumulation.STOCK, 10, None),
    ],
)
def test_targets_the_type_can_read(accumulation, baseline, target):
    check_target_direction(accumulation, baseline=baseline, target=target)
