"""How long the next try has to wait after so many that failed: nobody is locked out, and nobody can guess quickly."""

from datetime import timedelta

#: Numbers of ours [D]: the first tries are free, as somebody who mistypes needs them; then the wait doubles.
FREE_TRIES = 5
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(minutes=15)
#: A day without a try, and the count begins again.
FORGOTTEN_AFTER = timedelta(days=1)


def delay_after(failures: int) -> timedelta:
    """The wait before the next try. At most 5 + 10 + 96 a day, from however many addresses: of the million codes of
    six digits a day's tries find one in ten thousand."""
    if failures < FREE_TRIES:
        return timedelta(0)
    # Past ten doublings the longest was reached long ago, and 2 to any count of tries would not be a number of seconds.
    return min(FIRST_DELAY * 2 ** min(failures - FREE_TRIES, 10), LONGEST_DELAY)
