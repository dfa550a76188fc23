from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.kernel.errors import Invalid
from concierta.kernel.periods import Period

periods = st.builds(Period, st.integers(2000, 2100), st.sampled_from([None, 1, 2, 3, 4]))


@pytest.mark.parametrize(
    ("text", "cut_off"),
    [
        ("2024-T1", date(2024, 3, 31)),
        ("2024-t2", date(2024, 6, 30)),
        ("2024-Q3", date(2024, 9, 30)),
        (" 2024-T4 ", date(2024, 12, 31)),
        ("2024", date(2024, 12, 31)),
    ],
)
def test_a_period_ends_at_its_cut_off(text, cut_off):
    assert Period.parse(text).cut_off == cut_off


@pytest.mark.parametrize("text", ["", "2024-T5", "T4-2024", "24-T1", "2024-12", "0000", "9999-T1"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(Invalid):
        Period.parse(text)


def test_a_date_that_ends_no_quarter_is_no_cut_off():
    with pytest.raises(Invalid, match="2025-03-30"):
        Period.of_cut_off(date(2025, 3, 30))


@given(periods)
def test_a_label_reads_back_as_its_period(period):
    assert Period.parse(period.label) == period


@given(st.integers(2000, 2100), st.integers(1, 4))
def test_a_quarter_is_known_by_its_cut_off_and_starts_the_day_after_the_one_before(year, quarter):
    period = Period(year, quarter)
    assert Period.of_cut_off(period.cut_off) == period
    assert period.starts_on.day == 1
    assert (period.cut_off - period.starts_on).days in range(89, 92)


@given(st.lists(periods))
def test_periods_order_by_cut_off_and_a_year_follows_its_last_quarter(some):
    ordered = sorted(some)
    assert [p.cut_off for p in ordered] == sorted(p.cut_off for p in some)
    assert Period(2024, 4) < Period(2024) < Period(2025, 1)
