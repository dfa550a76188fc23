from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.sampling import InvalidSample, Problem, count_records


@st.composite
def counts(draw):
    records = draw(st.integers(1, 3000))
    sampled = draw(st.integers(1, records))
    confidence = draw(st.sampled_from([Fraction(1, 2), Fraction(9, 10), Fraction(95, 100), Fraction(99, 100)]))
    return count_records(records=records, sampled=sampled, holding=draw(st.integers(0, sampled)), confidence=confidence)


def test_the_line_that_is_published():
    count = count_records(records=1440, sampled=278, holding=234)
    assert count.scaled_to(1440).describe() == "1,440 reported · 1,212 verified (95 %: 1,150–1,265)"


def test_the_line_in_spanish_at_another_confidence():
    count = count_records(records=1440, sampled=278, holding=234, confidence=Decimal("0.90")).scaled_to(1440)
    line = count.describe(reported="reportadas", verified="verificadas", thousands=".")
    assert line == f"1.440 reportadas · 1.212 verificadas (90 %: 1.{count.low - 1000}–1.{count.high - 1000})"
    assert 1150 < count.low < 1212 < count.high < 1265


def test_every_record_looked_at_leaves_no_doubt():
    count = count_records(records=1440, sampled=1440, holding=1212)
    assert (count.low, count.estimate, count.high) == (1212, 1212, 1212)
    assert count.scaled_to(1440).describe() == "1,440 reported · 1,212 verified"


def test_none_of_them_hold():
    count = count_records(records=1440, sampled=60, holding=0).scaled_to(1440)
    assert (count.verified, count.low) == (0, 0)
    assert 0 < count.high < 100


def test_a_record_may_stand_for_several():
    """360 households stand for 1,440 people: 50 of 60 hold, so 1,200 people; limits times four."""
    count = count_records(records=360, sampled=60, holding=50)
    scaled = count.scaled_to(1440)
    assert (scaled.verified, scaled.low, scaled.high) == (1200, 4 * count.low, 4 * count.high)


def test_a_half_is_rounded_down_and_the_limits_outwards():
    scaled = count_records(records=4, sampled=4, holding=1).scaled_to(10)
    assert (scaled.low, scaled.verified, scaled.high) == (2, 2, 3)


def test_the_estimate_stays_within_limits_finer_than_a_record():
    """999 of 1,000 looked at, one fails: at most one more can, and one record is a thousand units."""
    count = count_records(records=1000, sampled=999, holding=998)
    scaled = count.scaled_to(1_000_000)
    assert (count.low, count.high) == (999, 999)
    assert (scaled.low, scaled.verified, scaled.high) == (999_000, 999_000, 999_000)


@given(counts(), st.integers(0, 10**9))
def test_the_interval_holds_the_estimate_and_fits_the_claim(count, reported):
    scaled = count.scaled_to(reported)
    assert 0 <= scaled.low <= scaled.verified <= scaled.high <= reported


@given(counts())
def test_scaled_to_the_records_it_is_the_nearest_whole(count):
    assert abs(count.scaled_to(count.records).verified - count.estimate) <= Fraction(1, 2)


@given(counts())
def test_one_more_that_holds_never_lowers_anything(count):
    if count.holding < count.sampled:
        more = count_records(
            records=count.records, sampled=count.sampled, holding=count.holding + 1, confidence=count.confidence
        )
        assert (more.low, more.high) >= (count.low, count.high)
        assert more.high >= count.high


@given(counts())
def test_more_confidence_never_narrows_the_interval(count):
    surer = count_records(
        records=count.records, sampled=count.sampled, holding=count.holding, confidence=Fraction(999, 1000)
    )
    assert surer.low <= count.low <= count.high <= surer.high


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"sampled": 11}, Problem.SAMPLE_OVER_POPULATION),
        ({"sampled": 0, "holding": 0}, Problem.NOTHING_SAMPLED),
        ({"holding": 6}, Problem.HOLDING_OVER_SAMPLED),
        ({"holding": -1}, Problem.NEGATIVE),
        ({"confidence": 95}, Problem.CONFIDENCE_OUT_OF_RANGE),
        ({"confidence": 0.95}, Problem.NOT_EXACT),
    ],
)
def test_a_count_that_cannot_be_is_refused(change, problem):
    with pytest.raises(InvalidSample) as refused:
        count_records(**{"records": 10, "sampled": 5, "holding": 3} | change)
    assert refused.value.problem == problem


def test_only_whole_people_are_scaled_to():
    with pytest.raises(InvalidSample) as refused:
        count_records(records=10, sampled=5, holding=3).scaled_to(Decimal("10.5"))
    assert refused.value.problem == Problem.NOT_WHOLE
