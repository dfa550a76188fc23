"""A rate is not a count: it never adds up, it is due from the first day, and its parts go by their two figures."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.achievement import (
    Accumulation,
    FlowPolicy,
    InvalidFigures,
    Measure,
    Problem,
    Ratio,
    check_measure,
    check_period_targets,
    cycle_achievement,
    day_of,
    expected_value,
    figure_of_day,
    fold_periods,
    fold_ratios,
    is_held,
    measure_of_unit,
    rate_base,
    rate_of,
    year_achievement,
)

RATES = [Measure.RATIO, Measure.RATE, Measure.INDEX]
HELD = [Accumulation.FLOW, Accumulation.STOCK, Accumulation.MAINTENANCE]
MARCH = date(2026, 3, 31)


@pytest.mark.parametrize("measure", RATES)
def test_a_rate_is_never_cumulative(measure):
    with pytest.raises(InvalidFigures) as refused:
        check_measure(measure, Accumulation.CUMULATIVE)
    assert refused.value.problem is Problem.MEASURE_DOES_NOT_ADD_UP
    for accumulation in set(Accumulation) - {Accumulation.CUMULATIVE}:
        check_measure(measure, accumulation)


@pytest.mark.parametrize("measure", [Measure.COUNT, Measure.MONEY])
def test_what_adds_up_may_accumulate_in_any_way(measure):
    for accumulation in Accumulation:
        check_measure(measure, accumulation)


def test_a_date_has_a_target_in_each_year_and_no_path():
    sound = {Accumulation.FLOW, Accumulation.MAINTENANCE}
    for accumulation in sound:
        check_measure(Measure.DATE, accumulation)
    for accumulation in set(Accumulation) - sound:
        with pytest.raises(InvalidFigures):
            check_measure(Measure.DATE, accumulation)


@pytest.mark.parametrize("measure", RATES)
@pytest.mark.parametrize("accumulation", HELD)
def test_a_rate_that_is_held_is_due_whole_from_the_first_day(measure, accumulation):
    due = expected_value(
        accumulation, measure=measure, target=95, start=60, elapsed=Fraction(1, 365), cut_off=date(2026, 1, 1)
    )
    assert due == 95


@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("accumulation", [Accumulation.REDUCTION, Accumulation.CAPACITY])
def test_capacity_and_reduction_follow_the_path_from_where_they_began(measure, accumulation):
    if measure is Measure.DATE:
        return
    on_day_one = expected_value(
        accumulation, measure=measure, target=9, start=12, elapsed=Fraction(0), cut_off=date(2025, 12, 31)
    )
    half_way = expected_value(accumulation, measure=measure, target=9, start=12, elapsed=Fraction(1, 2), cut_off=MARCH)
    assert (on_day_one, half_way) == (12, Fraction(21, 2))


def test_a_schedule_of_its_own_goes_before_the_path():
    due = expected_value(
        Accumulation.REDUCTION,
        measure=Measure.RATE,
        target=9,
        start=12,
        elapsed=Fraction(1, 2),
        cut_off=date(2026, 6, 30),
        scheduled={1: 12, 2: 11, 3: 10, 4: 9},
        quarter=2,
    )
    assert due == 11


@pytest.mark.parametrize("measure", RATES)
def test_four_quarters_at_95_are_a_year_at_95(measure):
    quarters = dict.fromkeys((1, 2, 3, 4), 95)
    assert fold_periods(Accumulation.FLOW, quarters, measure=measure) == 95
    assert fold_periods(Accumulation.FLOW, quarters) == 380
    check_period_targets(Accumulation.FLOW, quarters, 95, measure)
    with pytest.raises(InvalidFigures):
        check_period_targets(Accumulation.FLOW, quarters, 380, measure)


def test_a_count_is_due_by_the_days_elapsed():
    due = expected_value(Accumulation.FLOW, target=400, start=7, elapsed=Fraction(1, 4), cut_off=MARCH)
    assert due == 100


pairs = st.builds(Ratio, st.integers(0, 10**6), st.integers(1, 10**6))


@given(st.dictionaries(st.integers(1, 4), st.none() | pairs, max_size=4), st.integers(1, 4))
def test_a_flow_of_ratios_is_the_sum_over_the_sum_and_a_level_is_its_last(figures, through):
    known = [figures[quarter] for quarter in sorted(figures) if quarter <= through and figures[quarter]]
    flow = fold_ratios(Accumulation.FLOW, figures, through=through)
    level = fold_ratios(Accumulation.STOCK, figures, through=through)
    if not known:
        assert flow is None
        assert level is None
        return
    top, bottom = sum(pair.numerator for pair in known), sum(pair.denominator for pair in known)
    assert flow.value == Fraction(top, bottom)
    assert level == known[-1]
    assert min(pair.value for pair in known) <= flow.value <= max(pair.value for pair in known)


def test_a_rate_is_told_in_its_own_unit():
    assert rate_of(182, 1000, "%") == Fraction(91, 5)
    assert rate_of(3, 4, "razón de colocados") == Fraction(3, 4)
    assert rate_of(12, 240_000, "muertes por cada 100.000 habitantes") == 5
    assert rate_of(1, 0, "%") is None
    assert rate_of(1, 2, "tasa") is None


@pytest.mark.parametrize(
    ("unit", "base"),
    [
        ("%", 100),
        ("Porcentaje", 100),
        ("por ciento", 100),
        ("puntos porcentuales", 100),
        ("por mil", 1000),
        ("‰", 1000),
        ("por cada 1.000 nacidos vivos", 1000),
        ("por 100 000 habitantes", 100_000),
        ("por cada cien mil", 100_000),
        ("Razón", 1),
        ("per 100,000 inhabitants", 100_000),
        ("per thousand", 1000),
        ("per cent", 100),
        ("Tasa", None),
        ("personas", None),
    ],
)
def test_units_say_of_how_many_a_rate_is(unit, base):
    assert rate_base(unit) == base


@pytest.mark.parametrize(
    ("unit", "measure"),
    [
        ("%", Measure.RATE),
        ("% de avance", Measure.RATE),
        ("PORCENTAJE", Measure.RATE),
        ("Tasa de desempleo", Measure.RATE),
        ("por  mil", Measure.RATE),
        ("Índice", Measure.INDEX),
        ("indice de Gini", Measure.INDEX),
        ("$", Measure.MONEY),
        ("Pesos", Measure.MONEY),
        ("millones de pesos", Measure.MONEY),
        ("COP", Measure.MONEY),
        ("Fecha", Measure.DATE),
        ("personas", Measure.COUNT),
        ("puntos de atención", Measure.COUNT),
        ("documentos", Measure.COUNT),
        ("fechas celebradas", Measure.COUNT),
        ("", Measure.COUNT),
    ],
)
def test_a_unit_suggests_its_measure(unit, measure):
    assert measure_of_unit(unit) is measure


def test_a_date_is_met_on_its_day_or_before():
    def met(actual):
        return year_achievement(Accumulation.FLOW, actual=actual, target=20260630, measure=Measure.DATE)

    assert [met(20260629), met(20260630), met(20260701), met(0), met(None)] == [1, 1, 0, 0, None]


def test_what_is_no_day_is_refused_as_a_date():
    for actual, target in ((20260631, 20260630), (1, 20260630), (1, 12)):
        with pytest.raises(InvalidFigures) as refused:
            year_achievement(Accumulation.FLOW, actual=actual, target=target, measure=Measure.DATE)
        assert refused.value.problem is Problem.NOT_A_DAY


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_and_its_figure_are_one(day):
    assert day_of(Decimal(figure_of_day(day))) == day


def test_a_date_is_not_expected_until_it_comes():
    due = {"measure": Measure.DATE, "target": 20260630, "start": 0, "elapsed": Fraction(1, 2)}
    assert expected_value(Accumulation.FLOW, cut_off=date(2026, 6, 29), **due) is None
    assert expected_value(Accumulation.FLOW, cut_off=date(2026, 6, 30), **due) == 20260630


def test_the_cycle_of_a_rate_kept_as_flow_is_the_mean_of_its_years_against_their_targets():
    assert (
        cycle_achievement(
            Accumulation.FLOW,
            series={2024: 80, 2025: 95},
            targets=dict.fromkeys(range(2024, 2028), 95),
            flow_policy=FlowPolicy.MEAN,
            measure=Measure.RATE,
        )
        == (Fraction(80, 95) + 1) / 2
    )


def test_the_cycle_of_a_cumulative_rate_is_refused():
    with pytest.raises(InvalidFigures) as refused:
        cycle_achievement(
            Accumulation.CUMULATIVE, series={2024: 95}, targets={2024: 95}, cycle_target=95, measure=Measure.RATE
        )
    assert refused.value.problem is Problem.MEASURE_DOES_NOT_ADD_UP


@given(st.sampled_from(Measure), st.sampled_from(Accumulation))
def test_only_what_has_no_path_is_held(measure, accumulation):
    if is_held(measure, accumulation):
        assert not accumulation.reads_a_path
    if accumulation is Accumulation.MAINTENANCE:
        assert is_held(measure, accumulation)
