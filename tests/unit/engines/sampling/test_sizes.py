from decimal import Decimal
from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.sampling import (
    InvalidSample,
    Problem,
    corrected_size,
    margin_of_error,
    normal_quantile,
    sample_size,
    unlimited_size,
)

FIVE_POINTS = Fraction(5, 100)
populations = st.integers(1, 10**7)
margins = st.integers(1, 400_000).map(lambda millionths: Fraction(millionths, 10**6))
confidences = st.sampled_from(
    [Fraction(1, 2), Fraction(8, 10), Fraction(90, 100), Fraction(95, 100), Fraction(99, 100)]
)
expectations = st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=100)


@pytest.mark.parametrize(
    ("confidence", "z"),
    [("0.90", "1.644854"), ("0.95", "1.959964"), ("0.99", "2.575829"), ("0.999", "3.290527"), ("0.5", "0.674490")],
)
def test_the_quantile_is_that_of_the_tables(confidence, z):
    assert normal_quantile(Decimal(confidence)) == Fraction(z)


def test_a_confidence_next_to_certainty_still_has_a_quantile():
    assert 9 < normal_quantile(1 - Fraction(1, 10**20)) < 10


def test_cochran_1977_blood_groups_of_an_island():
    """Sampling Techniques, §4.4: t = 2, d = 5 %, p = ½ → n₀ = 400; among 3,200 inhabitants, n = 356."""
    assert unlimited_size(2, FIVE_POINTS) == 400
    assert round(corrected_size(400, 3200)) == 356


@pytest.mark.parametrize(
    ("confidence", "margin", "size"),
    [("0.95", "0.05", 385), ("0.90", "0.05", 271), ("0.99", "0.05", 664), ("0.95", "0.03", 1068), ("0.95", "0.1", 97)],
)
def test_the_usual_sizes_of_a_very_large_population(confidence, margin, size):
    assert sample_size(population=10**9, margin=Decimal(margin), confidence=Decimal(confidence)) == size


@pytest.mark.parametrize(
    ("population", "published"),
    [(10, 10), (50, 44), (100, 80), (200, 132), (500, 217), (1000, 278), (5000, 357), (10000, 370), (50000, 381)],
)
def test_krejcie_and_morgan_1970_rounded_as_their_table_is(population, published):
    """Educational and Psychological Measurement 30, 607-610: χ² = 3.841, which is z²; they round, we never go below."""
    unlimited = Fraction("3.841") * Fraction(1, 4) / FIVE_POINTS**2
    assert round(corrected_size(unlimited, population)) == published
    assert sample_size(population=population, margin=FIVE_POINTS) in (published, published + 1)


def test_nobody_needs_no_sample_and_one_needs_one():
    assert sample_size(population=0, margin=FIVE_POINTS) == 0
    assert sample_size(population=1, margin=Fraction(99, 100)) == 1


@given(populations, margins, confidences, expectations)
def test_the_size_is_the_smallest_that_keeps_the_margin(population, margin, confidence, expected):
    known = {"population": population, "confidence": confidence, "expected": expected}
    size = sample_size(margin=margin, **known)
    assert 1 <= size <= population
    assert margin_of_error(sampled=size, **known) <= margin or size == 1 == population
    if size > 1:
        assert margin_of_error(sampled=size - 1, **known) >= margin


@given(populations, margins, margins, confidences)
def test_a_wider_margin_never_asks_for_more(population, one, other, confidence):
    narrow, wide = sorted((one, other))
    assert sample_size(population=population, margin=wide, confidence=confidence) <= sample_size(
        population=population, margin=narrow, confidence=confidence
    )


@given(populations, margins, expectations)
def test_no_expectation_asks_for_more_than_one_half(population, margin, expected):
    assert sample_size(population=population, margin=margin, expected=expected) <= sample_size(
        population=population, margin=margin
    )


@given(st.integers(2, 10**6), st.data())
def test_the_margin_is_the_formula_rounded_up(population, data):
    sampled = data.draw(st.integers(1, population - 1))
    plain = 1.959964 * sqrt(0.25 / sampled * (population - sampled) / (population - 1))
    margin = margin_of_error(population=population, sampled=sampled)
    assert plain - 1e-9 <= float(margin) <= plain + 1.001e-6


def test_everybody_looked_at_leaves_no_margin():
    assert margin_of_error(population=12, sampled=12) == 0


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"margin": 0}, Problem.NOT_A_SHARE),
        ({"margin": 5}, Problem.NOT_A_SHARE),
        ({"expected": 1}, Problem.NOT_A_SHARE),
        ({"margin": 0.05}, Problem.NOT_EXACT),
        ({"margin": Decimal("NaN")}, Problem.NOT_EXACT),
        ({"confidence": 95}, Problem.CONFIDENCE_OUT_OF_RANGE),
        ({"confidence": 1}, Problem.CONFIDENCE_OUT_OF_RANGE),
        ({"confidence": Fraction(49, 100)}, Problem.CONFIDENCE_OUT_OF_RANGE),
        ({"population": -1}, Problem.NEGATIVE),
        ({"population": Decimal("1.5")}, Problem.NOT_WHOLE),
    ],
)
def test_a_size_that_makes_no_sense_is_refused(change, problem):
    with pytest.raises(InvalidSample) as refused:
        sample_size(**{"population": 100, "margin": FIVE_POINTS} | change)
    assert refused.value.problem == problem


@pytest.mark.parametrize(("sampled", "problem"), [(0, Problem.NOTHING_SAMPLED), (6, Problem.SAMPLE_OVER_POPULATION)])
def test_a_margin_without_a_sample_is_refused(sampled, problem):
    with pytest.raises(InvalidSample) as refused:
        margin_of_error(population=5, sampled=sampled)
    assert refused.value.problem == problem
