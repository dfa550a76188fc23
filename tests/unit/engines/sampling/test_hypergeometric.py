"""The limits are compared with their definition, and their coverage is counted, not assumed."""

from fractions import Fraction
from functools import cache
from itertools import combinations
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concierta.engines.sampling import hypergeometric
from concierta.engines.sampling.hypergeometric import exact_limits, exact_tail, tail_exceeds

CONFIDENCES = [Fraction(1, 2), Fraction(80, 100), Fraction(95, 100), Fraction(99, 100)]
LARGEST = 13


@cache
def probabilities(population: int, sampled: int, marked: int) -> list[Fraction]:
    """P(X = x) for x = 0…n."""
    ways = comb(population, sampled)
    return [Fraction(comb(marked, x) * comb(population - marked, sampled - x), ways) for x in range(sampled + 1)]


@cache
def limits(population: int, sampled: int, holding: int, confidence: Fraction) -> tuple[int, int]:
    return exact_limits(population, sampled, holding, confidence)


def test_the_tail_is_that_of_all_the_samples_there_are():
    for marked in range(8):
        samples = list(combinations(range(7), 3))
        found = [sum(record < marked for record in sample) for sample in samples]
        for least in range(5):
            assert exact_tail(7, 3, min(marked, 7), least) == Fraction(sum(x >= least for x in found), len(samples))


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_the_limits_are_the_values_that_no_test_refuses(confidence):
    level = (1 - confidence) / 2
    for population in range(1, LARGEST):
        for sampled in range(1, population + 1):
            for holding in range(sampled + 1):
                kept = [
                    marked
                    for marked in range(population + 1)
                    if sum(probabilities(population, sampled, marked)[holding:]) > level
                    and sum(probabilities(population, sampled, marked)[: holding + 1]) > level
                ]
                assert limits(population, sampled, holding, confidence) == (kept[0], kept[-1])
                assert len(kept) == kept[-1] - kept[0] + 1


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_the_truth_is_covered_as_often_as_promised_whatever_it_is(confidence):
    for population in range(1, LARGEST):
        for sampled in range(1, population + 1):
            intervals = [limits(population, sampled, holding, confidence) for holding in range(sampled + 1)]
            for marked in range(population + 1):
                chances = probabilities(population, sampled, marked)
                covered = [chances[x] for x, (low, high) in enumerate(intervals) if low <= marked <= high]
                assert sum(covered) >= confidence


def test_against_a_published_example():
    """R's samplingbook, Sprop(m=3, n=10, N=50) prints [4, 32]: the first values refused. Those kept lie between."""
    assert exact_limits(50, 10, 3, Fraction(95, 100)) == (5, 31)
    assert round(exact_tail(50, 10, 4, 3), 6) == Fraction("0.021754")


def test_a_probability_equal_to_the_level_refuses():
    """One record in forty is drawn with probability 1/40, the very α/2 of 95 %."""
    assert exact_limits(40, 1, 1, Fraction(95, 100)) == (2, 40)
    assert exact_limits(40, 1, 0, Fraction(95, 100)) == (0, 38)
    assert exact_limits(100_000, 1, 1, Fraction(95, 100)) == (2501, 100_000)


@settings(max_examples=60)
@given(st.integers(1, 1500), st.data())
def test_the_short_integers_decide_as_the_full_ones(population, data):
    sampled = data.draw(st.integers(1, population))
    marked = data.draw(st.integers(0, population))
    centre = sampled * marked // population
    least = data.draw(st.integers(max(0, centre - 40), min(sampled, centre + 40)))
    exact = exact_tail(population, sampled, marked, least)
    for level in (exact, exact * Fraction(10**30 - 1, 10**30), Fraction(1, 40), Fraction(1, 200)):
        assert tail_exceeds(population, sampled, marked, least, level) == (exact > level)


@settings(max_examples=40)
@given(st.integers(1, 100_000), st.data())
def test_failing_records_are_counted_like_holding_ones(population, data):
    sampled = data.draw(st.integers(1, min(population, 5000)))
    holding = data.draw(st.integers(0, sampled))
    low, high = exact_limits(population, sampled, holding, Fraction(95, 100))
    assert holding <= low <= high <= population - (sampled - holding)
    assert exact_limits(population, sampled, sampled - holding, Fraction(95, 100)) == (
        population - high,
        population - low,
    )


@pytest.mark.parametrize("sampled", [383, 10_000, 50_000, 99_000])
def test_a_hundred_thousand_records_need_fewer_terms(sampled, monkeypatch):
    """Terms and not seconds: 2·log₂ N tails near the likeliest x; a walk over N adds up 10⁵ of them."""
    terms, count = 0, hypergeometric._weights_upward

    def counted(*given):
        nonlocal terms
        weights = count(*given)
        terms += len(weights)
        return weights

    monkeypatch.setattr(hypergeometric, "_weights_upward", counted)
    exact_limits(100_000, sampled, sampled // 2, Fraction(95, 100))
    assert 0 < terms < 100_000
