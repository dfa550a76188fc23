from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.achievement import Accumulation, InvalidFigures, Problem, year_achievement

amounts = st.decimals(min_value=0, max_value=10**9, places=6)
SMALLEST = Decimal("0.000001")
positive = st.decimals(min_value=SMALLEST, max_value=10**9, places=6)
types = st.sampled_from(Accumulation)
FROM_START = (Accumulation.CAPACITY, Accumulation.REDUCTION, Accumulation.ANNUAL_REDUCTION)


def readable(accumulation, start, target):
    """True if the type can read the target from the start: the plan refuses the others."""
    if accumulation is Accumulation.CAPACITY:
        return target >= start
    return accumulation is not Accumulation.REDUCTION or target <= start


def in_order(accumulation, target, start):
    """The same two figures the other way round where the type cannot read them as they were drawn."""
    if readable(accumulation, start, target):
        return accumulation, target, start
    return accumulation, max(start, SMALLEST), target


def year(accumulation, actual, target, start):
    return year_achievement(accumulation, actual=actual, target=target, baseline=start, previous=start)


@given(types, st.none() | amounts, amounts)
def test_a_year_not_programmed_is_null_whatever_was_done(accumulation, actual, start):
    assert year(accumulation, actual, None, start) is None


programmed = st.builds(in_order, types, positive, amounts)


@given(st.sampled_from(sorted(set(Accumulation) - set(FROM_START))), amounts, amounts)
def test_a_target_of_zero_is_null_where_the_formula_divides_by_it(accumulation, actual, start):
    assert year(accumulation, actual, 0, start) is None


@pytest.mark.parametrize(
    ("accumulation", "baseline", "actual"),
    [(Accumulation.REDUCTION, 40, 10), (Accumulation.ANNUAL_REDUCTION, 40, 10), (Accumulation.CAPACITY, -20, -5)],
)
def test_a_target_of_zero_is_a_place_to_arrive_at_for_a_distance(accumulation, baseline, actual):
    assert year(accumulation, actual, 0, baseline) == Fraction(3, 4)


@pytest.mark.parametrize("accumulation", FROM_START)
def test_nothing_to_move_from_zero_to_zero_is_null(accumulation):
    assert year(accumulation, 5, 0, 0) is None


@pytest.mark.parametrize("accumulation", FROM_START)
def test_a_baseline_of_zero_is_a_baseline_and_none_is_none(accumulation):
    target = 10 if accumulation is Accumulation.CAPACITY else 0
    assert year(accumulation, 5, target, None) is None
    assert year(Accumulation.CAPACITY, 5, 10, 0) == Fraction(1, 2)


@given(programmed)
def test_no_data_is_null_and_not_zero(case):
    accumulation, target, start = case
    assert year(accumulation, None, target, start) is None


@given(st.sampled_from(FROM_START), amounts, positive)
def test_without_a_start_a_distance_is_null(accumulation, actual, target):
    assert year(accumulation, actual, target, None) is None


@given(programmed, amounts, amounts)
def test_monotone_in_the_actual(case, one, other):
    accumulation, target, start = case
    worse, better = sorted([one, other], reverse=accumulation.lower_is_better)
    assert year(accumulation, worse, target, start) <= year(accumulation, better, target, start)


@given(programmed, amounts, st.fractions(min_value=Fraction(1, 1000), max_value=1000))
def test_the_unit_of_measure_does_not_matter(case, actual, unit):
    accumulation, target, start = case
    scaled = [Fraction(value) * unit for value in (actual, target, start)]
    assert year(accumulation, *scaled) == year(accumulation, actual, target, start)


@given(programmed)
def test_meeting_the_target_is_exactly_one(case):
    accumulation, target, start = case
    assert year(accumulation, target, target, start) == 1


@given(positive, positive)
def test_staying_at_the_baseline_is_zero(one, other):
    low, high = min(one, other), max(one, other) + 1
    assert year(Accumulation.CAPACITY, low, high, low) == 0
    assert year(Accumulation.REDUCTION, high, low, high) == 0


@given(amounts, positive)
def test_maintenance_never_passes_one(actual, target):
    assert year(Accumulation.MAINTENANCE, actual, target, None) == min(1, Fraction(actual) / Fraction(target))


@pytest.mark.parametrize(("actual", "kept"), [(9, "3/4"), (12, "1"), (15, "1")])
def test_capacity_at_its_target_from_the_start_is_to_be_kept(actual, kept):
    assert year(Accumulation.CAPACITY, actual, 12, 12) == Fraction(kept)


@pytest.mark.parametrize("accumulation", [Accumulation.REDUCTION, Accumulation.ANNUAL_REDUCTION])
@pytest.mark.parametrize(("actual", "kept"), [(9, "1"), (12, "1"), (15, "4/5")])
def test_a_low_level_to_be_kept_is_lost_by_rising(accumulation, actual, kept):
    assert year(accumulation, actual, 12, 12) == Fraction(kept)


@pytest.mark.parametrize(("actual", "kept"), [(9, "1"), (11, "1"), (22, "1/2")])
def test_a_year_after_doing_better_than_its_target_is_to_be_kept(actual, kept):
    assert year(Accumulation.ANNUAL_REDUCTION, actual, 11, 10) == Fraction(kept)


def test_the_raw_fraction_is_not_capped():
    assert year(Accumulation.FLOW, 300, 200, None) == Fraction(3, 2)
    assert year(Accumulation.CAPACITY, 110, 220, 120) == Fraction(-1, 10)
    assert year(Accumulation.REDUCTION, 15, 9, 12) == -1


@pytest.mark.parametrize(("accumulation", "target"), [(Accumulation.CAPACITY, 119), (Accumulation.REDUCTION, 121)])
def test_a_target_on_the_wrong_side_of_the_baseline_is_refused(accumulation, target):
    with pytest.raises(InvalidFigures) as refused:
        year(accumulation, 100, target, 120)
    assert refused.value.problem is Problem.TARGET_AGAINST_DIRECTION


@pytest.mark.parametrize("accumulation", sorted(set(Accumulation) - {Accumulation.CAPACITY, Accumulation.REDUCTION}))
def test_a_negative_target_is_refused(accumulation):
    with pytest.raises(InvalidFigures) as refused:
        year(accumulation, 1, -1, 2)
    assert refused.value.problem is Problem.NEGATIVE


@pytest.mark.parametrize("accumulation", [Accumulation.CAPACITY, Accumulation.REDUCTION])
def test_a_negative_level_cannot_be_kept_in_proportion(accumulation):
    with pytest.raises(InvalidFigures) as refused:
        year(accumulation, -1, -2, -2)
    assert refused.value.problem is Problem.NEGATIVE


@pytest.mark.parametrize("inexact", [0.5, True, Decimal("NaN"), Decimal("Infinity")])
def test_inexact_figures_are_refused(inexact):
    with pytest.raises(InvalidFigures) as refused:
        year(Accumulation.STOCK, inexact, 2, None)
    assert refused.value.problem is Problem.NOT_EXACT


def test_decimals_are_read_as_written():
    assert year(Accumulation.STOCK, Decimal("0.3"), Decimal("0.1") + Decimal("0.2"), None) == 1


def test_types_that_need_a_baseline():
    assert {accumulation for accumulation in Accumulation if accumulation.needs_baseline} == set(FROM_START)
