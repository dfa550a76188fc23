"""One indicator at a cut-off: what counts as verified, as reported, as expected."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from concierta.engines.achievement import Accumulation, FlowPolicy
from concierta.publishing.queries.measuring import Calendar, Figure, IndicatorFacts, read_indicator

ENDS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}


def calendar(cut_off: date) -> Calendar:
    return Calendar(cut_off, date(2024, 1, 1), date(2027, 12, 31))


END_OF_2024, MIDDLE_OF_2026 = calendar(date(2024, 12, 31)), calendar(date(2026, 6, 30))


def figure(year: int, quarter: int, status: str, reported: int | None, verified: int | None = None) -> Figure:
    return Figure(
        f"{year}-T{quarter}",
        year,
        date(year, *ENDS[quarter]),
        status,
        None if reported is None else Decimal(reported),
        None if verified is None else Decimal(verified),
    )


def facts(kind: Accumulation, targets: dict, *figures: Figure, baseline: int | None = None, policy="mean"):
    return IndicatorFacts(
        kind,
        FlowPolicy(policy),
        None if baseline is None else Decimal(baseline),
        {(year if isinstance(year, tuple) else (year, None)): None if value is None else Decimal(value)
         for year, value in targets.items()},
        figures,
    )  # fmt: skip


def test_the_year_is_its_latest_period_because_values_are_to_date():
    read = read_indicator(
        facts(
            Accumulation.FLOW,
            {2024: 1000},
            figure(2024, 3, "verified", 600, 600),
            figure(2024, 4, "adjusted", 900, 800),
        ),
        END_OF_2024,
    )
    assert (read.verified_year, read.reported_year) == (Fraction(8, 10), Fraction(9, 10))
    assert (read.status, read.as_of) == ("adjusted", "2024-T4")


def test_what_is_only_reported_verifies_nothing():
    read = read_indicator(facts(Accumulation.FLOW, {2024: 1000}, figure(2024, 4, "reported", 900)), END_OF_2024)
    assert (read.verified_year, read.reported_year, read.verified_value) == (None, Fraction(9, 10), None)


def test_a_rejection_does_not_undo_what_an_earlier_quarter_verified():
    read = read_indicator(
        facts(Accumulation.FLOW, {2024: 1000}, figure(2024, 3, "verified", 600, 600), figure(2024, 4, "rejected", 900)),
        END_OF_2024,
    )
    assert (read.status, read.verified_year, read.reported_year) == ("rejected", Fraction(6, 10), Fraction(9, 10))


@pytest.mark.parametrize(
    ("last", "possible"),
    [
        (figure(2024, 4, "reported", 900), Fraction(9, 10)),
        (figure(2024, 4, "adjusted", 900, 700), Fraction(7, 10)),
        (figure(2024, 4, "rejected", 900), Fraction(6, 10)),
        (figure(2024, 4, "not_verifiable", 900), Fraction(6, 10)),
    ],
)
def test_only_what_nobody_looked_at_yet_can_still_count(last: Figure, possible: Fraction):
    given = facts(Accumulation.FLOW, {2024: 1000}, figure(2024, 3, "verified", 600, 600), last)
    assert read_indicator(given, END_OF_2024).possible_year == possible


def test_figures_after_the_cut_off_are_not_read():
    given = facts(
        Accumulation.FLOW,
        {2024: 1000},
        figure(2024, 3, "verified", 600, 600),
        figure(2024, 4, "verified", 900, 900),
    )
    assert read_indicator(given, calendar(date(2024, 9, 30))).verified_year == Fraction(6, 10)


@pytest.mark.parametrize("target", [None, 0])
def test_not_programmed_is_neither_zero_nor_a_hundred(target):
    read = read_indicator(facts(Accumulation.FLOW, {2024: target}, figure(2024, 4, "verified", 900, 900)), END_OF_2024)
    assert (read.programmed, read.verified_year, read.expected_year) == (False, None, None)


def test_cumulative_cycle_adds_the_years():
    read = read_indicator(
        facts(
            Accumulation.CUMULATIVE,
            {2024: 500, 2025: 500, 2026: 600, 2027: 400},
            figure(2024, 4, "verified", 450, 450),
            figure(2025, 4, "verified", 550, 550),
        ),
        calendar(date(2025, 12, 31)),
    )
    assert (read.verified_year, read.verified_cycle) == (Fraction(11, 10), Fraction(1, 2))
    assert (read.expected_year, read.expected_cycle) == (1, Fraction(1000, 2000))


def test_a_level_with_only_a_final_target_is_expected_by_days_elapsed():
    read = read_indicator(facts(Accumulation.REDUCTION, {2027: 9}, baseline=12), MIDDLE_OF_2026)
    assert (read.programmed, read.expected_cycle) == (False, Fraction(912, 1461))


def test_a_level_is_expected_on_its_way_from_the_last_target():
    read = read_indicator(facts(Accumulation.CAPACITY, {2024: 130, 2025: 150, 2026: 180}, baseline=120), MIDDLE_OF_2026)
    level = 150 + 30 * Fraction(181, 365)
    assert (read.expected_value, read.expected_year) == (level, (level - 120) / 60)


def test_quarterly_targets_say_what_is_expected():
    targets = {2024: 1000, (2024, 1): 100, (2024, 2): 300, (2024, 3): None, (2024, 4): 600}
    given = facts(Accumulation.FLOW, targets)
    assert [read_indicator(given, calendar(date(2024, *ENDS[quarter]))).expected_year for quarter in ENDS] == [
        Fraction(1, 10),
        Fraction(4, 10),
        Fraction(4, 10),
        1,
    ]


def test_before_the_first_scheduled_quarter_nothing_is_expected_yet():
    sums = facts(Accumulation.FLOW, {2024: 1000, (2024, 1): None, (2024, 2): 400, (2024, 4): 600})
    level = facts(Accumulation.CAPACITY, {2024: 220, (2024, 3): 180, (2024, 4): 220}, baseline=120)
    march = calendar(date(2024, 3, 31))
    assert [
        (read_indicator(given, march).expected_value, read_indicator(given, march).expected_year)
        for given in (sums, level)
    ] == [(0, 0), (120, 0)]


def test_unscheduled_years_are_expected_by_days_elapsed():
    read = read_indicator(facts(Accumulation.FLOW, {2026: 365}), MIDDLE_OF_2026)
    assert (read.expected_value, read.expected_year) == (181, Fraction(181, 365))


def test_what_is_maintained_is_expected_whole_all_year():
    assert read_indicator(facts(Accumulation.MAINTENANCE, {2026: 12}), MIDDLE_OF_2026).expected_year == 1


def test_a_programmed_year_without_figure_weighs_in_the_cycle():
    read = read_indicator(
        facts(
            Accumulation.FLOW,
            {2024: 100, 2025: 100, 2026: 100, 2027: 100},
            figure(2024, 4, "verified", 90, 90),
            figure(2025, 4, "reported", 80),
        ),
        calendar(date(2025, 12, 31)),
    )
    assert (read.verified_cycle, read.reported_cycle) == (Fraction(45, 100), Fraction(85, 100))
    assert read.expected_cycle == 1


def test_a_final_year_policy_answers_for_nothing_before_it():
    given = facts(Accumulation.FLOW, {2024: 100, 2027: 100}, figure(2024, 4, "verified", 90, 90), policy="final_year")
    early, late = read_indicator(given, END_OF_2024), read_indicator(given, calendar(date(2027, 12, 31)))
    assert (early.cycle_programmed, early.verified_cycle) == (False, None)
    assert (late.cycle_programmed, late.verified_cycle, late.expected_cycle) == (True, None, 1)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (facts(Accumulation.CAPACITY, {2024: 220}), "baseline_missing"),
        (facts(Accumulation.CAPACITY, {2024: 100}, baseline=120), "target_against_direction"),
        (facts(Accumulation.FLOW, {2024: -5}), "negative"),
    ],
)
def test_contradictory_figures_are_left_out_in_the_open(given, problem):
    read = read_indicator(given, END_OF_2024)
    assert (read.problem, read.programmed, read.verified_year) == (problem, False, None)
