from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.sampling import agreement

outcomes = st.sampled_from(["verified", "adjusted", "rejected", "not_verifiable"])
pairs = st.lists(st.tuples(outcomes, outcomes), max_size=60)


def crossed(*rows: tuple[int, ...]) -> list[tuple[str, str]]:
    """The pairs behind a published table: rows the first's outcomes, columns the second's."""
    return [(str(i), str(j)) for i, row in enumerate(rows) for j, times in enumerate(row) for _ in range(times)]


@pytest.mark.parametrize(
    ("table", "agreed", "kappa"),
    [
        # the worked example of most textbooks: 50 grant proposals, two readers
        (((20, 5), (10, 15)), "0.7", "0.4"),
        # the same agreed share, very different kappa
        (((45, 15), (25, 15)), "0.6", "0.1304"),
        (((25, 35), (5, 35)), "0.6", "0.2593"),
        # Fleiss, Levin & Paik 2003, table 18.1: psychosis, neurosis, organic
        (((75, 1, 4), (5, 4, 1), (0, 0, 10)), "0.89", "0.6765"),
    ],
)
def test_published_kappas(table, agreed, kappa):
    found = agreement(crossed(*table))
    assert found.agreed == Fraction(agreed)
    assert round(found.kappa, 4) == Fraction(kappa)


@pytest.mark.parametrize(
    ("table", "kappa", "error"),
    [
        # Agresti, Categorical Data Analysis 2002, §10.5: two pathologists, 118 slides
        (((22, 2, 2, 0), (5, 7, 14, 0), (0, 2, 36, 0), (0, 1, 17, 10)), "0.493", "0.057"),
        # R's vcd, Kappa(SexualFun): 91 couples (Hout et al. 1987)
        (((7, 7, 2, 3), (2, 8, 3, 7), (1, 5, 4, 9), (2, 8, 9, 14)), "0.1293", "0.0686"),
    ],
)
def test_published_standard_errors(table, kappa, error):
    found = agreement(crossed(*table))
    assert round(found.kappa, len(kappa) - 2) == Fraction(kappa)
    assert round(found.standard_error, len(error) - 2) == Decimal(error)


def test_the_standard_error_is_the_spread_of_repeated_samples():
    """400 pairs drawn 400 times from one table: the spread of κ is what the formula says, within 12 %."""
    chance, table = Random(20), crossed((20, 5), (10, 15))
    kappas = [float(agreement(chance.choices(table, k=400)).kappa) for _ in range(400)]
    mean = sum(kappas) / len(kappas)
    spread = (sum((kappa - mean) ** 2 for kappa in kappas) / len(kappas)) ** 0.5
    assert spread == pytest.approx(float(agreement(table * 8).standard_error), rel=0.12)


def test_nothing_double_checked_has_no_agreement():
    found = agreement([])
    assert (found.items, found.agreed, found.kappa, found.standard_error) == (0, None, None, None)


def test_one_and_the_same_outcome_throughout_leaves_kappa_undefined():
    found = agreement([("verified", "verified")] * 9)
    assert (found.items, found.agreed, found.by_chance) == (9, 1, 1)
    assert (found.kappa, found.standard_error) == (None, None)


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        (((5, 0), (0, 5)), 1),  # they agree on all
        (((0, 5), (5, 0)), -1),  # they differ on all
        (((7, 0), (3, 0)), 0),  # the second only ever had one answer
        (((0, 5), (0, 0)), 0),  # each had one answer, another
    ],
)
def test_a_degenerate_table_has_no_error_and_no_interval_never_one_of_width_zero(table, kappa):
    found = agreement(crossed(*table))
    assert (found.kappa, found.standard_error, found.interval) == (kappa, None, None)


def test_the_interval_is_that_of_the_published_error_and_never_leaves_its_range():
    # By hand: A = 0.04624 + 0.06348, B = 0.36 × (0.121 + 0.162), C = 0.01; SE = √(0.2016 ÷ (50 × 0.25)) = 0.127.
    low, high = agreement(crossed((20, 5), (10, 15))).interval
    assert (round(low, 3), round(high, 3)) == (Fraction("0.151"), Fraction("0.649"))
    low, high = agreement(crossed((9, 1), (0, 9))).interval
    assert high == 1
    assert 0 < low < 1


def test_constant_verifiers_who_differ_agree_no_better_than_chance():
    found = agreement([("verified", "rejected")] * 5)
    assert (found.agreed, found.by_chance, found.kappa) == (0, 0, 0)


def test_complete_opposites_are_minus_one():
    assert agreement([("verified", "rejected"), ("rejected", "verified")]).kappa == -1


@given(pairs)
def test_kappa_lies_between_minus_one_and_one_and_never_above_the_agreed_share(found_by_both):
    found = agreement(found_by_both)
    if found.kappa is not None:
        assert -1 <= found.kappa <= found.agreed <= 1
        assert found.standard_error is None or found.standard_error > 0
        assert (found.interval is None) == (found.standard_error is None)
        assert (found.kappa == 1) == (found.agreed == 1)


@given(pairs, st.randoms(use_true_random=False))
def test_neither_the_order_nor_who_is_first_nor_the_names_matter(found_by_both, chance):
    shuffled = chance.sample(found_by_both, len(found_by_both))
    assert agreement(shuffled) == agreement(found_by_both)
    assert agreement([(two, one) for one, two in found_by_both]) == agreement(found_by_both)
    assert agreement([(one[::-1], two[::-1]) for one, two in found_by_both]) == agreement(found_by_both)


@given(pairs)
def test_four_times_the_things_halve_the_error(found_by_both):
    found, repeated = agreement(found_by_both), agreement(found_by_both * 4)
    assert repeated.kappa == found.kappa
    if found.standard_error is not None:
        assert abs(repeated.standard_error * 2 - found.standard_error) <= Decimal("0.000002")
