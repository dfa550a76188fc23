from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from concierta.accounts.passwords import FREE_TRIES, LONGEST_DELAY, delay_after


def test_the_wait_doubles_from_half_a_minute_to_a_quarter_of_an_hour():
    waits = [delay_after(count).total_seconds() for count in range(12)]
    assert waits == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]


@given(st.integers(0, 10**9))
def test_more_failures_never_wait_less_nor_longer_than_the_longest(failures):
    assert timedelta(0) <= delay_after(failures) <= delay_after(failures + 1) <= LONGEST_DELAY


def test_a_day_of_tries_from_everywhere_is_about_a_hundred():
    clock, tries = timedelta(0), 0
    while clock < timedelta(days=1):
        tries += 1
        clock += delay_after(tries)
    assert FREE_TRIES < tries < 111
