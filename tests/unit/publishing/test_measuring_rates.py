"""A rate at a cut-off: due whole from the first day, read by its two figures, and never a sum of percentages."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from concierta.engines.achievement import Accumulation, FlowPolicy, Measure, Ratio, pace
from concierta.publishing.queries.measuring import Calendar, Figure, IndicatorFacts, read_indicator
from concierta.publishing.queries.measuring.rollup import tally_of_reading

ENDS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}
RATES = [Measure.RATIO, Measure.RATE, Measure.INDEX]


def at(year: int, quarter: int) -> Calendar:
    return Calendar(date(year, *ENDS[quarter]), date(2024, 1, 1), date(2027, 12, 31))


def rate(kind, targets, *figures, measure=Measure.RATE, baseline=None, weights=None) -> IndicatorFacts:
    return IndicatorFacts(
        kind,
        FlowPolicy.MEAN,
        None if baseline is None else Decimal(baseline),
        {(when if isinstance(when, tuple) else (when, None)): None if value is None else Decimal(value)
         for when, value in targets.items()},
        figures,
        measure,
        "%",
        weights or {},
    )  # fmt: skip


def said(year: int, quarter: int, value: object, pair: tuple[int, int] | None = None) -> Figure:
    """Verified as it was reported."""
    found = Ratio(*pair) if pair else None
    amount = Decimal(str(value))
    return Figure(f"{year}-T{quarter}", year, date(year, *ENDS[quarter]), "verified", amount, amount, found, found)


def whole_year(figure: Figure) -> Figure:
    return replace(figure, period=str(figure.year))


@pytest.mark.parametrize("measure", RATES)
def test_a_flow_of_95_percent_reported_at_80_in_march_is_behind(measure):
    read = read_indicator(rate(Accumulation.FLOW, {2026: 95}, said(2026, 1, 80), measure=measure), at(2026, 1))
    assert (read.expected_value, read.expected_year, read.verified_year) == (95, 1, Fraction(80, 95))
    assert pace(read.verified_year, read.expected_year) < 1


@pytest.mark.parametrize("kind", [Accumulation.FLOW, Accumulation.STOCK, Accumulation.MAINTENANCE])
@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_a_rate_that_is_held_should_be_at_its_target_in_every_quarter_of_year_and_cycle(kind, quarter):
    read = read_indicator(rate(kind, {2026: 40, 2027: 40}), at(2026, quarter))
    assert (read.expected_value, read.expected_year, read.expected_cycle) == (40, 1, 1)


def test_a_stock_rate_due_only_at_the_end_is_due_from_the_first_day():
    assert read_indicator(rate(Accumulation.STOCK, {2027: 40}), at(2024, 1)).expected_cycle == 1


def test_four_quarterly_targets_of_95_are_not_380():
    targets = {2026: 95, **{(2026, quarter): 95 for quarter in (1, 2, 3, 4)}}
    for quarter in (1, 2, 3, 4):
        read = read_indicator(rate(Accumulation.FLOW, targets, said(2026, quarter, 95)), at(2026, quarter))
        assert (read.expected_value, read.expected_year, read.verified_year) == (95, 1, 1)


def test_a_first_quarter_without_a_target_of_its_own_is_due_at_the_first_there_is():
    read = read_indicator(rate(Accumulation.FLOW, {2026: 95, (2026, 2): 90, (2026, 4): 95}), at(2026, 1))
    assert read.expected_value == 90


def test_unemployment_from_12_to_9_is_not_late_on_day_one():
    facts = rate(Accumulation.REDUCTION, {2024: 11, 2027: 9}, baseline=12)
    first = read_indicator(facts, Calendar(date(2024, 1, 1), date(2024, 1, 1), date(2027, 12, 31)))
    assert first.expected_value == 12 - Fraction(1, 366)
    assert first.expected_year == Fraction(1, 366)
    assert read_indicator(facts, at(2024, 4)).expected_value == 11


def test_a_reduction_follows_its_own_schedule_where_it_has_one():
    targets = {2024: 11, (2024, 1): 12, (2024, 2): Decimal("11.8"), (2024, 3): Decimal("11.4"), (2024, 4): 11}
    read = read_indicator(rate(Accumulation.REDUCTION, targets, baseline=12), at(2024, 2))
    assert (read.expected_value, read.expected_year) == (Fraction(118, 10), Fraction(1, 5))


def test_the_year_of_a_flow_of_ratios_is_sum_over_sum_and_not_the_last_nor_the_mean():
    figures = (said(2026, 1, 50, (50, 100)), said(2026, 2, 90, (270, 300)))
    read = read_indicator(rate(Accumulation.FLOW, {2026: 80}, *figures, measure=Measure.RATIO), at(2026, 2))
    assert (read.verified_value, read.verified_year) == (80, 1)


def test_the_year_of_a_level_of_ratios_is_its_last():
    figures = (said(2026, 1, 50, (50, 100)), said(2026, 2, 90, (270, 300)))
    read = read_indicator(rate(Accumulation.STOCK, {2026: 80}, *figures, measure=Measure.RATIO), at(2026, 2))
    assert read.verified_value == 90


def test_the_figure_of_the_year_itself_is_not_added_to_those_of_its_quarters():
    figures = (said(2026, 1, 50, (50, 100)), whole_year(said(2026, 4, 60, (240, 400))))
    read = read_indicator(rate(Accumulation.FLOW, {2026: 80}, *figures, measure=Measure.RATIO), at(2026, 4))
    assert read.verified_value == 60


def test_thirds_stay_exact_however_the_value_was_rounded():
    figure = said(2026, 1, "66.666667", (2, 3))
    read = read_indicator(rate(Accumulation.FLOW, {2026: 100}, figure, measure=Measure.RATIO), at(2026, 1))
    assert read.verified_year == Fraction(2, 3)


def test_a_ratio_that_came_without_its_two_figures_is_read_by_its_value():
    read = read_indicator(rate(Accumulation.FLOW, {2026: 80}, said(2026, 1, 60), measure=Measure.RATIO), at(2026, 1))
    assert (read.verified_value, read.verified_year) == (60, Fraction(3, 4))


@pytest.mark.parametrize("measure", RATES)
def test_a_cumulative_rate_is_left_out_in_the_open(measure):
    read = read_indicator(rate(Accumulation.CUMULATIVE, {2026: 95}, said(2026, 1, 80), measure=measure), at(2026, 1))
    assert (read.programmed, read.verified_year, read.problem) == (False, None, "measure_does_not_add_up")


def test_a_reduction_to_zero_is_programmed_and_counts():
    read = read_indicator(rate(Accumulation.REDUCTION, {2026: 0}, said(2026, 4, 10), baseline=40), at(2026, 4))
    assert (read.programmed, read.verified_year, read.verified_cycle) == (True, Fraction(3, 4), Fraction(3, 4))


@pytest.mark.parametrize("kind", [Accumulation.FLOW, Accumulation.STOCK, Accumulation.MAINTENANCE])
def test_a_zero_that_would_be_divided_by_is_not_programmed(kind):
    assert not read_indicator(rate(kind, {2026: 0}, said(2026, 4, 10)), at(2026, 4)).programmed


def test_a_gap_of_annual_reduction_does_not_spread_to_the_year_after_as_a_zero():
    facts = rate(Accumulation.ANNUAL_REDUCTION, {2024: 11, 2025: 10, 2026: 9}, said(2024, 4, 11), said(2026, 4, 9),
                 baseline=12)  # fmt: skip
    read = read_indicator(facts, at(2026, 4))
    tally = tally_of_reading(read)
    assert (read.verified_value, tally.verified_year, tally.reported_year, tally.possible_year) == (9, None, None, None)
    # 2024 is met, 2025 has no figure and is a zero; 2026 has one and nothing to be compared with: it drops out.
    assert read.verified_cycle == Fraction(1, 2)


def test_years_of_their_own_weight_move_the_cycle_and_what_is_expected_of_it():
    weights = {2024: Decimal(15), 2025: Decimal(35), 2026: Decimal(35), 2027: Decimal(15)}
    figures = (said(2024, 4, 100), said(2025, 4, 50))
    targets = dict.fromkeys(weights, 100)
    read = read_indicator(
        rate(Accumulation.FLOW, targets, *figures, measure=Measure.COUNT, weights=weights), at(2025, 2)
    )
    assert read.verified_cycle == Fraction(15, 50)
    read = read_indicator(
        rate(Accumulation.FLOW, targets, *figures, measure=Measure.COUNT, weights=weights), at(2025, 4)
    )
    assert (read.verified_cycle, read.expected_cycle) == (Fraction(15 * 2 + 35, 100), 1)


def test_a_date_is_due_on_its_day_and_met_by_being_done():
    facts = rate(Accumulation.FLOW, {2026: 20260930}, said(2026, 2, 20260615), measure=Measure.DATE)
    before, after = read_indicator(facts, at(2026, 2)), read_indicator(facts, at(2026, 3))
    assert (before.expected_year, before.verified_year, after.expected_year) == (0, 1, 1)
    late = rate(Accumulation.FLOW, {2026: 20260630}, said(2026, 3, 20260701), measure=Measure.DATE)
    assert read_indicator(late, at(2026, 3)).verified_year == 0
