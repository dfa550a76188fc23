from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.sampling import InvalidSample, Problem, allocate

populations = st.dictionaries(st.sampled_from("ABCDEFGHIJ"), st.integers(0, 5000), max_size=10)


def test_in_proportion_when_the_quotas_are_whole():
    assert allocate({"SENA": 600, "Comfandi": 300, "CUT": 100}, 50) == {"SENA": 30, "Comfandi": 15, "CUT": 5}


def test_hamilton_the_largest_remainders_get_what_is_left():
    """Quotas 4.70, 1.60, 1.55, 1.30 and 0.85, the last raised to one: 4.624, 1.574, 1.525, 1.279 of nine."""
    votes = {"A": 4700, "B": 1600, "C": 1550, "D": 1300, "E": 850}
    assert allocate(votes, 10) == {"A": 5, "B": 2, "C": 1, "D": 1, "E": 1}


def test_an_entity_with_one_report_is_looked_at_all_the_same():
    assert allocate({"big": 997, "one": 1, "two": 2}, 20) == {"big": 18, "one": 1, "two": 1}


def test_raising_the_small_ones_may_make_others_small():
    """Of 4: quotas 2.90, 1.01 and 0.09; once C has its one, B's share of the 3 left is below one."""
    assert allocate({"A": 290, "B": 101, "C": 9}, 4) == {"A": 2, "B": 1, "C": 1}
    assert allocate({"A": 300, "B": 102, "C": 1, "D": 1}, 5) == {"A": 2, "B": 1, "C": 1, "D": 1}


def test_fewer_than_strata_become_one_of_each():
    assert allocate({"A": 10, "B": 5, "C": 0}, 1) == {"A": 1, "B": 1, "C": 0}


def test_equal_remainders_go_to_the_larger_then_to_the_first_name():
    assert allocate({"A": 3, "B": 1}, 2) == {"A": 1, "B": 1}
    assert allocate({"B": 5, "A": 5}, 3) == {"A": 2, "B": 1}
    assert allocate({"A": 5, "B": 15}, 6) == {"A": 1, "B": 5}


def test_nothing_to_look_at():
    assert allocate({}, 0) == {}
    assert allocate({"A": 0}, 0) == {"A": 0}


@given(populations, st.data())
def test_the_sum_is_kept_and_every_stratum_gets_one_to_all(strata, data):
    population = sum(strata.values())
    size = data.draw(st.integers(0, population))
    given_to = allocate(strata, size)
    assert given_to.keys() == strata.keys()
    assert sum(given_to.values()) == max(size, sum(items > 0 for items in strata.values()))
    assert all(min(1, strata[stratum]) <= given_to[stratum] <= strata[stratum] for stratum in strata)


@given(populations, st.data())
def test_a_larger_stratum_never_gets_less(strata, data):
    given_to = allocate(strata, data.draw(st.integers(0, sum(strata.values()))))
    assert all(given_to[a] >= given_to[b] for a, b in product(strata, repeat=2) if strata[a] > strata[b])


@given(populations, st.data())
def test_without_small_strata_everyone_is_within_one_of_the_quota(strata, data):
    population = sum(strata.values())
    size = data.draw(st.integers(0, population))
    quotas = {stratum: Fraction(size * items, population or 1) for stratum, items in strata.items()}
    if all(quota >= 1 for quota in quotas.values()):
        assert all(abs(allocate(strata, size)[stratum] - quota) < 1 for stratum, quota in quotas.items())


@given(populations, st.data())
def test_the_order_in_which_strata_are_given_decides_nothing(strata, data):
    size = data.draw(st.integers(0, sum(strata.values())))
    assert allocate(dict(data.draw(st.permutations(list(strata.items())))), size) == allocate(strata, size)


@pytest.mark.parametrize(
    ("strata", "size", "problem"),
    [
        ({"A": 3}, 4, Problem.SAMPLE_OVER_POPULATION),
        ({"A": 3}, -1, Problem.NEGATIVE),
        ({"A": -3}, 0, Problem.NEGATIVE),
    ],
)
def test_what_cannot_be_shared_is_refused(strata, size, problem):
    with pytest.raises(InvalidSample) as refused:
        allocate(strata, size)
    assert refused.value.problem == problem
